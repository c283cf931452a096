#include "libs/reaction/oneof_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/wrappers.pb.h"
#include "libs/command/testing/jar_events.pb.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::reaction {
namespace {

using command::testing::CoinsAdded;
using command::testing::JarEvent;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OneofRuleTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::vector<Draft>> On(const eventlog::v1::Event& event, const std::string& context,
                                        const std::string& type) {
    eventlog::ValidCommit commit;
    commit.context = context;
    commit.aggregate_id = "jar-1";
    commit.commit.set_aggregate_type(type);
    const projection::Recorded recorded{commit, absl::UnixEpoch()};
    return rule_.on_event({event, 0, recorded}, rows_);
  }
  static eventlog::v1::Event Coins() {
    CoinsAdded event;
    event.set_coins(3);
    return eventlog::PackEvent(event);
  }

  projection::InMemoryProjectionStore rows_;
  const ReactionRule rule_ = OnEventsOf<JarEvent>(
      "count", "case", "jar", [](const JarEvent& event, const Trigger& trigger, const projection::Rows&) {
        google::protobuf::Int64Value command;
        command.set_value(event.coins_added().coins());
        return std::vector<Draft>{Do(trigger.recorded.commit.aggregate_id, command)};
      });
};

TEST_F(OneofRuleTest, SeesTheEventInItsOneof) {
  const auto drafts = On(Coins(), "case", "jar");
  ASSERT_TRUE(drafts.ok());
  ASSERT_THAT(*drafts, SizeIs(1));
  google::protobuf::Int64Value command;
  ASSERT_TRUE(command.ParseFromString((*drafts)[0].command_bytes));
  EXPECT_EQ(command.value(), 3);
}

TEST_F(OneofRuleTest, IsDeafToOtherEventsAndToStolenNames) {
  google::protobuf::Int64Value other;
  EXPECT_THAT(*On(eventlog::PackEvent(other), "case", "jar"), IsEmpty());
  EXPECT_THAT(*On(Coins(), "crisis", "jar"), IsEmpty());
  EXPECT_THAT(*On(Coins(), "case", "box"), IsEmpty());
}

TEST(DraftsOf, KeepsTargetCommandAndDateInOrder) {
  struct Owed {
    std::string target_id;
    google::protobuf::Int64Value command;
    std::optional<absl::Time> due;
  };
  Owed now{"jar-1", {}, std::nullopt}, later{"jar-2", {}, absl::UnixEpoch() + absl::Hours(1)};
  later.command.set_value(2);
  const auto drafts = DraftsOf(std::vector<Owed>{now, later});
  ASSERT_THAT(drafts, SizeIs(2));
  EXPECT_EQ(drafts[0].target_id, "jar-1");
  EXPECT_EQ(drafts[0].due, std::nullopt);
  EXPECT_EQ(drafts[1].target_id, "jar-2");
  EXPECT_EQ(drafts[1].due, later.due);
  EXPECT_EQ(drafts[1].command_bytes, later.command.SerializeAsString());
}

TEST_F(OneofRuleTest, DoesNotGuessWhatDoesNotParse) {
  eventlog::v1::Event broken = Coins();
  broken.set_data("\xff");
  EXPECT_FALSE(On(broken, "case", "jar").ok());
}

}  // namespace
}  // namespace fallverbund::reaction
