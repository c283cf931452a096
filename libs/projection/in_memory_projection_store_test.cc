#include "libs/projection/in_memory_projection_store.h"

#include "libs/projection/testing/projection_store_contract.h"

namespace fallverbund::projection {
namespace {

INSTANTIATE_TEST_SUITE_P(InMemory, ProjectionStoreContract, testing::Values(StoreMaker([] {
                           return std::make_unique<InMemoryProjectionStore>();
                         })));

TEST(InMemoryProjectionStore, ACopyIsWhatACrashWouldLeave) {
  InMemoryProjectionStore store;
  auto batch = store.NewBatch();
  batch->Put("t", "a", "1");
  ASSERT_TRUE(store.Commit(std::move(batch), 5).ok());
  auto copy = store.Copy();
  auto later = store.NewBatch();
  later->Put("t", "a", "2");
  ASSERT_TRUE(store.Commit(std::move(later), 6).ok());
  EXPECT_EQ(copy->position(), 5u);
  EXPECT_EQ(**copy->Get("t", "a"), "1");
}

}  // namespace
}  // namespace fallverbund::projection
