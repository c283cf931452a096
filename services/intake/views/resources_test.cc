#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/base/time.h"
#include "libs/history/testing/field_path.h"
#include "services/intake/views/contact_resource.h"
#include "services/intake/views/inquiry_resource.h"

namespace fallverbund::intake {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

common::v1::Sealed Text(const std::string& key) {
  common::v1::Sealed sealed;
  sealed.set_key_id(key);
  return sealed;
}

// As opening would: puts "opened <key>" where each text is to be shown; returns where the texts lie.
std::vector<std::string> Open(const std::vector<history::SealedText>& texts) {
  std::vector<std::string> places;
  for (const auto& text : texts) {
    places.push_back(history::NameOfPlace(text));
    *text.shown = "opened " + text.sealed->key_id();
  }
  return places;
}

TEST(ShownContact, TellsWhoOwnsItAndShowsItsTexts) {
  history::History<ContactDecider> contact;
  contact.aggregate_id = "contact";
  v1::ContactEvent event;
  auto& received = *event.mutable_contact_received();
  received.set_kind(v1::CONTACT_KIND_FIRST_CONTACT);
  received.set_source(v1::CONTACT_SOURCE_SCHOOL);
  received.mutable_owner()->set_person_id("owner");
  *received.mutable_summary() = Text("summary");
  *received.mutable_young_person_name() = Text("name");
  contact.Add(event, {}, "commit");
  v1::ContactEvent opened;
  opened.mutable_contact_opened()->set_case_id("case");
  contact.Add(opened, {}, "commit");

  v1::Contact shown;
  std::vector<history::SealedText> texts;
  ShowContact(contact, shown, texts);
  EXPECT_EQ(shown.contact_id(), "contact");
  EXPECT_EQ(shown.kind(), v1::CONTACT_KIND_FIRST_CONTACT);
  EXPECT_EQ(shown.source(), v1::CONTACT_SOURCE_SCHOOL);
  EXPECT_EQ(shown.owner().person_id(), "owner");
  EXPECT_EQ(shown.case_id(), "case");
  EXPECT_EQ(shown.summary(), "");
  EXPECT_THAT(Open(texts), ElementsAre("summary", "young_person_name"));
  EXPECT_EQ(shown.summary(), "opened summary");
  EXPECT_EQ(shown.young_person_name(), "opened name");
}

TEST(ShownInquiry, TellsItsStateItsClockAndAllBreakOffs) {
  history::History<InquiryDecider> inquiry;
  inquiry.aggregate_id = "inquiry";
  v1::InquiryEvent event;
  auto& received = *event.mutable_inquiry_received();
  received.mutable_holder()->set_person_id("adler");
  received.set_office_organisation_id("office");
  received.add_symptoms(v1::SYMPTOM_SUBSTANCES);
  auto& first = *received.add_broken_off_supports();
  first.set_kind(v1::HELP_KIND_FOSTER_CARE);
  *first.mutable_account() = Text("first");
  *received.mutable_answer_due() = ToProto(kNow);
  *received.mutable_young_person_name() = Text("name");
  *received.mutable_summary() = Text("summary");
  inquiry.Add(event, {}, "commit");
  v1::InquiryEvent added;
  *added.mutable_broken_off_support_added()->mutable_support()->mutable_account() = Text("second");
  inquiry.Add(added, {}, "commit");
  v1::InquiryEvent overdue;
  *overdue.mutable_inquiry_answer_overdue()->mutable_due() = ToProto(kNow);
  inquiry.Add(overdue, {}, "commit");

  v1::Inquiry shown;
  std::vector<history::SealedText> texts;
  ShowInquiry(inquiry, shown, texts);
  EXPECT_EQ(shown.inquiry_id(), "inquiry");
  EXPECT_EQ(shown.state(), v1::INQUIRY_STATE_RECEIVED);
  EXPECT_EQ(shown.holder().person_id(), "adler");
  EXPECT_EQ(shown.office_organisation_id(), "office");
  EXPECT_THAT(shown.symptoms(), ElementsAre(v1::SYMPTOM_SUBSTANCES));
  EXPECT_EQ(shown.broken_off_supports(0).kind(), v1::HELP_KIND_FOSTER_CARE);
  EXPECT_EQ(FromProto(shown.answer_due()), kNow);
  EXPECT_TRUE(shown.answer_overdue());
  EXPECT_THAT(Open(texts),
              ElementsAre("broken_off_supports.account", "young_person_name", "summary", "support.account"));
  EXPECT_EQ(shown.broken_off_supports(0).account(), "opened first");
  EXPECT_EQ(shown.broken_off_supports(1).account(), "opened second");
  EXPECT_EQ(shown.young_person_name(), "opened name");
  EXPECT_EQ(shown.summary(), "opened summary");
}

TEST(ShownInquiry, SaysWhatIsMissing) {
  history::History<InquiryDecider> inquiry;
  v1::InquiryEvent needs;
  needs.mutable_inquiry_needs_info()->set_missing(v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  *needs.mutable_inquiry_needs_info()->mutable_info_due() = ToProto(kNow);
  inquiry.Add(needs, {}, "commit");
  v1::Inquiry shown;
  std::vector<history::SealedText> texts;
  ShowInquiry(inquiry, shown, texts);
  EXPECT_EQ(shown.state(), v1::INQUIRY_STATE_NEEDS_INFO);
  EXPECT_EQ(FromProto(shown.info_due()), kNow);
  EXPECT_FALSE(shown.info_overdue());
  EXPECT_EQ(shown.missing(), v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  EXPECT_FALSE(shown.has_answer_due());
}

}  // namespace
}  // namespace fallverbund::intake
