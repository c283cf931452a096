// An unaccompanied minor from reception to arrival, and somebody who is missing, end to end (§ 42a, N12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "libs/base/time.h"
#include "services/case/rpc/case_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::casework {
namespace {

using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kMilo;
using testing::kSpecht;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Case = v1::CaseService;

// Two people of the office that the Land names.
const Who kSommer = {IdOf("jugendamt ost"), IdOf("sommer"), common::v1::ROLE_CASE_WORKER};
const Who kDrossel = {IdOf("jugendamt ost"), IdOf("drossel"), common::v1::ROLE_TEAM_LEAD};
const std::string kEast = IdOf("jhd ost");

class CaseMinorTest : public ::testing::Test {
 protected:
  CaseMinorTest() {
    testing::RegisterEverybody(service_);
    testing::Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, kEast, {kSommer, kDrossel});
    testing::OpenMilo(service_);
  }

  google::protobuf::Timestamp Now() { return ToProto(service_.clock().Now()); }
  template <class Response, class Request>
  Reply<Response> Ask(grpc::Status (Case::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Who& who, Request request) {
    request.set_case_id(kMilo);
    auto reply = service_.Ask(method, who, request);
    service_.Settle();
    return reply;
  }

  Reply<v1::ReceiveUnaccompaniedMinorResponse> Receive(const Who& who = kAdler) {
    v1::ReceiveUnaccompaniedMinorRequest request;
    request.set_land(common::v1::FEDERAL_STATE_BERLIN);
    *request.mutable_received_at() = Now();
    return Ask(&Case::Stub::ReceiveUnaccompaniedMinor, who, request);
  }
  Reply<v1::RecordMinorStepResponse> Step(v1::MinorStep step, const Who& who = kAdler) {
    v1::RecordMinorStepRequest request;
    request.set_step(step);
    *request.mutable_taken_at() = Now();
    return Ask(&Case::Stub::RecordMinorStep, who, request);
  }
  Reply<v1::RecordMinorAllocationResponse> Allocate(const std::string& organisation_id) {
    v1::RecordMinorAllocationRequest request;
    request.set_organisation_id(organisation_id);
    *request.mutable_allocated_at() = Now();
    return Ask(&Case::Stub::RecordMinorAllocation, kAdler, request);
  }
  Reply<v1::ExcludeMinorAllocationResponse> Exclude(v1::MinorExclusionReason reason) {
    v1::ExcludeMinorAllocationRequest request;
    request.set_reason(reason);
    return Ask(&Case::Stub::ExcludeMinorAllocation, kAdler, request);
  }
  Reply<v1::SendEscortResponse> Escort(const std::string& person_id) {
    v1::SendEscortRequest request;
    request.set_person_id(person_id);
    *request.mutable_departs_at() = Now();
    return Ask(&Case::Stub::SendEscort, kAdler, request);
  }
  Reply<v1::ConfirmArrivalResponse> Arrived(const Who& who) {
    v1::ConfirmArrivalRequest request;
    *request.mutable_arrived_at() = Now();
    return Ask(&Case::Stub::ConfirmArrival, who, request);
  }
  Reply<v1::RecordSearchContactResponse> Search(const Who& who, int next_within_hours = 24,
                                                const std::string& account = "war am Bahnhof, nichts") {
    v1::RecordSearchContactRequest request;
    request.set_result(v1::SEARCH_RESULT_NO_TRACE);
    request.set_account(account);
    request.set_next_within_hours(next_within_hours);
    return Ask(&Case::Stub::RecordSearchContact, who, request);
  }
  // Adler offers to Sommer, and they met.
  std::string Offer() {
    v1::OfferHandoverRequest offer;
    offer.set_to_organisation_id(kSommer.organisation);
    offer.set_to_unit_id(kEast);
    offer.set_to_person_id(kSommer.person);
    offer.set_to_deputy_person_id(kDrossel.person);
    offer.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
    offer.mutable_participation()->mutable_young_person()->set_heard(true);
    offer.mutable_participation()->mutable_family()->set_heard(true);
    const auto offered = Ask(&Case::Stub::OfferHandover, kAdler, offer);
    EXPECT_TRUE(offered.ok()) << offered.status.error_message();
    v1::RecordHandoverMeetingRequest meeting;
    meeting.set_handover_id(offered.value.handover_id());
    *meeting.mutable_held_at() = Now();
    meeting.add_person_ids(kAdler.person);
    meeting.add_person_ids(kSommer.person);
    *meeting.mutable_participation() = offer.participation();
    EXPECT_TRUE(Ask(&Case::Stub::RecordHandoverMeeting, kAdler, meeting).ok());
    return offered.value.handover_id();
  }
  Reply<v1::AcceptHandoverResponse> Accept(const std::string& handover_id) {
    v1::AcceptHandoverRequest request;
    request.set_handover_id(handover_id);
    return Ask(&Case::Stub::AcceptHandover, kSommer, request);
  }
  void OnTheWay() {
    ASSERT_TRUE(Receive().ok());
    for (const auto step :
         {v1::MINOR_STEP_NOTIFIED_LAND, v1::MINOR_STEP_LAND_REPORTED, v1::MINOR_STEP_LAND_NAMED})
      ASSERT_TRUE(Step(step).ok());
    ASSERT_TRUE(Allocate(kSommer.organisation).ok());
  }
  // Nobody knows where; Adler's office searches.
  void Gone() {
    v1::VouchForTonightRequest request;
    request.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
    *request.mutable_tonight()->mutable_holder() = testing::HolderOf(kAdler, kSpecht, testing::kNorth);
    const auto reply = Ask(&Case::Stub::VouchForTonight, kAdler, request);
    ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  }
  std::vector<common::v1::ClockKind> Overdue(const Who& who) {
    const auto reply = service_.Ask(&Case::Stub::ListInbox, who, v1::ListInboxRequest());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    std::vector<common::v1::ClockKind> clocks;
    for (const auto& item : reply.value.items()) {
      if (item.kind() == v1::INBOX_ITEM_KIND_OVERDUE) clocks.push_back(item.clock());
    }
    return clocks;
  }
  int Held(const std::string& event) {
    const auto events = service_.Log();
    return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const eventlog::v1::Event& each) {
      return absl::EndsWith(each.type(), "." + event);
    }));
  }

  CaseModule module_;
  RunningService service_{"case", module_};
};

