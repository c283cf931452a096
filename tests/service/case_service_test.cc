// Long, because one test per promise of the service.
//
// The case end to end: opened for who held it before, handed over by acceptance only, never let go, resting
// with a date, and hidden from whom it is no concern of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <tuple>

#include "absl/strings/match.h"
#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/time.h"
#include "services/case/rpc/case_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::casework {
namespace {

using ::testing::ElementsAre;
using testing::HolderOf;
using testing::IdOf;
using ::testing::IsEmpty;
using testing::kAdler;
using testing::kBiber;
using testing::kNorth;
using testing::kSpecht;
using testing::kWachtel;
using ::testing::Pair;
using testing::Reply;
using testing::RunningService;
using ::testing::UnorderedElementsAre;
using testing::Who;
using Cases = v1::CaseService;

// Two people of another youth office.
const Who kSommer = {IdOf("jugendamt ost"), IdOf("sommer"), common::v1::ROLE_CASE_WORKER};
const Who kDrossel = {IdOf("jugendamt ost"), IdOf("drossel"), common::v1::ROLE_TEAM_LEAD};
const std::string kEast = IdOf("jhd ost"), kTeam = IdOf("team of milo");
// Two people of another coordination office.
const Who kUhu = {IdOf("koordination ost"), IdOf("uhu"), common::v1::ROLE_COORDINATOR};
const Who kStar = {IdOf("koordination ost"), IdOf("star"), common::v1::ROLE_COORDINATOR};

class CaseServiceTest : public ::testing::Test {
 protected:
  CaseServiceTest() {
    testing::RegisterEverybody(service_);
    testing::Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, kEast, {kSommer, kDrossel});
    InquiryFoundEligible();
    milo_ = Inbox(kAdler).at(0).case_id();
  }

  // What intake decides; the case opens because of it.
  void InquiryFoundEligible() {
    intake::v1::InquiryEvent received, eligible;
    *received.mutable_inquiry_received()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
    received.mutable_inquiry_received()->set_office_organisation_id(kWachtel.organisation);
    auto& found = *eligible.mutable_inquiry_found_eligible();
    found.set_subject_id(IdOf("milo"));
    *found.mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
    found.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
    *found.mutable_tonight()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
    service_.Happened("intake", IdOf("inquiry"), "inquiry", {&received, &eligible});
  }

