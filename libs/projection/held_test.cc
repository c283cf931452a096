#include "libs/projection/held.h"

#include <gtest/gtest.h>

#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"

namespace fallverbund::projection {
namespace {

TEST(AggregateHeldSince, FindsWhatIsHeldBackByItsIdWhateverItsContext) {
  InMemoryProjectionStore store;
  EXPECT_EQ(*AggregateHeldSince(store, "aa"), std::nullopt);
  auto batch = store.NewBatch();
  RecordHeld("fv.do.case.aa", 7, *batch);
  RecordHeld("fv.do.team.bb", 9, *batch);
  ASSERT_TRUE(store.Commit(std::move(batch), 9).ok());
  EXPECT_EQ(*AggregateHeldSince(store, "aa"), 7u);
  EXPECT_EQ(*AggregateHeldSince(store, "bb"), 9u);
  EXPECT_EQ(*AggregateHeldSince(store, "a"), std::nullopt);
}

}  // namespace
}  // namespace fallverbund::projection
