#include "libs/tlog_files/file_tile_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/durable_file/durable_file.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/tlog/testing/tile_store_contract.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_writer.h"

namespace fallverbund::tlog {
namespace {

using durable_file::TempFolder;
using testing::UnorderedElementsAre;
using tlog_files::FileTileStore;

std::unique_ptr<TileStore> StoreInAFreshFolder() {
  static const TempFolder folder;
  static int stores = 0;
  return std::make_unique<FileTileStore>(folder.path() / absl::StrCat("log-", ++stores));
}

INSTANTIATE_TEST_SUITE_P(Files, TileStoreContract, testing::Values(StoreInAFreshFolder));

TEST(FileTileStoreTest, TheFolderIsATiledLog) {
  const TempFolder folder;
  FileTileStore store(folder.path() / "");  // with a slash at its end
  auto writer = TileWriter::Open(store, 0);
  ASSERT_TRUE(writer.ok());
  for (const uint64_t size : {40, 300}) {
    while (writer->size() < size) ASSERT_TRUE(writer->Append(absl::StrCat("event-", writer->size())).ok());
    ASSERT_TRUE(writer->Flush().ok());
  }
  ASSERT_TRUE(store.ReplaceCheckpoint("note\n").ok());
  EXPECT_THAT(folder.Files(),
              UnorderedElementsAre("checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
                                   "tile/entries/000", "tile/entries/001.p/44"));
}

TEST(FileTileStoreTest, GoesOnWhereAnotherProcessEnded) {
  const TempFolder folder;
  Hash root;
  {
    FileTileStore store(folder.path());
    auto writer = TileWriter::Open(store, 0);
    ASSERT_TRUE(writer.ok());
    while (writer->size() < 300) ASSERT_TRUE(writer->Append(absl::StrCat("event-", writer->size())).ok());
    ASSERT_TRUE(writer->Flush().ok());
    root = writer->Root();
  }
  FileTileStore store(folder.path());
  const auto writer = TileWriter::Open(store, 300);
  ASSERT_TRUE(writer.ok()) << writer.status();
  EXPECT_EQ(writer->Root(), root);
  EXPECT_EQ(TileReader(store, 300).Entry(299).value_or(""), "event-299");
  EXPECT_TRUE(absl::IsDataLoss(TileWriter::Open(store, 301).status()));
}

TEST(FileTileStoreTest, ADiskThatFailsIsNotAMissingTile) {
  const TempFolder folder;
  ASSERT_TRUE(durable_file::CreateFile(folder.path() / "tile", "a file, no folder").ok());
  FileTileStore store(folder.path());
  EXPECT_TRUE(absl::IsUnavailable(store.ReadTile({0, 0}).status()));
  EXPECT_TRUE(absl::IsUnavailable(store.WriteTile({0, 0}, "x")));
}

}  // namespace
}  // namespace fallverbund::tlog
