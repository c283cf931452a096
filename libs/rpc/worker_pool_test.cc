#include "libs/rpc/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace fallverbund::rpc {
namespace {

TEST(WorkerPool, RunsWhatItAcceptedAlsoWhenItEnds) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool({.threads = 2, .queue = 100});
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.Submit([&ran] { ++ran; }));
  }
  EXPECT_EQ(ran, 100);
}

TEST(WorkerPool, SaysNoWhenItsQueueIsFull) {
  absl::Notification started, go_on;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool({.threads = 1, .queue = 1});
    ASSERT_TRUE(pool.Submit([&] {
      started.Notify();
      go_on.WaitForNotification();
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.Submit([&ran] { ++ran; }));
    EXPECT_FALSE(pool.Submit([&ran] { ran += 100; }));
    pool.Resume([&ran] { ++ran; });  // was taken in before
    go_on.Notify();
  }
  EXPECT_EQ(ran, 2);
}

TEST(WorkerPool, TellsWhoseTurnDoesNotComeInTime) {
  absl::Notification started, go_on, told;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool({.threads = 1, .queue = 10});
    ASSERT_TRUE(pool.Submit([&] {
      started.Notify();
      go_on.WaitForNotification();
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.Submit([&ran] { ++ran; }));
    EXPECT_TRUE(pool.Submit([&ran] { ++ran; }, absl::Now() + absl::Hours(1), [&ran] { ran += 100; }));
    EXPECT_TRUE(
        pool.Submit([&ran] { ran += 100; }, absl::Now() + absl::Milliseconds(5), [&told] { told.Notify(); }));
    told.WaitForNotification();  // no thread is free
    go_on.Notify();
  }
  EXPECT_EQ(ran, 2);
}

TEST(WorkerPool, KeepsPlacesForReadsBehindAQueueFullOfWrites) {
  absl::Notification started, go_on;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool({.threads = 1, .queue = 1, .reads = 2});
    ASSERT_TRUE(pool.SubmitRead([&] {
      started.Notify();
      go_on.WaitForNotification();
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.Submit([&ran] { ++ran; }));
    EXPECT_FALSE(pool.Submit([&ran] { ran += 100; }));
    EXPECT_TRUE(pool.SubmitRead([&ran] { ++ran; }));
    EXPECT_TRUE(pool.SubmitRead([&ran] { ++ran; }));
    EXPECT_FALSE(pool.SubmitRead([&ran] { ran += 100; }));
    go_on.Notify();
  }
  EXPECT_EQ(ran, 3);
}

}  // namespace
}  // namespace fallverbund::rpc
