#include "services/intake/reactions/intake_reactions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::intake {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);
const absl::Time kDue = kNow + Days(14);
const Trigger kByInquiry = {"inquiry", kNow};

TEST(IntakeReactions, AnInquiryLearnsOfTheCaseItBecame) {
  casework::v1::CaseEvent event;
  event.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_INQUIRY);
  event.mutable_case_opened()->mutable_origin()->set_aggregate_id("inquiry");
  const auto drafts = React(event, {"case", kNow});
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].target_id, "inquiry");
  EXPECT_FALSE(drafts[0].due.has_value());
  const auto command = ToCommand(drafts[0].command);
  EXPECT_EQ(std::get<MarkInquiryOpened>(std::get<InquiryCommand>(command)).case_id, "case");
}

TEST(IntakeReactions, AContactLearnsOfTheCaseItBecame) {
  casework::v1::CaseEvent event;
  event.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CONTACT);
  event.mutable_case_opened()->mutable_origin()->set_aggregate_id("contact");
  const auto drafts = React(event, {"case", kNow});
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].target_id, "contact");
  const auto command = ToCommand(drafts[0].command);
  EXPECT_EQ(std::get<MarkContactOpened>(std::get<ContactCommand>(command)).case_id, "case");
}

TEST(IntakeReactions, OtherCasesAndOtherEventsAreNoConcern) {
  casework::v1::CaseEvent event;
  event.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CRISIS);
  EXPECT_THAT(React(event, {"case", kNow}), IsEmpty());
  event.mutable_setback_recorded();
  EXPECT_THAT(React(event, {"case", kNow}), IsEmpty());
}

TEST(IntakeReactions, AnAnswerIsDueAndDueAgainAfterMoreWasAdded) {
  v1::InquiryEvent received;
  *received.mutable_inquiry_received()->mutable_answer_due() = ToProto(kDue);
  v1::InquiryEvent added;
  *added.mutable_broken_off_support_added()->mutable_answer_due() = ToProto(kDue);
  for (const auto& event : {received, added}) {
    const auto drafts = React(event, kByInquiry);
    ASSERT_THAT(drafts, SizeIs(1));
    EXPECT_EQ(drafts[0].target_id, "inquiry");
    EXPECT_EQ(drafts[0].due, kDue);
    const auto command = ToCommand(drafts[0].command);
    EXPECT_EQ(std::get<PassInquiryDeadline>(std::get<InquiryCommand>(command)).due, kDue);
  }
  added.mutable_broken_off_support_added()->clear_answer_due();
  EXPECT_THAT(React(added, kByInquiry), IsEmpty());
}

TEST(IntakeReactions, AMissedAnswerClimbsUntilTheLastStep) {
  v1::InquiryEvent event;
  *event.mutable_inquiry_answer_overdue()->mutable_due() = ToProto(kDue);
  const auto drafts = React(event, kByInquiry);
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].due, kNow + care::kEscalationInterval);
  EXPECT_EQ(std::get<PassInquiryDeadline>(std::get<InquiryCommand>(ToCommand(drafts[0].command))).due, kDue);

  auto& escalated = *event.mutable_inquiry_answer_escalated();
  *escalated.mutable_due() = ToProto(kDue);
  escalated.set_step(common::v1::ESCALATION_STEP_DEPARTMENT_HEAD);
  EXPECT_THAT(React(event, kByInquiry), SizeIs(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, kByInquiry), IsEmpty());
}

TEST(IntakeReactions, WhatTheOfficeAskedForIsDueAndClimbsUntilTheLastStep) {
  v1::InquiryEvent event;
  event.mutable_inquiry_needs_info();
  EXPECT_THAT(React(event, kByInquiry), IsEmpty()) << "of before there was such a date";
  *event.mutable_inquiry_needs_info()->mutable_info_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kByInquiry), SizeIs(1));
  EXPECT_EQ(React(event, kByInquiry)[0].due, kDue);
  *event.mutable_inquiry_info_overdue()->mutable_due() = ToProto(kDue);
  ASSERT_THAT(React(event, kByInquiry), SizeIs(1));
  EXPECT_EQ(React(event, kByInquiry)[0].due, kNow + care::kEscalationInterval);
  auto& escalated = *event.mutable_inquiry_info_escalated();
  *escalated.mutable_due() = ToProto(kDue);
  escalated.set_step(common::v1::ESCALATION_STEP_DEPARTMENT_HEAD);
  EXPECT_THAT(React(event, kByInquiry), SizeIs(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, kByInquiry), IsEmpty());
}

TEST(IntakeReactions, AnEmptyRowCarriesNoCommand) {
  EXPECT_TRUE(std::holds_alternative<std::monostate>(ToCommand(v1::IntakeReaction())));
}

TEST(IntakeReactions, AFirstContactIsDueToBecomeACaseAndClimbsUntilTheLastStep) {
  v1::ContactEvent event;
  event.mutable_contact_received();
  EXPECT_THAT(React(event, {"contact", kNow}), IsEmpty()) << "a dialog";
  *event.mutable_contact_received()->mutable_opening_due() = ToProto(kDue);
  const auto drafts = React(event, {"contact", kNow});
  ASSERT_THAT(drafts, SizeIs(1));
  EXPECT_EQ(drafts[0].target_id, "contact");
  EXPECT_EQ(drafts[0].due, kDue);
  const auto command = ToCommand(drafts[0].command);
  EXPECT_EQ(std::get<PassContactDeadline>(std::get<ContactCommand>(command)).due, kDue);
  *event.mutable_contact_opening_overdue()->mutable_due() = ToProto(kDue);
  ASSERT_THAT(React(event, {"contact", kNow}), SizeIs(1));
  EXPECT_EQ(React(event, {"contact", kNow})[0].due, kNow + care::kEscalationInterval);
  auto& escalated = *event.mutable_contact_opening_escalated();
  escalated.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_THAT(React(event, {"contact", kNow}), SizeIs(1));
  escalated.set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_THAT(React(event, {"contact", kNow}), IsEmpty());
}

