#include "libs/tlog/tile_writer.h"

#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/tlog/bundle.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/tile_reader.h"

namespace fallverbund::tlog {
namespace {

constexpr size_t kFullBytes = kTileWidth * kHashBytes;

Hash RootOfTile(std::string_view hashes) {
  Frontier tile;
  for (; !hashes.empty(); hashes.remove_prefix(kHashBytes))
    tile.Append(*HashFrom(hashes.substr(0, kHashBytes)));
  return tile.Root();
}

}  // namespace

absl::StatusOr<TileWriter> TileWriter::Open(TileStore& store, uint64_t size) {
  if (size > kMaxSize) return absl::OutOfRangeError("no tree is that large");
  TileReader reader(store, size);
  FV_ASSIGN_OR_RETURN(Frontier frontier, reader.FrontierOf(size));
  TileWriter writer(store, std::move(frontier));
  FV_ASSIGN_OR_RETURN(writer.bundle_, reader.Edge(kEntries));
  for (uint64_t hashes = size; hashes > 0; hashes /= kTileWidth) {
    FV_ASSIGN_OR_RETURN(std::string edge, reader.Edge(static_cast<int>(writer.edges_.size())));
    writer.edges_.push_back({std::move(edge), hashes / kTileWidth});
  }
  return writer;
}

absl::Status TileWriter::Append(std::string_view entry) {
  if (entry.size() > kMaxEntryBytes) return absl::InvalidArgumentError("a log entry has at most 65535 bytes");
  FV_CHECK(size() - flushed_size_ < kMaxUnflushed);
  const Hash leaf = LeafHash(entry);
  frontier_.Append(leaf);
  AppendToBundle(bundle_, entry);
  Add(0, leaf);
  return absl::OkStatus();
}

void TileWriter::Add(size_t level, const Hash& hash) {
  if (level == edges_.size()) edges_.emplace_back();
  edges_[level].hashes += hash.view();
  if (edges_[level].hashes.size() < kFullBytes) return;
  const uint64_t index = edges_[level].index;
  const Hash root = RootOfTile(edges_[level].hashes);
  if (level == 0) full_.emplace_back(TileName{kEntries, index}, std::exchange(bundle_, {}));
  full_.emplace_back(TileName{static_cast<int>(level), index}, std::move(edges_[level].hashes));
  edges_[level] = {"", index + 1};
  Add(level + 1, root);
}

absl::Status TileWriter::Flush() {
  if (flushed_size_ == size()) return absl::OkStatus();
  FV_RETURN_IF_ERROR(WriteFull());
  FV_RETURN_IF_ERROR(WritePartial());
  // Only now, so that an interrupted flush leaves the tree it began with whole.
  for (const auto& [tile, bytes] : full_) FV_RETURN_IF_ERROR(store_->RemovePartials(tile));
  full_.clear();
  flushed_size_ = size();
  return absl::OkStatus();
}

absl::Status TileWriter::WriteFull() {
  for (const auto& [tile, bytes] : full_) FV_RETURN_IF_ERROR(store_->WriteTile(tile, bytes));
  return absl::OkStatus();
}

absl::Status TileWriter::WritePartial() {
  for (size_t level = 0; level < edges_.size(); ++level) {
    const Edge& edge = edges_[level];
    if (edge.hashes.empty()) continue;
    TileName tile{static_cast<int>(level), edge.index, edge.hashes.size() / kHashBytes};
    FV_RETURN_IF_ERROR(store_->WriteTile(tile, edge.hashes));
    tile.level = kEntries;
    if (level == 0) FV_RETURN_IF_ERROR(store_->WriteTile(tile, bundle_));
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::tlog