TEST_F(CaseMinorTest, ResponsibilityMovesOnlyOnceTheArrivalIsConfirmed) {
  OnTheWay();
  const std::string handover = Offer();
  EXPECT_EQ(Accept(handover).reason(), "ARRIVAL_NOT_CONFIRMED");
  EXPECT_EQ(Arrived(kSommer).reason(), "ESCORT_MISSING");
  EXPECT_EQ(Escort(kSommer.person).reason(), "ESCORT_NOT_OF_THE_HOLDER");
  ASSERT_TRUE(Escort(kSpecht.person).ok());
  EXPECT_EQ(Arrived(kAdler).reason(), "NOT_THE_NEW_AGENCY");
  ASSERT_TRUE(Arrived(kSommer).ok());
  const auto accepted = Accept(handover);
  EXPECT_TRUE(accepted.ok()) << accepted.status.error_message();
}

TEST_F(CaseMinorTest, TheStepsAreOfTheOfficeThatHoldsAndInTheirOrder) {
  EXPECT_EQ(Step(v1::MINOR_STEP_NOTIFIED_LAND).reason(), "NO_MINOR_PROCEDURE");
  EXPECT_EQ(Receive(kSommer).status.error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Receive().ok());
  EXPECT_EQ(Receive().reason(), "MINOR_PROCEDURE_OPEN");
  EXPECT_EQ(Step(v1::MINOR_STEP_LAND_NAMED).reason(), "MINOR_STEP_OUT_OF_ORDER");
  EXPECT_EQ(Step(v1::MINOR_STEP_UNSPECIFIED).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Allocate(kSommer.organisation).reason(), "MINOR_STEP_OUT_OF_ORDER");
}

TEST_F(CaseMinorTest, TheAllocatedOfficeIsAnotherYouthOffice) {
  ASSERT_TRUE(Receive().ok());
  for (const auto step :
       {v1::MINOR_STEP_NOTIFIED_LAND, v1::MINOR_STEP_LAND_REPORTED, v1::MINOR_STEP_LAND_NAMED})
    ASSERT_TRUE(Step(step).ok());
  EXPECT_EQ(Allocate(kBiber.organisation).reason(), "COMPETENT_IS_YOUTH_OFFICE");
  EXPECT_EQ(Allocate(kAdler.organisation).reason(), "COMPETENT_ALREADY");
}

TEST_F(CaseMinorTest, NobodyIsAllocatedWhereThatIsExcludedAndTheCaseGoesOn) {
  ASSERT_TRUE(Receive().ok());
  EXPECT_EQ(Exclude(v1::MINOR_EXCLUSION_REASON_MONTH_OVER).reason(), "MONTH_NOT_OVER");
  ASSERT_TRUE(Exclude(v1::MINOR_EXCLUSION_REASON_FAMILY).ok());
  EXPECT_EQ(Exclude(v1::MINOR_EXCLUSION_REASON_FAMILY).reason(), "NO_MINOR_PROCEDURE");
  const std::string handover = Offer();
  EXPECT_TRUE(Accept(handover).ok()) << "nobody is on the way";
}

