// Roots and proofs as RFC 6962 2.1 writes them down, by recursion over all leaves: slow, plain, and sharing
// nothing with the room but the hash of two nodes. For tests.
#ifndef FALLVERBUND_LIBS_TLOG_TESTING_NAIVE_TREE_H_
#define FALLVERBUND_LIBS_TLOG_TESTING_NAIVE_TREE_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/tlog/hash.h"

namespace fallverbund::tlog {

class NaiveTree {
 public:
  explicit NaiveTree(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) leaves_.push_back(LeafHash(entry));
  }

  Hash Root(size_t size) { return size == 0 ? EmptyRoot() : Mth(0, size); }
  std::vector<Hash> Inclusion(size_t index, size_t size) { return Path(index, 0, size); }
  std::vector<Hash> Consistency(size_t old_size, size_t size) { return SubProof(old_size, 0, size, true); }

 private:
  static size_t Split(size_t n) {
    size_t k = 1;
    while (2 * k < n) k *= 2;
    return k;
  }

  Hash Mth(size_t from, size_t n) {
    if (n == 1) return leaves_[from];
    const auto known = known_.find({from, n});
    if (known != known_.end()) return known->second;
    const size_t k = Split(n);
    return known_[{from, n}] = NodeHash(Mth(from, k), Mth(from + k, n - k));
  }

  std::vector<Hash> Path(size_t m, size_t from, size_t n) {
    if (n == 1) return {};
    const size_t k = Split(n);
    std::vector<Hash> path = m < k ? Path(m, from, k) : Path(m - k, from + k, n - k);
    path.push_back(m < k ? Mth(from + k, n - k) : Mth(from, k));
    return path;
  }

  std::vector<Hash> SubProof(size_t m, size_t from, size_t n, bool known) {
    if (m == n) return known ? std::vector<Hash>{} : std::vector<Hash>{Mth(from, n)};
    const size_t k = Split(n);
    std::vector<Hash> proof = m <= k ? SubProof(m, from, k, known) : SubProof(m - k, from + k, n - k, false);
    proof.push_back(m <= k ? Mth(from + k, n - k) : Mth(from, k));
    return proof;
  }

  std::vector<Hash> leaves_;
  std::map<std::pair<size_t, size_t>, Hash> known_;
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_TESTING_NAIVE_TREE_H_