  std::vector<v1::InboxItem> Inbox(const Who& who, uint64_t at_least_position = 0) {
    v1::ListInboxRequest request;
    request.set_at_least_position(at_least_position);
    const auto reply = service_.Ask(&Cases::Stub::ListInbox, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return {reply.value.items().begin(), reply.value.items().end()};
  }
  // For the office that holds the case.
  std::string Consent() {
    v1::RegisterConsentRequest request;
    request.set_case_id(milo_);
    request.set_matter(v1::CONSENT_MATTER_ENTRUSTED);
    request.set_organisation_id(kAdler.organisation);
    request.set_given_by(v1::CONSENT_GIVER_YOUNG_PERSON);
    *request.mutable_given_on() = ToProto(service_.clock().Now());
    *request.mutable_until() = ToProto(service_.clock().Now() + Days(180));
    const auto reply = service_.Ask(&Cases::Stub::RegisterConsent, kAdler, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.consent_id();
  }
  // A team that Wachtel coordinates, which shares nothing yet.
  void TeamIsProposed() {
    team::v1::TeamEvent event;
    auto& proposed = *event.mutable_team_proposed();
    proposed.set_case_id(milo_);
    proposed.set_case_worker_person_id(kAdler.person);
    *proposed.mutable_coordinator() = HolderOf(kWachtel, kWachtel, "");
    int discipline = team::v1::DISCIPLINE_SOCIAL_WORK;
    for (const Who& who : {kAdler, kWachtel}) {
      auto& seat = *proposed.add_seats();
      seat.set_organisation_id(who.organisation);
      seat.set_person_id(who.person);
      seat.set_discipline(static_cast<team::v1::Discipline>(discipline++));
      seat.set_lead(who.person == kAdler.person);
    }
    service_.Happened("team", IdOf("team"), "team", {&event});
    service_.Settle();
  }
  // Kinds of what waits for `who`, and the step each clock has reached.
  std::vector<std::pair<std::string, common::v1::EscalationStep>> Waiting(const Who& who) {
    std::vector<std::pair<std::string, common::v1::EscalationStep>> kinds;
    for (const auto& item : Inbox(who)) {
      kinds.emplace_back(v1::InboxItemKind_Name(item.kind()).substr(sizeof("INBOX_ITEM_KIND_") - 1),
                         item.step());
    }
    return kinds;
  }

  Reply<v1::GetCaseResponse> Get(const Who& who = kAdler, uint64_t at_least_position = 0) {
    v1::GetCaseRequest request;
    request.set_case_id(milo_);
    request.set_at_least_position(at_least_position);
    return service_.Ask(&Cases::Stub::GetCase, who, request);
  }
  std::string HolderOfCase() { return Get().value.case_().holder().person_id(); }

  v1::OfferHandoverRequest OfferTo(const Who& who, const Who& deputy, const std::string& unit) {
    v1::OfferHandoverRequest request;
    request.set_case_id(milo_);
    request.set_to_organisation_id(who.organisation);
    request.set_to_unit_id(unit);
    request.set_to_person_id(who.person);
    request.set_to_deputy_person_id(deputy.person);
    request.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
    request.mutable_participation()->mutable_young_person()->set_heard(true);
    request.mutable_participation()->mutable_family()->set_heard(true);
    return request;
  }
  std::string Offer(const v1::OfferHandoverRequest& request) {
    const auto reply = service_.Ask(&Cases::Stub::OfferHandover, kAdler, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.handover_id();
  }
  // Giver and receiver, says the giver.
  void Meet(const std::string& handover_id, const Who& giver, const Who& receiver) {
    v1::RecordHandoverMeetingRequest request;
    request.set_case_id(milo_);
    request.set_handover_id(handover_id);
    *request.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
    request.add_person_ids(giver.person);
    request.add_person_ids(receiver.person);
    request.mutable_participation()->mutable_young_person()->set_heard(true);
    request.mutable_participation()->mutable_family()->set_heard(true);
    const auto reply = service_.Ask(&Cases::Stub::RecordHandoverMeeting, giver, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
  }
  Reply<v1::AcceptHandoverResponse> Accept(const std::string& handover_id, const Who& who) {
    v1::AcceptHandoverRequest request;
    request.set_case_id(milo_);
    request.set_handover_id(handover_id);
    return service_.Ask(&Cases::Stub::AcceptHandover, who, request);
  }
  Reply<v1::RequestLawfulEndResponse> WishTheEnd(const Who& who, const std::string& ground) {
    v1::RequestLawfulEndRequest request;
    request.set_case_id(milo_);
    request.set_ground(ground);
    return service_.Ask(&Cases::Stub::RequestLawfulEnd, who, request);
  }
  v1::EnterStandbyRequest Rest() {
    v1::EnterStandbyRequest request;
    request.set_case_id(milo_);
    request.set_reason(v1::STANDBY_REASON_REFUSAL);
    *request.mutable_next_contact_due() = fallverbund::ToProto(service_.clock().Now() + Days(14));
    auto& young_person = *request.mutable_participation()->mutable_young_person();
    young_person.set_reason(common::v1::NOT_HEARD_REASON_REFUSED);
    *young_person.mutable_retry_due() = fallverbund::ToProto(service_.clock().Now() + Days(60));
    request.mutable_participation()->mutable_family()->set_heard(true);
    return request;
  }
  // Sommer's office may be competent and knows; the change's id.
  std::string TellSommer() {
    v1::DetectCompetenceChangeRequest detect;
    detect.set_case_id(milo_);
    detect.set_cause(v1::COMPETENCE_CHANGE_CAUSE_PARENTS_MOVED);
    detect.set_organisation_id(kSommer.organisation);
    detect.set_account("die Mutter ist umgezogen");
    const auto detected = service_.Ask(&Cases::Stub::DetectCompetenceChange, kAdler, detect);
    EXPECT_TRUE(detected.ok()) << detected.status.error_message();
    v1::InformAgencyRequest inform;
    inform.set_case_id(milo_);
    inform.set_change_id(detected.value.change_id());
    inform.set_to_organisation_id(kSommer.organisation);
    inform.set_to_unit_id(kEast);
    inform.set_to_person_id(kSommer.person);
    inform.set_to_deputy_person_id(kDrossel.person);
    const auto informed = service_.Ask(&Cases::Stub::InformAgency, kAdler, inform);
    EXPECT_TRUE(informed.ok()) << informed.status.error_message();
    service_.Settle();
    return detected.value.change_id();
  }
  // Wachtel coordinates a team that asks Adler and Biber; in the second, all of them have committed.
  void InviteToShare() {
    testing::Register(service_, team::v1::ORGANISATION_KIND_COORDINATION_OFFICE, "", {kUhu, kStar});
    team::v1::TeamEvent event;
    auto& proposed = *event.mutable_team_proposed();
    proposed.set_case_id(milo_);
    *proposed.mutable_coordinator() = HolderOf(kWachtel, testing::kZeisig, "");
    proposed.set_case_worker_person_id(kAdler.person);
    for (const Who& who : {kWachtel, kAdler, kBiber}) {
      auto& seat = *proposed.add_seats();
      seat.set_organisation_id(who.organisation);
      seat.set_person_id(who.person);
      seat.set_discipline(who.role == common::v1::ROLE_PROVIDER_WORKER ? team::v1::DISCIPLINE_RESIDENTIAL_CARE
                                                                       : team::v1::DISCIPLINE_SOCIAL_WORK);
      seat.set_lead(who.role == common::v1::ROLE_CASE_WORKER);
    }
    service_.Happened("team", kTeam, "team", {&event});
    service_.Settle();
  }
  void ShareResponsibility() {
    InviteToShare();
    for (const Who& who : {kWachtel, kAdler, kBiber}) CommitsToTeam(who);
  }
  void CommitsToTeam(const Who& who) {
    v1::CommitToTeamRequest commit;
    commit.set_case_id(milo_);
    commit.set_team_id(kTeam);
    const auto reply = service_.Ask(&Cases::Stub::CommitToTeam, who, commit);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
  }
  // A relapse with this account; its position.
  uint64_t Tells(const std::string& account) {
    v1::RecordSetbackRequest setback;
    setback.set_case_id(milo_);
    setback.add_kinds(v1::SETBACK_KIND_RELAPSE);
    setback.set_account(account);
    const auto told = service_.Ask(&Cases::Stub::RecordSetback, kAdler, setback);
    EXPECT_TRUE(told.ok()) << told.status.error_message();
    service_.Settle();
    return told.value.result().position();
  }
  std::vector<v1::TextState> TextsFor(const Who& who) {
    v1::ListCaseDocumentsRequest list;
    list.set_case_id(milo_);
    const auto shown = service_.Ask(&Cases::Stub::ListCaseDocuments, who, list);
    EXPECT_TRUE(shown.ok()) << shown.status.error_message();
    std::vector<v1::TextState> found;
    for (const auto& document : shown.value.documents()) found.push_back(document.state());
    return found;
  }
  Reply<v1::OfferCoordinationResponse> OfferToCoordinate(const Who& by, const Who& to, const Who& deputy) {
    v1::OfferCoordinationRequest request;
    request.set_case_id(milo_);
    request.set_team_id(kTeam);
    request.set_to_organisation_id(to.organisation);
    request.set_to_person_id(to.person);
    request.set_to_deputy_person_id(deputy.person);
    auto reply = service_.Ask(&Cases::Stub::OfferCoordination, by, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::AcceptCoordinationResponse> Coordinate(const std::string& offer_id, const Who& who) {
    v1::AcceptCoordinationRequest request;
    request.set_case_id(milo_);
    request.set_offer_id(offer_id);
    auto reply = service_.Ask(&Cases::Stub::AcceptCoordination, who, request);
    service_.Settle();
    return reply;
  }
  void OfOrganisation(const Who& who, const team::v1::OrganisationEvent& event) {
    service_.Happened("team", who.organisation, "organisation", {&event});
    service_.Settle();
  }
  team::v1::OrganisationEvent GoesInAMonth() {
    team::v1::OrganisationEvent leaving;
    leaving.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
    *leaving.mutable_organisation_leaving()->mutable_until() =
        fallverbund::ToProto(service_.clock().Now() + Days(30));
    return leaving;
  }
  // What was counted last of somebody who leaves.
  v1::ResponsibilitiesCounted CountedLast() {
    v1::ResponsibilitiesCounted counted;
    for (const auto& event : service_.Log()) {
      if (event.type() != counted.GetDescriptor()->full_name()) continue;
      EXPECT_TRUE(counted.ParseFromString(event.data()));
    }
    return counted;
  }
  template <class Known>
  Known LastInJournal() {
    Known known;
    const auto entry = service_.Journal().back();
    EXPECT_EQ(entry.type(), known.GetDescriptor()->full_name());
    EXPECT_TRUE(known.ParseFromString(entry.data()));
    return known;
  }

  CaseModule module_;
  RunningService service_{"case", module_};
  std::string milo_;
};

TEST_F(CaseServiceTest, AnInboxIsShownAsItWasToWhoseItIsAndToAuditors) {
  const absl::Time opened = service_.clock().Now();
  service_.clock().Advance(absl::Hours(24));
  v1::ListInboxRequest own;
  *own.mutable_as_known_at() = ToProto(opened - absl::Hours(1));
  EXPECT_THAT(service_.Ask(&Cases::Stub::ListInbox, kAdler, own).value.items(), IsEmpty());
  *own.mutable_as_known_at() = ToProto(opened + absl::Hours(1));
  const auto then = service_.Ask(&Cases::Stub::ListInbox, kAdler, own);
  ASSERT_TRUE(then.ok()) << then.status.error_message();
  ASSERT_EQ(static_cast<size_t>(then.value.items_size()), Inbox(kAdler).size());
  EXPECT_TRUE(then.value.items(0).has_began());
  EXPECT_FALSE(Inbox(kAdler)[0].has_began());

  v1::ListPersonInboxRequest of_adler;
  of_adler.set_person_id(kAdler.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListPersonInbox, kSpecht, of_adler).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  const Who kauz = {IdOf("pruefstelle"), IdOf("kauz"), common::v1::ROLE_AUDITOR};
  testing::Register(service_, team::v1::ORGANISATION_KIND_OTHER, "", {kauz});
  EXPECT_GT(service_.Ask(&Cases::Stub::ListPersonInbox, kauz, of_adler).value.items_size(), 0);
  *of_adler.mutable_as_true_at() = ToProto(opened - absl::Hours(1));
  const auto before = service_.Ask(&Cases::Stub::ListPersonInbox, kauz, of_adler);
  ASSERT_TRUE(before.ok()) << before.status.error_message();
  EXPECT_THAT(before.value.items(), IsEmpty());
  of_adler.set_person_id("nonsense");
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListPersonInbox, kauz, of_adler).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CaseServiceTest, ARecordThatANewerProgramWentOnWithIsNotShownAsItWas) {
  eventlog::v1::Event newer;
  newer.set_type("fallverbund.casework.v1.MentorNamed");
  newer.set_schema_version(1);
  service_.log().Append("case", milo_, "case", {newer});
  service_.Settle();
  const auto reply = Get();
  EXPECT_EQ(reply.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(absl::StrContains(reply.status.error_message(), "held back"));
  EXPECT_EQ(WishTheEnd(kAdler, "volljaehrig").status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(CaseServiceTest, AnEligibleInquiryBecomesOneCaseThatItsHolderHolds) {
  EXPECT_THAT(Waiting(kAdler), UnorderedElementsAre(Pair("CASE_HELD", 0), Pair("TONIGHT_HELD", 0)));
  const auto milo = Get();
  ASSERT_TRUE(milo.ok()) << milo.status.error_message();
  EXPECT_EQ(milo.value.case_().phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_EQ(milo.value.case_().holder().SerializeAsString(),
            HolderOf(kAdler, kSpecht, kNorth).SerializeAsString());
  EXPECT_EQ(milo.value.case_().tonight().kind(), common::v1::TONIGHT_KIND_FAMILY);
  EXPECT_EQ(milo.value.case_().tonight().holder().person_id(), kAdler.person);
  EXPECT_TRUE(Get(kWachtel).ok()) << "the office that was asked is of the circle";
}

TEST_F(CaseServiceTest, AnInboxIsReadPageByPageAndAForgedTokenIsNoEndOfIt) {
  v1::ListInboxRequest request;
  request.set_page_size(1);
  const auto first = service_.Ask(&Cases::Stub::ListInbox, kAdler, request);
  ASSERT_EQ(first.value.items_size(), 1);
  const std::string token = first.value.next_page_token();
  ASSERT_NE(token, "");
  for (const std::string& forged : {std::string("zzz"), std::string("enp6enp6enp6eno="), token + "x"}) {
    request.set_page_token(forged);
    EXPECT_EQ(service_.Ask(&Cases::Stub::ListInbox, kAdler, request).status.error_code(),
              grpc::StatusCode::INVALID_ARGUMENT)
        << forged;
  }
  request.set_page_token(token);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListInbox, kSpecht, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT)
      << "somebody else's inbox";
  const auto second = service_.Ask(&Cases::Stub::ListInbox, kAdler, request);
  ASSERT_EQ(second.value.items_size(), 1) << second.status.error_message();
  EXPECT_NE(second.value.items(0).kind(), first.value.items(0).kind());
  EXPECT_EQ(second.value.next_page_token(), "");
}

TEST_F(CaseServiceTest, WhatTheEmergencyServiceHeardOfFirstItHoldsUntilAYouthOfficeAccepts) {
  const Who uhu = {IdOf("notdienst"), IdOf("uhu"), common::v1::ROLE_EMERGENCY_SERVICE};
  const Who kauz = {IdOf("notdienst"), IdOf("kauz"), common::v1::ROLE_EMERGENCY_SERVICE};
  testing::Register(service_, team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE, "", {uhu, kauz});
  intake::v1::ContactEvent received, asking;
  received.mutable_contact_received()->set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
  *received.mutable_contact_received()->mutable_owner() = HolderOf(uhu, kauz, "");
  auto& requested = *asking.mutable_case_opening_requested();
  requested.set_subject_id(IdOf("ayla"));
  *requested.mutable_holder() = HolderOf(uhu, kauz, "");
  requested.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *requested.mutable_tonight()->mutable_holder() = HolderOf(uhu, kauz, "");
  service_.Happened("intake", IdOf("contact"), "contact", {&received, &asking});
  ASSERT_THAT(Waiting(uhu), UnorderedElementsAre(Pair("CASE_HELD", 0), Pair("TONIGHT_HELD", 0)));
  milo_ = Inbox(uhu).at(0).case_id();

  // The unit that holds does what only it can do: it searches, vouches and assesses (N12, N9, C7).
  v1::ReportMissingRequest gone;
  gone.set_case_id(milo_);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ReportMissing, uhu, gone).ok());
  service_.Settle();
  v1::RecordSearchContactRequest searched;
  searched.set_case_id(milo_);
  searched.set_result(v1::SEARCH_RESULT_TRACE);
  searched.set_account("am Hauptbahnhof gesehen");
  searched.set_next_within_hours(2);
  const auto tried = service_.Ask(&Cases::Stub::RecordSearchContact, uhu, searched);
  ASSERT_TRUE(tried.ok()) << tried.status.error_message();
  v1::VouchForTonightRequest home;
  home.set_case_id(milo_);
  *home.mutable_tonight() = requested.tonight();
  const auto vouched = service_.Ask(&Cases::Stub::VouchForTonight, uhu, home);
  ASSERT_TRUE(vouched.ok()) << vouched.status.error_message();
  v1::OpenRiskAssessmentRequest signs;
  signs.set_case_id(milo_);
  signs.set_signs("friert und schweigt");
  const auto opened = service_.Ask(&Cases::Stub::OpenRiskAssessment, uhu, signs);
  ASSERT_TRUE(opened.ok()) << opened.status.error_message();
  v1::RecordRiskAssessmentRequest assess;
  assess.set_case_id(milo_);
  assess.set_assessment_id(opened.value.assessment_id());
  for (const Who& who : {uhu, kauz}) {
    v1::Participant& assessor = *assess.add_assessors();
    assessor.set_party(v1::PARTY_OTHER);
    assessor.set_organisation_id(who.organisation);
    assessor.set_person_id(who.person);
  }
  assess.set_outcome(v1::RISK_OUTCOME_LATENT);
  assess.set_assessment("bleibt heute Nacht bei der Tante");
  assess.mutable_participation()->mutable_young_person()->set_heard(true);
  assess.mutable_participation()->mutable_family()->set_heard(true);
  const auto assessed = service_.Ask(&Cases::Stub::RecordRiskAssessment, uhu, assess);
  ASSERT_TRUE(assessed.ok()) << assessed.status.error_message();
  service_.Settle();

  const auto offered = service_.Ask(&Cases::Stub::OfferHandover, uhu, OfferTo(kAdler, kSpecht, kNorth));
  ASSERT_TRUE(offered.ok()) << offered.status.error_message();
  service_.Settle();
  EXPECT_EQ(Accept(offered.value.handover_id(), kAdler).reason(), "HANDOVER_NOT_WARM");
  Meet(offered.value.handover_id(), uhu, kAdler);
  ASSERT_TRUE(Accept(offered.value.handover_id(), kAdler).ok());
  service_.Settle();
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferHandover, kAdler, OfferTo(uhu, kauz, "")).reason(),
            "HOLDER_NOT_PUBLIC");
  v1::TakeBackHandoverRequest back;
  back.set_case_id(milo_);
  back.set_handover_id(offered.value.handover_id());
  back.set_reason("niemand war da");
  EXPECT_EQ(service_.Ask(&Cases::Stub::TakeBackHandover, uhu, back).reason(), "HOLDER_NOT_PUBLIC") << "A6";
  EXPECT_EQ(HolderOfCase(), kAdler.person);
}

// N6: a draft is the giver's alone, until it is offered.
TEST_F(CaseServiceTest, AHandoverIsPreparedWithoutAskingAnybodyAndThenOffered) {
  TeamIsProposed();
  v1::RecordCaseUnderstandingRequest understood;
  understood.set_case_id(milo_);
  understood.set_understanding("will zur Tante");
  understood.mutable_participation()->mutable_young_person()->set_heard(true);
  understood.mutable_participation()->mutable_family()->set_heard(true);
  const auto written = service_.Ask(&Cases::Stub::RecordCaseUnderstanding, kAdler, understood);
  ASSERT_TRUE(written.ok()) << written.status.error_message();
  v1::PrepareHandoverRequest prepare;
  prepare.set_case_id(milo_);
  prepare.set_to_organisation_id(kSommer.organisation);
  v1::PackageItem& item = *prepare.add_package();
  item.set_position(written.value.result().position());
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_EQ(service_.Ask(&Cases::Stub::PrepareHandover, kSommer, prepare).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::PrepareHandover, kSpecht, prepare).ok());
  service_.Settle();
  const v1::PreparedHandover draft = Get().value.case_().prepared_handover();
  EXPECT_EQ(draft.state(), v1::HANDOVER_STATE_PREPARED);
  EXPECT_EQ(draft.to_organisation_id(), kSommer.organisation);
  EXPECT_THAT(Waiting(kAdler), ::testing::Contains(Pair("HANDOVER_PREPARED", 0)));
  const auto partner = Get(kWachtel);
  ASSERT_TRUE(partner.ok()) << partner.status.error_message();
  EXPECT_FALSE(partner.value.case_().has_prepared_handover()) << "who coordinates reads the case";
  EXPECT_EQ(Get(kSommer).status.error_code(), grpc::StatusCode::NOT_FOUND) << "nobody is asked yet";
  EXPECT_THAT(Inbox(kSommer), IsEmpty());
  auto offer = OfferTo(kSommer, kDrossel, kEast);
  offer.set_prepared_handover_id(draft.handover_id());
  EXPECT_EQ(Offer(offer), draft.handover_id());
  const auto asked = Get(kSommer);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  EXPECT_EQ(asked.value.case_().open_handover().state(), v1::HANDOVER_STATE_OFFERED);
  ASSERT_EQ(asked.value.case_().open_handover().package_size(), 1);
  EXPECT_EQ(asked.value.case_().open_handover().package(0).position(), item.position());
  EXPECT_EQ(Inbox(kSommer).at(0).handover_state(), v1::HANDOVER_STATE_OFFERED);
  EXPECT_THAT(Waiting(kAdler), ::testing::Contains(Pair("HANDOVER_AWAITED", 0)));
  Meet(draft.handover_id(), kAdler, kSommer);
  EXPECT_EQ(Get().value.case_().open_handover().state(), v1::HANDOVER_STATE_MEETING_SET);
}

TEST_F(CaseServiceTest, ACaseIsGivenToNobodyWithoutARoleToActIn) {
  const Who pirol = {kSommer.organisation, IdOf("pirol"), common::v1::ROLE_TEAM_LEAD_FINANCE};
  team::v1::OrganisationEvent registered;
  registered.mutable_person_registered()->set_person_id(pirol.person);
  registered.mutable_person_registered()->set_unit_id(kEast);
  registered.mutable_person_registered()->add_roles(pirol.role);
  service_.Happened("team", pirol.organisation, "organisation", {&registered});
  const auto offer = [&](const Who& to, const Who& deputy) {
    return service_.Ask(&Cases::Stub::OfferHandover, kAdler, OfferTo(to, deputy, kEast)).reason();
  };
  EXPECT_EQ(offer(pirol, kDrossel), "HOLDER_NOT_REACHABLE") << "R0";
  EXPECT_EQ(offer(kSommer, pirol), "HOLDER_NOT_REACHABLE") << "R0";
  Offer(OfferTo(kSommer, kDrossel, kEast));
}

// § 65: whatever the package says, or leaves out.
TEST_F(CaseServiceTest, WhatWasEntrustedIsReadByAnotherOfficeOnlyIfItWasHandedOnForAReasonOfTheLaw) {
  const auto enter = [&](const std::string& text) {
    v1::EnterRecordRequest request;
    request.set_case_id(milo_);
    request.set_kind(v1::RECORD_KIND_CONTRIBUTION);
    request.set_source(v1::RECORD_SOURCE_YOUNG_PERSON);
    request.set_basis(v1::RECORD_BASIS_CONSENT);
    request.set_consent_id(Consent());
    request.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
    request.set_text(text);
    const auto reply = service_.Ask(&Cases::Stub::EnterRecord, kSpecht, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.result().position();
  };
  enter("bleibt hier");
  const uint64_t danger = enter("wegen der Gefahr");
  auto offer = OfferTo(kSommer, kDrossel, kEast);
  auto& item = *offer.add_package();
  item.set_position(danger);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferHandover, kAdler, offer).reason(), "ENTRUSTED_STAYS_BEHIND")
      << "the record says what it is";
  item.set_basis(v1::TRANSFER_BASIS_SGB8_65_ENDANGERMENT);
  const std::string handover = Offer(offer);
  Meet(handover, kAdler, kSommer);
  ASSERT_TRUE(Accept(handover, kSommer).ok());
  service_.Settle();
  const auto texts = [&](const Who& who) {
    v1::ListCaseDocumentsRequest list;
    list.set_case_id(milo_);
    const auto reply = service_.Ask(&Cases::Stub::ListCaseDocuments, who, list);
    std::vector<std::string> read;
    for (const auto& document : reply.value.documents()) read.push_back(document.text());
    return read;
  };
  EXPECT_THAT(texts(kSommer), ElementsAre("[withheld]", "wegen der Gefahr"));
  EXPECT_THAT(texts(kAdler), ElementsAre("bleibt hier", "wegen der Gefahr")) << "who held it keeps it";
}

// § 65, E13: a word that is taken back hides what was told by it, also from the office that was told.
TEST_F(CaseServiceTest, WhatWasToldWithConsentIsHiddenOnceThatIsTakenBack) {
  v1::EnterRecordRequest record;
  record.set_case_id(milo_);
  record.set_kind(v1::RECORD_KIND_CONTRIBUTION);
  record.set_source(v1::RECORD_SOURCE_PREVENTION);
  record.set_basis(v1::RECORD_BASIS_CONSENT);
  record.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  record.set_text("hilft beim Vorlesen");
  EXPECT_EQ(service_.Ask(&Cases::Stub::EnterRecord, kAdler, record).reason(), "CONSENT_NOT_LIVE");
  record.set_consent_id(Consent());
  ASSERT_TRUE(service_.Ask(&Cases::Stub::EnterRecord, kAdler, record).ok());
  service_.Settle();
  const auto state = [&](const Who& who) {
    v1::ListCaseDocumentsRequest list;
    list.set_case_id(milo_);
    const auto reply = service_.Ask(&Cases::Stub::ListCaseDocuments, who, list);
    for (const auto& document : reply.value.documents()) {
      if (document.field() == "text") return document.state();
    }
    return v1::TEXT_STATE_UNSPECIFIED;
  };
  EXPECT_EQ(state(kSpecht), v1::TEXT_STATE_OPENED);
  v1::WithdrawConsentRequest withdraw;
  withdraw.set_case_id(milo_);
  withdraw.set_consent_id(record.consent_id());
  withdraw.set_withdrawn_by(v1::CONSENT_GIVER_GUARDIAN);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::WithdrawConsent, kAdler, withdraw).ok());
  service_.Settle();
  EXPECT_EQ(state(kSpecht), v1::TEXT_STATE_WITHHELD);
  EXPECT_EQ(state(kAdler), v1::TEXT_STATE_WITHHELD) << "who wrote it down for the office that was told";
}

