// Intake end to end: a dialog, a first contact, an inquiry with one break-off and then two.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/intake/v1/intake_service.grpc.pb.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "services/intake/rpc/intake_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::intake {
namespace {

using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kLerche;
using testing::kMilo;
using testing::kNorth;
using testing::kSpecht;
using testing::kWachtel;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Intake = v1::IntakeService;

class IntakeServiceTest : public ::testing::Test {
 protected:
  IntakeServiceTest() { testing::RegisterEverybody(service_); }

  static v1::ReceiveContactRequest FromSchoolToCoordination() {
    v1::ReceiveContactRequest request;
    request.set_source(v1::CONTACT_SOURCE_SCHOOL);
    request.set_receiving_organisation_id(kWachtel.organisation);
    request.set_owner_person_id(kWachtel.person);
    request.set_young_person_identifiable(true);
    request.set_young_person_name("Milo Falke");
    request.set_summary("Milo kommt nicht mehr");
    return request;
  }
  static v1::ReceiveContactRequest ToYouthOffice() {
    auto request = FromSchoolToCoordination();
    request.set_receiving_organisation_id(kAdler.organisation);
    request.set_receiving_unit_id(kNorth);
    request.set_owner_person_id(kAdler.person);
    request.set_deputy_person_id(kSpecht.person);
    return request;
  }
  static v1::SubmitInquiryRequest Inquiry() {
    v1::SubmitInquiryRequest request;
    request.set_unit_id(kNorth);
    request.set_deputy_person_id(kSpecht.person);
    request.set_office_organisation_id(kWachtel.organisation);
    request.set_competent_organisation_id(kAdler.organisation);
    request.add_symptoms(v1::SYMPTOM_NO_SCHOOL);
    *request.add_broken_off_supports() = BrokenOff("Streit in der Wohngruppe");
    request.set_tonight_kind(common::v1::TONIGHT_KIND_FAMILY);
    request.set_young_person_name("Milo Falke");
    request.set_summary("schlaeft bei der Mutter");
    return request;
  }
  static v1::BrokenOffSupportAccount BrokenOff(const std::string& account) {
    v1::BrokenOffSupportAccount support;
    support.set_kind(v1::HELP_KIND_RESIDENTIAL_GROUP);
    *support.mutable_ended_at() = ToProto(absl::FromCivil(absl::CivilDay(2025, 11, 14), absl::UTCTimeZone()));
    support.set_account(account);
    return support;
  }
  std::string Submit() {
    const auto reply = service_.Ask(&Intake::Stub::SubmitInquiry, kAdler, Inquiry());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.inquiry_id();
  }
  Reply<v1::AssessInquiryResponse> Assess(const std::string& inquiry_id,
                                          const std::string& override_reason = "") {
    v1::AssessInquiryRequest request;
    request.set_inquiry_id(inquiry_id);
    request.set_override_reason(override_reason);
    auto reply = service_.Ask(&Intake::Stub::AssessInquiry, kWachtel, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::GetInquiryResponse> Get(const std::string& inquiry_id, const Who& who = kAdler) {
    v1::GetInquiryRequest request;
    request.set_inquiry_id(inquiry_id);
    return service_.Ask(&Intake::Stub::GetInquiry, who, request);
  }
  void Opened(casework::v1::OriginKind kind, const std::string& origin_id) {
    casework::v1::CaseEvent event;
    event.mutable_case_opened()->mutable_origin()->set_kind(kind);
    event.mutable_case_opened()->mutable_origin()->set_aggregate_id(origin_id);
    service_.Happened("case", kMilo, "case", {&event});
  }

  IntakeModule module_;
  RunningService service_{"intake", module_};
};

TEST_F(IntakeServiceTest, ATeachersConcernIsADialogAndNobodysName) {
  const auto reply = service_.Ask(&Intake::Stub::ReceiveContact, kLerche, FromSchoolToCoordination());
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  EXPECT_EQ(reply.value.kind(), v1::CONTACT_KIND_DIALOG);
  EXPECT_EQ(reply.value.refer_to(), v1::REFER_TO_RESPONSIBLE_CASE_WORKER);
  v1::GetContactRequest get;
  get.set_contact_id(reply.value.contact_id());
  get.set_at_least_position(reply.value.result().position());
  const auto contact = service_.Ask(&Intake::Stub::GetContact, kWachtel, get);
  ASSERT_TRUE(contact.ok()) << contact.status.error_message();
  EXPECT_EQ(contact.value.contact().summary(), "Milo kommt nicht mehr");
  EXPECT_EQ(contact.value.contact().young_person_name(), "");
  EXPECT_EQ(contact.value.contact().owner().person_id(), kWachtel.person);
  EXPECT_EQ(service_.Ask(&Intake::Stub::GetContact, kAdler, get).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(IntakeServiceTest, ADialogNeedsNeitherANameNorADeputy) {
  auto request = FromSchoolToCoordination();
  request.clear_young_person_name();
  EXPECT_TRUE(service_.Ask(&Intake::Stub::ReceiveContact, kLerche, request).ok());
  request = ToYouthOffice();
  request.clear_young_person_name();
  request.clear_deputy_person_id();
  request.set_young_person_identifiable(false);
  const auto reply = service_.Ask(&Intake::Stub::ReceiveContact, kLerche, request);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  EXPECT_EQ(reply.value.kind(), v1::CONTACT_KIND_DIALOG);
}

TEST_F(IntakeServiceTest, AFirstContactHasAHolderAndBecomesACase) {
  const auto reply = service_.Ask(&Intake::Stub::ReceiveContact, kLerche, ToYouthOffice());
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  EXPECT_EQ(reply.value.kind(), v1::CONTACT_KIND_FIRST_CONTACT);
  service_.Settle();

  v1::RequestCaseOpeningRequest opening;
  opening.set_contact_id(reply.value.contact_id());
  opening.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *opening.mutable_tonight()->mutable_holder() = testing::HolderOf(kAdler, kSpecht, kNorth);
  EXPECT_EQ(service_.Ask(&Intake::Stub::RequestCaseOpening, kWachtel, opening).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(service_.Ask(&Intake::Stub::RequestCaseOpening, kAdler, opening).ok());
  Opened(casework::v1::ORIGIN_KIND_CONTACT, reply.value.contact_id());
  EXPECT_EQ(service_.Ask(&Intake::Stub::RequestCaseOpening, kAdler, opening).reason(),
            "OPENING_ASKED_ALREADY");

  v1::GetContactRequest get;
  get.set_contact_id(reply.value.contact_id());
  const auto contact = service_.Ask(&Intake::Stub::GetContact, kAdler, get);
  ASSERT_TRUE(contact.ok());
  EXPECT_EQ(contact.value.contact().case_id(), kMilo);
  EXPECT_EQ(contact.value.contact().young_person_name(), "Milo Falke");
}

TEST_F(IntakeServiceTest, AFirstContactNeedsPeopleOfTheReceivingUnit) {
  auto request = ToYouthOffice();
  request.set_owner_person_id(kWachtel.person);
  EXPECT_EQ(service_.Ask(&Intake::Stub::ReceiveContact, kLerche, request).reason(), "OWNER_UNKNOWN");
  request = ToYouthOffice();
  request.clear_deputy_person_id();
  EXPECT_EQ(service_.Ask(&Intake::Stub::ReceiveContact, kLerche, request).reason(), "DEPUTY_NOT_NAMED");
  request = ToYouthOffice();
  request.clear_young_person_name();
  EXPECT_EQ(service_.Ask(&Intake::Stub::ReceiveContact, kLerche, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request = ToYouthOffice();
  request.set_receiving_organisation_id(kBiber.organisation);
  EXPECT_EQ(service_.Ask(&Intake::Stub::ReceiveContact, kLerche, request).reason(),
            "CANNOT_RECEIVE_CONTACTS");
}

TEST_F(IntakeServiceTest, AnInquiryNeedsTwoBreakOffsAndItsHolderStays) {
  const std::string id = Submit();
  const auto needs = Assess(id);
  ASSERT_TRUE(needs.ok()) << needs.status.error_message();
  EXPECT_EQ(needs.value.state(), v1::INQUIRY_STATE_NEEDS_INFO);
  EXPECT_EQ(needs.value.missing(), v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  EXPECT_EQ(needs.value.holder().person_id(), kAdler.person);

  v1::AddBrokenOffSupportRequest more;
  more.set_inquiry_id(id);
  *more.mutable_support() = BrokenOff("kam vor verschlossene Tuer");
  ASSERT_TRUE(service_.Ask(&Intake::Stub::AddBrokenOffSupport, kAdler, more).ok());
  service_.Settle();
  const auto eligible = Assess(id);
  ASSERT_TRUE(eligible.ok()) << eligible.status.error_message();
  EXPECT_EQ(eligible.value.state(), v1::INQUIRY_STATE_ELIGIBLE);
  EXPECT_EQ(eligible.value.holder().person_id(), kAdler.person);

  Opened(casework::v1::ORIGIN_KIND_INQUIRY, id);
  const auto inquiry = Get(id);
  ASSERT_TRUE(inquiry.ok()) << inquiry.status.error_message();
  EXPECT_EQ(inquiry.value.inquiry().state(), v1::INQUIRY_STATE_OPENED);
  EXPECT_EQ(inquiry.value.inquiry().case_id(), kMilo);
  EXPECT_EQ(inquiry.value.inquiry().young_person_name(), "Milo Falke");
  EXPECT_EQ(inquiry.value.inquiry().summary(), "schlaeft bei der Mutter");
  ASSERT_EQ(inquiry.value.inquiry().broken_off_supports_size(), 2);
  EXPECT_EQ(inquiry.value.inquiry().broken_off_supports(0).account(), "Streit in der Wohngruppe");
  EXPECT_EQ(inquiry.value.inquiry().broken_off_supports(1).account(), "kam vor verschlossene Tuer");
  const std::string written = service_.EverythingWritten();
  for (const char* canary : {"Milo", "Falke", "Mutter", "Wohngruppe", "verschlossene"}) {
    EXPECT_FALSE(absl::StrContains(written, canary)) << canary;
  }
}

TEST_F(IntakeServiceTest, AnOfficeMayAskForFewerBreakOffs) {
  team::v1::OrganisationEvent rules;
  rules.mutable_working_rules_set()->set_broken_off_supports(1);
  service_.Happened("team", kAdler.organisation, "organisation", {&rules});
  const auto eligible = Assess(Submit());
  ASSERT_TRUE(eligible.ok()) << eligible.status.error_message();
  EXPECT_EQ(eligible.value.state(), v1::INQUIRY_STATE_ELIGIBLE) << "B11";
}

TEST_F(IntakeServiceTest, TheCoordinationOfficeAnswersInItsOwnTime) {
  team::v1::OrganisationEvent rules;
  rules.mutable_working_rules_set()->mutable_terms()->set_inquiry_answer_days(20);
  service_.Happened("team", kWachtel.organisation, "organisation", {&rules});
  const std::string id = Submit();
  service_.Settle();
  v1::GetInquiryRequest request;
  request.set_inquiry_id(id);
  const auto shown = service_.Ask(&Intake::Stub::GetInquiry, kAdler, request);
  ASSERT_TRUE(shown.ok()) << shown.status.error_message();
  EXPECT_NEAR(absl::ToDoubleHours(fallverbund::FromProto(shown.value.inquiry().answer_due()) -
                                  service_.clock().Now()),
              20 * 24, 1);
}

TEST_F(IntakeServiceTest, ARepeatedAssessmentGetsItsOldAnswer) {
  const std::string id = Submit();
  v1::AssessInquiryRequest request;
  request.set_request_id(RunningService::NewRequestId());
  request.set_inquiry_id(id);
  const auto first = service_.Ask(&Intake::Stub::AssessInquiry, kWachtel, request);
  ASSERT_TRUE(Assess(id, "sieht danach aus").ok());
  const auto again = service_.Ask(&Intake::Stub::AssessInquiry, kWachtel, request);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first.value.state(), v1::INQUIRY_STATE_NEEDS_INFO);
  EXPECT_EQ(first.value.SerializeAsString(), again.value.SerializeAsString());
}

TEST_F(IntakeServiceTest, OnlyACaseWorkerInquiresAndOnlyForTheOwnUnit) {
  EXPECT_EQ(service_.Ask(&Intake::Stub::SubmitInquiry, kLerche, Inquiry()).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  auto request = Inquiry();
  request.set_unit_id(IdOf("jhd ost"));
  EXPECT_EQ(service_.Ask(&Intake::Stub::SubmitInquiry, kAdler, request).reason(),
            "INQUIRY_ONLY_FOR_OWN_UNIT");
  request = Inquiry();
  request.set_office_organisation_id(kBiber.organisation);
  EXPECT_EQ(service_.Ask(&Intake::Stub::SubmitInquiry, kAdler, request).reason(),
            "INQUIRY_GOES_TO_COORDINATION");
  request = Inquiry();
  request.set_competent_organisation_id(kBiber.organisation);
  EXPECT_EQ(service_.Ask(&Intake::Stub::SubmitInquiry, kAdler, request).reason(),
            "COMPETENT_IS_YOUTH_OFFICE");
  request = Inquiry();
  request.set_deputy_person_id(kWachtel.person);
  EXPECT_EQ(service_.Ask(&Intake::Stub::SubmitInquiry, kAdler, request).reason(), "DEPUTY_NOT_NAMED");
}

TEST_F(IntakeServiceTest, AnUnansweredInquiryBecomesOverdueAndIsStillHeld) {
  const std::string id = Submit();
  service_.clock().Advance(Days(14));
  service_.Settle();
  const auto inquiry = Get(id, kWachtel).value.inquiry();
  EXPECT_TRUE(inquiry.answer_overdue());
  EXPECT_EQ(inquiry.holder().person_id(), kAdler.person);
  EXPECT_EQ(inquiry.state(), v1::INQUIRY_STATE_RECEIVED);
}

TEST_F(IntakeServiceTest, AnErasedNameIsShownAsErased) {
  const std::string id = Submit();
  const auto history = command::ReadHistory<InquiryDecider>(service_.host().rows(), id);
  ASSERT_TRUE(history.ok());
  service_.vault().Erase(history->entries[0].event.inquiry_received().young_person_name().key_id());
  // Services keep an opened key for seconds; nobody has opened this one yet.
  const auto inquiry = Get(id);
  ASSERT_TRUE(inquiry.ok()) << inquiry.status.error_message();
  EXPECT_EQ(inquiry.value.inquiry().young_person_name(), "[erased]");
  EXPECT_EQ(inquiry.value.inquiry().holder().person_id(), kAdler.person);
}

TEST_F(IntakeServiceTest, OfSomebodyWhoLeavesAColleagueTakesOverInPerson) {
  const Who habicht = {kAdler.organisation, IdOf("habicht"), common::v1::ROLE_TEAM_LEAD};
  team::v1::OrganisationEvent joins, leaves;
  joins.mutable_person_registered()->set_person_id(habicht.person);
  joins.mutable_person_registered()->set_unit_id(kNorth);
  joins.mutable_person_registered()->add_roles(habicht.role);
  service_.Happened("team", kAdler.organisation, "organisation", {&joins});
  const std::string inquiry = Submit();
  const auto contact = service_.Ask(&Intake::Stub::ReceiveContact, kAdler, ToYouthOffice());
  ASSERT_TRUE(contact.ok()) << contact.status.error_message();
  service_.Settle();

  v1::TakeOverInquiryRequest take;
  take.set_inquiry_id(inquiry);
  take.set_deputy_person_id(habicht.person);
  EXPECT_EQ(service_.Ask(&Intake::Stub::TakeOverInquiry, kSpecht, take).reason(), "HOLDER_STAYS");
  leaves.mutable_deactivation_requested()->set_person_id(kAdler.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(kSpecht.person);
  service_.Happened("team", kAdler.organisation, "organisation", {&leaves});
  service_.Settle();
  auto submit = Inquiry();
  EXPECT_EQ(service_.Ask(&Intake::Stub::SubmitInquiry, kAdler, submit).reason(), "PERSON_LEAVES");

  const auto taken = service_.Ask(&Intake::Stub::TakeOverInquiry, kSpecht, take);
  ASSERT_TRUE(taken.ok()) << taken.status.error_message();
  service_.Settle();
  EXPECT_EQ(Get(inquiry, kSpecht).value.inquiry().holder().person_id(), kSpecht.person);

  v1::TakeOverContactRequest take_contact;
  take_contact.set_contact_id(contact.value.contact_id());
  take_contact.set_deputy_person_id(kSpecht.person);
  ASSERT_TRUE(service_.Ask(&Intake::Stub::TakeOverContact, habicht, take_contact).ok());
  service_.Settle();
  v1::GetContactRequest get;
  get.set_contact_id(contact.value.contact_id());
  const auto shown = service_.Ask(&Intake::Stub::GetContact, kSpecht, get).value.contact();
  EXPECT_EQ(shown.owner().person_id(), habicht.person);
  EXPECT_TRUE(shown.has_opening_due());
  EXPECT_FALSE(shown.opening_overdue());
  service_.clock().Advance(Days(4));
  service_.Settle();
  EXPECT_TRUE(service_.Ask(&Intake::Stub::GetContact, kSpecht, get).value.contact().opening_overdue());
}

TEST_F(IntakeServiceTest, WhoReportedAsAProfessionalHearsThreeAnswersAndOthersNothing) {
  const auto received = service_.Ask(&Intake::Stub::ReceiveContact, kLerche, ToYouthOffice());
  ASSERT_TRUE(received.ok()) << received.status.error_message();
  service_.Settle();
  v1::GetReporterFeedbackRequest get;
  get.set_contact_id(received.value.contact_id());
  const auto before = service_.Ask(&Intake::Stub::GetReporterFeedback, kLerche, get);
  ASSERT_TRUE(before.ok()) << before.status.error_message();
  EXPECT_FALSE(before.value.has_feedback()) << "not told yet";
  v1::TellReporterRequest tell;
  tell.set_contact_id(received.value.contact_id());
  tell.set_confirmed(true);
  tell.set_acted(true);
  ASSERT_TRUE(service_.Ask(&Intake::Stub::TellReporter, kAdler, tell).ok());
  service_.Settle();
  const auto told = service_.Ask(&Intake::Stub::GetReporterFeedback, kLerche, get).value.feedback();
  EXPECT_TRUE(told.confirmed());
  EXPECT_TRUE(told.acted());
  EXPECT_FALSE(told.still_active());
  EXPECT_EQ(service_.Ask(&Intake::Stub::GetReporterFeedback, kBiber, get).status.error_code(),
            grpc::StatusCode::NOT_FOUND);

  auto heard = ToYouthOffice();
  heard.set_source(v1::CONTACT_SOURCE_NEIGHBOUR);
  const auto neighbour = service_.Ask(&Intake::Stub::ReceiveContact, kAdler, heard);
  service_.Settle();
  tell.set_contact_id(neighbour.value.contact_id());
  const auto refused = service_.Ask(&Intake::Stub::TellReporter, kAdler, tell);
  EXPECT_EQ(refused.reason(), "REPORTER_IS_NOT_TOLD");
  EXPECT_EQ(rpc::DetailsOf(refused.status).refusal->row(), "§ 64");
}

}  // namespace
}  // namespace fallverbund::intake
