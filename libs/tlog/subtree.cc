#include "libs/tlog/subtree.h"

#include <algorithm>
#include <bit>

#include "libs/base/check.h"

namespace fallverbund::tlog {
namespace {

// Where the root over `leaves` (two or more) divides: the largest power of two below.
uint64_t Split(uint64_t leaves) {
  return std::bit_floor(leaves - 1);
}

}  // namespace

std::vector<Range> InclusionRanges(uint64_t index, uint64_t size) {
  FV_CHECK(index < size);
  std::vector<Range> siblings;
  for (Range at{0, size}; at.end - at.begin > 1;) {
    const uint64_t middle = at.begin + Split(at.end - at.begin);
    if (index < middle) {
      siblings.push_back({middle, at.end});
      at.end = middle;
    } else {
      siblings.push_back({at.begin, middle});
      at.begin = middle;
    }
  }
  std::reverse(siblings.begin(), siblings.end());
  return siblings;
}

std::vector<Range> ConsistencyRanges(uint64_t old_size, uint64_t size) {
  FV_CHECK(old_size <= size);
  if (old_size == 0) return {};
  std::vector<Range> parts;
  Range at{0, size};
  while (at.end != old_size) {
    const uint64_t middle = at.begin + Split(at.end - at.begin);
    if (old_size <= middle) {
      parts.push_back({middle, at.end});
      at.end = middle;
    } else {
      parts.push_back({at.begin, middle});
      at.begin = middle;
    }
  }
  if (at.begin > 0) parts.push_back(at);  // else it is the old root, which the verifier has
  std::reverse(parts.begin(), parts.end());
  return parts;
}

std::vector<Subtree> SubtreesOf(Range range) {
  std::vector<Subtree> subtrees;
  while (range.begin < range.end) {
    const uint64_t leaves = std::bit_floor(range.end - range.begin);
    FV_CHECK(range.begin % leaves == 0);
    subtrees.push_back({std::countr_zero(leaves), range.begin / leaves});
    range.begin += leaves;
  }
  return subtrees;
}

}  // namespace fallverbund::tlog