// Whoever waits no longer has no use of a key that comes later.
TEST_F(CaseServiceTest, TheKeyVaultIsWaitedForNoLongerThanTheCommand) {
  v1::EnterRecordRequest record;
  record.set_case_id(milo_);
  record.set_kind(v1::RECORD_KIND_CONTRIBUTION);
  record.set_source(v1::RECORD_SOURCE_YOUNG_PERSON);
  record.set_confidentiality(common::v1::CONFIDENTIALITY_MEDICAL);  // a key that nobody has asked for yet
  record.set_basis(v1::RECORD_BASIS_ENDANGERMENT);
  record.set_text("spricht nicht");
  const absl::Time asked = absl::Now();
  ASSERT_TRUE(service_.Ask(&Cases::Stub::EnterRecord, kAdler, record, absl::Seconds(20)).ok());
  EXPECT_GT(service_.vault().created_until(), asked + absl::Seconds(10));
  EXPECT_LE(service_.vault().created_until(), absl::Now() + absl::Seconds(20));
}

TEST_F(CaseServiceTest, WhoActsForTheTimeBeingReadsNothingThatWasEntrustedBefore) {
  v1::EnterRecordRequest record;
  record.set_case_id(milo_);
  record.set_kind(v1::RECORD_KIND_CONTRIBUTION);
  record.set_source(v1::RECORD_SOURCE_YOUNG_PERSON);
  record.set_basis(v1::RECORD_BASIS_CONSENT);
  record.set_consent_id(Consent());
  record.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  record.set_text("bleibt hier");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::EnterRecord, kAdler, record).ok());
  service_.Settle();
  casework::v1::CaseEvent moved;
  moved.mutable_responsibility_moved()->set_handover_id(IdOf("change"));
  *moved.mutable_responsibility_moved()->mutable_from() = HolderOf(kAdler, kSpecht, kNorth);
  *moved.mutable_responsibility_moved()->mutable_to() = HolderOf(kSommer, kDrossel, kEast);
  moved.mutable_responsibility_moved()->set_provisional(true);
  service_.Happened("case", milo_, "case", {&moved});
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(milo_);
  const auto shown = service_.Ask(&Cases::Stub::ListCaseDocuments, kSommer, list);
  ASSERT_EQ(shown.value.documents_size(), 1) << shown.status.error_message();
  EXPECT_EQ(shown.value.documents(0).state(), v1::TEXT_STATE_RESTRICTED);
  EXPECT_EQ(shown.value.documents(0).text(), "[restricted]");
}

