// Tiles, written and read: what is in them, proofs for every tree, growing across crashes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/tlog/bundle.h"
#include "libs/tlog/in_memory_tile_store.h"
#include "libs/tlog/testing/naive_tree.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_writer.h"

namespace fallverbund::tlog {
namespace {

constexpr size_t kSizes = 300;

std::string EntryAt(uint64_t index) {
  return absl::StrCat("event-", index);
}

class TilesTest : public testing::Test {
 protected:
  void Append(TileWriter& writer, uint64_t up_to) {
    while (writer.size() < up_to) ASSERT_TRUE(writer.Append(EntryAt(writer.size())).ok());
  }
  void Grow(uint64_t up_to, uint64_t from = 0) {
    auto writer = TileWriter::Open(store_, from);
    ASSERT_TRUE(writer.ok()) << writer.status();
    Append(*writer, up_to);
    const absl::Status flushed = writer->Flush();
    ASSERT_TRUE(flushed.ok()) << flushed;
  }
  NaiveTree Naive(size_t size) {
    std::vector<std::string> entries;
    for (size_t i = 0; i < size; ++i) entries.push_back(EntryAt(i));
    return NaiveTree(entries);
  }
  std::vector<std::string> Paths() {
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : store_.files) paths.push_back(path);
    return paths;
  }
  Hash RootAt(uint64_t tiles, uint64_t size) { return TileReader(store_, tiles).Root(size).value_or(Hash()); }

  InMemoryTileStore store_;
};

TEST_F(TilesTest, ATreeOf70000HasTheTilesOfTheSpecification) {
  Grow(70'000 - 65'000);
  Grow(70'000, 5'000);
  std::map<std::string, int> count;
  for (const std::string& path : Paths()) {
    const TileName tile = ParseTilePath(path).value_or(TileName{});
    ++count[absl::StrCat(tile.level, tile.full() ? " full" : absl::StrCat(" of ", tile.width))];
    const size_t entry_bytes = store_.files[path].size();
    if (tile.level != kEntries) {
      EXPECT_EQ(entry_bytes, tile.width * kHashBytes) << path;
    }
  }
  EXPECT_THAT(count, testing::UnorderedElementsAre(std::pair("-1 full", 273), std::pair("-1 of 112", 1),
                                                   std::pair("0 full", 273), std::pair("0 of 112", 1),
                                                   std::pair("1 full", 1), std::pair("1 of 17", 1),
                                                   std::pair("2 of 1", 1)));
}

TEST_F(TilesTest, ATreeOf256HasAFullTileAndOneAbove) {
  Grow(256);
  EXPECT_THAT(Paths(), testing::ElementsAre("tile/0/000", "tile/1/000.p/1", "tile/entries/000"));
  EXPECT_EQ(store_.files["tile/1/000.p/1"], std::string(Naive(256).Root(256).view()));
}

TEST_F(TilesTest, EveryProofUpTo300LeavesIsThatOfTheRfc) {
  Grow(kSizes);
  NaiveTree naive = Naive(kSizes);
  TileReader reader(store_, kSizes);
  for (size_t size = 1; size <= kSizes; ++size) {
    ASSERT_EQ(reader.Root(size).value_or(Hash()), naive.Root(size)) << size;
    for (size_t at = 0; at < size; ++at) {
      ASSERT_EQ(reader.Inclusion(at, size).value_or(Proof(1)), naive.Inclusion(at, size))
          << at << " of " << size;
      ASSERT_EQ(reader.Consistency(at + 1, size).value_or(Proof(1)), naive.Consistency(at + 1, size))
          << at + 1 << " to " << size;
    }
  }
  EXPECT_EQ(reader.Root(0).value_or(Hash()), EmptyRoot());
  EXPECT_EQ(reader.Consistency(0, kSizes).value_or(Proof(1)), Proof());
}

TEST_F(TilesTest, ProofsOfALargeTreeAreAccepted) {
  constexpr uint64_t kLarge = 66'000;
  auto writer = TileWriter::Open(store_, 0);
  ASSERT_TRUE(writer.ok());
  for (const uint64_t size : {uint64_t{40'000}, kLarge}) {
    Append(*writer, size);
    ASSERT_TRUE(writer->Flush().ok());
  }
  TileReader reader(store_, kLarge);
  EXPECT_EQ(reader.Root(kLarge).value_or(Hash()), writer->Root());
  for (uint64_t index = 0; index < kLarge; index += 997) {
    const Proof proof = reader.Inclusion(index, kLarge).value_or(Proof());
    ASSERT_TRUE(VerifyInclusion(index, kLarge, LeafHash(EntryAt(index)), proof, writer->Root())) << index;
    const Proof growth = reader.Consistency(index, kLarge).value_or(Proof());
    ASSERT_TRUE(VerifyConsistency(index, kLarge, RootAt(kLarge, index), writer->Root(), growth)) << index;
  }
}

TEST_F(TilesTest, EveryWayToGrowEndsInTheSameTiles) {
  Grow(600);
  const auto at_once = store_.files;
  const Hash root = RootAt(600, 600);
  store_.files.clear();
  uint64_t size = 0;
  for (const uint64_t next : {1, 2, 255, 256, 257, 511, 512, 513, 600}) {
    Grow(next, size);
    size = next;
    EXPECT_EQ(RootAt(size, size), Naive(size).Root(size)) << size;
  }
  EXPECT_EQ(RootAt(600, 600), root);
  for (const auto& [path, bytes] : at_once) EXPECT_EQ(store_.files[path], bytes) << path;
  // Parts of tiles that became full are gone, parts of others stay.
  EXPECT_THAT(Paths(), testing::IsSupersetOf({"tile/1/000.p/1", "tile/1/000.p/2"}));
  EXPECT_THAT(Paths(), testing::Not(testing::Contains(testing::HasSubstr("tile/0/000.p"))));
}

TEST_F(TilesTest, AReaderAtAnOlderSizeFallsBackToTheFullTile) {
  Grow(300);
  const Hash root = RootAt(300, 300);
  Grow(600, 300);
  ASSERT_EQ(store_.files.count("tile/0/001.p/44"), 0u);
  TileReader reader(store_, 300);
  EXPECT_EQ(reader.Root(300).value_or(Hash()), root);
  EXPECT_EQ(reader.Entry(299).value_or(""), EntryAt(299));
  EXPECT_EQ(reader.Bundle(1).value_or(std::vector<std::string>()).size(), 44u);
}

TEST_F(TilesTest, EntriesComeBack) {
  Grow(300);
  TileReader reader(store_, 300);
  for (uint64_t index = 0; index < 300; ++index) ASSERT_EQ(reader.Entry(index).value_or(""), EntryAt(index));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Entry(300).status()));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Bundle(2).status()));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Bundle(UINT64_MAX).status()));
}

