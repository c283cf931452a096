#include "libs/projection/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::projection {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Page : public testing::Test {
 protected:
  Page() {
    auto batch = store_.NewBatch();
    for (const char* key : {"a1", "a2", "a3", "b1"}) batch->Put("table", key, "value");
    EXPECT_TRUE(store_.Commit(std::move(batch), 1).ok());
  }

  // The key to go on after; what was shown is in shown_.
  std::string Read(std::string_view after, int limit) {
    shown_.clear();
    const auto show = [this](const Row& row) {
      shown_.push_back(row.key);
      return absl::OkStatus();
    };
    return ReadPage(store_, "table", "a", after, limit, show).value_or("failed");
  }

  InMemoryProjectionStore store_;
  std::vector<std::string> shown_;
};

TEST_F(Page, TellsWhereToGoOn) {
  EXPECT_EQ(Read("", 2), "a2");
  EXPECT_THAT(shown_, ElementsAre("a1", "a2"));
  EXPECT_EQ(Read("a2", 2), "");
  EXPECT_THAT(shown_, ElementsAre("a3"));
}

TEST_F(Page, OneThatIsFullAndTheLastLeadsNowhere) {
  EXPECT_EQ(Read("", 3), "");
  EXPECT_THAT(shown_, ElementsAre("a1", "a2", "a3"));
  EXPECT_EQ(Read("a3", 3), "");
  EXPECT_THAT(shown_, IsEmpty());
}

TEST_F(Page, AnErrorEndsIt) {
  int asked = 0;
  const auto refuse = [&](const Row&) {
    ++asked;
    return absl::DataLossError("unreadable");
  };
  EXPECT_TRUE(absl::IsDataLoss(ReadPage(store_, "table", "a", "", 3, refuse).status()));
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace fallverbund::projection