TEST_F(CaseServiceTest, AnOfferMovesNothingAndAnAcceptanceMovesIt) {
  const std::string handover = Offer(OfferTo(kSommer, kDrossel, kEast));
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_EQ(Get(kSommer).value.case_().open_handover().handover_id(), handover);
  Meet(handover, kAdler, kSommer);
  EXPECT_THAT(Waiting(kSommer), UnorderedElementsAre(Pair("HANDOVER_OFFERED", 0), Pair("DUE", 0)));

  const auto accepted = Accept(handover, kDrossel);
  ASSERT_TRUE(accepted.ok()) << accepted.status.error_message();
  const auto milo = Get(kSommer, accepted.value.result().position());
  EXPECT_EQ(milo.value.case_().holder().person_id(), kSommer.person);
  EXPECT_FALSE(milo.value.case_().has_open_handover());
  ASSERT_EQ(milo.value.case_().clocks_size(), 1);
  EXPECT_EQ(milo.value.case_().clocks(0).kind(), common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP);
  EXPECT_THAT(Waiting(kSommer), UnorderedElementsAre(Pair("CASE_HELD", 0), Pair("TONIGHT_HELD", 0)))
      << "the night that Adler vouched for goes along (R0)";
  EXPECT_THAT(Waiting(kAdler), ElementsAre(Pair("DUE", 0))) << "the follow-up is the giver's";
  EXPECT_EQ(Accept(handover, kDrossel).reason(), "HANDOVER_NOT_OPEN");
}

TEST_F(CaseServiceTest, OnlyTheReceiverAcceptsAndNeverWhoGives) {
  std::string handover = Offer(OfferTo(kSommer, kDrossel, kEast));
  const auto by_giver = Accept(handover, kSpecht);
  EXPECT_EQ(by_giver.reason(), "NOT_THE_RECEIVER");
  EXPECT_EQ(by_giver.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(rpc::DetailsOf(by_giver.status).refusal->row(), "N3");
  EXPECT_EQ(Accept(handover, kWachtel).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);

  v1::RevokeHandoverRequest revoke;
  revoke.set_case_id(milo_);
  revoke.set_handover_id(handover);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RevokeHandover, kAdler, revoke).ok());
  EXPECT_EQ(Accept(handover, kDrossel).status.error_code(), grpc::StatusCode::NOT_FOUND)
      << "no concern of theirs now";

  // In the same unit: the offerer is of the receiving side, and still not the one to accept.
  handover = Offer(OfferTo(kSpecht, kAdler, kNorth));
  EXPECT_EQ(Accept(handover, kAdler).reason(), "GIVER_CANNOT_ACCEPT");
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  Meet(handover, kAdler, kSpecht);
  ASSERT_TRUE(Accept(handover, kSpecht).ok());
  service_.Settle();
  EXPECT_EQ(HolderOfCase(), kSpecht.person);
}

TEST_F(CaseServiceTest, ARefusedOfferStaysWithTheGiverAndItsCounterProposalIsKept) {
  v1::RefuseHandoverRequest refuse;
  refuse.set_case_id(milo_);
  refuse.set_handover_id(Offer(OfferTo(kSommer, kDrossel, kEast)));
  refuse.set_reason(v1::HANDOVER_REFUSAL_REASON_BAD_MOMENT);
  refuse.set_counter_proposal("nach den Ferien gemeinsam besuchen");
  const auto refused = service_.Ask(&Cases::Stub::RefuseHandover, kSommer, refuse);
  ASSERT_TRUE(refused.ok()) << refused.status.error_message();
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(milo_);
  list.set_at_least_position(refused.value.result().position());
  const auto documents = service_.Ask(&Cases::Stub::ListCaseDocuments, kAdler, list);
  ASSERT_EQ(documents.value.documents_size(), 1) << documents.status.error_message();
  EXPECT_EQ(documents.value.documents(0).text(), "nach den Ferien gemeinsam besuchen");
  EXPECT_EQ(documents.value.documents(0).person_id(), kSommer.person);
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Ferien"));
}

TEST_F(CaseServiceTest, WhatDidNotGoAlongIsShownToTheGiverOnlyWhoLooksAfterTheMoveAndMayTakeItBack) {
  v1::RecordSetbackRequest setback;
  setback.set_case_id(milo_);
  setback.add_kinds(v1::SETBACK_KIND_RELAPSE);
  setback.set_account("im Vertrauen gesagt");
  const auto told = service_.Ask(&Cases::Stub::RecordSetback, kAdler, setback);
  auto offer = OfferTo(kSommer, kDrossel, kEast);
  auto& item = *offer.add_package();
  item.set_position(told.value.result().position());
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  item.set_withheld(true);
  const std::string handover = Offer(offer);
  Meet(handover, kAdler, kSommer);
  ASSERT_TRUE(Accept(handover, kSommer).ok());
  service_.Settle();
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(milo_);
  const auto receiver = service_.Ask(&Cases::Stub::ListCaseDocuments, kSommer, list);
  ASSERT_EQ(receiver.value.documents_size(), 1) << receiver.status.error_message();
  EXPECT_EQ(receiver.value.documents(0).state(), v1::TEXT_STATE_WITHHELD);
  EXPECT_EQ(receiver.value.documents(0).text(), "[withheld]");
  const auto giver = service_.Ask(&Cases::Stub::ListCaseDocuments, kAdler, list);
  EXPECT_EQ(giver.value.documents(0).text(), "im Vertrauen gesagt");

  v1::FollowUpHandoverRequest look;
  look.set_case_id(milo_);
  look.set_handover_id(handover);
  look.set_outcome(v1::FOLLOW_UP_OUTCOME_SHAKY);
  *look.mutable_participation() = offer.participation();
  ASSERT_TRUE(service_.Ask(&Cases::Stub::FollowUpHandover, kAdler, look).ok());
  v1::TakeBackHandoverRequest back;
  back.set_case_id(milo_);
  back.set_handover_id(handover);
  EXPECT_EQ(service_.Ask(&Cases::Stub::TakeBackHandover, kAdler, back).reason(), "TAKE_BACK_WITHOUT_REASON");
  back.set_reason("niemand war da");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::TakeBackHandover, kAdler, back).ok());
  service_.Settle();
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_FALSE(Get().value.case_().has_last_move());
}

// N6, § 65: what was withheld from the receiver is not shown before the acceptance either.
TEST_F(CaseServiceTest, WhoIsOnlyAskedReadsWhatWasPackedAndNothingElse) {
  std::vector<uint64_t> positions;
  for (const std::string text : {"eingepackt", "zurückgehalten", "nicht genannt"})
    positions.push_back(Tells(text));
  auto offer = OfferTo(kSommer, kDrossel, kEast);
  auto& packed = *offer.add_package();
  packed.set_position(positions[0]);
  packed.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  packed.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  auto& withheld = *offer.add_package();
  withheld.set_position(positions[1]);
  withheld.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  withheld.set_withheld(true);
  const auto states = [&](const Who& who) { return TextsFor(who); };
  const std::string change = TellSommer();
  const std::vector<v1::TextState> nothing(4, v1::TEXT_STATE_WITHHELD);  // the account of the change, too
  EXPECT_EQ(states(kSommer), nothing) << "informed (N7), and nothing was sent yet";
  v1::SendAgencyDataRequest send;
  send.set_case_id(milo_);
  send.set_change_id(change);
  *send.mutable_package() = offer.package();
  const auto sent = service_.Ask(&Cases::Stub::SendAgencyData, kAdler, send);
  ASSERT_TRUE(sent.ok()) << sent.status.error_message();
  service_.Settle();
  std::vector<v1::TextState> only_packed = nothing;
  only_packed[0] = v1::TEXT_STATE_OPENED;
  EXPECT_EQ(states(kSommer), only_packed);

  const std::string handover = Offer(offer);
  EXPECT_EQ(states(kSommer), only_packed);
  EXPECT_EQ(states(kAdler), std::vector<v1::TextState>(4, v1::TEXT_STATE_OPENED));
  Meet(handover, kAdler, kSommer);
  ASSERT_TRUE(Accept(handover, kSommer).ok());
  service_.Settle();
  EXPECT_EQ(states(kSommer), only_packed) << "what nobody named stays behind (N6, § 62)";
  EXPECT_EQ(states(kAdler), std::vector<v1::TextState>(4, v1::TEXT_STATE_OPENED));
  Tells("danach");
  EXPECT_EQ(states(kSommer).back(), v1::TEXT_STATE_OPENED);
}

