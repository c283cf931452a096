// Tiles in memory: of a tree that is made anew out of an archive, and for tests. Some 130 bytes an entry of
// an event log. Passes tile_store_contract.h. One thread.
#ifndef FALLVERBUND_LIBS_TLOG_IN_MEMORY_TILE_STORE_H_
#define FALLVERBUND_LIBS_TLOG_IN_MEMORY_TILE_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "libs/tlog/tile_store.h"

namespace fallverbund::tlog {

class InMemoryTileStore final : public TileStore {
 public:
  absl::StatusOr<std::string> ReadTile(const TileName& tile) const override {
    const auto file = files.find(TilePath(tile));
    if (file == files.end()) return absl::NotFoundError(TilePath(tile));
    return file->second;
  }
  absl::Status WriteTile(const TileName& tile, std::string_view bytes) override {
    if (writes_left && (*writes_left)-- == 0) {
      writes_left.reset();
      return absl::UnavailableError("the disk failed");
    }
    const auto [file, fresh] = files.emplace(TilePath(tile), bytes);
    return fresh || file->second == bytes ? absl::OkStatus() : absl::FailedPreconditionError(TilePath(tile));
  }
  absl::Status RemovePartials(const TileName& full) override {
    if (files.count(TilePath(full)) == 0) return absl::FailedPreconditionError(TilePath(full));
    std::erase_if(files, [prefix = TilePath(full) + ".p/"](const auto& file) {
      return file.first.substr(0, prefix.size()) == prefix;
    });
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> ReadCheckpoint() const override {
    if (!checkpoint) return absl::NotFoundError("checkpoint");
    return *checkpoint;
  }
  absl::Status ReplaceCheckpoint(std::string_view note) override {
    checkpoint = std::string(note);
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> ReadSigned() const override {
    if (!signed_last) return absl::NotFoundError("signed");
    return *signed_last;
  }
  absl::Status ReplaceSigned(std::string_view note) override {
    signed_last = std::string(note);
    return absl::OkStatus();
  }

  std::map<std::string, std::string> files;  // by path; tests may change them behind its back
  std::optional<std::string> checkpoint, signed_last;
  std::optional<int> writes_left;  // the write after so many fails, once
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_IN_MEMORY_TILE_STORE_H_
