// Break-glass end to end: who was outside reads for hours, never writes, and is on record before the answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "services/case/rpc/case_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::casework {
namespace {

using ::testing::Contains;
using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kDachs;
using testing::kIltis;
using testing::kMilo;
using testing::kReiher;
using testing::kWachtel;
using ::testing::Not;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Case = v1::CaseService;

class CaseGlassTest : public ::testing::Test {
 protected:
  CaseGlassTest() {
    testing::RegisterEverybody(service_);
    testing::OpenMilo(service_);
  }

  void Alarm() {
    crisis::v1::CrisisEvent event;
    event.mutable_crisis_opened()->set_case_id(kMilo);
    service_.Happened("crisis", IdOf("crisis"), "crisis", {&event});
  }
  Reply<v1::BreakGlassResponse> Break(const Who& who, bool endangered = false,
                                      const std::string& case_id = kMilo) {
    v1::BreakGlassRequest request;
    request.set_case_id(case_id);
    request.set_reason(v1::GLASS_REASON_MEDICAL_DECISION);
    request.set_account("liegt bewusstlos vor uns");
    request.set_endangered(endangered);
    auto reply = service_.Ask(&Case::Stub::BreakGlass, who, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::ReviewReadingResponse> Review(const Who& who, const std::string& reading_id,
                                          v1::GlassFinding finding = v1::GLASS_FINDING_JUSTIFIED) {
    v1::ReviewReadingRequest request;
    request.set_case_id(kMilo);
    request.set_reading_id(reading_id);
    request.set_finding(finding);
    auto reply = service_.Ask(&Case::Stub::ReviewReading, who, request);
    service_.Settle();
    return reply;
  }
  grpc::StatusCode Get(const Who& who) {
    v1::GetCaseRequest request;
    request.set_case_id(kMilo);
    return service_.Ask(&Case::Stub::GetCase, who, request).status.error_code();
  }
  std::vector<std::string> Texts(const Who& who) {
    v1::ListCaseDocumentsRequest request;
    request.set_case_id(kMilo);
    std::vector<std::string> texts;
    const auto reply = service_.Ask(&Case::Stub::ListCaseDocuments, who, request);
    for (const auto& document : reply.value.documents()) texts.push_back(document.text());
    return texts;
  }
  grpc::StatusCode Setback(const Who& who) {
    v1::RecordSetbackRequest request;
    request.set_case_id(kMilo);
    request.add_kinds(v1::SETBACK_KIND_RELAPSE);
    return service_.Ask(&Case::Stub::RecordSetback, who, request).status.error_code();
  }
  std::string Consent() {  // for the office that holds the case
    v1::RegisterConsentRequest request;
    request.set_case_id(kMilo);
    request.set_matter(v1::CONSENT_MATTER_ENTRUSTED);
    request.set_organisation_id(kAdler.organisation);
    request.set_given_by(v1::CONSENT_GIVER_YOUNG_PERSON);
    *request.mutable_given_on() = ToProto(service_.clock().Now());
    *request.mutable_until() = ToProto(service_.clock().Now() + Days(180));
    const auto reply = service_.Ask(&Case::Stub::RegisterConsent, kAdler, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.consent_id();
  }
  void Enter(common::v1::Confidentiality confidentiality, const std::string& text) {
    v1::EnterRecordRequest request;
    request.set_case_id(kMilo);
    request.set_kind(v1::RECORD_KIND_CONTRIBUTION);
    request.set_source(v1::RECORD_SOURCE_YOUNG_PERSON);
    const bool entrusted = confidentiality == common::v1::CONFIDENTIALITY_ENTRUSTED;  // § 65
    request.set_basis(entrusted ? v1::RECORD_BASIS_CONSENT : v1::RECORD_BASIS_SGB8_62_2);
    if (entrusted) request.set_consent_id(Consent());
    request.set_confidentiality(confidentiality);
    request.set_text(text);
    const auto reply = service_.Ask(&Case::Stub::EnterRecord, kAdler, request);
    ASSERT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
  }
  std::vector<v1::InboxItemKind> Inbox(const Who& who) {
    std::vector<v1::InboxItemKind> kinds;
    const auto reply = service_.Ask(&Case::Stub::ListInbox, who, v1::ListInboxRequest());
    for (const auto& item : reply.value.items()) kinds.push_back(item.kind());
    return kinds;
  }

  CaseModule module_;
  RunningService service_{"case", module_};
};

TEST_F(CaseGlassTest, WhoIsOutsideReadsForFourHoursInPersonAndNeverWrites) {
  Alarm();
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Break(kDachs).ok());
  ASSERT_TRUE(Break(kReiher).ok());
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::OK);
  EXPECT_EQ(Get(kIltis), grpc::StatusCode::NOT_FOUND) << "a colleague of who broke it";
  EXPECT_EQ(Setback(kReiher), grpc::StatusCode::NOT_FOUND);
  service_.clock().Advance(absl::Hours(4));
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(service_.EverythingWritten().find("bewusstlos"), std::string::npos);
}

// P9: the answer that got lost on the way is given again, also when the crisis is over by then.
TEST_F(CaseGlassTest, WhoBrokeItGetsTheSameAnswerAfterTheCrisis) {
  Alarm();
  v1::BreakGlassRequest request;
  request.set_request_id("5b0ef4a0-7a3c-4f63-9d80-2f6a1c9e4d11");
  request.set_case_id(kMilo);
  request.set_reason(v1::GLASS_REASON_MISSING);
  request.set_account("seit Mittag fort");
  const auto first = service_.Ask(&Case::Stub::BreakGlass, kReiher, request);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  crisis::v1::CrisisEvent concluded;
  concluded.mutable_crisis_concluded()->set_case_id(kMilo);
  service_.Happened("crisis", IdOf("crisis"), "crisis", {&concluded});
  EXPECT_EQ(Break(kReiher).status.error_code(), grpc::StatusCode::NOT_FOUND);
  const auto again = service_.Ask(&Case::Stub::BreakGlass, kReiher, request);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.value.reading_id(), first.value.reading_id());
}

TEST_F(CaseGlassTest, ACaseWithoutACrisisIsToStrangersLikeOneThatDoesNotExist) {
  const auto calm = Break(kReiher), unknown = Break(kReiher, false, IdOf("no such case"));
  EXPECT_EQ(calm.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(calm.status.error_message(), unknown.status.error_message());
  EXPECT_EQ(calm.status.error_details(), unknown.status.error_details());
  EXPECT_EQ(Break(kAdler).reason(), "GLASS_ONLY_IN_A_CRISIS");
  Alarm();
  EXPECT_EQ(Break(kAdler).reason(), "GLASS_NOT_NEEDED");
  EXPECT_EQ(Break(kWachtel).status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << "not her role";
}

TEST_F(CaseGlassTest, WhatWasEntrustedStaysClosedUnlessThereAreSignsOfEndangerment) {
  Enter(common::v1::CONFIDENTIALITY_ORDINARY, "mag Hunde");
  Enter(common::v1::CONFIDENTIALITY_ENTRUSTED, "hat es nur mir gesagt");
  Alarm();
  ASSERT_TRUE(Break(kReiher).ok());
  EXPECT_THAT(Texts(kReiher), Contains("mag Hunde"));
  EXPECT_THAT(Texts(kReiher), Not(Contains("hat es nur mir gesagt")));
  ASSERT_TRUE(Break(kReiher, true).ok());
  EXPECT_THAT(Texts(kReiher), Contains("hat es nur mir gesagt"));
}

TEST_F(CaseGlassTest, EveryReadIsJournaledBeforeItIsAnswered) {
  Alarm();
  Enter(common::v1::CONFIDENTIALITY_ORDINARY, "mag Hunde");
  const auto broken = Break(kReiher);
  ASSERT_TRUE(broken.ok());
  const std::string reading = broken.value.reading_id();
  const size_t before = service_.Journal().size();
  EXPECT_THAT(Texts(kReiher), Contains("mag Hunde"));
  const auto journal = service_.Journal();
  ASSERT_EQ(journal.size(), before + 1);
  eventlog::v1::ReadRecorded read;
  ASSERT_TRUE(eventlog::UnpackEvent(journal.back(), &read));
  EXPECT_EQ(read.object_id(), kMilo);
  EXPECT_GT(read.opened_key_ids_size(), 0);
  EXPECT_EQ(read.ground_id(), "BROKEN_GLASS");
  EXPECT_EQ(read.reading_id(), reading);
  EXPECT_EQ(read.row_id(), "A10");
}

// § 62: the journal says by what a text was opened, also where the reader is in the circle.
TEST_F(CaseGlassTest, AReadByGlassFromWithinTheCircleSaysSo) {
  Enter(common::v1::CONFIDENTIALITY_ORDINARY, "mag Hunde");
  v1::CaseEvent offered;
  offered.mutable_handover_offered()->set_handover_id(IdOf("handover"));
  *offered.mutable_handover_offered()->mutable_to() = testing::HolderOf(kReiher, kReiher, "");
  service_.Happened("case", kMilo, "case", {&offered});
  service_.Settle();
  const auto last_read = [&] {
    eventlog::v1::ReadRecorded read;
    EXPECT_TRUE(eventlog::UnpackEvent(service_.Journal().back(), &read));
    return read;
  };
  Alarm();
  EXPECT_THAT(Texts(kReiher), Not(Contains("mag Hunde"))) << "only asked";
  EXPECT_EQ(last_read().ground_id(), "RELATION_CIRCLE");
  const auto broken = Break(kReiher);
  ASSERT_TRUE(broken.ok()) << broken.status.error_message();
  EXPECT_THAT(Texts(kReiher), Not(Contains("mag Hunde"))) << "what was not packed takes endangerment";
  const std::string endangered = Break(kReiher, true).value.reading_id();
  EXPECT_THAT(Texts(kReiher), Contains("mag Hunde"));
  EXPECT_EQ(last_read().ground_id(), "BROKEN_GLASS");
  EXPECT_EQ(last_read().reading_id(), endangered);
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::OK);
  EXPECT_EQ(last_read().reading_id(), endangered) << "the whole case, and not the question";
  EXPECT_THAT(Texts(kAdler), Contains("mag Hunde"));
  EXPECT_EQ(last_read().ground_id(), "RELATION_CIRCLE");
  EXPECT_EQ(last_read().reading_id(), "");
}

TEST_F(CaseGlassTest, WhoHoldsHearsOfItAtOnceAndTwoPeopleReviewIt) {
  Alarm();
  EXPECT_THAT(Inbox(kAdler), Not(Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN)));
  const std::string reading = Break(kReiher).value.reading_id();
  EXPECT_THAT(Inbox(kAdler), Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN));
  EXPECT_EQ(Review(kReiher, reading).status.error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Review(kAdler, reading).ok());
  EXPECT_THAT(Inbox(kAdler), Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN)) << "one is not enough";
  ASSERT_TRUE(Review(kWachtel, reading, v1::GLASS_FINDING_NOT_JUSTIFIED).ok());
  EXPECT_THAT(Inbox(kAdler), Not(Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN)));
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::NOT_FOUND) << "not justified: over at once";
}

