#include "libs/tlog/tile_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/tlog/bundle.h"

namespace fallverbund::tlog {
namespace {

absl::Status Damaged(const TileName& tile, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(TilePath(tile), ": ", what));
}

// How many hashes (or entries) a level of a tree of `size` has.
uint64_t Count(int level, uint64_t size) {
  const int shift = std::max(level, 0) * kTileHeight;
  return shift < 64 ? size >> shift : 0;
}

// The first `width` of a full tile; nullopt: it is no full one.
std::optional<std::string> Cut(int level, const std::string& full, uint64_t width) {
  if (level != kEntries) {
    if (full.size() != kTileWidth * kHashBytes) return std::nullopt;
    return full.substr(0, width * kHashBytes);
  }
  const auto entries = ParseBundle(full, kTileWidth);
  if (!entries) return std::nullopt;
  std::string cut;
  for (uint64_t i = 0; i < width; ++i) AppendToBundle(cut, (*entries)[i]);
  return cut;
}

std::vector<Hash> HashesIn(std::string_view tile) {
  std::vector<Hash> hashes;
  for (; !tile.empty(); tile.remove_prefix(kHashBytes))
    hashes.push_back(*HashFrom(tile.substr(0, kHashBytes)));
  return hashes;
}

// The nodes above `row`; a last one without a sibling is in no complete subtree.
std::vector<Hash> RowAbove(const std::vector<Hash>& row) {
  std::vector<Hash> above;
  for (size_t i = 0; i + 1 < row.size(); i += 2) above.push_back(NodeHash(row[i], row[i + 1]));
  return above;
}

}  // namespace

absl::StatusOr<std::string> TileReader::Fetch(int level, uint64_t index, uint64_t width) {
  const TileName tile{level, index, width};
  const TileName full{level, index};
  auto bytes = store_.ReadTile(tile);
  // A part may have gone once its tile became full, since a reader may still stand at an older size.
  if (absl::IsNotFound(bytes.status())) {
    bytes = store_.ReadTile(full);
    if (absl::IsNotFound(bytes.status())) return Damaged(tile, "is missing");
    FV_RETURN_IF_ERROR(bytes.status());
    auto cut = Cut(level, *bytes, width);
    if (!cut) return Damaged(full, "is no full tile");
    bytes = *std::move(cut);
  }
  FV_RETURN_IF_ERROR(bytes.status());
  if (level != kEntries && bytes->size() != width * kHashBytes) return Damaged(tile, "has another size");
  return bytes;
}

absl::StatusOr<TileReader::Held*> TileReader::Hold(int level, uint64_t index) {
  Held& held = held_[level];
  if (held.rows.empty() || held.index != index) {
    held.rows.clear();
    const uint64_t width = std::min(kTileWidth, Count(level, size_) - index * kTileWidth);
    FV_ASSIGN_OR_RETURN(const std::string bytes, Fetch(level, index, width));
    held = {index, {HashesIn(bytes)}};
  }
  return &held;
}

absl::StatusOr<Hash> TileReader::HashOf(Subtree subtree) {
  const auto rise = static_cast<size_t>(subtree.height % kTileHeight);
  const uint64_t tile_nodes = kTileWidth >> rise;  // of that height in one tile
  FV_ASSIGN_OR_RETURN(Held* const held, Hold(subtree.height / kTileHeight, subtree.index / tile_nodes));
  while (held->rows.size() <= rise) held->rows.push_back(RowAbove(held->rows.back()));
  return held->rows[rise].at(subtree.index % tile_nodes);
}

absl::StatusOr<std::vector<Hash>> TileReader::HashesOf(Range range) {
  std::vector<Hash> hashes;
  for (const Subtree& subtree : SubtreesOf(range)) {
    FV_ASSIGN_OR_RETURN(const Hash hash, HashOf(subtree));
    hashes.push_back(hash);
  }
  return hashes;
}

absl::StatusOr<Proof> TileReader::HashesOf(const std::vector<Range>& ranges) {
  Proof proof;
  for (const Range& range : ranges) {
    FV_ASSIGN_OR_RETURN(const std::vector<Hash> subtrees, HashesOf(range));
    proof.push_back(Join(subtrees));
  }
  return proof;
}

absl::StatusOr<Hash> TileReader::Root(uint64_t size) {
  FV_ASSIGN_OR_RETURN(const Frontier frontier, FrontierOf(size));
  return frontier.Root();
}

absl::StatusOr<Frontier> TileReader::FrontierOf(uint64_t size) {
  if (size > size_) return absl::OutOfRangeError("the tree is not that large");
  FV_ASSIGN_OR_RETURN(std::vector<Hash> subtrees, HashesOf(Range{0, size}));
  return Frontier::From(size, std::move(subtrees));
}

absl::StatusOr<Proof> TileReader::Inclusion(uint64_t index, uint64_t size) {
  if (size > size_ || index >= size) return absl::OutOfRangeError("the tree has no such leaf");
  return HashesOf(InclusionRanges(index, size));
}

absl::StatusOr<Proof> TileReader::Consistency(uint64_t old_size, uint64_t size) {
  if (size > size_ || old_size > size) return absl::OutOfRangeError("the tree is not that large");
  return HashesOf(ConsistencyRanges(old_size, size));
}

absl::StatusOr<std::string> TileReader::Edge(int level) {
  const uint64_t count = Count(level, size_);
  const uint64_t width = count % kTileWidth;
  if (width == 0) return std::string();
  FV_ASSIGN_OR_RETURN(std::string bytes, Fetch(level, count / kTileWidth, width));
  if (level == kEntries && !ParseBundle(bytes, width)) {
    return Damaged({level, count / kTileWidth, width}, "is no bundle of that many entries");
  }
  return bytes;
}

absl::StatusOr<std::vector<std::string>> TileReader::Bundle(uint64_t index) {
  const uint64_t first = index * kTileWidth;
  if (index > size_ / kTileWidth || first >= size_)
    return absl::OutOfRangeError("the tree has no such bundle");
  const uint64_t width = std::min(kTileWidth, size_ - first);
  FV_ASSIGN_OR_RETURN(const std::string bytes, Fetch(kEntries, index, width));
  auto entries = ParseBundle(bytes, width);
  if (!entries) return Damaged({kEntries, index, width}, "is no bundle of that many entries");
  return *std::move(entries);
}

absl::StatusOr<std::string> TileReader::Entry(uint64_t index) {
  if (index >= size_) return absl::OutOfRangeError("the tree has no such leaf");
  FV_ASSIGN_OR_RETURN(std::vector<std::string> entries, Bundle(index / kTileWidth));
  return std::move(entries[index % kTileWidth]);
}

}  // namespace fallverbund::tlog
