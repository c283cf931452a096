#include "libs/tlog/proof.h"

#include <bit>

namespace fallverbund::tlog {
namespace {

// fn and sn of the RFC: the node on the path and the last node of the tree, at one height. Both rise
// together.
struct Place {
  uint64_t node;
  uint64_t last;
  bool IsRightChildOrLast() const { return (node & 1) != 0 || node == last; }
  void Rise() {
    node >>= 1;
    last >>= 1;
  }
  // A last node without a sibling is its own parent.
  void RiseToRightChild() {
    while ((node & 1) == 0 && node != 0) Rise();
  }
};

}  // namespace

bool VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, const Proof& proof, const Hash& root) {
  if (index >= size) return false;
  Place at{index, size - 1};
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (at.last == 0) return false;
    if (at.IsRightChildOrLast()) {
      hash = NodeHash(sibling, hash);
      at.RiseToRightChild();
    } else {
      hash = NodeHash(hash, sibling);
    }
    at.Rise();
  }
  return at.last == 0 && hash == root;
}

bool VerifyConsistency(uint64_t old_size, uint64_t size, const Hash& old_root, const Hash& root,
                       const Proof& proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == EmptyRoot();

  // A complete old tree is itself the first hash; else the proof brings it.
  const bool complete = std::has_single_bit(old_size);
  if (!complete && proof.empty()) return false;
  Hash old_hash = complete ? old_root : proof.front();
  Hash hash = old_hash;
  Place at{old_size - 1, size - 1};
  while ((at.node & 1) != 0) at.Rise();
  for (size_t i = complete ? 0 : 1; i < proof.size(); ++i) {
    if (at.last == 0) return false;
    if (at.IsRightChildOrLast()) {
      old_hash = NodeHash(proof[i], old_hash);
      hash = NodeHash(proof[i], hash);
      at.RiseToRightChild();
    } else {
      hash = NodeHash(hash, proof[i]);
    }
    at.Rise();
  }
  return at.last == 0 && old_hash == old_root && hash == root;
}

}  // namespace fallverbund::tlog
