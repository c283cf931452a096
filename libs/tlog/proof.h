// Verifying proofs, written down from RFC 9162 2.1.3.2 and 2.1.4.2 and sharing nothing with how proofs are
// made (subtree.h, tile_reader.h) but the two hash functions. Pure, thread-safe; false says only that it is
// no proof.
#ifndef FALLVERBUND_LIBS_TLOG_PROOF_H_
#define FALLVERBUND_LIBS_TLOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "libs/tlog/hash.h"

namespace fallverbund::tlog {

inline constexpr size_t kMaxProofHashes = 63;  // a tree of kMaxSize is not higher

using Proof = std::vector<Hash>;

// Whether `leaf` is at `index` in the tree of `size` leaves with that root.
bool VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, const Proof& proof, const Hash& root);

// Whether the tree of `size` begins with the tree of `old_size`. Both sizes the same, or the old one 0: true
// only with an empty proof and the roots that are then known.
bool VerifyConsistency(uint64_t old_size, uint64_t size, const Hash& old_root, const Hash& root,
                       const Proof& proof);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_PROOF_H_
