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

}  // namespace
}  // namespace fallverbund::intake
