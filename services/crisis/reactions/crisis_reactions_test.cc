#include "services/crisis/reactions/crisis_reactions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/notification_leg.h"

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
  EXPECT_EQ(drafts[0].due, kNow + care::kUrgentEscalationInterval) << "A18: kurzfristig";
  EXPECT_EQ(std::get<PassDeploymentDeadline>(ToCommand(drafts[0].command).value()).due, kDue);

  auto& escalated = *event.mutable_deployment_answer_escalated();
  escalated.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_THAT(React(event, kTrigger), SizeIs(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
}

TEST(CrisisReactions, ANewDangerIsToBeHeardByItsDateAndAMereRepetitionByNone) {
  v1::CrisisEvent event;
  event.mutable_alarm_repeated()->add_told_organisation_ids("traeger");
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
  *event.mutable_alarm_repeated()->mutable_heard_due() = ToProto(kDue);
  const auto drafts = React(event, kTrigger);
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].due, kDue);
  const auto pass = std::get<PassCrisisDeadline>(ToCrisisCommand(drafts[0].command).value());
  EXPECT_EQ(pass.clock, common::v1::CLOCK_KIND_NEW_DANGER);
  EXPECT_EQ(pass.due, kDue);
}

TEST(CrisisReactions, AMeetingThatIsOwedAgainComesDue) {
  v1::CrisisEvent event;
  *event.mutable_alarm_repeated()->mutable_heard_due() = ToProto(kDue);
  *event.mutable_alarm_repeated()->mutable_meeting_due() = ToProto(kDue + absl::Hours(336));
  const auto drafts = React(event, kTrigger);
  ASSERT_THAT(drafts, SizeIs(2));
  EXPECT_EQ(drafts[1].due, kDue + absl::Hours(336));
  const auto pass = std::get<PassCrisisDeadline>(ToCrisisCommand(drafts[1].command).value());
  EXPECT_EQ(pass.clock, common::v1::CLOCK_KIND_AFTERCARE_MEETING);
  EXPECT_EQ(pass.due, drafts[1].due);
}

TEST(CrisisReactions, EachLegComesDueByItselfAndTheMeetingToo) {
  v1::CrisisEvent event;
  for (const auto party : care::AlarmedParties()) {
    auto& leg = *event.mutable_crisis_opened()->add_legs();
    leg.set_party(party);
    *leg.mutable_acknowledge_due() = ToProto(kDue + absl::Minutes(party));
  }
  *event.mutable_crisis_opened()->mutable_meeting_due() = ToProto(kDue + absl::Hours(336));
  const auto drafts = React(event, kTrigger);
  ASSERT_THAT(drafts, SizeIs(6));
  for (size_t i = 0; i < 5; ++i) {
    const auto pass = std::get<PassCrisisDeadline>(ToCrisisCommand(drafts[i].command).value());
    EXPECT_EQ(pass.clock, common::v1::CLOCK_KIND_CRISIS_LEG);
    EXPECT_EQ(pass.object_id, care::LegObject(care::AlarmedParties()[i]));
    EXPECT_EQ(drafts[i].due, pass.due);
  }
  EXPECT_EQ(drafts[5].command.pass_crisis_deadline().clock(), common::v1::CLOCK_KIND_AFTERCARE_MEETING);
}

TEST(CrisisReactions, AMissedLegClimbs) {
  v1::CrisisEvent event;
  auto& missed = *event.mutable_crisis_deadline_overdue();
  missed.set_clock(common::v1::CLOCK_KIND_CRISIS_LEG);
  missed.set_object_id("3");
  *missed.mutable_due() = ToProto(kDue);
  const auto drafts = React(event, kTrigger);
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].due, kNow + care::kUrgentEscalationInterval) << "D2: it was minutes away";
  EXPECT_EQ(drafts[0].command.pass_crisis_deadline().object_id(), "3");
}

TEST(CrisisReactions, DetentionCourtAndTasksComeDue) {
  v1::CrisisEvent event;
  *event.mutable_taken_into_care()->mutable_detention_until() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().clock(),
            common::v1::CLOCK_KIND_DETENTION_LIMIT);
  *event.mutable_admitted_to_clinic()->mutable_approval_due() = ToProto(kDue);
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().clock(),
            common::v1::CLOCK_KIND_COURT_APPROVAL);
  *event.mutable_after_clinic_task_agreed()->mutable_due() = ToProto(kDue);
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().clock(),
            common::v1::CLOCK_KIND_AFTER_CLINIC_TASK);
  *event.mutable_left_clinic()->mutable_meeting_due() = ToProto(kDue);
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().clock(),
            common::v1::CLOCK_KIND_AFTERCARE_MEETING);
  event.mutable_leg_acknowledged();
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
}

