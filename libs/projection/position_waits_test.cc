#include "libs/projection/position_waits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace fallverbund::projection {
namespace {

TEST(PositionWaits, AnswersAtOnceWhenAlreadyThere) {
  PositionWaits waits(5);
  bool called = false;
  waits.Add(5, absl::InfinitePast(), [&](absl::Status status) { called = status.ok(); });
  EXPECT_TRUE(called);
}

TEST(PositionWaits, WakesThoseWhosePositionIsReachedAndNoOthers) {
  PositionWaits waits(0);
  std::vector<uint64_t> woken;
  for (uint64_t position : {7, 3, 5}) {
    waits.Add(position, absl::InfiniteFuture(), [&, position](absl::Status status) {
      if (status.ok()) woken.push_back(position);
    });
  }
  waits.Reach(5);
  EXPECT_EQ(woken, (std::vector<uint64_t>{3, 5}));
  waits.Reach(4);
  EXPECT_EQ(woken.size(), 2u);
  waits.Reach(9);
  EXPECT_EQ(woken, (std::vector<uint64_t>{3, 5, 7}));
}

TEST(PositionWaits, ADeadlineComesWithoutAnyOtherEvent) {
  PositionWaits waits(0);
  absl::Notification over;
  absl::Status told;
  waits.Add(8, absl::Now() + absl::Milliseconds(5), [&](absl::Status status) {
    told = status;
    over.Notify();
  });
  over.WaitForNotification();
  EXPECT_TRUE(absl::IsDeadlineExceeded(told));
  EXPECT_EQ(told.message(), "position 8 is not visible here yet: read up to 0");
}

TEST(PositionWaits, AnEarlierDeadlineAddedLaterIsNotMissed) {
  PositionWaits waits(0);
  absl::Notification over;
  waits.Add(8, absl::Now() + absl::Hours(1), [](absl::Status) {});
  waits.Add(9, absl::Now() + absl::Milliseconds(5), [&](absl::Status) { over.Notify(); });
  over.WaitForNotification();
}

TEST(PositionWaits, TenThousandWaitersCostNoThreads) {
  constexpr int kWaiters = 10'000;
  absl::BlockingCounter left(kWaiters);
  std::atomic<int> reached = 0, late = 0;
  {
    PositionWaits waits(0);
    for (int i = 0; i < kWaiters; ++i) {
      const bool patient = i % 2 == 0;
      waits.Add(static_cast<uint64_t>(i) + 1,
                absl::Now() + (patient ? absl::Hours(1) : absl::Milliseconds(1)), [&](absl::Status status) {
                  ++(status.ok() ? reached : late);
                  left.DecrementCount();
                });
    }
    waits.Reach(kWaiters);
    left.Wait();
  }
  EXPECT_EQ(reached + late, kWaiters);
  EXPECT_GE(reached, kWaiters / 2);
}

TEST(PositionWaits, ACancelledWaiterIsNeverCalled) {
  PositionWaits waits(0);
  auto ticket = waits.Add(1, absl::InfiniteFuture(), [](absl::Status) { FAIL(); });
  EXPECT_TRUE(waits.Cancel(ticket));
  waits.Reach(1);
  EXPECT_FALSE(waits.Cancel(ticket));
}

TEST(PositionWaits, AFailureReachesThoseWhoWaitAndThoseWhoCome) {
  PositionWaits waits(3);
  std::vector<absl::Status> told;
  auto note = [&](absl::Status status) { told.push_back(status); };
  waits.Add(4, absl::InfiniteFuture(), note);
  waits.Fail(absl::DataLossError("gap"));
  waits.Add(4, absl::InfiniteFuture(), note);
  waits.Add(3, absl::InfiniteFuture(), note);  // was reached before
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[0].message(), "gap");
  EXPECT_EQ(told[1].message(), "gap");
  EXPECT_TRUE(told[2].ok());
}

TEST(PositionWaits, NobodyIsForgottenAtTheEnd) {
  absl::Status told;
  {
    PositionWaits waits(0);
    waits.Add(1, absl::InfiniteFuture(), [&](absl::Status status) { told = status; });
  }
  EXPECT_TRUE(absl::IsCancelled(told));
}

}  // namespace
}  // namespace fallverbund::projection
