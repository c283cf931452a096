#include "services/audit/sealer/proofs.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/tlog/note.h"
#include "libs/tlog/proof_file.h"

namespace fallverbund::audit {
namespace {

absl::Status Damaged() {
  return absl::DataLossError("a tile is not what was signed");
}

}  // namespace

absl::StatusOr<Published> ReadPublished(const tlog::TileStore& tiles) {
  Published published;
  FV_ASSIGN_OR_RETURN(published.note, tiles.ReadCheckpoint());
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(published.note));
  FV_ASSIGN_OR_RETURN(published.checkpoint, tlog::ParseCheckpoint(note.text));
  return published;
}

absl::StatusOr<Prover> Prover::Open(const tlog::TileStore& tiles, uint64_t tree_size) {
  FV_ASSIGN_OR_RETURN(Published published, ReadPublished(tiles));
  const tlog::Checkpoint now = published.checkpoint;
  const uint64_t size = tree_size == 0 ? now.size : tree_size;
  if (size > now.size)
    return absl::OutOfRangeError(
        absl::StrCat("the published tree has ", now.size, " positions, fewer than ", size));
  Prover prover(tiles, std::move(published), size);
  if (size == now.size) return prover;
  FV_ASSIGN_OR_RETURN(prover.root_, prover.reader_.Root(size));
  FV_ASSIGN_OR_RETURN(const tlog::Proof growth, prover.reader_.Consistency(size, now.size));
  if (!tlog::VerifyConsistency(size, now.size, prover.root_, now.root, growth)) return Damaged();
  return prover;
}

absl::StatusOr<Inclusion> Prover::Prove(uint64_t position) {
  if (position == 0 || position > tree_size_) {
    return absl::OutOfRangeError(absl::StrCat("position ", position, " is not among the ", tree_size_,
                                              " sealed ones; ask again later"));
  }
  Inclusion inclusion;
  FV_ASSIGN_OR_RETURN(inclusion.entry, reader_.Entry(position - 1));
  FV_ASSIGN_OR_RETURN(inclusion.path, reader_.Inclusion(position - 1, tree_size_));
  if (!tlog::VerifyInclusion(position - 1, tree_size_, tlog::LeafHash(inclusion.entry), inclusion.path,
                             root_))
    return Damaged();
  return inclusion;
}

std::string FormatInclusion(uint64_t position, const Inclusion& inclusion, const std::string& checkpoint) {
  return tlog::FormatProofFile({inclusion.entry, position - 1, inclusion.path, checkpoint});
}

absl::StatusOr<std::string> ProveInclusion(const tlog::TileStore& tiles, uint64_t position) {
  FV_ASSIGN_OR_RETURN(Prover prover, Prover::Open(tiles));
  FV_ASSIGN_OR_RETURN(const Inclusion inclusion, prover.Prove(position));
  return FormatInclusion(position, inclusion, prover.published().note);
}

absl::StatusOr<Growth> ProveGrowth(const tlog::TileStore& tiles, uint64_t old_size) {
  Growth growth;
  FV_ASSIGN_OR_RETURN(growth.published, ReadPublished(tiles));
  const auto& [origin, size, root] = growth.published.checkpoint;
  if (old_size > size)
    return absl::OutOfRangeError(
        absl::StrCat("the published tree has ", size, " positions, fewer than ", old_size));
  tlog::TileReader reader(tiles, size);
  if (old_size == 0 || old_size == size) return growth;
  FV_ASSIGN_OR_RETURN(const tlog::Hash old_root, reader.Root(old_size));
  FV_ASSIGN_OR_RETURN(growth.proof, reader.Consistency(old_size, size));
  if (!tlog::VerifyConsistency(old_size, size, old_root, root, growth.proof)) return Damaged();
  return growth;
}

}  // namespace fallverbund::audit
