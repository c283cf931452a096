// What every ProjectionStore promises. Include in one test file per store and instantiate:
//   INSTANTIATE_TEST_SUITE_P(InMemory, ProjectionStoreContract, testing::Values(StoreMaker([] { ... })));
#ifndef FALLVERBUND_LIBS_PROJECTION_TESTING_PROJECTION_STORE_CONTRACT_H_
#define FALLVERBUND_LIBS_PROJECTION_TESTING_PROJECTION_STORE_CONTRACT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/id.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

using StoreMaker = std::function<std::unique_ptr<ProjectionStore>()>;

class ProjectionStoreContract : public testing::TestWithParam<StoreMaker> {
 protected:
  struct Write {
    std::string table, key, value;
  };
  void Commit(std::vector<Write> puts, uint64_t position) {
    auto batch = store_->NewBatch();
    for (const Write& put : puts) batch->Put(put.table, put.key, put.value);
    ASSERT_TRUE(store_->Commit(std::move(batch), position).ok());
  }
  static std::string ValueOf(const Rows& rows, std::string_view table, std::string_view key) {
    auto value = rows.Get(table, key);
    if (!value.ok()) return "error";
    return value->value_or("none");
  }
  static std::vector<std::string> Keys(const Rows& rows, std::string_view table, std::string_view prefix,
                                       std::string_view after = "", int limit = 100) {
    std::vector<std::string> keys;
    auto found = rows.Scan(table, prefix, after, limit);
    EXPECT_TRUE(found.ok());
    if (found.ok()) {
      for (const Row& row : *found) keys.push_back(row.key);
    }
    return keys;
  }

  std::unique_ptr<ProjectionStore> store_ = GetParam()();
};

TEST_P(ProjectionStoreContract, StartsEmptyAtPositionZero) {
  EXPECT_EQ(store_->position(), 0u);
  EXPECT_EQ(ValueOf(*store_, "cases", "a"), "none");
  EXPECT_THAT(Keys(*store_, "cases", ""), testing::IsEmpty());
}

TEST_P(ProjectionStoreContract, RowsAndPositionBecomeVisibleTogether) {
  auto batch = store_->NewBatch();
  batch->Put("cases", "a", "open");
  EXPECT_EQ(ValueOf(*store_, "cases", "a"), "none");
  EXPECT_EQ(store_->position(), 0u);
  ASSERT_TRUE(store_->Commit(std::move(batch), 7).ok());
  EXPECT_EQ(ValueOf(*store_, "cases", "a"), "open");
  EXPECT_EQ(store_->position(), 7u);
}

TEST_P(ProjectionStoreContract, ABatchReadsItsOwnWrites) {
  Commit({{"cases", "a", "open"}, {"cases", "b", "open"}, {"cases", "c", "open"}}, 1);
  auto batch = store_->NewBatch();
  batch->Put("cases", "a", "ended");
  batch->Put("cases", "bb", "new");
  batch->Delete("cases", "c");
  EXPECT_EQ(ValueOf(*batch, "cases", "a"), "ended");
  EXPECT_EQ(ValueOf(*batch, "cases", "b"), "open");
  EXPECT_EQ(ValueOf(*batch, "cases", "c"), "none");
  EXPECT_THAT(Keys(*batch, "cases", ""), testing::ElementsAre("a", "b", "bb"));
}

TEST_P(ProjectionStoreContract, ABatchScansPastRowsItDeleted) {
  Commit({{"t", "a", "1"}, {"t", "b", "1"}, {"t", "c", "1"}, {"t", "d", "1"}, {"t", "e", "1"}}, 1);
  auto batch = store_->NewBatch();
  for (const char* key : {"a", "b", "c"}) batch->Delete("t", key);
  batch->Put("t", "f", "1");
  EXPECT_THAT(Keys(*batch, "t", "", "", 2), testing::ElementsAre("d", "e"));
  EXPECT_THAT(Keys(*batch, "t", "", "d", 2), testing::ElementsAre("e", "f"));
  EXPECT_THAT(Keys(*batch, "t", "", "", 1), testing::ElementsAre("d"));
}

TEST_P(ProjectionStoreContract, ADroppedBatchLeavesNothing) {
  {
    auto batch = store_->NewBatch();
    batch->Put("cases", "a", "open");
  }
  EXPECT_EQ(ValueOf(*store_, "cases", "a"), "none");
}

TEST_P(ProjectionStoreContract, DeleteTakesARowAwayAndTheLastWriteOfABatchCounts) {
  Commit({{"cases", "a", "open"}}, 1);
  auto batch = store_->NewBatch();
  batch->Delete("cases", "a");
  batch->Put("cases", "b", "1");
  batch->Delete("cases", "b");
  batch->Put("cases", "b", "2");
  ASSERT_TRUE(store_->Commit(std::move(batch), 2).ok());
  EXPECT_EQ(ValueOf(*store_, "cases", "a"), "none");
  EXPECT_EQ(ValueOf(*store_, "cases", "b"), "2");
}