// N6, § 86c(2): and who held the case can send it later, also when it looks after nothing any more.
TEST_F(CaseServiceTest, WhoHeldTheCasePacksAfterwardsForWhoHoldsItNow) {
  const uint64_t forgotten = Tells("vergessen"), another = Tells("nicht gebraucht");
  const auto moves = [&](const Who& from, const Who& to, const std::string& unit) {
    casework::v1::CaseEvent moved;
    v1::ResponsibilityMoved& event = *moved.mutable_responsibility_moved();
    event.set_handover_id(IdOf("handover to " + to.person));
    *event.mutable_from() = HolderOf(from, from, unit);
    *event.mutable_to() = HolderOf(to, to, unit);
    event.set_unnamed_stays_behind(true);
    casework::v1::CaseEvent night;
    *night.mutable_tonight_moved()->mutable_to()->mutable_holder() = HolderOf(to, to, unit);
    night.mutable_tonight_moved()->mutable_to()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
    night.mutable_tonight_moved()->set_with_case(true);
    service_.Happened("case", milo_, "case", {&night, &moved});
    service_.Settle();
  };
  v1::PackAfterwardsRequest pack;
  pack.set_case_id(milo_);
  pack.set_to_organisation_id(kSommer.organisation);
  auto& item = *pack.add_package();
  item.set_position(forgotten);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  EXPECT_EQ(service_.Ask(&Cases::Stub::PackAfterwards, kAdler, pack).reason(), "NOT_THE_GIVER");
  moves(kAdler, kSommer, kEast);
  EXPECT_THAT(TextsFor(kSommer), ElementsAre(v1::TEXT_STATE_WITHHELD, v1::TEXT_STATE_WITHHELD));
  EXPECT_EQ(service_.Ask(&Cases::Stub::PackAfterwards, kWachtel, pack).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  const auto seen = Get(kAdler);
  ASSERT_TRUE(seen.ok()) << "to whom to send";
  EXPECT_TRUE(seen.value.case_().only_gave());
  EXPECT_EQ(seen.value.case_().holder().organisation_id(), kSommer.organisation);
  EXPECT_FALSE(seen.value.case_().has_tonight());
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(milo_);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListCaseDocuments, kAdler, list).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  const auto sent = service_.Ask(&Cases::Stub::PackAfterwards, kAdler, pack);
  ASSERT_TRUE(sent.ok()) << sent.status.error_message();
  service_.Settle();
  EXPECT_THAT(TextsFor(kSommer), ElementsAre(v1::TEXT_STATE_OPENED, v1::TEXT_STATE_WITHHELD));

  v1::RecordSetbackRequest setback;
  setback.set_case_id(milo_);
  setback.add_kinds(v1::SETBACK_KIND_RELAPSE);
  setback.set_account("danach");
  const auto after = service_.Ask(&Cases::Stub::RecordSetback, kSommer, setback);
  ASSERT_TRUE(after.ok()) << after.status.error_message();
  service_.Settle();
  for (const uint64_t not_theirs : {after.value.result().position(), another + 100'000}) {
    item.set_position(not_theirs);
    EXPECT_EQ(service_.Ask(&Cases::Stub::PackAfterwards, kAdler, pack).reason(), "ITEM_NOT_THE_GIVERS");
  }
}

// N6, § 62: of the case itself it sees who holds, what it is asked for, and nothing else.
TEST_F(CaseServiceTest, WhoIsOnlyAskedSeesOfTheCaseNothingButTheQuestion) {
  ShareResponsibility();
  Consent();
  const std::string handover = Offer(OfferTo(kSommer, kDrossel, kEast));
  const auto asked = Get(kSommer).value.case_();
  EXPECT_TRUE(asked.only_asked());
  EXPECT_EQ(asked.holder().person_id(), kAdler.person);
  EXPECT_EQ(asked.open_handover().handover_id(), handover);
  EXPECT_EQ(asked.seats_size() + asked.consents_size() + asked.clocks_size(), 0);
  EXPECT_FALSE(asked.has_tonight());
  EXPECT_FALSE(Get(kBiber).value.case_().only_asked());
  Meet(handover, kAdler, kSommer);
  ASSERT_TRUE(Accept(handover, kSommer).ok());
  service_.Settle();
  const auto held = Get(kSommer).value.case_();
  EXPECT_FALSE(held.only_asked());
  EXPECT_EQ(held.tonight().holder().person_id(), kSommer.person) << "the night went along (R0)";
}

TEST_F(CaseServiceTest, WhoIsOnlyAskedForASeatReadsNothingBeforeTheYes) {
  Tells("steht in der Akte");
  InviteToShare();
  const auto asked = Get(kBiber).value.case_();
  EXPECT_TRUE(asked.only_asked());
  ASSERT_EQ(asked.seats_size(), 1);
  EXPECT_EQ(asked.seats(0).person_id(), kBiber.person);
  EXPECT_THAT(TextsFor(kBiber), ElementsAre(v1::TEXT_STATE_WITHHELD));
  CommitsToTeam(kBiber);
  EXPECT_FALSE(Get(kBiber).value.case_().only_asked());
  EXPECT_THAT(TextsFor(kBiber), ElementsAre(v1::TEXT_STATE_OPENED));
}

// N10: who is asked to follow sees in whose place.
TEST_F(CaseServiceTest, WhoIsOnlyAskedToFollowInASeatSeesTheQuestion) {
  ShareResponsibility();
  casework::v1::CaseEvent asked;
  v1::InvitationReplaced& replaced = *asked.mutable_invitation_replaced();
  replaced.set_team_id(kTeam);
  replaced.set_person_id(kBiber.person);
  replaced.mutable_invitation()->set_organisation_id(kSommer.organisation);
  replaced.mutable_invitation()->set_person_id(kSommer.person);
  service_.Happened("case", milo_, "case", {&asked});
  service_.Settle();
  const auto seen = Get(kSommer).value.case_();
  EXPECT_TRUE(seen.only_asked());
  ASSERT_EQ(seen.seats_size(), 1);
  EXPECT_EQ(seen.seats(0).person_id(), kBiber.person);
  EXPECT_EQ(seen.seats(0).asked_person_id(), kSommer.person);
  EXPECT_EQ(seen.team_id(), kTeam);
  EXPECT_EQ(Get(kAdler).value.case_().seats_size(), 3);
}

// N6, N7: who acts for the time being is no less another office; and both say when that is over.
TEST_F(CaseServiceTest, WhoActsForTheTimeBeingReadsWhatWasPackedUntilAllIsSettledByTwo) {
  const uint64_t packed = Tells("eingepackt");
  Tells("nicht genannt");
  const std::string change = TellSommer();
  v1::RefuseCompetenceRequest refuse;
  refuse.set_case_id(milo_);
  refuse.set_change_id(change);
  refuse.set_reason(v1::COMPETENCE_REFUSAL_REASON_LAW_DISPUTED);
  refuse.set_argument("das Sorgerecht liegt beim Vater");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RefuseCompetence, kSommer, refuse).ok());
  v1::OfferOmbudsRequest ombuds;
  ombuds.set_case_id(milo_);
  ombuds.set_change_id(change);
  ombuds.mutable_participation()->mutable_young_person()->set_heard(true);
  ombuds.mutable_participation()->mutable_family()->set_heard(true);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::OfferOmbuds, kAdler, ombuds).ok());
  v1::AskProvisionalTakeoverRequest ask;
  ask.set_case_id(milo_);
  ask.set_change_id(change);
  ask.set_to_organisation_id(kSommer.organisation);
  ask.set_to_unit_id(kEast);
  ask.set_to_person_id(kSommer.person);
  ask.set_to_deputy_person_id(kDrossel.person);
  ask.set_cause(v1::PROVISIONAL_CAUSE_DISPUTED);
  auto& item = *ask.add_package();
  item.set_position(packed);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  item.set_basis(v1::TRANSFER_BASIS_SGB8_64_1);
  const auto asked = service_.Ask(&Cases::Stub::AskProvisionalTakeover, kAdler, ask);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  service_.Settle();
  EXPECT_THAT(TextsFor(kSommer), ElementsAre(v1::TEXT_STATE_OPENED, v1::TEXT_STATE_WITHHELD,
                                             v1::TEXT_STATE_WITHHELD, v1::TEXT_STATE_WITHHELD));
  EXPECT_EQ(Get(kSommer).value.case_().competence_change().asks(0).package(0).position(), packed);
  v1::AcceptProvisionalTakeoverRequest accept;
  accept.set_case_id(milo_);
  accept.set_change_id(change);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::AcceptProvisionalTakeover, kSommer, accept).ok());
  service_.Settle();
  EXPECT_THAT(TextsFor(kSommer), ElementsAre(v1::TEXT_STATE_OPENED, v1::TEXT_STATE_WITHHELD,
                                             v1::TEXT_STATE_OPENED, v1::TEXT_STATE_OPENED))
      << "and what the dispute itself says";
  v1::DetermineCompetenceRequest determine;
  determine.set_case_id(milo_);
  determine.set_organisation_id(kSommer.organisation);
  determine.set_basis(common::v1::LEGAL_BASIS_SGB8_86);
  *determine.mutable_effective_since() = ToProto(service_.clock().Now());
  ASSERT_TRUE(service_.Ask(&Cases::Stub::DetermineCompetence, kSommer, determine).ok());
  service_.Settle();
  EXPECT_TRUE(Get(kSommer).value.case_().provisional());
  const auto both = service_.Ask(&Cases::Stub::DetermineCompetence, kAdler, determine);
  ASSERT_TRUE(both.ok()) << both.status.error_message();
  service_.Settle();
  EXPECT_FALSE(Get(kSommer).value.case_().provisional());
}

TEST_F(CaseServiceTest, AWishToLetGoIsRefusedAndRemembered) {
  const uint64_t head = *service_.log().log().HeadFromLeader();
  const auto discharge = WishTheEnd(kAdler, "nicht gruppenfähig");
  EXPECT_EQ(discharge.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(discharge.reason(), "FORBIDDEN_REASON");
  auto refused = LastInJournal<eventlog::v1::CommandRefused>();
  EXPECT_EQ(refused.wish_id(), "DISCHARGE");
  EXPECT_EQ(refused.row_id(), "N15");
  EXPECT_EQ(refused.object_id(), milo_);

  EXPECT_EQ(WishTheEnd(kAdler, "er nervt").reason(), "UNKNOWN_GROUND");
  EXPECT_EQ(LastInJournal<eventlog::v1::CommandRefused>().wish_id(), "DISCHARGE");

  const auto lawful = WishTheEnd(kAdler, "moved abroad");
  EXPECT_EQ(lawful.reason(), "AUTHORITY_NOT_CONFIRMED");
  refused = LastInJournal<eventlog::v1::CommandRefused>();
  EXPECT_EQ(refused.wish_id(), "LAWFUL_END");
  EXPECT_EQ(refused.row_id(), "N14");

  // Who has no say in the case is denied; nobody looks at the ground, so no wish is written down.
  EXPECT_EQ(WishTheEnd(kBiber, "nicht gruppenfähig").status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(LastInJournal<eventlog::v1::CallDenied>().object_id(), milo_);

  EXPECT_EQ(*service_.log().log().HeadFromLeader(), head);
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "gruppenf"));
}

