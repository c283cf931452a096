// Grows a tiled log. Appending only computes; flushing writes the tiles, after which a checkpoint of that
// size may be signed. Memory: one tile a level, and what was appended since the last flush.
#ifndef FALLVERBUND_LIBS_TLOG_TILE_WRITER_H_
#define FALLVERBUND_LIBS_TLOG_TILE_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/tlog/frontier.h"
#include "libs/tlog/hash.h"
#include "libs/tlog/tile_store.h"

namespace fallverbund::tlog {

// More than that without a flush is a mistake of the caller; some ten MB of entries.
inline constexpr uint64_t kMaxUnflushed = 65'536;

// The only writer of its store. Move-only; one thread at a time.
class TileWriter {
 public:
  // Goes on behind a tree of `size` whose tiles were flushed. It believes them: compare Root() with the root
  // that was signed. `store` must outlive it. Errors: tile_reader.h.
  static absl::StatusOr<TileWriter> Open(TileStore& store, uint64_t size);

  // kInvalidArgument: longer than kMaxEntryBytes; nothing was appended.
  absl::Status Append(std::string_view entry);

  // Every tile of a tree of size() is durable when OK. After an error call it again, or open anew at a size
  // that was flushed. kFailedPrecondition: the store holds another tree; stop.
  absl::Status Flush();

  uint64_t size() const { return frontier_.size(); }
  uint64_t flushed_size() const { return flushed_size_; }
  Hash Root() const { return frontier_.Root(); }

 private:
  struct Edge {  // the tile of one level that is not full yet
    std::string hashes;
    uint64_t index = 0;
  };
  TileWriter(TileStore& store, Frontier frontier)
      : store_(&store), frontier_(std::move(frontier)), flushed_size_(frontier_.size()) {}

  void Add(size_t level, const Hash& hash);
  absl::Status WriteFull();
  absl::Status WritePartial();

  TileStore* store_;
  Frontier frontier_;
  uint64_t flushed_size_;
  std::vector<Edge> edges_;                             // by level
  std::string bundle_;                                  // of the tile in edges_[0]
  std::vector<std::pair<TileName, std::string>> full_;  // to be written
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_TILE_WRITER_H_