TEST(OnTransition, OwesADateForEachPhaseAndForWhoeverIsStillToBeHeard) {
  v1::TransitionEvent begun;
  for (const auto phase : {v1::LIFE_PHASE_AT_HOME, v1::LIFE_PHASE_DAY_CARE}) {
    auto& expected = *begun.mutable_transition_begun()->add_expected();
    expected.set_phase(phase);
    expected.mutable_due()->set_seconds(1'770'000'000 + phase);
  }
  const auto owed = React(begun, {"transition", absl::FromUnixSeconds(1'770'000'000)});
  ASSERT_EQ(owed.size(), 2u);
  EXPECT_EQ(owed[1].target_id, "transition");
  EXPECT_EQ(owed[1].due, absl::FromUnixSeconds(1'770'000'000 + v1::LIFE_PHASE_DAY_CARE));
  const auto command = std::get<TransitionCommand>(ToCommand(owed[1].command));
  EXPECT_EQ(std::get<PassTransitionDate>(command).kind, common::v1::CLOCK_KIND_LIFE_PHASE);
  EXPECT_EQ(std::get<PassTransitionDate>(command).object_id, "3");

  v1::TransitionEvent offered;
  offered.mutable_warm_handover_offered()->set_handover_id("handover");
  offered.mutable_warm_handover_offered()->mutable_answer_due()->set_seconds(1'770'000'900);
  auto& participation = *offered.mutable_warm_handover_offered()->mutable_participation();
  participation.mutable_family()->set_heard(true);
  participation.mutable_young_person()->mutable_retry_due()->set_seconds(1'770'000'800);
  EXPECT_EQ(React(offered, {"transition", absl::FromUnixSeconds(1'770'000'000)}).size(), 2u);
}

TEST(OnTransition, TellsTheNextStepADayAfterADateWasMissedAndNothingAfterTheLast) {
  const absl::Time recorded = absl::FromUnixSeconds(1'770'000'000);
  v1::TransitionEvent missed;
  missed.mutable_transition_date_missed()->set_kind(common::v1::CLOCK_KIND_WARM_HANDOVER_CHECK);
  const auto owed = React(missed, {"transition", recorded});
  ASSERT_EQ(owed.size(), 1u);
  EXPECT_EQ(owed[0].due, recorded + absl::Hours(24));
  v1::TransitionEvent last;
  last.mutable_transition_date_escalated()->set_step(common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_TRUE(React(last, {"transition", recorded}).empty());
}

// A16: also after the end.
TEST(OnTransition, OwesADateToWhoeverIsStillToBeHeardWhenItIsCompleted) {
  v1::TransitionEvent completed;
  auto& participation = *completed.mutable_transition_completed()->mutable_participation();
  participation.mutable_family()->set_heard(true);
  participation.mutable_young_person()->mutable_retry_due()->set_seconds(1'770'000'800);
  const auto owed = React(completed, {"transition", kNow});
  ASSERT_EQ(owed.size(), 1u);
  EXPECT_EQ(owed[0].due, absl::FromUnixSeconds(1'770'000'800));
}

// N10.
TEST(OnTransition, IsAskedForASuccessorToWhoLeavesByADateAndNotToWhoStays) {
  team::v1::OrganisationLeaving leaving;
  leaving.set_cause(team::v1::LEAVING_CAUSE_INSOLVENT);
  leaving.mutable_until()->set_seconds(1'770'000'900);
  const auto drafts = LettingGo(leaving, "of biber", {"one", "two"});
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[1].target_id, "two");
  const auto go = [&](bool leaves) {
    return std::get<LetNavigatorGo>(std::get<TransitionCommand>(ToCommand(drafts[1].command, leaves)));
  };
  EXPECT_EQ(go(true).organisation_id, "of biber");
  EXPECT_TRUE(go(true).insolvent);
  EXPECT_EQ(go(true).until, absl::FromUnixSeconds(1'770'000'900));
  EXPECT_FALSE(go(true).overtaken);
  EXPECT_TRUE(go(false).overtaken) << "it stays by now";
  const auto staying = LettingStay("of biber", {"one"});
  ASSERT_EQ(staying.size(), 1u);
  const auto stay = std::get<TransitionCommand>(ToCommand(staying[0].command, true));
  EXPECT_TRUE(std::get<LetNavigatorStay>(stay).overtaken) << "it goes again by now";

  v1::TransitionEvent succeed;
  succeed.mutable_navigator_to_succeed()->set_organisation_id("of biber");
  succeed.mutable_navigator_to_succeed()->mutable_succession_due()->set_seconds(1'770'000'900);
  const auto owed = React(succeed, {"one", kNow});
  ASSERT_EQ(owed.size(), 1u);
  EXPECT_EQ(owed[0].due, absl::FromUnixSeconds(1'770'000'900));
}

TEST(OnTransition, OwesNothingToAFamilyThatHasWithdrawn) {
  v1::TransitionEvent withdrawn;
  withdrawn.mutable_prevention_consent_withdrawn();
  EXPECT_TRUE(React(withdrawn, {"transition", absl::FromUnixSeconds(1'770'000'000)}).empty());
}

}  // namespace
}  // namespace fallverbund::intake
