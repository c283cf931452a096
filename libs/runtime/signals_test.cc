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
