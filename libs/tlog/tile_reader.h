// Roots, proofs and entries of a tiled log, for any tree up to the size its tiles stand for. It believes the
// tiles: whoever hands a proof on verifies it first (proof.h) against a root that was signed.
#ifndef FALLVERBUND_LIBS_TLOG_TILE_READER_H_
#define FALLVERBUND_LIBS_TLOG_TILE_READER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/tlog/frontier.h"
#include "libs/tlog/hash.h"
#include "libs/tlog/proof.h"
#include "libs/tlog/subtree.h"
#include "libs/tlog/tile_store.h"

namespace fallverbund::tlog {

// `size` is one that was flushed (tile_writer.h). Remembers one tile of each level, so it is cheap to ask for
// neighbours; make one for each request. One thread at a time. `store` must outlive it. Errors: those of the
// store; kDataLoss: a tile is missing or is not what a tree of that size has; kOutOfRange: index or size
// beyond the tree.
class TileReader {
 public:
  TileReader(const TileStore& store, uint64_t size) : store_(store), size_(size) {}

  absl::StatusOr<Hash> Root(uint64_t size);
  absl::StatusOr<Proof> Inclusion(uint64_t index, uint64_t size);
  absl::StatusOr<Proof> Consistency(uint64_t old_size, uint64_t size);
  absl::StatusOr<Frontier> FrontierOf(uint64_t size);
  // The hashes or the bundle of the right edge of the whole tree, in tile_store.h's form; empty: none begun.
  absl::StatusOr<std::string> Edge(int level);

  absl::StatusOr<std::string> Entry(uint64_t index);
  // All entries of bundle `index`: those from index * 256 on.
  absl::StatusOr<std::vector<std::string>> Bundle(uint64_t index);

 private:
  struct Held {
    uint64_t index = 0;
    std::vector<std::vector<Hash>> rows;  // the tile's hashes, and above them what was asked for so far
  };
  absl::StatusOr<std::string> Fetch(int level, uint64_t index, uint64_t width);
  absl::StatusOr<Held*> Hold(int level, uint64_t index);
  absl::StatusOr<Hash> HashOf(Subtree subtree);
  absl::StatusOr<std::vector<Hash>> HashesOf(Range range);
  absl::StatusOr<Proof> HashesOf(const std::vector<Range>& ranges);

  const TileStore& store_;
  const uint64_t size_;
  std::map<int, Held> held_;  // by level
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_TILE_READER_H_
