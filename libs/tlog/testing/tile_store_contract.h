// What every TileStore promises, as tests. Include in one file of a test binary and instantiate:
//   INSTANTIATE_TEST_SUITE_P(InMemory, TileStoreContract, testing::Values([] { return ...; }));
// The store is empty at the beginning.
#ifndef FALLVERBUND_LIBS_TLOG_TESTING_TILE_STORE_CONTRACT_H_
#define FALLVERBUND_LIBS_TLOG_TESTING_TILE_STORE_CONTRACT_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "libs/tlog/tile_store.h"

namespace fallverbund::tlog {

using TileStoreFactory = std::function<std::unique_ptr<TileStore>()>;

class TileStoreContract : public testing::TestWithParam<TileStoreFactory> {
 protected:
  std::string Read(const TileName& tile) { return store_->ReadTile(tile).value_or("none"); }
  bool Write(const TileName& tile, const std::string& bytes) { return store_->WriteTile(tile, bytes).ok(); }

  const std::unique_ptr<TileStore> store_ = GetParam()();
  const TileName full_{0, 1'234'067};
  const TileName part_{0, 1'234'067, 17};
};

TEST_P(TileStoreContract, WhatWasWrittenCanBeRead) {
  const TileName bundle{kEntries, 0, 255};
  const std::string bytes("\0\1any bytes\n", 12);
  EXPECT_TRUE(Write(full_, bytes) && Write(part_, "part") && Write(bundle, "bundle"));
  EXPECT_EQ(Read(full_), bytes);
  EXPECT_EQ(Read(part_), "part");
  EXPECT_EQ(Read(bundle), "bundle");
}

TEST_P(TileStoreContract, WhatIsNotThereIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(store_->ReadTile(full_).status()));
  EXPECT_TRUE(Write(part_, "part"));
  EXPECT_TRUE(absl::IsNotFound(store_->ReadTile(full_).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->ReadCheckpoint().status()));
}

TEST_P(TileStoreContract, ATileNeverChanges) {
  EXPECT_TRUE(Write(full_, "first"));
  EXPECT_TRUE(absl::IsFailedPrecondition(store_->WriteTile(full_, "other")));
  EXPECT_TRUE(absl::IsFailedPrecondition(store_->WriteTile(full_, "")));
  EXPECT_EQ(Read(full_), "first");
  EXPECT_TRUE(Write(full_, "first"));
}

TEST_P(TileStoreContract, PartsGoOnceTheirTileIsFull) {
  const TileName other{1, 0, 17};
  EXPECT_TRUE(Write(part_, "part") && Write({0, 1'234'067, 18}, "larger part") && Write(other, "other"));
  EXPECT_TRUE(absl::IsFailedPrecondition(store_->RemovePartials(full_)));
  EXPECT_EQ(Read(part_), "part");
  EXPECT_TRUE(Write(full_, "full"));
  EXPECT_TRUE(store_->RemovePartials(full_).ok());
  EXPECT_TRUE(store_->RemovePartials(full_).ok());
  EXPECT_EQ(Read(part_), "none");
  EXPECT_EQ(Read({0, 1'234'067, 18}), "none");
  EXPECT_EQ(Read(full_), "full");
  EXPECT_EQ(Read(other), "other");
}

TEST_P(TileStoreContract, TheCheckpointIsReplaced) {
  EXPECT_TRUE(store_->ReplaceCheckpoint("first\n").ok());
  EXPECT_TRUE(store_->ReplaceCheckpoint("second\n").ok());
  EXPECT_EQ(store_->ReadCheckpoint().value_or("none"), "second\n");
}

TEST_P(TileStoreContract, WhatWasSignedIsKeptApartFromTheCheckpoint) {
  EXPECT_TRUE(absl::IsNotFound(store_->ReadSigned().status()));
  EXPECT_TRUE(store_->ReplaceCheckpoint("published\n").ok());
  EXPECT_TRUE(store_->ReplaceSigned("first\n").ok());
  EXPECT_TRUE(store_->ReplaceSigned("second\n").ok());
  EXPECT_EQ(store_->ReadSigned().value_or("none"), "second\n");
  EXPECT_EQ(store_->ReadCheckpoint().value_or("none"), "published\n");
}

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_TESTING_TILE_STORE_CONTRACT_H_