TEST_F(CaseGlassTest, ACrisisWorkerWhoLeadsIsAskedToReviewItAndMay) {
  Alarm();
  v1::CaseEvent leads;
  leads.mutable_crisis_lead_taken()->set_crisis_id(IdOf("crisis"));
  *leads.mutable_crisis_lead_taken()->mutable_to() = testing::HolderOf(kDachs, kDachs, "");
  service_.Happened("case", kMilo, "case", {&leads});
  const std::string reading = Break(kReiher).value.reading_id();
  EXPECT_THAT(Inbox(kDachs), Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN));
  ASSERT_TRUE(Review(kAdler, reading).ok());
  const auto reviewed = Review(kDachs, reading);
  ASSERT_TRUE(reviewed.ok()) << reviewed.status.error_message();
  EXPECT_THAT(Inbox(kAdler), Not(Contains(v1::INBOX_ITEM_KIND_GLASS_BROKEN)));
}

TEST_F(CaseGlassTest, WhoReadWithoutNeedReadsNoMoreInThisCrisisByAnyReading) {
  Alarm();
  ASSERT_TRUE(Break(kReiher).ok());
  const std::string endangered = Break(kReiher, true).value.reading_id();
  ASSERT_TRUE(Review(kAdler, endangered).ok());
  ASSERT_TRUE(Review(kWachtel, endangered, v1::GLASS_FINDING_NOT_JUSTIFIED).ok());
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Break(kReiher).reason(), "GLASS_FOUND_UNJUSTIFIED");
  EXPECT_EQ(Break(kReiher, true).reason(), "GLASS_FOUND_UNJUSTIFIED");
  EXPECT_EQ(Get(kReiher), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CaseGlassTest, AnUnreviewedReadingIsOverdueAndClimbs) {
  Alarm();
  ASSERT_TRUE(Break(kReiher).ok());
  service_.clock().Advance(absl::Hours(3 * 24));
  service_.Settle();
  EXPECT_THAT(Inbox(kAdler), Contains(v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_THAT(Inbox(testing::kSpecht), Not(Contains(v1::INBOX_ITEM_KIND_OVERDUE)));
  service_.clock().Advance(care::kEscalationInterval);
  service_.Settle();
  EXPECT_THAT(Inbox(testing::kSpecht), Contains(v1::INBOX_ITEM_KIND_OVERDUE)) << "the deputy";
}

}  // namespace
}  // namespace fallverbund::casework
