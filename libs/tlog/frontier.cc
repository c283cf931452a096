#include "libs/tlog/frontier.h"

#include <bit>
#include <utility>

#include "absl/status/status.h"
#include "libs/base/check.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {

absl::StatusOr<Frontier> Frontier::From(uint64_t size, std::vector<Hash> subtrees) {
  if (size > kMaxSize || subtrees.size() != static_cast<size_t>(std::popcount(size))) {
    return absl::InvalidArgumentError("a tree's right edge has one hash for each bit of its size that is 1");
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.subtrees_ = std::move(subtrees);
  return frontier;
}

void Frontier::Append(const Hash& leaf) {
  FV_CHECK(size_ < kMaxSize);
  Hash grown = leaf;
  for (uint64_t bits = size_; bits & 1; bits >>= 1) {
    grown = NodeHash(subtrees_.back(), grown);
    subtrees_.pop_back();
  }
  subtrees_.push_back(grown);
  ++size_;
}

}  // namespace fallverbund::tlog