TEST_F(TilesTest, WhatTheTreeDoesNotHaveIsOutOfRange) {
  Grow(7);
  TileReader reader(store_, 7);
  EXPECT_TRUE(absl::IsOutOfRange(reader.Root(8).status()));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Inclusion(7, 7).status()));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Inclusion(0, 8).status()));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Consistency(3, 8).status()));
  EXPECT_TRUE(absl::IsOutOfRange(reader.Consistency(7, 3).status()));
}

TEST_F(TilesTest, DamagedTilesAreSaidToBe) {
  Grow(300);
  Grow(600, 300);
  const auto whole = store_.files;
  const auto damaged = [&](const std::string& path, const std::string& bytes, uint64_t size) {
    store_.files = whole;
    if (bytes == "gone") {
      store_.files.erase(path);
    } else {
      store_.files[path] = bytes;
    }
    return absl::IsDataLoss(TileReader(store_, size).Root(size).status()) ||
           absl::IsDataLoss(TileReader(store_, size).Entry(size - 1).status());
  };
  for (const std::string path : {"tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88"}) {
    EXPECT_TRUE(damaged(path, "gone", 600)) << path;
    EXPECT_TRUE(damaged(path, whole.at(path) + "x", 600)) << path;
    EXPECT_TRUE(damaged(path, whole.at(path).substr(1), 600)) << path;
  }
  EXPECT_TRUE(damaged("tile/0/001", whole.at("tile/0/001").substr(32), 300));
  EXPECT_TRUE(damaged("tile/entries/001", whole.at("tile/entries/001") + "x", 300));
  EXPECT_FALSE(damaged("tile/0/002.p/88", whole.at("tile/0/002.p/88"), 600));
}

TEST_F(TilesTest, AFlushThatFailedIsDoneAgainAtWhateverWrite) {
  Grow(1000);
  const auto wanted = store_.files;
  for (int writes = 0; writes < 14; ++writes) {
    store_.files.clear();
    Grow(200);
    auto writer = TileWriter::Open(store_, 200);
    ASSERT_TRUE(writer.ok());
    Append(*writer, 1000);
    store_.writes_left = writes;
    const absl::Status first = writer->Flush();
    EXPECT_EQ(first.ok(), store_.writes_left.has_value()) << writes << first;
    store_.writes_left.reset();
    if (!first.ok()) {
      EXPECT_EQ(writer->flushed_size(), 200u);
      EXPECT_EQ(RootAt(200, 200), Naive(200).Root(200)) << writes;
      if (writes % 2 == 0) {
        ASSERT_TRUE(writer->Flush().ok());
      } else {
        Grow(1000, 200);  // after a crash: opened anew
      }
    }
    EXPECT_EQ(store_.files, wanted) << writes;
  }
}

TEST_F(TilesTest, AnotherHistoryIsNotWrittenOverThisOne) {
  Grow(300);
  auto writer = TileWriter::Open(store_, 200 + 56);
  ASSERT_TRUE(writer.ok()) << writer.status();
  for (uint64_t i = 256; i < 300; ++i) ASSERT_TRUE(writer->Append(absl::StrCat("other-", i)).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(writer->Flush()));
}

TEST_F(TilesTest, AnEntryHasALimit) {
  auto writer = TileWriter::Open(store_, 0);
  ASSERT_TRUE(writer.ok());
  EXPECT_TRUE(absl::IsInvalidArgument(writer->Append(std::string(kMaxEntryBytes + 1, 'x'))));
  EXPECT_EQ(writer->size(), 0u);
  ASSERT_TRUE(writer->Append(std::string(kMaxEntryBytes, 'x')).ok());
  ASSERT_TRUE(writer->Append("").ok());
  ASSERT_TRUE(writer->Flush().ok());
  TileReader reader(store_, 2);
  EXPECT_EQ(reader.Entry(0).value_or("").size(), kMaxEntryBytes);
  EXPECT_EQ(reader.Entry(1).value_or("?"), "");
}

TEST(FrontierTest, HasOneHashForEachBitOfItsSize) {
  Frontier frontier;
  for (int i = 0; i < 7; ++i) frontier.Append(LeafHash(EntryAt(i)));
  EXPECT_EQ(frontier.subtrees().size(), 3u);
  const auto again = Frontier::From(7, frontier.subtrees());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->Root(), frontier.Root());
  EXPECT_TRUE(absl::IsInvalidArgument(Frontier::From(8, frontier.subtrees()).status()));
}

}  // namespace
}  // namespace fallverbund::tlog