TEST(CrisisReactions, ANightByAnothersWordAndADayOfLeavingComeDue) {
  v1::CrisisEvent event;
  *event.mutable_left_clinic()->mutable_meeting_due() = ToProto(kDue);
  event.mutable_left_clinic()->set_stay_id("stay");
  EXPECT_THAT(React(event, kTrigger), SizeIs(1)) << "by its own word";
  *event.mutable_left_clinic()->mutable_confirm_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(2));
  const auto pass = std::get<PassCrisisDeadline>(*ToCrisisCommand(React(event, kTrigger)[1].command));
  EXPECT_EQ(pass.clock, common::v1::CLOCK_KIND_NIGHT_CONFIRMATION);
  EXPECT_EQ(pass.object_id, "stay");
  event.mutable_care_ended()->set_care_id("care");
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
  *event.mutable_care_ended()->mutable_confirm_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().object_id(), "care");
  event.mutable_clinic_leave_planned();
  EXPECT_THAT(React(event, kTrigger), IsEmpty()) << "of before there was such a date";
  *event.mutable_clinic_leave_planned()->mutable_leave_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().clock(),
            common::v1::CLOCK_KIND_CLINIC_LEAVE);
  event.mutable_care_end_planned()->set_care_id("care");
  EXPECT_THAT(React(event, kTrigger), IsEmpty()) << "of before there was such a date";
  *event.mutable_care_end_planned()->mutable_end_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  const auto end = React(event, kTrigger)[0].command.pass_crisis_deadline();
  EXPECT_EQ(end.clock(), common::v1::CLOCK_KIND_CARE_END);
  EXPECT_EQ(end.object_id(), "care");
  *event.mutable_clinic_stay_detained()->mutable_approval_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(React(event, kTrigger)[0].command.pass_crisis_deadline().clock(),
            common::v1::CLOCK_KIND_COURT_APPROVAL);
}

TEST(CrisisReactions, AnUnconfirmedNightClimbsInMinutes) {
  v1::CrisisEvent event;
  event.mutable_crisis_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_NIGHT_CONFIRMATION);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(React(event, kTrigger)[0].due, kNow + care::kUrgentEscalationInterval);
}

TEST(CrisisReactions, ContactsOfOutreachComeDueAndClimb) {
  v1::DeploymentEvent event;
  *event.mutable_deployment_accepted()->mutable_first_contact_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(std::get<PassOutreachContact>(*ToCommand(React(event, kTrigger)[0].command)).due, kDue);
  EXPECT_EQ(React(event, kTrigger)[0].due, kDue);
  event.mutable_outreach_contact_made();
  EXPECT_THAT(React(event, kTrigger), IsEmpty()) << "nobody was reached, and the date stands";
  *event.mutable_outreach_contact_made()->mutable_next_due() = ToProto(kDue);
  EXPECT_THAT(React(event, kTrigger), SizeIs(1));
  *event.mutable_outreach_contact_overdue()->mutable_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kTrigger), SizeIs(1));
  EXPECT_EQ(React(event, kTrigger)[0].due, kNow + care::kEscalationInterval);
  event.mutable_outreach_contact_escalated()->set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
}

TEST(CrisisReactions, ACaseThatACrisisAskedForIsMarkedThere) {
  casework::v1::CaseEvent event;
  event.mutable_case_opened()->mutable_origin()->set_aggregate_id("crisis");
  event.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CONTACT);
  EXPECT_THAT(React(event, {"case", kNow}), IsEmpty());
  event.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CRISIS);
  const auto drafts = React(event, {"case", kNow});
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].target_id, "crisis");
  EXPECT_EQ(std::get<MarkCaseOpened>(ToCrisisCommand(drafts[0].command).value()).case_id, "case");
  EXPECT_FALSE(ToCommand(drafts[0].command).has_value());
}

TEST(CrisisReactions, AnAnswerOwesNothingMore) {
  v1::DeploymentEvent event;
  event.mutable_deployment_accepted();
  EXPECT_THAT(React(event, kTrigger), IsEmpty());
  EXPECT_FALSE(ToCommand(v1::CrisisReaction()).has_value());
}

}  // namespace
}  // namespace fallverbund::crisis
