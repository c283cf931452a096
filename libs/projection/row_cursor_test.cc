#include "libs/projection/row_cursor.h"

#include <gmock/gmock.h>

#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Keys(RowCursor cursor) {
  std::vector<std::string> keys;
  while (true) {
    const auto row = cursor.Next();
    EXPECT_TRUE(row.ok());
    if (!row.ok() || *row == nullptr) return keys;
    keys.push_back((*row)->key);
  }
}

TEST(RowCursor, ReadsWhatBeginsSoAndComesAfterInOrder) {
  InMemoryProjectionStore store;
  auto batch = store.NewBatch();
  for (const char* key : {"a1", "a2", "a3", "b1"}) batch->Put("table", key, "");
  batch->Put("other", "a0", "");
  ASSERT_TRUE(store.Commit(std::move(batch), 1).ok());
  EXPECT_THAT(Keys({store, "table", "a"}), ElementsAre("a1", "a2", "a3"));
  EXPECT_THAT(Keys({store, "table", "a", "a1"}), ElementsAre("a2", "a3"));
  EXPECT_THAT(Keys({store, "table", ""}), ElementsAre("a1", "a2", "a3", "b1"));
  EXPECT_THAT(Keys({store, "table", "c"}), IsEmpty());
}

// Exactly one page, and one row more or less.
TEST(RowCursor, ReadsEveryRowOnceHoweverManyThereAre) {
  for (const size_t many : {255u, 256u, 257u, 512u, 1000u}) {
    InMemoryProjectionStore store;
    auto batch = store.NewBatch();
    std::vector<std::string> keys;
    for (size_t i = 0; i < many; ++i) keys.push_back(std::to_string(100'000 + i));
    for (const std::string& key : keys) batch->Put("table", key, "");
    ASSERT_TRUE(store.Commit(std::move(batch), 1).ok());
    EXPECT_EQ(Keys({store, "table", ""}), keys);
  }
}

TEST(RowCursor, StaysAtTheEnd) {
  InMemoryProjectionStore store;
  RowCursor cursor(store, "table", "");
  EXPECT_EQ(*cursor.Next(), nullptr);
  EXPECT_EQ(*cursor.Next(), nullptr);
}

}  // namespace
}  // namespace fallverbund::projection
