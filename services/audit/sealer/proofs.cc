#include "services/audit/sealer/proofs.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/note.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/tile_reader.h"

namespace fallverbund::audit {
namespace {

struct Published {
  std::string note;
  tlog::Checkpoint checkpoint;
};

absl::StatusOr<Published> ReadPublished(const tlog::TileStore& tiles) {
  Published published;
  FV_ASSIGN_OR_RETURN(published.note, tiles.ReadCheckpoint());
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(published.note));
  FV_ASSIGN_OR_RETURN(published.checkpoint, tlog::ParseCheckpoint(note.text));
  return published;
}

}  // namespace

absl::StatusOr<std::string> ProveInclusion(const tlog::TileStore& tiles, uint64_t position) {
  FV_ASSIGN_OR_RETURN(Published published, ReadPublished(tiles));
  const uint64_t size = published.checkpoint.size;
  if (position == 0 || position > size) {
    return absl::OutOfRangeError(
        absl::StrCat("position ", position, " is not among the ", size, " sealed ones; ask again later"));
  }
  tlog::TileReader reader(tiles, size);
  FV_ASSIGN_OR_RETURN(const std::string entry, reader.Entry(position - 1));
  FV_ASSIGN_OR_RETURN(tlog::Proof path, reader.Inclusion(position - 1, size));
  if (!tlog::VerifyInclusion(position - 1, size, tlog::LeafHash(entry), path, published.checkpoint.root))
    return absl::DataLossError("a tile is not what was signed");
  return tlog::FormatProofFile({entry, position - 1, std::move(path), std::move(published.note)});
}

absl::StatusOr<Growth> ProveGrowth(const tlog::TileStore& tiles, uint64_t old_size) {
  FV_ASSIGN_OR_RETURN(Published published, ReadPublished(tiles));
  const uint64_t size = published.checkpoint.size;
  if (old_size > size)
    return absl::OutOfRangeError(
        absl::StrCat("the published tree has ", size, " positions, fewer than ", old_size));
  tlog::TileReader reader(tiles, size);
  Growth growth{{}, std::move(published.note)};
  if (old_size == 0 || old_size == size) return growth;
  FV_ASSIGN_OR_RETURN(const tlog::Hash old_root, reader.Root(old_size));
  FV_ASSIGN_OR_RETURN(growth.proof, reader.Consistency(old_size, size));
  if (!tlog::VerifyConsistency(old_size, size, old_root, published.checkpoint.root, growth.proof))
    return absl::DataLossError("a tile is not what was signed");
  return growth;
}

}  // namespace fallverbund::audit
