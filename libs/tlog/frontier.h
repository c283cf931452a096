// A growing tree of which only the complete subtrees along its right edge are kept: at most 63 hashes. Enough
// to append and to know the root at any time. A value; one thread at a time.
#ifndef FALLVERBUND_LIBS_TLOG_FRONTIER_H_
#define FALLVERBUND_LIBS_TLOG_FRONTIER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/tlog/hash.h"

namespace fallverbund::tlog {

class Frontier {
 public:
  Frontier() = default;
  // kInvalidArgument: not as many subtrees as a tree of that size has (SubtreesOf({0, size})).
  static absl::StatusOr<Frontier> From(uint64_t size, std::vector<Hash> subtrees);

  void Append(const Hash& leaf);
  uint64_t size() const { return size_; }
  Hash Root() const { return Join(subtrees_); }
  const std::vector<Hash>& subtrees() const { return subtrees_; }  // largest first

 private:
  uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_FRONTIER_H_
