#include "services/crisis/reactions/crisis_reactions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::crisis {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);
const absl::Time kDue = kNow + absl::Minutes(30);
const Trigger kTrigger = {"deployment", kNow};

TEST(CrisisReactions, AnAnswerComesDue) {
  v1::DeploymentEvent event;
  *event.mutable_deployment_requested()->mutable_answer_due() = ToProto(kDue);
  const auto drafts = React(event, kTrigger);
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].target_id, "deployment");
  EXPECT_EQ(drafts[0].due, kDue);
  EXPECT_EQ(std::get<PassDeploymentDeadline>(ToCommand(drafts[0].command).value()).due, kDue);
}

TEST(CrisisReactions, AMissedAnswerClimbsUntilTheLastStep) {
  v1::DeploymentEvent event;
  *event.mutable_deployment_answer_overdue()->mutable_due() = ToProto(kDue);
  const auto drafts = React(event, kTrigger);
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].due, kNow + care::kEscalationInterval);
  EXPECT_EQ(std::get<PassDeploymentDeadline>(ToCommand(drafts[0].command).value()).due, kDue);

  auto& escalated = *event.mutable_deployment_answer_escalated();
  escalated.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_THAT(React(event, kTrigger), SizeIs(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
}

TEST(CrisisReactions, AnAnswerOwesNothingMore) {
  v1::DeploymentEvent event;
  event.mutable_deployment_accepted();
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
  EXPECT_FALSE(ToCommand(v1::CrisisReaction()).has_value());
}

}  // namespace
}  // namespace fallverbund::crisis