TEST_F(CaseServiceTest, ALawfulEndTakesTwoOrganisationsAndTwoWeeksAndTheWayBackIsOpen) {
  v1::RecordBirthDateRequest born;
  born.set_case_id(milo_);
  born.set_birth_date("2001-02-03");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RecordBirthDate, kAdler, born).ok());
  service_.Settle();
  v1::RequestLawfulEndRequest ask;
  ask.set_case_id(milo_);
  ask.set_ground("eigene Entscheidung");
  ask.set_birth_date("2001-02-03");
  ask.set_informed(true);
  ask.set_given_in_person(true);
  ask.mutable_participation()->mutable_young_person()->set_heard(true);
  ask.mutable_participation()->mutable_family()->set_heard(true);
  const auto asked = service_.Ask(&Cases::Stub::RequestLawfulEnd, kAdler, ask);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  service_.Settle();
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "2001-02-03"));

  v1::ApproveLawfulEndRequest approve;
  approve.set_case_id(milo_);
  approve.set_end_id(asked.value.end_id());
  EXPECT_EQ(service_.Ask(&Cases::Stub::ApproveLawfulEnd, kAdler, approve).reason(),
            "LAWFUL_END_NEEDS_FOUR_EYES");
  EXPECT_EQ(service_.Ask(&Cases::Stub::ApproveLawfulEnd, kWachtel, approve).reason(),
            "APPROVER_DOES_NOT_SHARE")
      << "the office that got the inquiry";
  TeamIsProposed();
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ApproveLawfulEnd, kWachtel, approve).ok());
  service_.clock().Advance(Days(14) - absl::Seconds(1));
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_ACTIVE);
  service_.clock().Advance(absl::Seconds(1));
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_LAWFULLY_ENDED);
  EXPECT_THAT(Inbox(kAdler), IsEmpty());
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferHandover, kAdler, OfferTo(kSommer, kDrossel, kEast)).reason(),
            "CASE_LAWFULLY_ENDED");

  v1::ReopenCaseRequest reopen;
  reopen.set_case_id(milo_);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ReopenCase, kWachtel, reopen).ok());
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_EQ(HolderOfCase(), kAdler.person);
}

// N14: nobody shares it. One person of the clinic is asked, sees what the review needs, and nothing once it
// is over.
TEST_F(CaseServiceTest, OfACaseThatNobodySharesSomebodyElsewhereReviewsTheEnd) {
  const Who colleague = {testing::kReiher.organisation, IdOf("colleague"), common::v1::ROLE_CLINIC};
  team::v1::OrganisationEvent joins;
  joins.mutable_person_registered()->set_person_id(colleague.person);
  joins.mutable_person_registered()->add_roles(colleague.role);
  service_.Happened("team", colleague.organisation, "organisation", {&joins});
  v1::DocumentDiagnosticsRequest secret;
  secret.set_case_id(milo_);
  secret.set_text("was nur der Kreis liest");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::DocumentDiagnostics, kAdler, secret).ok());

  v1::RequestLawfulEndRequest ask;
  ask.set_case_id(milo_);
  ask.set_ground("death");
  ask.set_evidence("die Urkunde lag vor");
  ask.set_reviewer_organisation_id(kWachtel.organisation);
  ask.set_reviewer_person_id(testing::kReiher.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::RequestLawfulEnd, kAdler, ask).reason(), "REVIEWER_UNSUITABLE");
  ask.clear_request_id();
  ask.set_reviewer_organisation_id(testing::kReiher.organisation);
  const auto asked = service_.Ask(&Cases::Stub::RequestLawfulEnd, kAdler, ask);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  service_.Settle();

  EXPECT_THAT(Waiting(testing::kReiher), ElementsAre(Pair("LAWFUL_END", 0)));
  const auto seen = Get(testing::kReiher);
  ASSERT_TRUE(seen.ok()) << seen.status.error_message();
  EXPECT_EQ(seen.value.case_().lawful_end().reviewer_person_id(), testing::kReiher.person);
  EXPECT_EQ(seen.value.case_().holder().person_id(), kAdler.person);
  EXPECT_FALSE(seen.value.case_().has_tonight()) << "only what the review needs";
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(milo_);
  const auto documents = service_.Ask(&Cases::Stub::ListCaseDocuments, testing::kReiher, list);
  ASSERT_TRUE(documents.ok()) << documents.status.error_message();
  ASSERT_EQ(documents.value.documents_size(), 1);
  EXPECT_EQ(documents.value.documents(0).text(), "die Urkunde lag vor");
  EXPECT_EQ(Get(colleague).status.error_code(), grpc::StatusCode::NOT_FOUND) << "nobody else there";
  v1::ReopenCaseRequest reopen;
  reopen.set_case_id(milo_);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ReopenCase, testing::kReiher, reopen).status.error_code(),
            grpc::StatusCode::NOT_FOUND);

  v1::ApproveLawfulEndRequest approve;
  approve.set_case_id(milo_);
  approve.set_end_id(asked.value.end_id());
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ApproveLawfulEnd, testing::kReiher, approve).ok());
  service_.Settle();
  EXPECT_THAT(Inbox(testing::kReiher), IsEmpty());
  EXPECT_EQ(Get(testing::kReiher).status.error_code(), grpc::StatusCode::NOT_FOUND) << "it is decided";
  service_.clock().Advance(Days(14));
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_LAWFULLY_ENDED);
}

TEST_F(CaseServiceTest, WhoReviewsAnEndMayRefuse) {
  v1::RequestLawfulEndRequest ask;
  ask.set_case_id(milo_);
  ask.set_ground("death");
  ask.set_evidence("die Urkunde lag vor");
  ask.set_reviewer_organisation_id(kBiber.organisation);
  ask.set_reviewer_person_id(kBiber.person);
  const auto asked = service_.Ask(&Cases::Stub::RequestLawfulEnd, kAdler, ask);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  v1::ObjectLawfulEndRequest object;
  object.set_case_id(milo_);
  object.set_end_id(asked.value.end_id());
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ObjectLawfulEnd, kBiber, object).ok());
  service_.Settle();
  EXPECT_FALSE(Get().value.case_().has_lawful_end());
  EXPECT_EQ(Get(kBiber).status.error_code(), grpc::StatusCode::NOT_FOUND);
  TeamIsProposed();
  ask.clear_request_id();
  EXPECT_EQ(service_.Ask(&Cases::Stub::RequestLawfulEnd, kAdler, ask).reason(), "REVIEWER_NOT_NEEDED");
}

// The other case is looked at when this one is asked to end, and once more when the time is over.
TEST_F(CaseServiceTest, TwoCasesAreNotRecordedInErrorForEachOther) {
  intake::v1::InquiryEvent eligible;
  auto& found = *eligible.mutable_inquiry_found_eligible();
  found.set_subject_id(IdOf("milo, once more"));
  *found.mutable_holder() = HolderOf(kSommer, kDrossel, kEast);
  found.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *found.mutable_tonight()->mutable_holder() = HolderOf(kSommer, kDrossel, kEast);
  service_.Happened("intake", IdOf("another inquiry"), "inquiry", {&eligible});
  service_.Settle();
  const std::string other = Inbox(kSommer).at(0).case_id();

  v1::RequestLawfulEndRequest ask;
  ask.set_case_id(milo_);
  ask.set_ground("recorded in error");
  ask.set_continued_in_case_id(other);
  const auto asked = service_.Ask(&Cases::Stub::RequestLawfulEnd, kAdler, ask);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  service_.Settle();
  v1::RequestLawfulEndRequest back = ask;
  back.set_case_id(other);
  back.set_continued_in_case_id(milo_);
  EXPECT_EQ(service_.Ask(&Cases::Stub::RequestLawfulEnd, kSommer, back).reason(), "OTHER_CASE_MAY_END");

  v1::ApproveLawfulEndRequest approve;
  approve.set_case_id(milo_);
  approve.set_end_id(asked.value.end_id());
  EXPECT_THAT(Waiting(kSommer), ::testing::Contains(Pair("LAWFUL_END", 0)));
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ApproveLawfulEnd, kSommer, approve).ok());
  v1::RequestLawfulEndRequest death = back;  // of the case that was to go on
  death.set_ground("death");
  death.set_evidence("seen");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RequestLawfulEnd, kSommer, death).ok());
  service_.Settle();  // rows are behind the log for a moment, and two weeks pass in none here
  service_.clock().Advance(Days(14));
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_FALSE(Get().value.case_().has_lawful_end()) << "stopped: the other one may end";
  EXPECT_EQ(HolderOfCase(), kAdler.person);
}

TEST_F(CaseServiceTest, AftercareIsOnTheListOfWhoStaysInContact) {
  v1::BeginAftercareRequest begin;
  begin.set_case_id(milo_);
  begin.set_unit_id(kNorth);
  begin.set_person_id(kSpecht.person);
  begin.set_deputy_person_id(kAdler.person);
  *begin.mutable_until() = fallverbund::ToProto(service_.clock().Now() + Days(300));
  begin.set_contact_every_days(30);
  begin.mutable_participation()->mutable_young_person()->set_heard(true);
  begin.mutable_participation()->mutable_family()->set_heard(true);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::BeginAftercare, kAdler, begin).ok());
  service_.Settle();
  EXPECT_THAT(Waiting(kSpecht), ElementsAre(Pair("DUE", 0)));
  EXPECT_EQ(Get().value.case_().aftercare().holder().person_id(), kSpecht.person);
  service_.clock().Advance(Days(30));
  service_.Settle();
  EXPECT_THAT(Waiting(kSpecht), ElementsAre(Pair("OVERDUE", 0)));
  EXPECT_EQ(HolderOfCase(), kAdler.person);
}

TEST_F(CaseServiceTest, PaperMovesNothingUntilTheOtherOfficeGoesOnAndASecondPersonThereSaysSo) {
  const std::string change = TellSommer();
  EXPECT_THAT(Waiting(kSommer), UnorderedElementsAre(Pair("COMPETENCE_CHANGE", 0), Pair("DUE", 0)));
  v1::SendAgencyDataRequest send;
  send.set_case_id(milo_);
  send.set_change_id(change);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::SendAgencyData, kAdler, send).ok());
  v1::RecordAgencyConversationRequest talk;
  talk.set_case_id(milo_);
  talk.set_change_id(change);
  *talk.mutable_held_at() = fallverbund::ToProto(service_.clock().Now());
  talk.add_person_ids(kAdler.person);
  talk.add_person_ids(kSommer.person);
  *talk.mutable_participation() = OfferTo(kSommer, kDrossel, kEast).participation();
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RecordAgencyConversation, kSommer, talk).ok());
  v1::AcceptContinuedServiceRequest accept;
  accept.set_case_id(milo_);
  accept.set_change_id(change);
  EXPECT_EQ(service_.Ask(&Cases::Stub::AcceptContinuedService, kDrossel, accept).reason(),
            "SERVICE_NOT_CONTINUED");
  v1::ReportContinuedServiceRequest report;
  report.set_case_id(milo_);
  report.set_change_id(change);
  *report.mutable_continued_since() = fallverbund::ToProto(service_.clock().Now());
  report.set_evidence("war dreimal dort");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::ReportContinuedService, kSommer, report).ok());
  EXPECT_EQ(service_.Ask(&Cases::Stub::AcceptContinuedService, kSommer, accept).reason(),
            "REPORTER_CANNOT_ACCEPT");
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::AcceptContinuedService, kDrossel, accept).ok());
  service_.Settle();
  EXPECT_EQ(Get(kSommer).value.case_().holder().person_id(), kSommer.person);
  EXPECT_FALSE(Get(kSommer).value.case_().has_competence_change());
  EXPECT_TRUE(Get(kAdler).ok()) << "who looks after it for eight weeks";
}

