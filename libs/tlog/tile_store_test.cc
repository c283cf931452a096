#include "libs/tlog/tile_store.h"

#include <gtest/gtest.h>

#include "libs/tlog/in_memory_tile_store.h"
#include "libs/tlog/testing/tile_store_contract.h"

namespace fallverbund::tlog {
namespace {

INSTANTIATE_TEST_SUITE_P(InMemory, TileStoreContract,
                         testing::Values([] { return std::make_unique<InMemoryTileStore>(); }));

TEST(TilePathTest, IsThatOfTlogTiles) {
  EXPECT_EQ(TilePath({0, 0}), "tile/0/000");
  EXPECT_EQ(TilePath({0, 1'234'067}), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({63, 1000, 1}), "tile/63/x001/000.p/1");
  EXPECT_EQ(TilePath({kEntries, 999, 255}), "tile/entries/999.p/255");
}

TEST(TilePathTest, ComesBack) {
  for (const uint64_t index : {0, 7, 999, 1000, 999'999, 1'000'000, 1'234'067}) {
    for (const TileName& tile :
         {TileName{0, index}, TileName{7, index, 17}, TileName{kEntries, index, 255}}) {
      EXPECT_EQ(ParseTilePath(TilePath(tile)), tile) << TilePath(tile);
    }
  }
}

TEST(TilePathTest, NoOtherPathIsOne) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "/tile/0/000",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/0/x000",
                           "tile/0/x000/000",
                           "tile/0/001/000",
                           "tile/0/x001/x000",
                           "tile/0/x1/000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/entries",
                           "tile/Entries/000",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/",
                           "tile/0/000.p",
                           "tile/0/000/",
                           "tile/0/000.p/1/",
                           "tile/0/../0/000",
                           "tile/0/../../etc",
                           "tile/0/x999/x999/x999/x999/x999/x999/999",
                           "tile/0/000.p/1.p/1",
                           "checkpoint"}) {
    EXPECT_EQ(ParseTilePath(path), std::nullopt) << path;
  }
}

}  // namespace
}  // namespace fallverbund::tlog
