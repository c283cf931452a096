#include "libs/runtime/signals.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <thread>

namespace fallverbund::runtime {
namespace {

TEST(StopSignal, WaitsForSigtermAndSaysSo) {
  StopSignal stop;
  std::thread asker([&stop] { stop.Request(); });
  EXPECT_EQ(stop.Wait(), SIGTERM);
  asker.join();
}

TEST(StopSignal, TakesControlCTheSameWay) {
  StopSignal stop;
  std::thread asker([] { kill(getpid(), SIGINT); });
  EXPECT_EQ(stop.Wait(), SIGINT);
  asker.join();
}

TEST(StopSignal, TellsWhoIsBusyThatItWasAskedAndForgetsNothing) {
  StopSignal stop;
  EXPECT_FALSE(stop.AskedWithin(absl::ZeroDuration()));
  std::thread asker([&stop] { stop.Request(); });
  EXPECT_TRUE(stop.AskedWithin(absl::Minutes(5)));
  asker.join();
  EXPECT_EQ(stop.Wait(), SIGTERM);
}

TEST(StopSignal, ASecondSignalEndsAProcessThatDrainsTooLong) {
  EXPECT_EXIT(
      {
        StopSignal stop;
        stop.Request();
        stop.Wait();
        stop.Request();
        while (true) pause();
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace fallverbund::runtime
