// Which parts of the tree a root or a proof is made of (RFC 6962 2.1.1, 2.1.2): arithmetic alone, no hashes.
// Verifying does without this file on purpose: proof.h follows RFC 9162's algorithm instead. Pure,
// thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_SUBTREE_H_
#define FALLVERBUND_LIBS_TLOG_SUBTREE_H_

#include <cstdint>
#include <vector>

namespace fallverbund::tlog {

// The leaves [begin, end).
struct Range {
  uint64_t begin = 0;
  uint64_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

// The 2^height leaves from index * 2^height on.
struct Subtree {
  int height = 0;
  uint64_t index = 0;
  friend bool operator==(const Subtree&, const Subtree&) = default;
};

// The ranges whose hashes are the proof, in its order, from the leaf's sibling to the root's child. Needs
// index < size.
std::vector<Range> InclusionRanges(uint64_t index, uint64_t size);
// Needs old_size <= size; none from the empty tree and to the same size.
std::vector<Range> ConsistencyRanges(uint64_t old_size, uint64_t size);

// The complete subtrees a range of the above is joined from (hash.h), largest first. For {0, size} those of a
// whole tree.
std::vector<Subtree> SubtreesOf(Range range);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_SUBTREE_H_