TEST_F(CaseMinorTest, AMissedStepWaitsForWhoHolds) {
  ASSERT_TRUE(Receive().ok());
  service_.clock().Advance(Days(20));
  service_.Settle();
  EXPECT_THAT(Overdue(kAdler), ::testing::Contains(common::v1::CLOCK_KIND_MINOR_NOTIFICATION));
}

TEST_F(CaseMinorTest, TheSearchBeginsByItselfAndAMissedAttemptClimbs) {
  EXPECT_EQ(Search(kAdler).reason(), "NOBODY_IS_MISSING");
  Gone();
  EXPECT_EQ(Held("SearchBegun"), 1);
  service_.clock().Advance(absl::Hours(25));
  service_.Settle();
  EXPECT_THAT(Overdue(kAdler), ::testing::Contains(common::v1::CLOCK_KIND_SEARCH_CONTACT));
  service_.clock().Advance(Days(1));
  service_.Settle();
  EXPECT_GE(Held("CaseDeadlineEscalated"), 1);
}

// N8, N12: at any hour, by who finds the bed empty; and back without another word of anybody.
TEST_F(CaseMinorTest, TheProviderReportsWhoIsGoneAndWhoIsBackAndThePlaceIsKept) {
  const std::string home = IdOf("werkstatt");
  v1::CaseEvent proposed, adopted, started;
  proposed.mutable_setting_proposed()->set_setting_id(home);
  auto& place = *proposed.mutable_setting_proposed()->add_components();
  place.set_kind(v1::COMPONENT_KIND_RESIDENTIAL);
  place.set_organisation_id(kBiber.organisation);
  adopted.mutable_setting_adopted()->set_setting_id(home);
  adopted.mutable_setting_adopted()->set_version(1);
  started.mutable_setting_started()->set_setting_id(home);
  started.mutable_setting_started()->mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  *started.mutable_setting_started()->mutable_tonight()->mutable_holder() =
      testing::HolderOf(kBiber, kBiber, "");
  service_.Happened("case", kMilo, "case", {&proposed, &adopted, &started});
  service_.Settle();
  EXPECT_EQ(Ask(&Case::Stub::ReportBack, kBiber, v1::ReportBackRequest()).reason(), "NO_PLACE_KEPT");
  const auto gone = Ask(&Case::Stub::ReportMissing, kBiber, v1::ReportMissingRequest());
  ASSERT_TRUE(gone.ok()) << gone.status.error_message();
  v1::Case milo = Ask(&Case::Stub::GetCase, kBiber, v1::GetCaseRequest()).value.case_();
  EXPECT_EQ(milo.tonight().holder().person_id(), kAdler.person) << "who holds the case searches";
  EXPECT_EQ(milo.kept_setting_id(), home);
  ASSERT_TRUE(Search(kAdler).ok());
  team::v1::OrganisationEvent leaves;
  leaves.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  service_.Happened("team", kBiber.organisation, "organisation", {&leaves});
  service_.Settle();
  const auto back = Ask(&Case::Stub::ReportBack, kBiber, v1::ReportBackRequest());
  ASSERT_TRUE(back.ok()) << back.status.error_message() << ": who shelters in fact says so (N10)";
  milo = Ask(&Case::Stub::GetCase, kAdler, v1::GetCaseRequest()).value.case_();
  EXPECT_EQ(milo.tonight().kind(), common::v1::TONIGHT_KIND_PLACEMENT);
  EXPECT_EQ(milo.tonight().holder().person_id(), kBiber.person);
  EXPECT_EQ(milo.kept_setting_id(), "");
}

TEST_F(CaseMinorTest, TheNamedSearcherOrTheDeputyTriesAndSaysWhenNext) {
  Gone();
  EXPECT_EQ(Search(kAdler, 0).reason(), "SEARCH_RHYTHM_TOO_SLOW");
  EXPECT_EQ(Search(kAdler, 24, "").status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const Who lead = {kAdler.organisation, IdOf("habicht"), common::v1::ROLE_TEAM_LEAD};
  team::v1::OrganisationEvent person;
  person.mutable_person_registered()->set_person_id(lead.person);
  person.mutable_person_registered()->set_unit_id(testing::kNorth);
  person.mutable_person_registered()->add_roles(lead.role);
  service_.Happened("team", lead.organisation, "organisation", {&person});
  EXPECT_EQ(Search(lead).reason(), "NOT_THE_SEARCHER");
  ASSERT_TRUE(Search(kAdler).ok());
  ASSERT_TRUE(Search(kSpecht).ok());
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Bahnhof"));
  service_.clock().Advance(absl::Hours(25));
  service_.Settle();
  EXPECT_THAT(Overdue(kAdler), ::testing::Contains(common::v1::CLOCK_KIND_SEARCH_CONTACT));
}

}  // namespace
}  // namespace fallverbund::casework
