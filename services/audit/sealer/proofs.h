// Proofs out of the published folder. Anybody who has the folder can make them: nothing here is secret.
#ifndef FALLVERBUND_SERVICES_AUDIT_SEALER_PROOFS_H_
#define FALLVERBUND_SERVICES_AUDIT_SEALER_PROOFS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "libs/tlog/proof.h"
#include "libs/tlog/tile_store.h"

namespace fallverbund::audit {

// A .tlog-proof (C2SP tlog-proof) that the message at `position` stands in the published tree, with its entry
// as `extra`. kNotFound: nothing was published yet. kOutOfRange: not sealed yet; ask again later. kDataLoss:
// a tile is not what was signed; nothing is handed out. kUnavailable: the disk.
absl::StatusOr<std::string> ProveInclusion(const tlog::TileStore& tiles, uint64_t position);

// That the published tree goes on from the tree of its first `old_size` positions. Errors as above;
// kOutOfRange: the published tree is smaller.
struct Growth {
  tlog::Proof proof;
  std::string checkpoint;  // the note of the published tree
};
absl::StatusOr<Growth> ProveGrowth(const tlog::TileStore& tiles, uint64_t old_size);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_PROOFS_H_