TEST_P(ProjectionStoreContract, TablesDoNotMixEvenWhenOneNameBeginsWithTheOther) {
  Commit({{"case", "s1", "x"}, {"cases", "1", "y"}, {"cas", "es1", "z"}}, 1);
  EXPECT_THAT(Keys(*store_, "case", ""), testing::ElementsAre("s1"));
  EXPECT_THAT(Keys(*store_, "cases", ""), testing::ElementsAre("1"));
  EXPECT_THAT(Keys(*store_, "cas", ""), testing::ElementsAre("es1"));
}

TEST_P(ProjectionStoreContract, ScansByPrefixInByteOrderAfterAKeyUpToALimit) {
  using namespace std::string_literals;
  Commit(
      {{"t", "a", "1"}, {"t", "a\xff"s, "2"}, {"t", "a\xff\xff"s, "3"}, {"t", "a\0b"s, "4"}, {"t", "b", "5"}},
      1);
  EXPECT_THAT(Keys(*store_, "t", "a"), testing::ElementsAre("a", "a\0b"s, "a\xff"s, "a\xff\xff"s));
  EXPECT_THAT(Keys(*store_, "t", "a\xff"s), testing::ElementsAre("a\xff"s, "a\xff\xff"s));
  EXPECT_THAT(Keys(*store_, "t", "", "a\0b"s, 2), testing::ElementsAre("a\xff"s, "a\xff\xff"s));
  EXPECT_THAT(Keys(*store_, "t", "b", "a"), testing::ElementsAre("b"));
  EXPECT_THAT(Keys(*store_, "t", "a", "b"), testing::IsEmpty());
}

TEST_P(ProjectionStoreContract, ASnapshotStaysWhereItWasTaken) {
  Commit({{"cases", "a", "open"}}, 3);
  uint64_t position = 0;
  auto snapshot = store_->Snapshot(&position);
  Commit({{"cases", "a", "ended"}, {"cases", "b", "open"}}, 4);
  EXPECT_EQ(position, 3u);
  EXPECT_EQ(ValueOf(*snapshot, "cases", "a"), "open");
  EXPECT_THAT(Keys(*snapshot, "cases", ""), testing::ElementsAre("a"));
  EXPECT_EQ(ValueOf(*store_, "cases", "a"), "ended");
}

TEST_P(ProjectionStoreContract, TheStateHashIsTheSameForTheSameRowsHoweverTheyGotThere) {
  Commit({{"a", "1", "x"}, {"b", "1", "z"}}, 1);
  Commit({{"a", "2", "y"}, {"gone", "1", "x"}}, 2);
  auto batch = store_->NewBatch();
  batch->Delete("gone", "1");
  ASSERT_TRUE(store_->Commit(std::move(batch), 3).ok());
  auto other = GetParam()();
  auto at_once = other->NewBatch();
  at_once->Put("b", "1", "z");
  at_once->Put("a", "2", "y");
  at_once->Put("a", "1", "x");
  ASSERT_TRUE(other->Commit(std::move(at_once), 9).ok());
  EXPECT_EQ(*store_->StateHash(), *other->StateHash());
  // The same in every store: SHA-256 of the nine length-prefixed fields, computed by hand elsewhere.
  EXPECT_EQ(ToHex(*store_->StateHash()), "fd0eb08c4e22f8e9903ab29ba17a86b5375f28b9bc4efcf4d3a8f4568476ec51");
}

TEST_P(ProjectionStoreContract, TheStateHashSeesEveryTableKeyAndValue) {
  auto hash_of = [](Write row) {
    auto store = GetParam()();
    auto batch = store->NewBatch();
    batch->Put(row.table, row.key, row.value);
    EXPECT_TRUE(store->Commit(std::move(batch), 1).ok());
    return *store->StateHash();
  };
  std::string hash = hash_of({"a", "b", "c"});
  EXPECT_NE(hash, hash_of({"x", "b", "c"}));
  EXPECT_NE(hash, hash_of({"a", "x", "c"}));
  EXPECT_NE(hash, hash_of({"a", "b", "x"}));
  EXPECT_NE(hash, hash_of({"ab", "", "c"}));
}

TEST_P(ProjectionStoreContract, AReaderNeverSeesHalfABatch) {
  Commit({{"t", "left", "0"}, {"t", "right", "0"}}, 1);
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0, looks = 0;
  std::thread reader([&] {
    while (!stop || looks == 0) {
      uint64_t position = 0;
      auto snapshot = store_->Snapshot(&position);
      std::string left = ValueOf(*snapshot, "t", "left");
      if (left != ValueOf(*snapshot, "t", "right") || left != std::to_string(position - 1)) ++torn;
      ++looks;
    }
  });
  for (uint64_t i = 1; i <= 500; ++i)
    Commit({{"t", "left", std::to_string(i)}, {"t", "right", std::to_string(i)}}, i + 1);
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0) << "of " << looks << " looks";
}

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_TESTING_PROJECTION_STORE_CONTRACT_H_
