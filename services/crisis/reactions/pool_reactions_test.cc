#include "services/crisis/reactions/pool_reactions.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

const Trigger kTrigger = {"deployment", absl::FromUnixSeconds(1'770'000'000)};

TEST(PoolReactions, APlaceThatWasTakenIsFollowedByItsDeployment) {
  v1::PoolEvent event;
  event.mutable_place_taken()->set_deployment_id("deployment");
  const auto drafts = React(event, {"pool", kTrigger.recorded_at}, {});
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "deployment");
  EXPECT_TRUE(std::holds_alternative<FollowPlace>(*ToDeploymentCommand(drafts[0].command)));
  EXPECT_FALSE(ToPoolCommand(drafts[0].command).has_value());
}

TEST(PoolReactions, ACapacityThatIsSetCountsWhatRunsAlready) {
  v1::PoolEvent event;
  event.mutable_pool_capacity_set();
  const auto drafts =
      React(event, {"pool", kTrigger.recorded_at}, {{"older", v1::DEPLOYMENT_MODE_OVERNIGHT, "milo"}});
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].target_id, "pool");
  EXPECT_EQ(std::get<CountPlace>(*ToPoolCommand(drafts[0].command)).deployment_id, "older");
  EXPECT_EQ(std::get<CountPlace>(*ToPoolCommand(drafts[0].command)).case_id, "milo");
}

TEST(PoolReactions, AnAcceptanceBesideThePoolIsCountedThere) {
  v1::DeploymentEvent event;
  event.mutable_deployment_accepted()->set_mode(v1::DEPLOYMENT_MODE_OUTREACH);
  EXPECT_TRUE(ReactForPool(event, kTrigger, "").empty()) << "no capacity was ever set";
  ASSERT_EQ(ReactForPool(event, kTrigger, "pool").size(), 1u);
  event.mutable_deployment_accepted()->set_place_taken(true);
  EXPECT_TRUE(ReactForPool(event, kTrigger, "pool").empty());
}

TEST(PoolReactions, AnEndFreesThePlaceAndOwesADebriefThatClimbs) {
  v1::DeploymentEvent ended;
  const absl::Time due = kTrigger.recorded_at + absl::Hours(24);
  *ended.mutable_deployment_ended()->mutable_debrief_due() = ToProto(due);
  const auto drafts = ReactForPool(ended, kTrigger, "pool");
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<FreePlace>(*ToPoolCommand(drafts[0].command)));
  EXPECT_EQ(drafts[1].due, due);
  EXPECT_EQ(std::get<PassDebriefDate>(*ToDeploymentCommand(drafts[1].command)).due, due);
  EXPECT_EQ(ReactForPool(ended, kTrigger, "").size(), 1u);

  v1::DeploymentEvent overdue, last;
  *overdue.mutable_debrief_overdue()->mutable_due() = ToProto(due);
  ASSERT_EQ(ReactForPool(overdue, kTrigger, "").size(), 1u);
  EXPECT_GT(ReactForPool(overdue, kTrigger, "")[0].due, kTrigger.recorded_at);
  last.mutable_debrief_escalated()->set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_TRUE(ReactForPool(last, kTrigger, "").empty());
}

TEST(PoolReactions, APlaceThatIsReturnedIsFree) {
  v1::DeploymentEvent returned;
  returned.mutable_place_returned()->set_crisis_team_organisation_id("team");
  const auto drafts = ReactForPool(returned, kTrigger, "pool");
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<FreePlace>(*ToPoolCommand(drafts[0].command)));
}

}  // namespace
}  // namespace fallverbund::crisis
