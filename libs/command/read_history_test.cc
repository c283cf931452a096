#include "libs/command/read_history.h"

#include <gtest/gtest.h>

#include "libs/command/command_handler.h"
#include "libs/command/testing/instance.h"

namespace fallverbund::command {
namespace {

using testing::AddCoins;
using testing::Instance;
using testing::JarDecider;
using testing::RequestTo;

struct BoxDecider : JarDecider {
  static constexpr char kAggregateType[] = "box";
};

class ReadHistoryTest : public ::testing::Test {
 protected:
  ReadHistoryTest() { instance_.StartAndCatchUp(log_); }
  Outcome Add(const std::string& request, int64_t coins) {
    auto outcome = jars_.Handle(RequestTo("jar", request), AddCoins{coins});
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    instance_.CatchUp(log_);
    return *outcome;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'770'000'000)};
  eventlog::SignedLog log_{&clock_};
  Instance instance_{log_, clock_, "one"};
  CommandHandler<JarDecider> jars_{instance_.desk()};
};

TEST_F(ReadHistoryTest, TellsEverythingThatHappenedInOrder) {
  const Outcome first = Add("a", 2);
  clock_.Advance(absl::Hours(1));
  const Outcome second = Add("b", 3);
  const auto jar = ReadHistory<JarDecider>(instance_.store(), eventlog::TestHexId("jar"));
  ASSERT_TRUE(jar.ok()) << jar.status();
  EXPECT_EQ(jar->aggregate_id, eventlog::TestHexId("jar"));
  EXPECT_EQ(jar->version, 2u);
  EXPECT_EQ(jar->state.coins, 5);
  ASSERT_EQ(jar->entries.size(), 2u);
  EXPECT_EQ(jar->entries[0].event.coins_added().coins(), 2);
  EXPECT_EQ(jar->entries[0].commit_id, first.commit_id);
  EXPECT_EQ(jar->entries[1].commit_id, second.commit_id);
  EXPECT_EQ(jar->entries[1].given.now - jar->entries[0].given.now, absl::Hours(1));
  EXPECT_EQ(jar->entries[1].given.actor.role, "CASE_WORKER");
}

TEST_F(ReadHistoryTest, KnowsNothingOfWhatIsNotThere) {
  EXPECT_TRUE(
      absl::IsNotFound(ReadHistory<JarDecider>(instance_.store(), eventlog::TestHexId("jar")).status()));
}

TEST_F(ReadHistoryTest, HoldsNoSettlement) {
  CommandContext reaction = RequestTo("jar", "reaction");
  reaction.reaction = "jar.pour";
  ASSERT_TRUE(jars_.Handle(reaction, AddCoins{0}).ok());
  instance_.CatchUp(log_);
  EXPECT_TRUE(
      absl::IsNotFound(ReadHistory<JarDecider>(instance_.store(), eventlog::TestHexId("jar")).status()));
  Add("a", 2);
  const auto jar = ReadHistory<JarDecider>(instance_.store(), eventlog::TestHexId("jar"));
  ASSERT_TRUE(jar.ok()) << jar.status();
  EXPECT_EQ(jar->entries.size(), 1u);
  EXPECT_EQ(jar->version, 2u);
}

TEST_F(ReadHistoryTest, TakesNoAggregateForOneOfAnotherType) {
  Add("a", 2);
  EXPECT_TRUE(
      absl::IsNotFound(ReadHistory<BoxDecider>(instance_.store(), eventlog::TestHexId("jar")).status()));
}

}  // namespace
}  // namespace fallverbund::command
