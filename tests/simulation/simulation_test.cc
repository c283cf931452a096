// A handful of fixed seeds and every seed that ever failed. Many more: ./tools/dev sim.
#include "tests/simulation/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace fallverbund::simulation {
namespace {

using ::testing::IsEmpty;

TEST(Simulation, KeepsEveryPromiseInAHandfulOfSeeds) {
  Report all;
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    const Report report = Simulate(seed, false);
    EXPECT_THAT(report.wrong, IsEmpty()) << "seed " << seed;
    all.commits += report.commits;
    all.accepted += report.accepted;
    all.refused += report.refused;
    all.unlucky += report.unlucky;
    all.crashes += report.crashes;
  }
  // It is not quiet because nothing happens.
  EXPECT_GT(all.commits, 200u);
  EXPECT_GT(all.accepted, 200u);
  EXPECT_GT(all.refused, 200u);
  EXPECT_GT(all.unlucky, 20u);
  EXPECT_GT(all.crashes, 5u);
}

TEST(Simulation, IsTheSameStoryEveryTime) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    EXPECT_EQ(Simulate(seed, false).trace, Simulate(seed, false).trace) << "seed " << seed;
  }
  EXPECT_NE(Simulate(1, false).trace, Simulate(2, false).trace);
}

TEST(Simulation, KeepsEveryPromiseInSeedsThatOnceFailed) {
  std::ifstream file(FV_SIMULATION_SEEDS);
  ASSERT_TRUE(file.is_open()) << FV_SIMULATION_SEEDS;
  std::string line;
  while (std::getline(file, line)) {
    uint64_t seed = 0;
    if (line.empty() || line[0] == '#' || !(std::istringstream(line) >> seed)) continue;
    EXPECT_THAT(Simulate(seed, false).wrong, IsEmpty()) << line;
  }
}

}  // namespace
}  // namespace fallverbund::simulation
