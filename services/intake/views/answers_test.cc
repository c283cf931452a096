#include "services/intake/views/answers.h"

#include <gtest/gtest.h>

namespace fallverbund::intake {
namespace {

history::History<InquiryDecider> Received() {
  history::History<InquiryDecider> inquiry;
  v1::InquiryEvent event;
  event.mutable_inquiry_received()->mutable_holder()->set_person_id("adler");
  inquiry.Add(event, {}, "first");
  return inquiry;
}

v1::AssessInquiryResponse AnswerTo(const history::History<InquiryDecider>& inquiry,
                                   const std::string& commit_id) {
  v1::AssessInquiryResponse answer;
  AnswerAssessed(inquiry, commit_id, answer);
  return answer;
}

TEST(Answers, AnAssessmentNamesItsAnswerAndTheHolder) {
  auto inquiry = Received();
  v1::InquiryEvent declined;
  declined.mutable_inquiry_declined()->set_next_organisation_id("elsewhere");
  inquiry.Add(declined, {}, "second");
  const auto answer = AnswerTo(inquiry, "second");
  EXPECT_EQ(answer.state(), v1::INQUIRY_STATE_DECLINED);
  EXPECT_EQ(answer.next_organisation_id(), "elsewhere");
  EXPECT_EQ(answer.holder().person_id(), "adler");
}

TEST(Answers, ARepeatedAssessmentIsAnsweredAsItWasThen) {
  auto inquiry = Received();
  v1::InquiryEvent needs, eligible, opened;
  needs.mutable_inquiry_needs_info()->set_missing(v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  eligible.mutable_inquiry_found_eligible();
  opened.mutable_inquiry_opened();
  inquiry.Add(needs, {}, "second");
  inquiry.Add(eligible, {}, "third");
  inquiry.Add(opened, {}, "fourth");
  EXPECT_EQ(AnswerTo(inquiry, "second").state(), v1::INQUIRY_STATE_NEEDS_INFO);
  EXPECT_EQ(AnswerTo(inquiry, "second").missing(), v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  EXPECT_EQ(AnswerTo(inquiry, "third").state(), v1::INQUIRY_STATE_ELIGIBLE);
}

TEST(Answers, AContactSaysWhatItIsAndWhomToTurnTo) {
  history::History<ContactDecider> contact;
  contact.aggregate_id = "contact";
  v1::ContactEvent event;
  event.mutable_contact_received()->set_kind(v1::CONTACT_KIND_DIALOG);
  event.mutable_contact_received()->set_refer_to(v1::REFER_TO_RESPONSIBLE_CASE_WORKER);
  contact.Add(event, {}, "first");
  v1::ReceiveContactResponse answer;
  AnswerReceived(contact, answer);
  EXPECT_EQ(answer.contact_id(), "contact");
  EXPECT_EQ(answer.kind(), v1::CONTACT_KIND_DIALOG);
  EXPECT_EQ(answer.refer_to(), v1::REFER_TO_RESPONSIBLE_CASE_WORKER);
}

}  // namespace
}  // namespace fallverbund::intake