// Each at an instance of its own, at the same instant.
TEST_F(CaseServiceTest, OfTwoOfficesThatAcceptAtOnceOneHoldsAndTheOtherIsToldWhy) {
  const Who reiher = {IdOf("jugendamt west"), IdOf("reiher"), common::v1::ROLE_CASE_WORKER};
  const Who moewe = {IdOf("jugendamt west"), IdOf("moewe"), common::v1::ROLE_CASE_WORKER};
  testing::Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, IdOf("hafen"), {reiher, moewe});
  const std::string change = TellSommer();
  v1::RefuseCompetenceRequest refuse;
  refuse.set_case_id(milo_);
  refuse.set_change_id(change);
  refuse.set_reason(v1::COMPETENCE_REFUSAL_REASON_LAW_DISPUTED);
  refuse.set_argument("das Sorgerecht liegt beim Vater");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RefuseCompetence, kSommer, refuse).ok());
  service_.Settle();
  EXPECT_TRUE(Get().value.case_().competence_change().contested());
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_THAT(Waiting(kAdler), ::testing::Contains(Pair("DUE", 0)).Times(2)) << "dispute and ombuds office";
  for (const auto& [to, deputy, unit] :
       {std::tuple(kSommer, kDrossel, kEast), std::tuple(reiher, moewe, IdOf("hafen"))}) {
    v1::AskProvisionalTakeoverRequest ask;
    ask.set_case_id(milo_);
    ask.set_change_id(change);
    ask.set_to_organisation_id(to.organisation);
    ask.set_to_unit_id(unit);
    ask.set_to_person_id(to.person);
    ask.set_to_deputy_person_id(deputy.person);
    ask.set_cause(v1::PROVISIONAL_CAUSE_DISPUTED);
    const auto asked = service_.Ask(&Cases::Stub::AskProvisionalTakeover, kAdler, ask);
    ASSERT_TRUE(asked.ok()) << asked.status.error_message();
    service_.Settle();
  }
  CaseModule other_module;
  RunningService other("case", other_module, service_);
  other.Settle();
  v1::AcceptProvisionalTakeoverRequest act;
  act.set_case_id(milo_);
  act.set_change_id(change);
  Reply<v1::AcceptProvisionalTakeoverResponse> here, there;
  std::thread first([&] { here = service_.Ask(&Cases::Stub::AcceptProvisionalTakeover, kSommer, act); });
  std::thread second([&] { there = other.Ask(&Cases::Stub::AcceptProvisionalTakeover, reiher, act); });
  first.join();
  second.join();
  service_.Settle();
  EXPECT_THAT((std::vector{here.reason(), there.reason()}),
              UnorderedElementsAre("OK", "ANOTHER_AGENCY_WAS_FIRST"));
  const auto& loser = here.ok() ? there : here;
  EXPECT_EQ(loser.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(absl::StrContains(loser.status.error_message(), "Somebody else was first"));
  const auto milo = Get().value.case_();
  EXPECT_EQ(milo.holder().person_id(), here.ok() ? kSommer.person : reiher.person);
  EXPECT_TRUE(milo.provisional());
}

TEST_F(CaseServiceTest, ABirthDateIsReadableNowhereAndEighteenEndsTheGuardiansStrand) {
  v1::RecordBirthDateRequest born;
  born.set_case_id(milo_);
  born.set_birth_date("2008-03-20");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RecordBirthDate, kAdler, born).ok());
  v1::NameGuardianRequest guardian;
  guardian.set_case_id(milo_);
  guardian.set_kind(v1::GUARDIAN_KIND_OFFICE);
  guardian.set_to_organisation_id(kSommer.organisation);
  guardian.set_to_unit_id(kEast);
  guardian.set_to_person_id(kSommer.person);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::NameGuardian, kAdler, guardian).ok());
  service_.Settle();
  EXPECT_THAT(Waiting(kSommer), UnorderedElementsAre(Pair("GUARDIANSHIP", 0), Pair("DUE", 0)));
  v1::DeclareGuardianshipRequest declare;
  declare.set_case_id(milo_);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::DeclareGuardianship, kSommer, declare).ok());
  service_.Settle();
  EXPECT_EQ(Get().value.case_().guardianship().holder().person_id(), kSommer.person);

  service_.clock().Advance(Days(30));  // 1 April: the month of the birthday is over
  service_.Settle();
  const auto milo = Get().value.case_();
  EXPECT_TRUE(milo.of_age());
  EXPECT_FALSE(milo.has_guardianship());
  EXPECT_EQ(milo.holder().person_id(), kAdler.person);
  EXPECT_EQ(Get(kSommer).status.error_code(), grpc::StatusCode::NOT_FOUND) << "nobody's ward any more";
  v1::RecordConsentsRequest consents;
  consents.set_case_id(milo_);
  consents.set_answer(v1::ANSWER_YES);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RecordConsents, kAdler, consents).ok());
  v1::PlanHelpRequest plan;
  plan.set_case_id(milo_);
  *plan.mutable_planned_end() = fallverbund::ToProto(service_.clock().Now() + Days(200));
  plan.mutable_participation()->mutable_young_person()->set_heard(true);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::PlanHelp, kAdler, plan).ok()) << "only the adult is asked";
  v1::RecordTransitionCheckRequest check;
  check.set_case_id(milo_);
  check.set_note("Jobcenter war dabei");
  *check.mutable_participation() = plan.participation();
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RecordTransitionCheck, kAdler, check).ok());
  service_.Settle();
  EXPECT_EQ(Get().value.case_().clocks_size(), 1) << "the planned end";
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "2008-03-20"));
}

TEST_F(CaseServiceTest, OfAPartnerThatGoesNothingIsLostAndInTheEndTheHolderAnswersForIt) {
  v1::CaseEvent moved;
  moved.mutable_tonight_moved()->mutable_to()->set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  *moved.mutable_tonight_moved()->mutable_to()->mutable_holder() = HolderOf(kBiber, kBiber, "");
  service_.Happened("case", milo_, "case", {&moved});
  team::v1::OrganisationEvent leaving;
  leaving.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  *leaving.mutable_organisation_leaving()->mutable_until() =
      fallverbund::ToProto(service_.clock().Now() + Days(30));
  service_.Happened("team", kBiber.organisation, "organisation", {&leaving});
  service_.Settle();
  ASSERT_EQ(Get().value.case_().successions_size(), 1);
  EXPECT_FALSE(Get().value.case_().successions(0).fell_back());
  EXPECT_EQ(Get().value.case_().tonight().holder().person_id(), kBiber.person);
  service_.clock().Advance(Days(30));
  service_.Settle();
  EXPECT_TRUE(Get().value.case_().successions(0).fell_back());
  EXPECT_THAT(Waiting(kAdler), ::testing::Contains(Pair("OVERDUE", 0)));
}

TEST_F(CaseServiceTest, OfWhoIsAwayTheDeputySeesTheWorkUntilThen) {
  team::v1::OrganisationEvent away;
  away.mutable_absence_reported()->set_person_id(kAdler.person);
  away.mutable_absence_reported()->set_deputy_person_id(kSpecht.person);
  *away.mutable_absence_reported()->mutable_until() = fallverbund::ToProto(service_.clock().Now() + Days(2));
  service_.Happened("team", kAdler.organisation, "organisation", {&away});
  EXPECT_THAT(Waiting(kSpecht), UnorderedElementsAre(Pair("CASE_HELD", 0), Pair("TONIGHT_HELD", 0)));
  service_.clock().Advance(Days(2));
  EXPECT_THAT(Waiting(kSpecht), IsEmpty());
  EXPECT_EQ(HolderOfCase(), kAdler.person) << "all the time";
}

TEST_F(CaseServiceTest, WhoLeavesIsFencedAndCountedAndTheDeputyActsUntilEachCaseWasAcceptedByItself) {
  team::v1::OrganisationEvent leaves;
  leaves.mutable_deactivation_requested()->set_person_id(kAdler.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(kSpecht.person);
  service_.Happened("team", kAdler.organisation, "organisation", {&leaves});
  service_.Settle();
  EXPECT_EQ(CountedLast().open().cases(), 1u);
  EXPECT_EQ(CountedLast().open().nights(), 1u);
  EXPECT_EQ(CountedLast().organisation_id(), kAdler.organisation);
  EXPECT_THAT(Waiting(kSpecht), UnorderedElementsAre(Pair("CASE_HELD", 0), Pair("TONIGHT_HELD", 0)))
      << "the deputy acts at once";
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferHandover, kAdler, OfferTo(kAdler, kSpecht, kNorth)).reason(),
            "PERSON_LEAVES");

  v1::OfferCasesOfPersonRequest all;
  all.set_organisation_id(kAdler.organisation);
  all.set_person_id(kAdler.person);
  all.set_to_organisation_id(kSommer.organisation);
  all.set_to_unit_id(kEast);
  all.set_to_person_id(kSommer.person);
  all.set_to_deputy_person_id(kDrossel.person);
  all.set_basis(common::v1::LEGAL_BASIS_SGB8_36A);
  *all.mutable_participation() = OfferTo(kSommer, kDrossel, kEast).participation();
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferCasesOfPerson, kSommer, all).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  const auto offered = service_.Ask(&Cases::Stub::OfferCasesOfPerson, kSpecht, all);
  ASSERT_TRUE(offered.ok()) << offered.status.error_message();
  service_.Settle();
  EXPECT_EQ(HolderOfCase(), kAdler.person) << "nothing moves by it";
  const std::string handover = Get().value.case_().open_handover().handover_id();
  Meet(handover, kAdler, kSommer);
  ASSERT_TRUE(Accept(handover, kSommer).ok());
  service_.Settle();
  EXPECT_EQ(HolderOfCase(), kSommer.person);
  EXPECT_EQ(CountedLast().open().cases(), 0u);
  EXPECT_EQ(CountedLast().open().nights(), 0u) << "the night that was vouched for went along";
  all.clear_request_id();
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferCasesOfPerson, kSpecht, all).reason(), "NOTHING_TO_HAND_OVER");

  team::v1::OrganisationEvent done;
  done.mutable_person_deactivated()->set_person_id(kAdler.person);
  service_.Happened("team", kAdler.organisation, "organisation", {&done});
  EXPECT_EQ(Get(kAdler).status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << "the account is closed";
}

