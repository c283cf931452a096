#include "libs/tlog/proof.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "libs/tlog/testing/naive_tree.h"

namespace fallverbund::tlog {
namespace {

constexpr size_t kSizes = 300;

std::vector<std::string> Entries(size_t count) {
  std::vector<std::string> entries;
  for (size_t i = 0; i < count; ++i) entries.push_back(absl::StrCat("event-", i));
  return entries;
}

class ProofTest : public testing::Test {
 protected:
  Hash Leaf(size_t index) { return LeafHash(entries_[index]); }
  static Hash Flipped(Hash hash) {
    hash.bytes[31] ^= 1;
    return hash;
  }
  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }
  // Another proof: a bit, a hash less, one more, two in each other's place.
  Proof Mutated(Proof proof) {
    const size_t at = proof.empty() ? 0 : Below(proof.size());
    const size_t way = proof.empty() ? 2 : Below(4);
    if (way == 0) proof[at].bytes[Below(32)] ^= static_cast<char>(1 << Below(8));
    if (way == 1) proof.erase(proof.begin() + static_cast<long>(at));
    if (way == 2) proof.insert(proof.begin() + static_cast<long>(at), Leaf(Below(kSizes)));
    if (way == 3 && proof.size() == 1) proof[0] = Flipped(proof[0]);
    if (way == 3 && proof.size() > 1) std::swap(proof[at], proof[(at + 1) % proof.size()]);
    return proof;
  }

  const std::vector<std::string> entries_ = Entries(kSizes);
  NaiveTree tree_{entries_};
  std::mt19937 random_{6962};
};

TEST_F(ProofTest, EveryInclusionUpTo300LeavesIsAccepted) {
  for (size_t size = 1; size <= kSizes; ++size) {
    for (size_t index = 0; index < size; ++index) {
      ASSERT_TRUE(VerifyInclusion(index, size, Leaf(index), tree_.Inclusion(index, size), tree_.Root(size)))
          << index << " of " << size;
    }
  }
}

TEST_F(ProofTest, EveryConsistencyUpTo300LeavesIsAccepted) {
  for (size_t size = 1; size <= kSizes; ++size) {
    for (size_t old_size = 1; old_size <= size; ++old_size) {
      ASSERT_TRUE(VerifyConsistency(old_size, size, tree_.Root(old_size), tree_.Root(size),
                                    tree_.Consistency(old_size, size)))
          << old_size << " to " << size;
    }
  }
}

TEST_F(ProofTest, AMutatedInclusionIsRefused) {
  for (int i = 0; i < 5000; ++i) {
    const size_t size = 1 + Below(kSizes);
    const size_t index = Below(size);
    const Proof proof = tree_.Inclusion(index, size);
    const Hash root = tree_.Root(size);
    ASSERT_FALSE(VerifyInclusion(index, size, Leaf(index), Mutated(proof), root)) << index << " of " << size;
    ASSERT_FALSE(VerifyInclusion(index, size, Flipped(Leaf(index)), proof, root)) << index << " of " << size;
    ASSERT_FALSE(VerifyInclusion(index, size, Leaf(index), proof, Flipped(root))) << index << " of " << size;
    const size_t other = Below(kSizes);
    if (other != index) {
      ASSERT_FALSE(VerifyInclusion(other, size, Leaf(index), proof, root)) << other << "/" << size;
    }
  }
}

TEST_F(ProofTest, AMutatedConsistencyIsRefused) {
  for (int i = 0; i < 5000; ++i) {
    const size_t size = 1 + Below(kSizes);
    const size_t old_size = 1 + Below(size);
    const Proof proof = tree_.Consistency(old_size, size);
    const Hash root = tree_.Root(size);
    const Hash old_root = tree_.Root(old_size);
    ASSERT_FALSE(VerifyConsistency(old_size, size, old_root, root, Mutated(proof)))
        << old_size << " to " << size;
    ASSERT_FALSE(VerifyConsistency(old_size, size, Flipped(old_root), root, proof))
        << old_size << " to " << size;
    ASSERT_FALSE(VerifyConsistency(old_size, size, old_root, Flipped(root), proof))
        << old_size << " to " << size;
  }
}

// Roots made to fit a path that climbs on above the root of a tree of that size.
TEST_F(ProofTest, APathEndsAtTheRoot) {
  const Hash more = Leaf(9);
  EXPECT_FALSE(VerifyInclusion(0, 1, Leaf(0), {more}, NodeHash(more, Leaf(0))));
  Proof proof = tree_.Consistency(3, 4);
  proof.push_back(more);
  EXPECT_FALSE(VerifyConsistency(3, 4, NodeHash(more, tree_.Root(3)), NodeHash(more, tree_.Root(4)), proof));
}

TEST_F(ProofTest, TheEmptyTreeAndNonsense) {
  EXPECT_TRUE(VerifyConsistency(0, 0, EmptyRoot(), EmptyRoot(), {}));
  EXPECT_TRUE(VerifyConsistency(0, 7, EmptyRoot(), tree_.Root(7), {}));
  EXPECT_FALSE(VerifyConsistency(0, 7, tree_.Root(7), tree_.Root(7), {}));
  EXPECT_FALSE(VerifyConsistency(0, 7, EmptyRoot(), tree_.Root(7), {Leaf(0)}));
  EXPECT_FALSE(VerifyConsistency(7, 3, tree_.Root(7), tree_.Root(3), tree_.Consistency(3, 7)));
  EXPECT_FALSE(VerifyInclusion(0, 0, Leaf(0), {}, Leaf(0)));
  EXPECT_FALSE(VerifyInclusion(7, 7, Leaf(6), tree_.Inclusion(6, 7), tree_.Root(7)));
  EXPECT_FALSE(VerifyInclusion(UINT64_MAX, UINT64_MAX, Leaf(0), {}, Leaf(0)));
  EXPECT_FALSE(VerifyInclusion(0, UINT64_MAX, Leaf(0), Proof(64, Leaf(1)), Leaf(0)));
}

}  // namespace
}  // namespace fallverbund::tlog
