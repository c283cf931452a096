// Rows remember as maps do.
#include "services/audit/views/row_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

#include "libs/base/check.h"
#include "libs/projection/in_memory_projection_store.h"
#include "services/audit/domain/testing/log_book.h"
#include "services/audit/domain/testing/memory_in_maps.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TestId;

const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

TEST(RowMemory, WhoeverIsDueWakesUntilDroppedAlsoOneWhoComesEarlierThanAllBefore) {
  projection::InMemoryProjectionStore store;
  const auto batch = store.NewBatch();
  RowMemory memory(*batch);
  EXPECT_THAT(memory.WokenBefore(kStart, 10), IsEmpty());
  memory.PutWake(kStart + absl::Hours(5), TestId(5));
  EXPECT_THAT(memory.WokenBefore(kStart + absl::Hours(5), 10), IsEmpty()) << "before, not at";
  memory.PutWake(kStart + absl::Hours(3), TestId(3));
  EXPECT_THAT(memory.WokenBefore(kStart + absl::Hours(4), 10), ElementsAre(TestId(3)));
  EXPECT_THAT(memory.WokenBefore(kStart + absl::Hours(4), 10), ElementsAre(TestId(3)));
  memory.DropWake(kStart + absl::Hours(3), TestId(3));
  EXPECT_THAT(memory.WokenBefore(kStart + absl::Hours(4), 10), IsEmpty());
  memory.PutWake(kStart, TestId(1));  // in the past already
  EXPECT_THAT(memory.WokenBefore(kStart + absl::Hours(6), 10), ElementsAre(TestId(1), TestId(5)));
  EXPECT_THAT(memory.WokenBefore(kStart + absl::Hours(6), 1), ElementsAre(TestId(1)));
}

TEST(RowMemory, WakesWhoeverMapsWouldWake) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 dice(seed);
    const auto roll = [&dice](unsigned sides) { return static_cast<int>(dice() % sides); };
    projection::InMemoryProjectionStore store;
    testing::MemoryInMaps maps;
    std::map<int, absl::Time> wakes;  // by chain; each has one, as the checker keeps them
    absl::Time now = kStart;
    for (int step = 0; step < 300; ++step) {
      auto batch = store.NewBatch();
      RowMemory rows(*batch);
      now += absl::Minutes(roll(30));
      const int limit = 1 + roll(4);
      const auto woken = rows.WokenBefore(now, limit);
      ASSERT_EQ(woken, maps.WokenBefore(now, limit)) << "seed " << seed << ", step " << step;
      const int chain = roll(12);
      if (const auto old = wakes.find(chain); old != wakes.end()) {
        rows.DropWake(old->second, TestId(chain));
        maps.DropWake(old->second, TestId(chain));
        wakes.erase(old);
      }
      if (roll(3) > 0) {
        const absl::Time at = now + absl::Minutes(roll(200) - 30);
        rows.PutWake(at, TestId(chain));
        maps.PutWake(at, TestId(chain));
        wakes[chain] = at;
      }
      FV_CHECK(store.Commit(std::move(batch), static_cast<uint64_t>(step) + 1).ok());
    }
  }
}

}  // namespace
}  // namespace fallverbund::audit
