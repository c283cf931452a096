// Proofs out of the published folder. Anybody who has the folder can make them: nothing here is secret.
#ifndef FALLVERBUND_SERVICES_AUDIT_SEALER_PROOFS_H_
#define FALLVERBUND_SERVICES_AUDIT_SEALER_PROOFS_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/proof.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_store.h"

namespace fallverbund::audit {

// Errors of all: kNotFound: nothing was published yet. kOutOfRange: not sealed yet; ask again later.
// kDataLoss: a tile is not what was signed; nothing is handed out. kUnavailable: the disk.

struct Published {
  std::string note;  // the checkpoint as it was signed and cosigned
  tlog::Checkpoint checkpoint;
};
absl::StatusOr<Published> ReadPublished(const tlog::TileStore& tiles);

// What stands at a position, and the way from there to the root.
struct Inclusion {
  std::string entry;
  tlog::Proof path;
};

// Proofs within one tree, the published one or an older one that it goes on from. One thread at a time;
// `tiles` outlives it.
class Prover {
 public:
  // `tree_size` 0: the published tree.
  static absl::StatusOr<Prover> Open(const tlog::TileStore& tiles, uint64_t tree_size = 0);

  absl::StatusOr<Inclusion> Prove(uint64_t position);
  uint64_t tree_size() const { return tree_size_; }
  const Published& published() const { return published_; }

 private:
  Prover(const tlog::TileStore& tiles, Published published, uint64_t tree_size)
      : published_(std::move(published)),
        reader_(tiles, published_.checkpoint.size),
        tree_size_(tree_size),
        root_(published_.checkpoint.root) {}

  Published published_;
  tlog::TileReader reader_;
  uint64_t tree_size_;
  tlog::Hash root_;  // of the tree of that size
};

// A .tlog-proof (C2SP tlog-proof) that the message at `position` stands in the published tree, with its entry
// as `extra`.
absl::StatusOr<std::string> ProveInclusion(const tlog::TileStore& tiles, uint64_t position);
std::string FormatInclusion(uint64_t position, const Inclusion& inclusion, const std::string& checkpoint);

// That the published tree goes on from the tree of its first `old_size` positions. kOutOfRange: the published
// tree is smaller.
struct Growth {
  tlog::Proof proof;
  Published published;
};
absl::StatusOr<Growth> ProveGrowth(const tlog::TileStore& tiles, uint64_t old_size);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_PROOFS_H_
