// PORT: the files of a tiled log (C2SP tlog-tiles) and their names. A tile holds up to 256 hashes of one
// level, a bundle the entries below one tile of level 0. What was written under a name never changes; only
// the checkpoint and the note signed last, beside the tiles, do.
#ifndef FALLVERBUND_LIBS_TLOG_TILE_STORE_H_
#define FALLVERBUND_LIBS_TLOG_TILE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::tlog {

inline constexpr uint64_t kTileWidth = 256;
inline constexpr int kTileHeight = 8;  // levels of the tree in one tile
inline constexpr int kMaxTileLevel = 63;
inline constexpr int kEntries = -1;  // as a level: the bundles of entries

struct TileName {
  int level = 0;  // kEntries, or 0 to 63
  uint64_t index = 0;
  uint64_t width = kTileWidth;  // 1 to 256; less than 256: partial
  bool full() const { return width == kTileWidth; }
  friend bool operator==(const TileName&, const TileName&) = default;
};

// "tile/0/x001/x234/067", "tile/entries/000.p/17".
std::string TilePath(const TileName& tile);
// nullopt for any other path, so whoever serves files can hand on what a stranger asks for.
std::optional<TileName> ParseTilePath(std::string_view path);

// Thread-safe: one may write while others read. Errors besides those named: kUnavailable, the disk failed.
class TileStore {
 public:
  virtual ~TileStore() = default;

  // kNotFound: there is none.
  virtual absl::StatusOr<std::string> ReadTile(const TileName& tile) const = 0;

  // Durable and whole when OK; nobody ever sees half of it. OK as well when the very same is there already.
  // kFailedPrecondition: something else is there under that name, so this is not the tree of that store.
  virtual absl::Status WriteTile(const TileName& tile, std::string_view bytes) = 0;

  // Removes what there is of the partial tiles that became `full`. kFailedPrecondition: it is not there.
  virtual absl::Status RemovePartials(const TileName& full) = 0;

  // The note last published. kNotFound: none ever was.
  virtual absl::StatusOr<std::string> ReadCheckpoint() const = 0;
  // Durable when OK. A reader, also one after a crash, finds the old one or the new one.
  virtual absl::Status ReplaceCheckpoint(std::string_view note) = 0;

  // The note signed last, published or not; the same otherwise.
  virtual absl::StatusOr<std::string> ReadSigned() const = 0;
  virtual absl::Status ReplaceSigned(std::string_view note) = 0;
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_TILE_STORE_H_