// Whoever gave it had not read of the fence: it is counted, and the account does not open by it.
TEST_F(CaseServiceTest, WhatIsGivenTooLateToWhoLeavesIsCountedToo) {
  team::v1::OrganisationEvent leaves, left;
  leaves.mutable_deactivation_requested()->set_person_id(testing::kIltis.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(testing::kDachs.person);
  left.mutable_person_deactivated()->set_person_id(testing::kIltis.person);
  service_.Happened("team", testing::kIltis.organisation, "organisation", {&leaves});
  service_.Settle();
  EXPECT_EQ(CountedLast().person_id(), testing::kIltis.person);
  EXPECT_EQ(CountedLast().open().nights(), 0u);
  service_.Happened("team", testing::kIltis.organisation, "organisation", {&left});

  crisis::v1::DeploymentEvent night;
  auto& accepted = *night.mutable_deployment_accepted();
  accepted.set_case_id(milo_);
  accepted.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
  *accepted.mutable_holder() = HolderOf(testing::kIltis, testing::kDachs, "");
  service_.Happened("crisis", IdOf("deployment"), "deployment", {&night});
  service_.Settle();
  EXPECT_EQ(CountedLast().person_id(), testing::kIltis.person);
  EXPECT_EQ(CountedLast().open().nights(), 1u) << "in the case that follows";

  intake::v1::ContactEvent contact;
  contact.mutable_contact_received()->set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
  *contact.mutable_contact_received()->mutable_owner() = HolderOf(testing::kIltis, testing::kDachs, "");
  service_.Happened("intake", IdOf("contact"), "contact", {&contact});
  service_.Settle();
  EXPECT_EQ(CountedLast().open().cases(), 1u) << "by what no case has followed yet";
}

TEST_F(CaseServiceTest, WhoCoordinatesIsFencedAndFollowedAndThenHasNothingLeft) {
  ShareResponsibility();
  team::v1::OrganisationEvent leaves;
  leaves.mutable_deactivation_requested()->set_person_id(kWachtel.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(testing::kZeisig.person);
  OfOrganisation(kWachtel, leaves);
  EXPECT_EQ(CountedLast().open().coordinations(), 1u);
  EXPECT_EQ(CountedLast().open().seats(), 1u);
  EXPECT_THAT(Waiting(testing::kZeisig), ElementsAre(Pair("COORDINATION_HELD", 0), Pair("SEAT_HELD", 0)))
      << "the deputy acts at once";
  EXPECT_EQ(Get(kUhu).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(OfferToCoordinate(kBiber, kUhu, kStar).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);

  const auto first = OfferToCoordinate(testing::kZeisig, kUhu, kStar);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  EXPECT_THAT(Waiting(kUhu), ElementsAre(Pair("COORDINATION_OFFERED", 0), Pair("DUE", 0)));
  EXPECT_EQ(Get(kUhu).value.case_().coordination().person_id(), kWachtel.person) << "nothing moves by it";
  v1::RefuseCoordinationRequest refuse;
  refuse.set_case_id(milo_);
  refuse.set_offer_id(first.value.offer_id());
  EXPECT_EQ(service_.Ask(&Cases::Stub::RefuseCoordination, kUhu, refuse).reason(), "REFUSAL_WITHOUT_REASON");
  refuse.set_account("erst im Herbst");
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RefuseCoordination, kUhu, refuse).ok());
  service_.Settle();
  EXPECT_EQ(Get(kUhu).status.error_code(), grpc::StatusCode::NOT_FOUND) << "is asked no more";
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "im Herbst"));

  v1::RevokeCoordinationRequest revoke;
  revoke.set_case_id(milo_);
  revoke.set_offer_id(OfferToCoordinate(testing::kZeisig, kUhu, kStar).value.offer_id());
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RevokeCoordination, kAdler, revoke).ok());
  service_.Settle();
  const std::string offer = OfferToCoordinate(kAdler, kUhu, kStar).value.offer_id();
  EXPECT_EQ(Coordinate(offer, kStar).reason(), "SUCCESSOR_ACCEPTS_IN_PERSON");
  ASSERT_TRUE(Coordinate(offer, kUhu).ok());
  EXPECT_EQ(Get().value.case_().coordination().person_id(), kUhu.person);
  EXPECT_EQ(Get().value.case_().seats(0).person_id(), kUhu.person);
  EXPECT_EQ(CountedLast().person_id(), kWachtel.person);
  EXPECT_EQ(CountedLast().open().SerializeAsString(), "") << "nothing is left: the account may be closed";
}

TEST_F(CaseServiceTest, APartnerThatStaysAfterAllIsNotFollowedAnyMore) {
  ShareResponsibility();
  OfOrganisation(kWachtel, GoesInAMonth());
  EXPECT_EQ(Get().value.case_().successions_size(), 1);
  const auto offer = OfferToCoordinate(kAdler, kUhu, kStar);
  ASSERT_TRUE(offer.ok()) << offer.status.error_message();
  team::v1::OrganisationEvent stays;
  stays.mutable_organisation_stays();
  OfOrganisation(kWachtel, stays);
  EXPECT_EQ(Get().value.case_().successions_size(), 0);
  EXPECT_FALSE(Get().value.case_().has_coordination_offer());
  EXPECT_EQ(Get().value.case_().coordination().person_id(), kWachtel.person);
  EXPECT_EQ(Get(kUhu).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(Waiting(kUhu), IsEmpty());
  ASSERT_TRUE(OfferToCoordinate(kAdler, kUhu, kStar).ok());
  OfOrganisation(kUhu, GoesInAMonth());
  EXPECT_EQ(Coordinate(Get().value.case_().coordination_offer().offer_id(), kUhu).reason(), "PERSON_LEAVES")
      << "nothing new is given to the people of a partner that goes";
}

TEST_F(CaseServiceTest, WhomItIsNoConcernOfCannotTellItFromAnUnknownCase) {
  const auto hidden = Get(kBiber);
  v1::GetCaseRequest request;
  request.set_case_id(IdOf("no case"));
  const auto unknown = service_.Ask(&Cases::Stub::GetCase, kBiber, request);
  EXPECT_EQ(hidden.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(hidden.status.error_message(), unknown.status.error_message());
  EXPECT_EQ(hidden.status.error_details(), unknown.status.error_details());
  EXPECT_EQ(LastInJournal<eventlog::v1::CallDenied>().object_id(), IdOf("no case"));
  EXPECT_THAT(Inbox(kBiber), IsEmpty());

  v1::RecordSetbackRequest setback;
  setback.set_case_id(milo_);
  setback.add_kinds(v1::SETBACK_KIND_VIOLENCE);
  EXPECT_EQ(service_.Ask(&Cases::Stub::RecordSetback, kBiber, setback).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get().value.case_().setbacks(), 0u);
}

TEST_F(CaseServiceTest, ARepeatedRequestGetsItsOldAnswerWhateverHappenedSince) {
  auto request = OfferTo(kSommer, kDrossel, kEast);
  request.set_request_id(RunningService::NewRequestId());
  const auto first = service_.Ask(&Cases::Stub::OfferHandover, kAdler, request);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  service_.Settle();
  Meet(first.value.handover_id(), kAdler, kSommer);
  ASSERT_TRUE(Accept(first.value.handover_id(), kSommer).ok());
  service_.Settle();
  const auto again = service_.Ask(&Cases::Stub::OfferHandover, kAdler, request);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.value.SerializeAsString(), first.value.SerializeAsString());
  EXPECT_FALSE(Get().value.case_().has_open_handover());

  request.set_to_person_id(kDrossel.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::OfferHandover, kAdler, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CaseServiceTest, WhoeverGivesThePositionOfAWriteSeesIt) {
  v1::RecordSetbackRequest setback;
  setback.set_case_id(milo_);
  setback.add_kinds(v1::SETBACK_KIND_RELAPSE);
  for (uint32_t n = 1; n <= 20; ++n) {
    const auto recorded = service_.Ask(&Cases::Stub::RecordSetback, kAdler, setback);
    ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
    EXPECT_EQ(Get(kAdler, recorded.value.result().position()).value.case_().setbacks(), n);
  }
  const auto offered = service_.Ask(&Cases::Stub::OfferHandover, kAdler, OfferTo(kSommer, kDrossel, kEast));
  EXPECT_FALSE(Inbox(kSommer, offered.value.result().position()).empty());
}

TEST_F(CaseServiceTest, AMissedContactClimbsAndMovesNobodyAndTheNextOneBringsTheCaseBack) {
  ASSERT_TRUE(service_.Ask(&Cases::Stub::EnterStandby, kAdler, Rest()).ok());
  service_.clock().Advance(Days(14) - absl::Seconds(1));
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_STANDBY);
  EXPECT_THAT(Waiting(kAdler), ::testing::Not(::testing::Contains(Pair("OVERDUE", 0))));

  service_.clock().Advance(absl::Seconds(1));
  service_.Settle();
  EXPECT_THAT(Waiting(kAdler), ::testing::Contains(Pair("OVERDUE", 0)));
  EXPECT_THAT(Waiting(kSpecht), IsEmpty());
  service_.clock().Advance(Days(1));
  service_.Settle();
  EXPECT_THAT(Waiting(kSpecht), ElementsAre(Pair("OVERDUE", common::v1::ESCALATION_STEP_DEPUTY)));
  EXPECT_EQ(HolderOfCase(), kAdler.person);
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_STANDBY);

  v1::RecordContactWithYoungPersonRequest contact;
  contact.set_case_id(milo_);
  contact.set_channel(v1::CONTACT_CHANNEL_MESSAGE);
  ASSERT_TRUE(service_.Ask(&Cases::Stub::RecordContactWithYoungPerson, kAdler, contact).ok());
  service_.Settle();
  EXPECT_EQ(Get().value.case_().phase(), v1::CASE_PHASE_ACTIVE);
  EXPECT_THAT(Waiting(kSpecht), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::casework
