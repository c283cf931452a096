// Long, because one test per promise of the service.
//
// Deployments end to end: asked for by who holds the case, accepted in person, late answers told to others.
// And crises: five legs at once, care, clinic and what follows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "fallverbund/crisis/v1/crisis_service.grpc.pb.h"
#include "fallverbund/crisis/v1/pool_service.grpc.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "libs/base/quarter.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "services/crisis/rpc/crisis_module.h"
#include "services/crisis/rpc/pool_service.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::crisis {
namespace {

using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kDachs;
using testing::kIltis;
using testing::kMilo;
using testing::kReiher;
using testing::kSpecht;
using testing::kWachtel;
using testing::kZeisig;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Crisis = v1::CrisisService;

class CrisisServiceTest : public ::testing::Test {
 protected:
  CrisisServiceTest() {
    testing::RegisterEverybody(service_);
    testing::OpenMilo(service_);
  }

  static v1::RequestDeploymentRequest Overnight() {
    v1::RequestDeploymentRequest request;
    request.set_case_id(kMilo);
    request.set_mode(v1::DEPLOYMENT_MODE_OVERNIGHT);
    request.set_crisis_team_organisation_id(kDachs.organisation);
    request.set_situation("sitzt im Treppenhaus");
    return request;
  }
  std::string Request() {
    const auto reply = service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, Overnight());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.deployment_id();
  }
  Reply<v1::AcceptDeploymentResponse> Accept(const std::string& id, const Who& who = kDachs,
                                             const std::string& case_id = kMilo) {
    v1::AcceptDeploymentRequest request;
    request.set_case_id(case_id);
    request.set_deployment_id(id);
    request.set_deputy_person_id(who.person == kIltis.person ? kDachs.person : kIltis.person);
    auto reply = service_.Ask(&Crisis::Stub::AcceptDeployment, who, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::GetDeploymentResponse> Get(const std::string& id, const Who& who = kAdler,
                                       const std::string& case_id = kMilo) {
    v1::GetDeploymentRequest request;
    request.set_case_id(case_id);
    request.set_deployment_id(id);
    return service_.Ask(&Crisis::Stub::GetDeployment, who, request);
  }

  CrisisModule module_;
  RunningService service_{"crisis", module_};
};

TEST_F(CrisisServiceTest, ADeploymentIsAskedForAndAcceptedInPerson) {
  const std::string id = Request();
  auto deployment = Get(id, kDachs).value.deployment();
  EXPECT_EQ(deployment.state(), v1::DEPLOYMENT_STATE_REQUESTED);
  EXPECT_EQ(deployment.situation(), "sitzt im Treppenhaus");
  EXPECT_EQ(FromProto(deployment.answer_due()), service_.clock().Now() + absl::Minutes(30));

  const auto accepted = Accept(id);
  ASSERT_TRUE(accepted.ok()) << accepted.status.error_message();
  deployment = Get(id).value.deployment();
  EXPECT_EQ(deployment.state(), v1::DEPLOYMENT_STATE_ACCEPTED);
  EXPECT_EQ(deployment.holder().person_id(), kDachs.person);
  EXPECT_EQ(deployment.holder().deputy_person_id(), kIltis.person);
  EXPECT_EQ(Accept(id).reason(), "DEPLOYMENT_ANSWERED");
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Treppenhaus"));
}

TEST_F(CrisisServiceTest, OnlyTheHolderOfTheCaseAsks) {
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, kWachtel, Overnight()).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  auto request = Overnight();
  request.set_case_id(IdOf("no case"));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  request = Overnight();
  request.set_crisis_team_organisation_id(kBiber.organisation);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request).reason(), "NOT_A_CRISIS_TEAM");
  request = Overnight();
  request.clear_mode();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CrisisServiceTest, AnotherUnitOfTheHoldersOfficeDoesNotAsk) {
  const Who elster = {kAdler.organisation, IdOf("elster"), common::v1::ROLE_CASE_WORKER};
  team::v1::OrganisationEvent unit, person;
  unit.mutable_unit_added()->set_unit_id(IdOf("jhd ost"));
  person.mutable_person_registered()->set_person_id(elster.person);
  person.mutable_person_registered()->set_unit_id(IdOf("jhd ost"));
  person.mutable_person_registered()->add_roles(elster.role);
  service_.Happened("team", elster.organisation, "organisation", {&unit, &person});
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, elster, Overnight()).reason(),
            "DEPLOYMENT_ONLY_BY_HOLDER");
}

TEST_F(CrisisServiceTest, ARefusalMovesNothingAndClosesTheQuestion) {
  const std::string id = Request();
  v1::RefuseDeploymentRequest request;
  request.set_case_id(kMilo);
  request.set_deployment_id(id);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RefuseDeployment, kDachs, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.set_reason(v1::DEPLOYMENT_REFUSAL_REASON_NO_CAPACITY);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::RefuseDeployment, kDachs, request).ok());
  service_.Settle();
  EXPECT_EQ(Get(id).value.deployment().state(), v1::DEPLOYMENT_STATE_REFUSED);
  EXPECT_FALSE(Get(id).value.deployment().has_holder());
  // Who refused has nothing more to do with the case.
  EXPECT_EQ(Get(id, kDachs).status.error_code(), grpc::StatusCode::NOT_FOUND);
  v1::WithdrawDeploymentRequest not_needed;
  not_needed.set_case_id(kMilo);
  not_needed.set_deployment_id(id);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::WithdrawDeployment, kAdler, not_needed).ok());
  service_.Settle();
  EXPECT_EQ(Get(id).value.deployment().state(), v1::DEPLOYMENT_STATE_WITHDRAWN);
}

// A19: the rhythm is a clock, and a colleague goes on (N11).
TEST_F(CrisisServiceTest, OutreachHasItsContactsAndAColleagueGoesOn) {
  auto request = Overnight();
  request.set_mode(v1::DEPLOYMENT_MODE_OUTREACH);
  request.set_outreach_place("am Hafen");
  request.set_contact_every_hours(24);
  const auto asked = service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request);
  ASSERT_TRUE(asked.ok()) << asked.status.error_message();
  service_.Settle();
  const std::string id = asked.value.deployment_id();
  ASSERT_TRUE(Accept(id).ok());
  EXPECT_EQ(FromProto(Get(id).value.deployment().contact_due()), service_.clock().Now() + absl::Hours(24));
  service_.clock().Advance(absl::Hours(24));
  service_.Settle();
  EXPECT_TRUE(Get(id).value.deployment().contact_overdue());
  v1::RecordOutreachContactRequest contact;
  contact.set_case_id(kMilo);
  contact.set_deployment_id(id);
  contact.set_reached(true);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RecordOutreachContact, kDachs, contact).reason(),
            "OUTREACH_CONTACT_INCOMPLETE");
  contact.set_account("hat mit ihm gegessen");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::RecordOutreachContact, kDachs, contact).ok());
  service_.Settle();
  EXPECT_FALSE(Get(id).value.deployment().contact_overdue());
  EXPECT_EQ(FromProto(Get(id).value.deployment().last_contact_at()), service_.clock().Now());
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "gegessen"));
  v1::TakeOverDeploymentRequest over;
  over.set_case_id(kMilo);
  over.set_deployment_id(id);
  over.set_deputy_person_id(kDachs.person);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::TakeOverDeployment, kIltis, over).ok());
  service_.Settle();
  EXPECT_EQ(Get(id).value.deployment().holder().person_id(), kIltis.person);
}

TEST_F(CrisisServiceTest, ALateAnswerIsToldAndStillWelcome) {
  const std::string id = Request();
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  EXPECT_TRUE(Get(id).value.deployment().answer_overdue());
  EXPECT_EQ(Get(id).value.deployment().state(), v1::DEPLOYMENT_STATE_REQUESTED);
  EXPECT_TRUE(Accept(id).ok());
}

TEST_F(CrisisServiceTest, ADeploymentOfAnotherCaseIsUnknown) {
  const std::string id = Request();
  casework::v1::CaseEvent other;
  *other.mutable_case_opened()->mutable_holder() =
      testing::HolderOf(kAdler, testing::kSpecht, testing::kNorth);
  *other.mutable_case_opened()->mutable_tonight()->mutable_holder() = testing::HolderOf(kDachs, kIltis, "");
  service_.Happened("case", IdOf("other case"), "case", {&other});
  EXPECT_EQ(Get(id, kAdler, IdOf("other case")).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Accept(id, kDachs, IdOf("other case")).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Accept(IdOf("no deployment")).status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Get(id).value.deployment().state(), v1::DEPLOYMENT_STATE_REQUESTED);
}

TEST_F(CrisisServiceTest, ARequestIsWithdrawnByTheHolderAndAnOldOneIsNotAcceptedAnyMore) {
  const std::string id = Request();
  v1::WithdrawDeploymentRequest withdraw;
  withdraw.set_case_id(kMilo);
  withdraw.set_deployment_id(id);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::WithdrawDeployment, kWachtel, withdraw).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::WithdrawDeployment, kAdler, withdraw).ok());
  service_.Settle();
  EXPECT_EQ(Get(id).value.deployment().state(), v1::DEPLOYMENT_STATE_WITHDRAWN);
  EXPECT_EQ(Accept(id).status.error_code(), grpc::StatusCode::NOT_FOUND) << "no concern of theirs any more";

  const std::string old = Request();
  service_.clock().Advance(absl::Hours(73));
  service_.Settle();
  EXPECT_EQ(Accept(old).reason(), "DEPLOYMENT_TOO_OLD");
}

TEST_F(CrisisServiceTest, ANightThatMovedSinceTheRequestIsNotTakenOver) {
  const std::string id = Request();
  service_.clock().Advance(absl::Hours(1));
  casework::v1::CaseEvent started;
  auto& tonight = *started.mutable_setting_started()->mutable_tonight();
  tonight.set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  tonight.mutable_holder()->set_organisation_id(kBiber.organisation);
  tonight.mutable_holder()->set_person_id(kBiber.person);
  service_.Happened("case", kMilo, "case", {&started});
  service_.Settle();
  EXPECT_EQ(Accept(id).reason(), "TONIGHT_MOVED_SINCE");
  EXPECT_TRUE(Accept(Request()).ok());
}

// --- crises ---

class CrisisTest : public CrisisServiceTest {
 protected:
  CrisisTest() {
    team::v1::AgreementEvent adopted;
    auto& procedure = *adopted.mutable_agreement_adopted()->mutable_procedure();
    procedure.set_court_approval_hours(24);
    procedure.set_meeting_days(14);
    auto& leg = *procedure.add_legs();
    leg.set_party(common::v1::CRISIS_PARTY_CLINIC);
    leg.set_acknowledge_minutes(15);
    *adopted.mutable_agreement_adopted()->mutable_effective_from() = ToProto(service_.clock().Now());
    team::v1::AgreementEvent signed_by_biber;
    signed_by_biber.mutable_agreement_signed()->set_organisation_id(kBiber.organisation);
    service_.Happened("team", IdOf("agreement"), "agreement", {&adopted, &signed_by_biber});
    testing::Register(service_, team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE, IdOf("night"),
                      {kOnDuty, kStandBy});
    team::v1::OrganisationEvent otter, ibis;
    otter.mutable_person_registered()->set_person_id(IdOf("otter"));
    otter.mutable_person_registered()->add_roles(common::v1::ROLE_PROVIDER_WORKER);
    ibis.mutable_person_registered()->set_person_id(IdOf("ibis"));
    ibis.mutable_person_registered()->add_roles(common::v1::ROLE_CLINIC);
    service_.Happened("team", kBiber.organisation, "organisation", {&otter});
    service_.Happened("team", kReiher.organisation, "organisation", {&ibis});
    MoveIn();
  }

  // Milo lives at Biber's.
  void MoveIn() {
    casework::v1::CaseEvent proposed, adopted, started;
    proposed.mutable_setting_proposed()->set_setting_id(IdOf("setting"));
    auto& place = *proposed.mutable_setting_proposed()->add_components();
    place.set_kind(casework::v1::COMPONENT_KIND_RESIDENTIAL);
    place.set_organisation_id(kBiber.organisation);
    adopted.mutable_setting_adopted()->set_setting_id(IdOf("setting"));
    started.mutable_setting_started()->set_setting_id(IdOf("setting"));
    auto& tonight = *started.mutable_setting_started()->mutable_tonight();
    tonight.set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
    tonight.mutable_holder()->set_organisation_id(kBiber.organisation);
    tonight.mutable_holder()->set_person_id(kBiber.person);
    service_.Happened("case", kMilo, "case", {&proposed, &adopted, &started});
    service_.Settle();
  }

  void Signs(const Who& who, const std::string& deputy) {
    team::v1::AgreementEvent event;
    auto& signature = *event.mutable_agreement_signed();
    signature.set_organisation_id(who.organisation);
    signature.set_contact_person_id(who.person);
    signature.set_deputy_person_id(deputy);
    service_.Happened("team", IdOf("agreement"), "agreement", {&event});
    service_.Settle();
  }
  v1::OpenCrisisRequest Alarm(const std::string& deputy = IdOf("otter")) {
    v1::OpenCrisisRequest request;
    request.set_case_id(kMilo);
    request.set_kind(v1::CRISIS_KIND_SELF_HARM);
    request.set_risk_to_self(true);
    request.set_account("hat sich geschnitten");
    request.set_deputy_person_id(deputy);
    request.set_clinic_organisation_id(kReiher.organisation);
    return request;
  }
  std::string Open(const Who& who = kBiber, const std::string& deputy = IdOf("otter")) {
    const auto reply = service_.Ask(&Crisis::Stub::OpenCrisis, who, Alarm(deputy));
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.crisis_id();
  }
  v1::Crisis Seen(const std::string& id, const Who& who = kAdler) {
    v1::GetCrisisRequest request;
    request.set_crisis_id(id);
    auto reply = service_.Ask(&Crisis::Stub::GetCrisis, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return reply.value.crisis();
  }
  auto Acknowledge(const std::string& id, common::v1::CrisisParty party, const Who& who,
                   v1::ContactChannel channel = v1::CONTACT_CHANNEL_UNSPECIFIED) {
    v1::AcknowledgeLegRequest request;
    request.set_crisis_id(id);
    request.set_party(party);
    request.set_told_by_channel(channel);
    auto reply = service_.Ask(&Crisis::Stub::AcknowledgeLeg, who, request);
    service_.Settle();
    return reply;
  }
  static common::v1::Participation Heard() {
    common::v1::Participation heard;
    heard.mutable_young_person()->set_heard(true);
    heard.mutable_family()->set_heard(true);
    return heard;
  }
  auto Admit(const std::string& id, v1::ClinicBasis basis = v1::CLINIC_BASIS_CONSENT) {
    v1::AdmitToClinicRequest request;
    request.set_crisis_id(id);
    request.set_basis(basis);
    request.set_deputy_person_id(IdOf("ibis"));
    auto reply = service_.Ask(&Crisis::Stub::AdmitToClinic, kReiher, request);
    service_.Settle();
    return reply;
  }
  // As it was taken last; the case knows it from the event.
  std::string CareId() {
    std::string care_id;
    for (const auto& stored : service_.Log()) {
      const auto event = eventlog::UnpackOneof<v1::CrisisEvent>(stored);
      if (event.ok() && event->has_taken_into_care()) care_id = event->taken_into_care().care_id();
    }
    return care_id;
  }
  // As the case would by reaction.
  void NightAt(common::v1::TonightKind kind, const Who& who) {
    service_.clock().Advance(absl::Minutes(1));
    casework::v1::CaseEvent moved;
    moved.mutable_tonight_moved()->mutable_to()->set_kind(kind);
    *moved.mutable_tonight_moved()->mutable_to()->mutable_holder() = testing::HolderOf(who, who, "");
    if (kind == common::v1::TONIGHT_KIND_IN_CARE) moved.mutable_tonight_moved()->set_stay_id(CareId());
    service_.Happened("case", kMilo, "case", {&moved});
    service_.Settle();
  }
  Reply<v1::TakeIntoCareResponse> Take(const std::string& id, const Who& who, const Who& deputy) {
    service_.clock().Advance(absl::Minutes(1));
    v1::TakeIntoCareRequest take;
    take.set_crisis_id(id);
    take.set_deputy_person_id(deputy.person);
    auto reply = service_.Ask(&Crisis::Stub::TakeIntoCare, who, take);
    service_.Settle();
    return reply;
  }
  std::string EndsCare(const std::string& id, const Who& who, common::v1::TonightKind kind = {}) {
    v1::EndCareRequest end;
    end.set_crisis_id(id);
    end.set_reason(v1::CARE_END_REASON_HELP_DECIDED);
    end.set_kind(kind);
    const auto reply = service_.Ask(&Crisis::Stub::EndCare, who, end);
    service_.Settle();
    return reply.reason();
  }
  void NightInClinic(const std::string& stay_id) {
    casework::v1::CaseEvent moved;
    auto& night = *moved.mutable_tonight_moved();
    night.set_stay_id(stay_id);
    night.mutable_from()->set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
    night.mutable_from()->mutable_holder()->set_organisation_id(kBiber.organisation);
    night.mutable_to()->set_kind(common::v1::TONIGHT_KIND_CLINIC);
    night.mutable_to()->mutable_holder()->set_organisation_id(kReiher.organisation);
    night.mutable_to()->mutable_holder()->set_person_id(kReiher.person);
    service_.Happened("case", kMilo, "case", {&moved});
    service_.Settle();
  }
  auto Conclude(const std::string& id) {
    v1::ConcludeCrisisRequest request;
    request.set_crisis_id(id);
    auto reply = service_.Ask(&Crisis::Stub::ConcludeCrisis, kAdler, request);
    service_.Settle();
    return reply;
  }
  void Meet(const std::string& id) {
    v1::ScheduleAftercareMeetingRequest schedule;
    schedule.set_crisis_id(id);
    *schedule.mutable_on() = ToProto(service_.clock().Now() + Days(2));
    const auto scheduled = service_.Ask(&Crisis::Stub::ScheduleAftercareMeeting, kAdler, schedule);
    ASSERT_TRUE(scheduled.ok()) << scheduled.status.error_message();
    service_.clock().Advance(Days(2));
    service_.Settle();
    v1::RecordAftercareMeetingRequest held;
    held.set_crisis_id(id);
    held.set_meeting_id(scheduled.value.meeting_id());
    *held.mutable_held_at() = ToProto(service_.clock().Now());
    for (const auto& [party, who] : {std::pair{common::v1::CRISIS_PARTY_YOUTH_OFFICE, kAdler},
                                     {common::v1::CRISIS_PARTY_PROVIDER, kBiber},
                                     {common::v1::CRISIS_PARTY_CLINIC, kReiher}}) {
      auto& present = *held.add_present();
      present.set_party(party);
      present.set_organisation_id(who.organisation);
      present.set_person_id(who.person);
    }
    *held.mutable_participation() = Heard();
    held.set_outcome("Milo kehrt zurueck");
    const auto reply = service_.Ask(&Crisis::Stub::RecordAftercareMeeting, kAdler, held);
    ASSERT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
  }

  const Who kOnDuty = {IdOf("notdienst"), IdOf("uhu"), common::v1::ROLE_EMERGENCY_SERVICE};
  const Who kStandBy = {IdOf("notdienst"), IdOf("kauz"), common::v1::ROLE_EMERGENCY_SERVICE};
};

// D5, N11: who raised the alarm is not sent to somebody who has left.
TEST_F(CrisisTest, ALegSaysWhomToReachThereAndWhereNobodyCanBe) {
  const auto has_left = [&](const std::string& person, const std::string& deputy) {
    team::v1::OrganisationEvent leaves, left;
    leaves.mutable_deactivation_requested()->set_person_id(person);
    leaves.mutable_deactivation_requested()->set_deputy_person_id(deputy);
    left.mutable_person_deactivated()->set_person_id(person);
    service_.Happened("team", kBiber.organisation, "organisation", {&leaves, &left});
    service_.Settle();
  };
  team::v1::AgreementEvent named;
  named.mutable_crisis_contact_named()->set_organisation_id(kBiber.organisation);
  named.mutable_crisis_contact_named()->set_contact_person_id(kBiber.person);
  named.mutable_crisis_contact_named()->set_deputy_person_id(IdOf("otter"));
  service_.Happened("team", IdOf("agreement"), "agreement", {&named});
  const std::string id = Open();
  const auto leg = [&](common::v1::CrisisParty party) {
    const v1::Crisis crisis = Seen(id);
    for (const auto& each : crisis.legs()) {
      if (each.party() == party) return each;
    }
    return v1::CrisisLeg();
  };
  EXPECT_EQ(leg(common::v1::CRISIS_PARTY_PROVIDER).contact_person_id(), kBiber.person);
  EXPECT_EQ(leg(common::v1::CRISIS_PARTY_PROVIDER).deputy_person_id(), IdOf("otter"));
  EXPECT_EQ(leg(common::v1::CRISIS_PARTY_CLINIC).contact_person_id(), "") << "it has not signed";
  EXPECT_FALSE(leg(common::v1::CRISIS_PARTY_CLINIC).nobody_to_reach());
  has_left(kBiber.person, IdOf("otter"));
  EXPECT_EQ(leg(common::v1::CRISIS_PARTY_PROVIDER).contact_person_id(), "");
  EXPECT_EQ(leg(common::v1::CRISIS_PARTY_PROVIDER).deputy_person_id(), IdOf("otter"));
  EXPECT_FALSE(leg(common::v1::CRISIS_PARTY_PROVIDER).nobody_to_reach());
  has_left(IdOf("otter"), kBiber.person);
  EXPECT_EQ(leg(common::v1::CRISIS_PARTY_PROVIDER).deputy_person_id(), "");
  EXPECT_TRUE(leg(common::v1::CRISIS_PARTY_PROVIDER).nobody_to_reach());
}

TEST_F(CrisisTest, FiveLegsRunAtOnceAndTheClinicSeesTheCrisis) {
  const std::string id = Open();
  const v1::Crisis crisis = Seen(id, kReiher);
  EXPECT_EQ(crisis.account(), "hat sich geschnitten");
  ASSERT_EQ(crisis.legs_size(), 5);
  EXPECT_EQ(crisis.legs(0).organisation_id(), kAdler.organisation);
  EXPECT_EQ(crisis.legs(1).organisation_id(), kBiber.organisation) << "whose place it is";
  EXPECT_EQ(FromProto(crisis.legs(4).acknowledge_due()), service_.clock().Now() + absl::Minutes(15));
  EXPECT_EQ(crisis.agreement_version(), 1u);
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "geschnitten"));
}

TEST_F(CrisisTest, AnOfficeThatIsGuardianIsToldAtTheSameTimeAndAcknowledges) {
  const Who guardian = {IdOf("guardians"), IdOf("star"), common::v1::ROLE_LEGAL_REPRESENTATIVE};
  testing::Register(service_, team::v1::ORGANISATION_KIND_OTHER, "", {guardian});
  casework::v1::CaseEvent declared;
  declared.mutable_guardian_declared()->mutable_holder()->set_organisation_id(guardian.organisation);
  declared.mutable_guardian_declared()->mutable_holder()->set_person_id(guardian.person);
  service_.Happened("case", kMilo, "case", {&declared});
  service_.Settle();
  const std::string id = Open();
  EXPECT_EQ(Seen(id, guardian).legs(2).organisation_id(), guardian.organisation) << "D2";
  ASSERT_TRUE(Seen(id).legs(1).nobody_to_reach()) << "who signed named nobody who is there";
  EXPECT_FALSE(Seen(id, guardian).legs(1).nobody_to_reach())
      << "people of others are no matter of a guardian";
  const auto reply = Acknowledge(id, common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE, guardian);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  EXPECT_TRUE(Seen(id).legs(2).acknowledged());
}

TEST_F(CrisisTest, SaysWhatKindItIsAndForWhomItIsDangerous) {
  const v1::Crisis crisis = Seen(Open());
  EXPECT_EQ(crisis.kind(), v1::CRISIS_KIND_SELF_HARM) << "D1";
  EXPECT_TRUE(crisis.risk_to_self());
  EXPECT_FALSE(crisis.risk_to_others());
}

TEST_F(CrisisTest, TwoAlarmsMeetOnOneCrisis) {
  const std::string id = Open();
  EXPECT_EQ(Open(kAdler, kSpecht.person), id);
  EXPECT_EQ(Seen(id).alarms(), 2u);
  EXPECT_EQ(Seen(id).episode(), 1u);
}

TEST_F(CrisisTest, ADangerThatOnlyTheSecondAlarmSaysIsHeardByWhoeverLeads) {
  const std::string id = Open();
  casework::v1::CaseEvent leads;
  leads.mutable_crisis_lead_taken()->set_crisis_id(id);
  leads.mutable_crisis_lead_taken()->set_episode(1);
  *leads.mutable_crisis_lead_taken()->mutable_to() = testing::HolderOf(kReiher, kReiher, "");
  service_.Happened("case", kMilo, "case", {&leads});
  v1::OpenCrisisRequest alarm = Alarm(kSpecht.person);
  alarm.set_risk_to_others(true);
  alarm.set_account("hat ein Messer");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::OpenCrisis, kAdler, alarm).ok());
  service_.Settle();
  v1::Crisis crisis = Seen(id, kReiher);
  EXPECT_TRUE(crisis.risk_to_others());
  ASSERT_EQ(crisis.repeated_alarms_size(), 1);
  EXPECT_EQ(crisis.repeated_alarms(0).account(), "hat ein Messer");
  EXPECT_EQ(crisis.repeated_alarms(0).first_said(0), v1::DANGER_RISK_TO_OTHERS);
  EXPECT_THAT(crisis.not_heard_organisation_ids(),
              ::testing::UnorderedElementsAre(kBiber.organisation, kReiher.organisation));
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  EXPECT_TRUE(Seen(id).danger_overdue());

  v1::AcknowledgeAlarmRequest heard;
  heard.set_crisis_id(id);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::AcknowledgeAlarm, kDachs, heard).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::AcknowledgeAlarm, kBiber, heard).ok());
  service_.Settle();
  EXPECT_TRUE(Seen(id).has_danger_heard_due()) << "who raised the alarm leads no more";
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::AcknowledgeAlarm, kReiher, heard).ok());
  service_.Settle();
  EXPECT_FALSE(Seen(id).has_danger_heard_due());
  EXPECT_EQ(Seen(id).not_heard_organisation_ids_size(), 0);
}

// Who led the episode before may lead in the case until that has followed; here it does not lead any more.
TEST_F(CrisisTest, WhoLedTheEpisodeBeforeLetsNobodyIntoThisOne) {
  const std::string id = Open();
  const auto leads = [&](uint32_t episode) {
    casework::v1::CaseEvent event;
    event.mutable_crisis_lead_taken()->set_crisis_id(id);
    event.mutable_crisis_lead_taken()->set_episode(episode);
    *event.mutable_crisis_lead_taken()->mutable_to() = testing::HolderOf(kDachs, kIltis, "");
    service_.Happened("case", kMilo, "case", {&event});
    service_.Settle();
  };
  const auto names = [&] {
    v1::NameLegOrganisationRequest request;
    request.set_crisis_id(id);
    request.set_party(common::v1::CRISIS_PARTY_RESCUE_SERVICE);
    request.set_addressee_organisation_id(kWachtel.organisation);
    return service_.Ask(&Crisis::Stub::NameLegOrganisation, kDachs, request).reason();
  };
  leads(1);
  v1::CrisisEvent concluded;
  concluded.mutable_crisis_concluded()->set_case_id(kMilo);
  concluded.mutable_crisis_concluded()->set_episode(1);
  service_.Happened("crisis", id, "crisis", {&concluded});
  service_.Settle();
  ASSERT_EQ(Open(), id);
  ASSERT_EQ(Seen(id).episode(), 2u);
  EXPECT_EQ(names(), "LEG_NOT_YOURS_TO_NAME");
  leads(2);
  EXPECT_EQ(names(), "OK");
}

TEST_F(CrisisTest, AClinicThatOnlyTheSecondAlarmNamesHearsOfIt) {
  v1::OpenCrisisRequest alarm = Alarm();
  alarm.clear_clinic_organisation_id();
  const auto first = service_.Ask(&Crisis::Stub::OpenCrisis, kBiber, alarm);
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  service_.Settle();
  const std::string id = Open(kAdler, kSpecht.person);
  EXPECT_EQ(id, first.value.crisis_id());
  EXPECT_EQ(Seen(id, kReiher).legs(4).organisation_id(), kReiher.organisation);
}

TEST_F(CrisisTest, LegsAreNamedByWhoAnswersAndForAPartyOfThatKind) {
  const std::string id = Open();
  v1::NameLegOrganisationRequest request;
  request.set_crisis_id(id);
  const auto named = [&](common::v1::CrisisParty party, const std::string& organisation, const Who& who) {
    request.set_party(party);
    request.set_addressee_organisation_id(organisation);
    auto reply = service_.Ask(&Crisis::Stub::NameLegOrganisation, who, request);
    service_.Settle();
    return reply.reason();
  };
  EXPECT_EQ(named(common::v1::CRISIS_PARTY_RESCUE_SERVICE, kDachs.organisation, kReiher),
            "LEG_NOT_YOURS_TO_NAME");
  EXPECT_EQ(named(common::v1::CRISIS_PARTY_YOUTH_OFFICE, kWachtel.organisation, kAdler),
            "CRISIS_PARTY_UNKNOWN");
  EXPECT_EQ(named(common::v1::CRISIS_PARTY_YOUTH_OFFICE, kOnDuty.organisation, kAdler),
            "CRISIS_PARTY_UNKNOWN")
      << "the emergency service does not hold CASE";
  EXPECT_EQ(named(common::v1::CRISIS_PARTY_PROVIDER, kReiher.organisation, kAdler), "CRISIS_PARTY_UNKNOWN");
  named(common::v1::CRISIS_PARTY_RESCUE_SERVICE, kDachs.organisation, kAdler);
  EXPECT_EQ(Seen(id).legs(3).organisation_id(), kDachs.organisation);
}

// D2: who holds CASE, and the guardian, hear of it themselves, whatever others do with their leg.
TEST_F(CrisisTest, TheLegOfWhoAnswersIsLedNowhereElseAndSilencedByNobody) {
  const Who guardian = {IdOf("guardians"), IdOf("star"), common::v1::ROLE_LEGAL_REPRESENTATIVE};
  const Who stranger = {IdOf("other office"), IdOf("krähe"), common::v1::ROLE_CASE_WORKER};
  testing::Register(service_, team::v1::ORGANISATION_KIND_OTHER, "", {guardian});
  testing::Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, IdOf("elsewhere"), {stranger});
  casework::v1::CaseEvent declared;
  declared.mutable_guardian_declared()->mutable_holder()->set_organisation_id(guardian.organisation);
  service_.Happened("case", kMilo, "case", {&declared});
  service_.Settle();
  const std::string id = Open();
  v1::NameLegOrganisationRequest name;
  name.set_crisis_id(id);
  name.set_addressee_organisation_id(stranger.organisation);
  for (const auto party :
       {common::v1::CRISIS_PARTY_YOUTH_OFFICE, common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE}) {
    name.set_party(party);
    EXPECT_EQ(service_.Ask(&Crisis::Stub::NameLegOrganisation, kBiber, name).reason(), "LEG_OF_WHO_ANSWERS");
    ASSERT_TRUE(Acknowledge(id, party, kBiber, v1::CONTACT_CHANNEL_PHONE).ok());
  }
  const v1::Crisis told = Seen(id);
  for (const int leg : {0, 2}) {
    EXPECT_FALSE(told.legs(leg).acknowledged());
    EXPECT_EQ(told.legs(leg).attempts(), 1u) << "who told is on record";
  }
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  EXPECT_TRUE(Seen(id).legs(0).overdue());
  ASSERT_TRUE(Acknowledge(id, common::v1::CRISIS_PARTY_YOUTH_OFFICE, kAdler).ok());
  EXPECT_TRUE(Seen(id).legs(0).acknowledged());
}

TEST_F(CrisisTest, AnAlarmAfterStabilisingTellsEverybodyAnew) {
  const std::string id = Open();
  ASSERT_TRUE(Acknowledge(id, common::v1::CRISIS_PARTY_CLINIC, kReiher).ok());
  v1::StabiliseCrisisRequest stabilise;
  stabilise.set_crisis_id(id);
  stabilise.set_account("schläft");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::StabiliseCrisis, kAdler, stabilise).ok());
  service_.clock().Advance(Days(6));
  service_.Settle();
  EXPECT_EQ(Seen(id).state(), v1::CRISIS_STATE_STABILISED);
  ASSERT_EQ(Open(kAdler, kSpecht.person), id);
  const v1::Crisis crisis = Seen(id);
  EXPECT_EQ(crisis.state(), v1::CRISIS_STATE_LEGS_RUNNING);
  ASSERT_EQ(crisis.repeated_alarms_size(), 1);
  EXPECT_TRUE(crisis.repeated_alarms(0).again());
  EXPECT_TRUE(crisis.has_danger_heard_due());
  EXPECT_FALSE(crisis.legs(4).acknowledged());
  EXPECT_EQ(FromProto(crisis.legs(4).acknowledge_due()), service_.clock().Now() + absl::Minutes(15));
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  const v1::Crisis late = Seen(id);
  for (const auto& leg : late.legs()) EXPECT_TRUE(leg.overdue());
}

// N12, B10: any contact brings a case back; whoever raises the alarm need not be in its circle.
TEST_F(CrisisTest, AnAlarmForACaseThatHasEndedIsHeardUnlessItWasRecordedInError) {
  const auto ends = [&](casework::v1::LawfulEndGround ground) {
    casework::v1::CaseEvent ended;
    ended.mutable_case_lawfully_ended()->set_ground(ground);
    service_.Happened("case", kMilo, "case", {&ended});
    service_.Settle();
  };
  ends(casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::OpenCrisis, kOnDuty, Alarm(kStandBy.person)).reason(),
            "CRISIS_CASE_ENDED");
  casework::v1::CaseEvent reopened;
  reopened.mutable_case_reopened();
  service_.Happened("case", kMilo, "case", {&reopened});
  ends(casework::v1::LAWFUL_END_GROUND_OWN_DECISION);
  const std::string id = Open(kOnDuty, kStandBy.person);
  EXPECT_EQ(Seen(id, kOnDuty).case_id(), kMilo);
  EXPECT_EQ(Seen(id, kOnDuty).legs(0).organisation_id(), kAdler.organisation) << "who held it last";
}

// N10, N11: whoever has said that they go still raise the alarm, and are given nothing new.
TEST_F(CrisisTest, AnAlarmOfAProviderThatGoesIsLedByWhoHoldsTheCase) {
  team::v1::OrganisationEvent goes;
  goes.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(service_.clock().Now() + Days(180));
  service_.Happened("team", kBiber.organisation, "organisation", {&goes});
  service_.Settle();
  const std::string id = Open(kBiber, "");
  v1::CrisisOpened opened;
  for (const auto& event : service_.Log()) {
    if (event.type() != opened.GetDescriptor()->full_name()) continue;
    ASSERT_TRUE(opened.ParseFromString(event.data()));
  }
  EXPECT_EQ(opened.lead().person_id(), kAdler.person);
  EXPECT_EQ(opened.lead().deputy_person_id(), kSpecht.person);
  EXPECT_EQ(opened.raised_by_person_id(), kBiber.person);
  EXPECT_EQ(Seen(id, kBiber).legs(1).organisation_id(), kBiber.organisation);
}

TEST_F(CrisisTest, AnAlarmOfWhoeverGoesInPersonIsLedByWhoHoldsTheCase) {
  team::v1::OrganisationEvent goes;
  goes.mutable_deactivation_requested()->set_person_id(kOnDuty.person);
  goes.mutable_deactivation_requested()->set_deputy_person_id(kStandBy.person);
  service_.Happened("team", kOnDuty.organisation, "organisation", {&goes});
  service_.Settle();
  const std::string id = Open(kOnDuty, kStandBy.person);
  EXPECT_EQ(Seen(id, kOnDuty).account(), "hat sich geschnitten") << "raised the alarm, and is a party";
}

TEST_F(CrisisTest, IsClosedToWhoHasNotSignedAndHiddenFromStrangers) {
  EXPECT_EQ(service_.Ask(&Crisis::Stub::OpenCrisis, kWachtel, Alarm(kZeisig.person)).reason(),
            "CRISIS_CHANNEL_CLOSED");
  EXPECT_EQ(service_.Ask(&Crisis::Stub::OpenCrisis, kReiher, Alarm(IdOf("ibis"))).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  v1::GetCrisisRequest request;
  request.set_crisis_id(Open());
  EXPECT_EQ(service_.Ask(&Crisis::Stub::GetCrisis, kDachs, request).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(CrisisTest, AMotherWhoIsNotReachedIsOverdueAndBlocksNothing) {
  const std::string id = Open();
  v1::RecordLegAttemptRequest attempt;
  attempt.set_crisis_id(id);
  attempt.set_party(common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  attempt.set_channel(v1::CONTACT_CHANNEL_PHONE);
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE(service_.Ask(&Crisis::Stub::RecordLegAttempt, kBiber, attempt).ok());
  ASSERT_TRUE(Acknowledge(id, common::v1::CRISIS_PARTY_CLINIC, kReiher).ok());
  service_.clock().Advance(absl::Minutes(40));
  service_.Settle();
  const v1::Crisis crisis = Seen(id);
  EXPECT_EQ(crisis.legs(2).attempts(), 3u);
  EXPECT_TRUE(crisis.legs(2).overdue());
  EXPECT_TRUE(crisis.legs(4).acknowledged());
  EXPECT_EQ(Acknowledge(id, common::v1::CRISIS_PARTY_RESCUE_SERVICE, kBiber).reason(),
            "LEG_REACHED_BY_NO_CHANNEL");
  ASSERT_TRUE(
      Acknowledge(id, common::v1::CRISIS_PARTY_RESCUE_SERVICE, kBiber, v1::CONTACT_CHANNEL_EMERGENCY_CALL)
          .ok());
  EXPECT_TRUE(Admit(id).ok());
}

TEST_F(CrisisTest, ADetentionInCareEndsWithTheFollowingDayInGermany) {
  const std::string id = Open();
  v1::TakeIntoCareRequest take;
  take.set_crisis_id(id);
  take.set_detention(true);
  take.set_deputy_person_id(testing::kSpecht.person);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::TakeIntoCare, kBiber, take).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::TakeIntoCare, kAdler, take).ok());
  service_.Settle();
  // Monday, 2 March; Tuesday is over at 23:00 UTC.
  EXPECT_EQ(FormatInstant(FromProto(Seen(id).detention_until())), "2026-03-03T23:00:00Z");
  service_.clock().Advance(absl::Hours(40));
  service_.Settle();
  EXPECT_FALSE(Seen(id).detained_in_care());
  EXPECT_TRUE(Seen(id).in_care());
}

// D4: whoever gets the night by another's word says that it was heard.
TEST_F(CrisisTest, ANightByAnUnplannedLeaveIsOverdueUntilWhoHoldsTheCaseConfirmsIt) {
  const std::string id = Open();
  NightInClinic(Admit(id).value.stay_id());
  v1::LeaveClinicRequest leave;
  leave.set_crisis_id(id);
  leave.set_kind(common::v1::TONIGHT_KIND_FAMILY);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::LeaveClinic, kReiher, leave).ok());
  service_.Settle();
  EXPECT_EQ(FromProto(Seen(id).night_confirm_due()), service_.clock().Now() + absl::Minutes(30));
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  EXPECT_TRUE(Seen(id).night_confirm_overdue());
  v1::ConfirmNightRequest confirm;
  confirm.set_crisis_id(id);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ConfirmNight, kReiher, confirm).reason(), "NIGHT_OF_ANOTHER");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::ConfirmNight, kAdler, confirm).ok());
  service_.Settle();
  EXPECT_FALSE(Seen(id).has_night_confirm_due());
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ConfirmNight, kAdler, confirm).reason(), "NO_NIGHT_TO_CONFIRM");
}

// N10: who goes in half a year has her tonight, and says so.
TEST_F(CrisisTest, AClinicAndAnOfficeThatWillLeaveStillSayThatTheyHaveHer) {
  const std::string id = Open();
  team::v1::OrganisationEvent leaves;
  leaves.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  for (const Who& who : {kReiher, kAdler})
    service_.Happened("team", who.organisation, "organisation", {&leaves});
  service_.Settle();
  const auto admitted = Admit(id);
  ASSERT_TRUE(admitted.ok()) << admitted.status.error_message();
  const std::string other = Open();
  v1::TakeIntoCareRequest take;
  take.set_crisis_id(other);
  take.set_deputy_person_id(IdOf("nobody"));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::TakeIntoCare, kAdler, take).reason(), "DEPUTY_NOT_NAMED");
  take.set_deputy_person_id(testing::kSpecht.person);
  const auto taken = service_.Ask(&Crisis::Stub::TakeIntoCare, kAdler, take);
  ASSERT_TRUE(taken.ok()) << taken.status.error_message();
}

// N9: care is taken in person with a deputy, and ends into a known night.
TEST_F(CrisisTest, CareTakesTheNightAndEndsIntoAKnownOne) {
  const std::string id = Open();
  v1::TakeIntoCareRequest take;
  take.set_crisis_id(id);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::TakeIntoCare, kAdler, take).reason(), "DEPUTY_NOT_NAMED");
  take.set_deputy_person_id(testing::kSpecht.person);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::TakeIntoCare, kAdler, take).ok());
  service_.Settle();
  EXPECT_EQ(Seen(id).care().person_id(), kAdler.person);
  v1::EndCareRequest end;
  end.set_crisis_id(id);
  end.set_reason(v1::CARE_END_REASON_HANDED_TO_GUARDIANS);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::EndCare, kAdler, end).reason(), "NIGHT_AFTER_CARE_UNKNOWN");
  v1::PlanCareEndRequest plan;
  plan.set_crisis_id(id);
  plan.set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *plan.mutable_on() = ToProto(service_.clock().Now() + Days(1));
  *plan.mutable_participation() = Heard();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::PlanCareEnd, kBiber, plan).reason(), "NOT_THE_NEXT_AFTER_CARE");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::PlanCareEnd, kAdler, plan).ok());
  service_.Settle();
  EXPECT_EQ(Seen(id).care_planned_next().kind(), common::v1::TONIGHT_KIND_FAMILY);
  end.set_planned(true);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::EndCare, kAdler, end).ok());
  service_.Settle();
  EXPECT_FALSE(Seen(id).in_care());
  EXPECT_FALSE(Seen(id).has_night_confirm_due()) << "by its own word";
}

// § 42: running away ends no care; whoever has the young person is in charge.
TEST_F(CrisisTest, CareRunsOnWhileSomebodyIsMissingAndPassesToTheOfficeThatFindsThem) {
  const Who amsel = {IdOf("essen"), IdOf("amsel"), common::v1::ROLE_CASE_WORKER};
  const Who star = {IdOf("essen"), IdOf("star"), common::v1::ROLE_CASE_WORKER};
  testing::Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, "", {amsel, star});
  const std::string id = Open();
  ASSERT_TRUE(Take(id, kAdler, kSpecht).ok());
  NightAt(common::v1::TONIGHT_KIND_IN_CARE, kAdler);
  EXPECT_EQ(Take(id, kAdler, kSpecht).reason(), "ALREADY_IN_CARE");
  EXPECT_EQ(EndsCare(id, kAdler, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN), "MISSING_KEEPS_THE_CARE");
  NightAt(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler);
  EXPECT_EQ(EndsCare(id, kAdler), "MISSING_KEEPS_THE_CARE");
  EXPECT_TRUE(Take(id, kAdler, kSpecht).ok()) << "found";
  NightAt(common::v1::TONIGHT_KIND_IN_CARE, kAdler);
  NightAt(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler);
  ASSERT_EQ(Open(amsel, star.person), id);
  const auto found = Take(id, amsel, star);
  ASSERT_TRUE(found.ok()) << found.reason();
  EXPECT_EQ(Seen(id).care().person_id(), amsel.person);
  EXPECT_EQ(EndsCare(id, kAdler), "NOT_IN_YOUR_CARE");
  NightAt(common::v1::TONIGHT_KIND_IN_CARE, amsel);
  EXPECT_EQ(EndsCare(id, kAdler), "NOT_IN_YOUR_CARE") << "it shelters";
  NightAt(common::v1::TONIGHT_KIND_PLACEMENT, kBiber);
  EXPECT_EQ(EndsCare(id, kAdler), "OK") << "who holds the case waits for nobody";
  EXPECT_FALSE(Seen(id).in_care());
}

TEST_F(CrisisTest, NobodySaysThatAnotherOfficeTookIntoCare) {
  const std::string id = Open();
  ASSERT_TRUE(Take(id, kAdler, kSpecht).ok());
  v1::EndCareRequest end;
  end.set_crisis_id(id);
  end.set_reason(v1::CARE_END_REASON_TAKEN_INTO_CARE_ELSEWHERE);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::EndCare, kAdler, end).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CrisisTest, AClinicIsLeftWithoutANightOnceAPlaceHasTakenItOver) {
  const std::string id = Open();
  NightInClinic(Admit(id).value.stay_id());
  NightAt(common::v1::TONIGHT_KIND_PLACEMENT, kBiber);
  v1::LeaveClinicRequest leave;
  leave.set_crisis_id(id);
  const auto left = service_.Ask(&Crisis::Stub::LeaveClinic, kReiher, leave);
  ASSERT_TRUE(left.ok()) << left.reason();
  service_.Settle();
  EXPECT_EQ(Seen(id).stay_id(), "");
  EXPECT_FALSE(Seen(id).has_night_confirm_due());
}

TEST_F(CrisisTest, ANightThatAPlaceHasTakenOverWaitsForNobody) {
  const std::string id = Open();
  NightInClinic(Admit(id).value.stay_id());
  v1::LeaveClinicRequest leave;
  leave.set_crisis_id(id);
  leave.set_kind(common::v1::TONIGHT_KIND_FAMILY);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::LeaveClinic, kReiher, leave).ok());
  service_.Settle();
  NightAt(common::v1::TONIGHT_KIND_PLACEMENT, kBiber);
  EXPECT_TRUE(Seen(id).has_night_confirm_due());
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  EXPECT_FALSE(Seen(id).has_night_confirm_due());
  EXPECT_FALSE(Seen(id).night_confirm_overdue());
}

// R0: who has left leads nothing, though they held the case last.
TEST_F(CrisisTest, AnAlarmOfAProviderThatGoesIsLedByWhoStandsInForTheHolder) {
  team::v1::OrganisationEvent goes, leaves, left;
  goes.mutable_organisation_leaving()->set_cause(team::v1::LEAVING_CAUSE_LEAVES);
  *goes.mutable_organisation_leaving()->mutable_until() = ToProto(service_.clock().Now() + Days(180));
  service_.Happened("team", kBiber.organisation, "organisation", {&goes});
  leaves.mutable_deactivation_requested()->set_person_id(kAdler.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(kSpecht.person);
  left.mutable_person_deactivated()->set_person_id(kAdler.person);
  service_.Happened("team", kAdler.organisation, "organisation", {&leaves, &left});
  service_.Settle();
  Open(kBiber, "");
  v1::CrisisOpened opened;
  for (const auto& event : service_.Log()) {
    if (event.type() != opened.GetDescriptor()->full_name()) continue;
    ASSERT_TRUE(opened.ParseFromString(event.data()));
  }
  EXPECT_EQ(opened.lead().person_id(), kSpecht.person);
}

// § 1631b: a stay that becomes a detention has its court date.
TEST_F(CrisisTest, AStayByConsentThatBecomesADetentionWaitsForTheCourt) {
  const std::string id = Open();
  NightInClinic(Admit(id).value.stay_id());
  v1::DetainInClinicRequest detain;
  detain.set_crisis_id(id);
  detain.set_account("laesst niemanden gehen");
  EXPECT_EQ(service_.Ask(&Crisis::Stub::DetainInClinic, kAdler, detain).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::DetainInClinic, kReiher, detain).ok());
  service_.Settle();
  EXPECT_TRUE(Seen(id).detained_in_clinic());
  EXPECT_EQ(FromProto(Seen(id).approval_due()), service_.clock().Now() + absl::Hours(24));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::DetainInClinic, kReiher, detain).reason(), "DETAINED_ALREADY");
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "laesst niemanden"));
}

TEST_F(CrisisTest, IsConcludedOnlyAfterReturningAndMeeting) {
  const std::string id = Open();
  const auto admitted = Admit(id, v1::CLINIC_BASIS_BGB_1631B);
  ASSERT_TRUE(admitted.ok()) << admitted.status.error_message();
  NightInClinic(admitted.value.stay_id());
  EXPECT_TRUE(Seen(id).detained_in_clinic());
  EXPECT_EQ(Conclude(id).reason(), "STILL_IN_CLINIC");

  service_.clock().Advance(absl::Hours(25));
  service_.Settle();
  v1::RecordCourtDecisionRequest court;
  court.set_crisis_id(id);
  court.set_detention(v1::DETENTION_CLINIC);
  court.set_granted(true);
  *court.mutable_decided_at() = ToProto(service_.clock().Now());
  *court.mutable_until() = ToProto(service_.clock().Now() + Days(7));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RecordCourtDecision, kAdler, court).reason(), "WHY_LATE_MISSING");
  court.set_why_late("das Gericht war am Sonntag nicht besetzt");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::RecordCourtDecision, kAdler, court).ok());

  v1::LeaveClinicRequest leave;
  leave.set_crisis_id(id);
  leave.set_planned(true);
  *leave.mutable_participation() = Heard();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::LeaveClinic, kReiher, leave).reason(), "NEXT_PLACE_UNKNOWN");
  v1::PlanClinicLeaveRequest plan;
  plan.set_crisis_id(id);
  plan.set_kind(common::v1::TONIGHT_KIND_PLACEMENT);
  plan.set_deputy_person_id(IdOf("otter"));
  *plan.mutable_on() = ToProto(service_.clock().Now() + Days(1));
  *plan.mutable_participation() = Heard();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::PlanClinicLeave, kAdler, plan).reason(), "NOT_THE_NEXT_PLACE");
  const auto planned = service_.Ask(&Crisis::Stub::PlanClinicLeave, kBiber, plan);
  ASSERT_TRUE(planned.ok()) << planned.status.error_message();
  service_.Settle();
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::LeaveClinic, kReiher, leave).ok());
  service_.Settle();
  EXPECT_EQ(Conclude(id).reason(), "AFTERCARE_MEETING_MISSING");
  Meet(id);
  v1::AgreeAfterClinicTaskRequest task;
  task.set_crisis_id(id);
  task.set_domain(v1::AFTER_CLINIC_DOMAIN_LEISURE);
  task.set_doer_organisation_id(kDachs.organisation);
  *task.mutable_due() = ToProto(service_.clock().Now() + Days(10));
  task.set_task("klettert mit ihm");
  const auto agreed = service_.Ask(&Crisis::Stub::AgreeAfterClinicTask, kAdler, task);
  ASSERT_TRUE(agreed.ok()) << agreed.status.error_message();
  service_.Settle();
  const v1::Crisis own = Seen(id, kDachs);
  ASSERT_EQ(own.tasks_size(), 1);
  EXPECT_EQ(own.tasks(0).task(), "klettert mit ihm");
  EXPECT_EQ(own.account(), "") << "D7: nothing but the task";
  EXPECT_EQ(own.legs_size(), 0);
  v1::StabiliseCrisisRequest stabilise;
  stabilise.set_crisis_id(id);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::StabiliseCrisis, kDachs, stabilise).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::AgreeAfterClinicTask, kDachs, task).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Conclude(id).ok());
  EXPECT_EQ(Seen(id).state(), v1::CRISIS_STATE_CONCLUDED);
  v1::RecordAfterClinicTaskDoneRequest done;
  done.set_crisis_id(id);
  done.set_task_id(agreed.value.task_id());
  EXPECT_TRUE(service_.Ask(&Crisis::Stub::RecordAfterClinicTaskDone, kDachs, done).ok())
      << "what was agreed goes on after the crisis";
  service_.Settle();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RecordAfterClinicTaskDone, kDachs, done).status.error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "no concern of theirs any more";
  v1::ListCrisesRequest list;
  list.set_case_id(kMilo);
  Open();
  const auto listed = service_.Ask(&Crisis::Stub::ListCrises, kAdler, list);
  ASSERT_EQ(listed.value.crises_size(), 2);
  EXPECT_EQ(listed.value.crises(0).episode(), 2u);
}

// N6, § 62: who may take the case has taken neither its crises nor its deployments.
TEST_F(CrisisTest, WhoIsOnlyAskedToHoldTheCaseReadsNothingOfItsCrises) {
  Open();
  const std::string deployment = Request();
  const Who sommer = {IdOf("jugendamt ost"), IdOf("sommer"), common::v1::ROLE_CASE_WORKER};
  testing::Register(service_, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, IdOf("ost"), {sommer});
  v1::ListCrisesRequest list;
  list.set_case_id(kMilo);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ListCrises, sommer, list).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
  casework::v1::CaseEvent offered, moved;
  offered.mutable_handover_offered()->set_handover_id(IdOf("handover"));
  *offered.mutable_handover_offered()->mutable_to() = testing::HolderOf(sommer, sommer, IdOf("ost"));
  service_.Happened("case", kMilo, "case", {&offered});
  service_.Settle();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ListCrises, sommer, list).reason(), "ONLY_ASKED");
  EXPECT_EQ(Get(deployment, sommer).reason(), "ONLY_ASKED");
  casework::v1::CaseEvent broken;
  broken.mutable_glass_broken()->set_reading_id(IdOf("reading"));
  broken.mutable_glass_broken()->set_organisation_id(sommer.organisation);
  broken.mutable_glass_broken()->set_person_id(sommer.person);
  *broken.mutable_glass_broken()->mutable_until() = ToProto(service_.clock().Now() + absl::Hours(4));
  service_.Happened("case", kMilo, "case", {&broken});
  service_.Settle();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ListCrises, sommer, list).value.crises_size(), 1);
  eventlog::v1::ReadRecorded read;
  ASSERT_TRUE(eventlog::UnpackEvent(service_.Journal().back(), &read));
  EXPECT_EQ(read.ground_id(), "BROKEN_GLASS") << "§ 62: not by the circle";
  EXPECT_EQ(read.reading_id(), IdOf("reading"));
  service_.clock().Advance(absl::Hours(4));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ListCrises, sommer, list).reason(), "ONLY_ASKED");
  moved.mutable_responsibility_moved()->set_handover_id(IdOf("handover"));
  *moved.mutable_responsibility_moved()->mutable_to() = testing::HolderOf(sommer, sommer, IdOf("ost"));
  service_.Happened("case", kMilo, "case", {&moved});
  service_.Settle();
  EXPECT_EQ(service_.Ask(&Crisis::Stub::ListCrises, sommer, list).value.crises_size(), 1);
  EXPECT_TRUE(Get(deployment, sommer).ok());
}

// Nobody's case is before a round table, and no figure that would tell of one.
TEST_F(CrisisTest, ARoundTableSeesAQuarterThatIsOverAndNoFigureBelowThree) {
  Open();
  team::v1::CalendarEvent table;
  table.mutable_calendar_opened()->set_kind(team::v1::CALENDAR_KIND_ROUND_TABLE);
  *table.mutable_calendar_opened()->mutable_keeper() = testing::HolderOf(kWachtel, kZeisig, "");
  *table.mutable_calendar_opened()->mutable_first_due() = ToProto(service_.clock().Now() + Days(60));
  service_.Happened("team", IdOf("table"), "calendar", {&table});
  service_.Settle();
  const Quarter now = QuarterOf(service_.clock().Now());
  v1::GetRoundTableFiguresRequest request;
  request.set_year(static_cast<uint32_t>(now.year));
  request.set_quarter(static_cast<uint32_t>(now.quarter));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::GetRoundTableFigures, kWachtel, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT)
      << "D6: the quarter still goes on";
  EXPECT_EQ(service_.Ask(&Crisis::Stub::GetRoundTableFigures, kBiber, request).reason(),
            "NOT_AT_THE_ROUND_TABLE");
  EXPECT_EQ(service_.Ask(&Crisis::Stub::GetRoundTableFigures, kAdler, request).reason(), "ROLE_MAY_NOT_CALL")
      << "case workers read cases, not the table's figures";
  service_.clock().Advance(EndOf(now) - service_.clock().Now() + Days(1));
  const auto told = service_.Ask(&Crisis::Stub::GetRoundTableFigures, kWachtel, request);
  ASSERT_EQ(told.value.figures_size(), v1::CrisisKind_MAX + 1) << told.status.error_message();
  for (const v1::RoundTableFigure& figure : told.value.figures()) {
    EXPECT_TRUE(figure.hidden());
    EXPECT_EQ(figure.count(), 0u);
  }
}

TEST_F(CrisisTest, TheEmergencyServiceHoldsSomebodyUnknownFromTheFirstCommitOn) {
  v1::OpenCrisisForUnknownPersonRequest request;
  request.set_kind(v1::CRISIS_KIND_INTOXICATION);
  request.set_risk_to_self(true);
  request.set_account("liegt am Bahnhof, nennt keinen Namen");
  request.set_unit_id(IdOf("night"));
  request.set_on_duty_person_id(kOnDuty.person);
  request.set_deputy_person_id(kStandBy.person);
  request.set_tonight_kind(common::v1::TONIGHT_KIND_OUTREACH);
  const auto reply = service_.Ask(&Crisis::Stub::OpenCrisisForUnknownPerson, kOnDuty, request);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  service_.Settle();
  const std::string id = reply.value.crisis_id();
  EXPECT_EQ(Seen(id, kOnDuty).case_id(), "");
  EXPECT_EQ(Seen(id, kOnDuty).kind(), v1::CRISIS_KIND_INTOXICATION) << "D1";
  EXPECT_TRUE(Seen(id, kOnDuty).risk_to_self());
  casework::v1::CaseEvent opened;
  opened.mutable_case_opened()->set_subject_id(IdOf("somebody"));
  opened.mutable_case_opened()->mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_CRISIS);
  opened.mutable_case_opened()->mutable_origin()->set_aggregate_id(id);
  *opened.mutable_case_opened()->mutable_holder() = testing::HolderOf(kOnDuty, kStandBy, IdOf("night"));
  service_.Happened("case", IdOf("case of somebody"), "case", {&opened});
  service_.Settle();
  EXPECT_EQ(Seen(id, kOnDuty).case_id(), IdOf("case of somebody"));
  v1::OpenCrisisRequest again = Alarm(kStandBy.person);
  again.set_case_id(IdOf("case of somebody"));
  const auto repeated = service_.Ask(&Crisis::Stub::OpenCrisis, kOnDuty, again);
  ASSERT_TRUE(repeated.ok()) << repeated.status.error_message();
  EXPECT_EQ(repeated.value.crisis_id(), id) << "a later alarm meets the same crisis";
}

// R0, C13: the alarm is never refused for somebody's role; a colleague who can act holds. Where nobody can,
// it is accepted all the same, and the case says so (case_before_test).
TEST_F(CrisisTest, AnAlarmThatNamesSomebodyWithoutARoleIsHeldByAColleagueWhoHasOne) {
  const Who porter = {kOnDuty.organisation, IdOf("porter"), common::v1::ROLE_ADMINISTRATOR};
  team::v1::OrganisationEvent joins;
  joins.mutable_person_registered()->set_person_id(porter.person);
  joins.mutable_person_registered()->set_unit_id(IdOf("night"));
  joins.mutable_person_registered()->add_roles(porter.role);
  service_.Happened("team", porter.organisation, "organisation", {&joins});
  v1::OpenCrisisForUnknownPersonRequest request;
  request.set_kind(v1::CRISIS_KIND_INTOXICATION);
  request.set_risk_to_self(true);
  request.set_account("liegt am Bahnhof");
  request.set_unit_id(IdOf("night"));
  request.set_on_duty_person_id(porter.person);
  request.set_deputy_person_id(kStandBy.person);
  request.set_tonight_kind(common::v1::TONIGHT_KIND_OUTREACH);
  const auto reply = service_.Ask(&Crisis::Stub::OpenCrisisForUnknownPerson, kOnDuty, request);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  service_.Settle();
  v1::CrisisCaseRequested asked;
  for (const auto& event : service_.Log()) {
    if (event.type() != asked.GetDescriptor()->full_name()) continue;
    ASSERT_TRUE(asked.ParseFromString(event.data()));
  }
  EXPECT_EQ(asked.holder().person_id(), kStandBy.person);
  EXPECT_EQ(asked.holder().deputy_person_id(), kOnDuty.person);
}

// D9, N2: a clinic that has signed raises the alarm for somebody nobody knows. Whom the emergency service has
// on its list of crisis contacts holds from the first commit on, and is told.
TEST_F(CrisisTest, AnySignatoryRaisesTheAlarmForSomebodyUnknownAndAPublicContactHolds) {
  v1::OpenCrisisForUnknownPersonRequest request;
  request.set_kind(v1::CRISIS_KIND_PSYCHOSIS);
  request.set_risk_to_self(true);
  request.set_account("steht in der Notaufnahme, nennt keinen Namen");
  request.set_tonight_kind(common::v1::TONIGHT_KIND_OUTREACH);
  request.set_clinic_organisation_id(kReiher.organisation);
  const auto raise = [&] {
    return service_.Ask(&Crisis::Stub::OpenCrisisForUnknownPerson, kReiher, request);
  };
  EXPECT_EQ(raise().reason(), "CANNOT_RECEIVE_CONTACTS") << "N2: a clinic holds nobody";
  request.set_receiving_organisation_id(kOnDuty.organisation);
  EXPECT_EQ(raise().reason(), "CRISIS_CHANNEL_CLOSED") << "D9";
  Signs(kReiher, IdOf("ibis"));
  EXPECT_EQ(raise().reason(), "CANNOT_RECEIVE_CONTACTS") << "D5: nobody there has said whom to reach";
  Signs(kOnDuty, kStandBy.person);
  request.set_on_duty_person_id(kOnDuty.person);
  EXPECT_EQ(raise().status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << "who receives says that";
  request.clear_on_duty_person_id();
  const auto reply = raise();
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  service_.Settle();
  v1::CrisisCaseRequested asked;
  for (const auto& event : service_.Log()) {
    if (event.type() != asked.GetDescriptor()->full_name()) continue;
    ASSERT_TRUE(asked.ParseFromString(event.data()));
  }
  EXPECT_EQ(asked.holder().organisation_id(), kOnDuty.organisation);
  EXPECT_EQ(asked.holder().unit_id(), IdOf("night"));
  EXPECT_EQ(asked.holder().person_id(), kOnDuty.person);
  EXPECT_EQ(asked.holder().deputy_person_id(), kStandBy.person);
  EXPECT_EQ(asked.tonight().kind(), common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN)
      << "N9: nobody says in another body's name where somebody sleeps";
  const std::string id = reply.value.crisis_id();
  EXPECT_EQ(Seen(id, kReiher).kind(), v1::CRISIS_KIND_PSYCHOSIS) << "a party of it";
  const v1::Crisis seen = Seen(id, kOnDuty);
  EXPECT_EQ(seen.legs(0).party(), common::v1::CRISIS_PARTY_YOUTH_OFFICE);
  EXPECT_EQ(seen.legs(0).organisation_id(), kOnDuty.organisation) << "is told, and says that it was heard";
  EXPECT_TRUE(Acknowledge(id, common::v1::CRISIS_PARTY_YOUTH_OFFICE, kOnDuty).ok());
}

// D9, § 62: of a case whose circle it does not belong to a signatory's alarm is heard, and it reads nothing
// by it.
TEST_F(CrisisTest, ASignatoryOutsideTheCircleIsHeardAndReadsNothing) {
  v1::OpenCrisisRequest alarm = Alarm("");
  EXPECT_EQ(service_.Ask(&Crisis::Stub::OpenCrisis, kReiher, alarm).status.error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "has not signed: to strangers there is no such case";
  Signs(kReiher, IdOf("ibis"));
  EXPECT_EQ(service_.Ask(&Crisis::Stub::OpenCrisis, kReiher, alarm).reason(), "LEG_NOT_YOURS_TO_NAME")
      << "lets nobody in, itself neither";
  alarm.clear_clinic_organisation_id();
  const auto reply = service_.Ask(&Crisis::Stub::OpenCrisis, kReiher, alarm);
  ASSERT_TRUE(reply.ok()) << reply.status.error_message();
  service_.Settle();
  const std::string id = reply.value.crisis_id();
  const auto hidden_from_it = [&] {
    v1::GetCrisisRequest get;
    get.set_crisis_id(id);
    v1::ListCrisesRequest list;
    list.set_case_id(kMilo);
    EXPECT_EQ(service_.Ask(&Crisis::Stub::GetCrisis, kReiher, get).status.error_code(),
              grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(service_.Ask(&Crisis::Stub::ListCrises, kReiher, list).status.error_code(),
              grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(Acknowledge(id, common::v1::CRISIS_PARTY_CLINIC, kReiher).status.error_code(),
              grpc::StatusCode::NOT_FOUND);
  };
  hidden_from_it();
  v1::Crisis seen = Seen(id);
  EXPECT_EQ(seen.account(), "hat sich geschnitten");
  EXPECT_EQ(seen.outside_organisation_id(), kReiher.organisation) << "whom to call back";
  EXPECT_EQ(seen.outside_person_id(), kReiher.person);
  EXPECT_EQ(Seen(id, kBiber).outside_organisation_id() + Seen(id, kBiber).outside_person_id(), "")
      << "§ 62: a party that does not lead";
  EXPECT_EQ(seen.legs_size(), 5);
  EXPECT_EQ(seen.legs(0).organisation_id(), kAdler.organisation);
  const auto again = service_.Ask(&Crisis::Stub::OpenCrisis, kReiher, alarm);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.value.crisis_id(), id) << "one crisis";
  service_.Settle();
  seen = Seen(id);
  ASSERT_EQ(seen.repeated_alarms_size(), 1);
  EXPECT_EQ(seen.repeated_alarms(0).outside_organisation_id(), kReiher.organisation);
  EXPECT_EQ(seen.repeated_alarms(0).organisation_id(), "");
  hidden_from_it();
}

TEST_F(CrisisTest, AnAlarmForSomebodyUnknownIsHeardAlsoFromWhoeverGoes) {
  const auto goes = [&](bool gone) {
    team::v1::OrganisationEvent leaves, left;
    leaves.mutable_deactivation_requested()->set_person_id(kOnDuty.person);
    leaves.mutable_deactivation_requested()->set_deputy_person_id(kStandBy.person);
    left.mutable_person_deactivated()->set_person_id(kOnDuty.person);
    service_.Happened("team", kOnDuty.organisation, "organisation", {gone ? &left : &leaves});
    service_.Settle();
  };
  goes(/*gone=*/false);
  v1::OpenCrisisForUnknownPersonRequest request;
  request.set_kind(v1::CRISIS_KIND_INTOXICATION);
  request.set_account("liegt am Bahnhof");
  request.set_unit_id(IdOf("night"));
  request.set_on_duty_person_id(kOnDuty.person);
  request.set_deputy_person_id(kStandBy.person);
  request.set_tonight_kind(common::v1::TONIGHT_KIND_OUTREACH);
  const auto reply = service_.Ask(&Crisis::Stub::OpenCrisisForUnknownPerson, kOnDuty, request);
  ASSERT_TRUE(reply.ok()) << reply.reason();
  service_.Settle();
  v1::CrisisCaseRequested asked;
  for (const auto& event : service_.Log()) {
    if (event.type() != asked.GetDescriptor()->full_name()) continue;
    ASSERT_TRUE(asked.ParseFromString(event.data()));
  }
  EXPECT_EQ(asked.holder().person_id(), kStandBy.person) << "who stays";
  goes(/*gone=*/true);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::OpenCrisisForUnknownPerson, kStandBy, request).reason(),
            "OWNER_UNKNOWN");
}

TEST_F(CrisisTest, TasksAndParentsAreRecordedAndADiagnosisIsForFew) {
  const std::string id = Open();
  v1::AgreeAfterClinicTaskRequest task;
  task.set_crisis_id(id);
  task.set_domain(v1::AFTER_CLINIC_DOMAIN_HELP_BY_DIAGNOSIS);
  task.set_doer_organisation_id(kReiher.organisation);
  *task.mutable_due() = ToProto(service_.clock().Now() + Days(10));
  task.set_task("zweimal im Monat Gespraech");
  task.set_diagnosis("Anpassungsstoerung");
  const auto agreed = service_.Ask(&Crisis::Stub::AgreeAfterClinicTask, kAdler, task);
  ASSERT_TRUE(agreed.ok()) << agreed.status.error_message();
  v1::InvolveParentsRequest parents;
  parents.set_crisis_id(id);
  *parents.mutable_participation() = Heard();
  parents.set_account("die Mutter war da");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::InvolveParents, kBiber, parents).ok());
  service_.Settle();
  ASSERT_EQ(Seen(id).tasks_size(), 1);
  EXPECT_EQ(Seen(id).tasks(0).diagnosis(), "Anpassungsstoerung");
  EXPECT_EQ(Seen(id, kBiber).tasks(0).diagnosis(), "");
  EXPECT_EQ(Seen(id, kBiber).tasks(0).task(), "zweimal im Monat Gespraech");
  v1::RecordAfterClinicTaskDoneRequest done;
  done.set_crisis_id(id);
  done.set_task_id(agreed.value.task_id());
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RecordAfterClinicTaskDone, kBiber, done).reason(),
            "AFTER_CLINIC_TASK_OF_ANOTHER");
  ASSERT_TRUE(service_.Ask(&Crisis::Stub::RecordAfterClinicTaskDone, kReiher, done).ok());
}

// --- the pool (A17) ---

class PoolServiceTest : public CrisisServiceTest {
 protected:
  PoolServiceTest() {
    testing::Register(service_, team::v1::ORGANISATION_KIND_CRISIS_TEAM, "", {kMarder, kLuchs});
  }
  std::string SetCapacity(const Who& who, int overnight, int outreach = 0) {
    v1::SetPoolCapacityRequest request;
    request.set_overnight_places(overnight);
    request.set_outreach_places(outreach);
    auto reply = service_.Ask(&v1::PoolService::Stub::SetPoolCapacity, who, request);
    service_.Settle();
    return reply.reason();
  }
  v1::ListFreePlacesResponse FreePlaces() {
    v1::ListFreePlacesRequest request;
    request.set_mode(v1::DEPLOYMENT_MODE_OVERNIGHT);
    return service_.Ask(&v1::PoolService::Stub::ListFreePlaces, kAdler, request).value;
  }
  std::string Outreach() {
    auto request = Overnight();
    request.set_mode(v1::DEPLOYMENT_MODE_OUTREACH);
    request.set_outreach_place("am Bahnhof");
    request.set_contact_every_hours(24);
    const auto reply = service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.deployment_id();
  }
  static v1::EndDeploymentRequest Ending(const std::string& id) {
    v1::EndDeploymentRequest request;
    request.set_case_id(kMilo);
    request.set_deployment_id(id);
    request.set_handed_back_to_person_id(kAdler.person);
    request.set_handed_back("schläft wieder");
    return request;
  }
  std::string End(const std::string& id, const Who& who = kDachs) {
    auto reply = service_.Ask(&v1::PoolService::Stub::EndDeployment, who, Ending(id));
    service_.Settle();
    return reply.reason();
  }
  v1::DeploymentState StateOf(const std::string& id) { return Get(id).value.deployment().state(); }

  const Who kMarder = {IdOf("zweites kit"), IdOf("marder"), common::v1::ROLE_CRISIS_WORKER};
  const Who kLuchs = {IdOf("zweites kit"), IdOf("luchs"), common::v1::ROLE_CRISIS_WORKER};
};

TEST_F(PoolServiceTest, DecidesAlsoWhereThisInstanceHasNotReadOfItYet) {
  v1::PoolEvent full;
  full.mutable_pool_capacity_set()->set_organisation_id(kDachs.organisation);
  service_.log().log().SetHintMode(eventlog::HintMode::kLost);
  service_.log().SetNow(service_.clock().Now());
  service_.log().Append("crisis", PoolId("do", kDachs.organisation), "pool", {eventlog::PackOneof(full)});
  EXPECT_EQ(Accept(Request()).reason(), "POOL_IS_FULL");
}

// P9: which record an acceptance goes to is said by the request, so that it is the same for every try.
TEST_F(PoolServiceTest, ThatIsSetUpBetweenTwoTriesIsNotAskedForWhatWasRequestedBefore) {
  const std::string id = Request();
  EXPECT_EQ(SetCapacity(kDachs, 0), "OK");
  EXPECT_TRUE(Accept(id).ok());
  EXPECT_EQ(StateOf(id), v1::DEPLOYMENT_STATE_ACCEPTED);
  EXPECT_EQ(Accept(Request()).reason(), "OK") << "it is counted, and the night shares its place";
  EXPECT_EQ(Accept(Outreach()).reason(), "POOL_IS_FULL");
}

TEST_F(PoolServiceTest, OfTwoRequestsForTheLastPlaceOneIsAcceptedAndTheOtherIsToldWhereElse) {
  EXPECT_EQ(SetCapacity(kDachs, 0, 1), "OK");
  EXPECT_EQ(SetCapacity(kMarder, 2), "OK");
  const std::string first = Outreach(), second = Outreach();
  EXPECT_TRUE(Accept(first).ok());
  EXPECT_EQ(StateOf(first), v1::DEPLOYMENT_STATE_ACCEPTED);
  EXPECT_EQ(Get(first).value.deployment().holder().person_id(), kDachs.person);
  const auto refused = Accept(second, kDachs);
  EXPECT_EQ(refused.reason(), "POOL_IS_FULL");
  EXPECT_EQ(rpc::DetailsOf(refused.status).refusal->row(), "A17");
  EXPECT_EQ(StateOf(second), v1::DEPLOYMENT_STATE_REQUESTED);
  ASSERT_EQ(FreePlaces().teams_size(), 1);
  EXPECT_EQ(FreePlaces().teams(0).crisis_team_organisation_id(), kMarder.organisation);
  EXPECT_EQ(FreePlaces().teams(0).free_places(), 2);
}

TEST_F(PoolServiceTest, WhatRanBeforeACapacityWasSetIsCounted) {
  EXPECT_TRUE(Accept(Request()).ok());
  EXPECT_TRUE(Accept(Outreach()).ok());
  EXPECT_EQ(SetCapacity(kDachs, 1, 1), "OK");
  EXPECT_EQ(FreePlaces().teams_size(), 0);
  EXPECT_EQ(Accept(Outreach()).reason(), "POOL_IS_FULL");
}

TEST_F(PoolServiceTest, APlaceIsFreeAgainWhenTheDeploymentEnded) {
  EXPECT_EQ(SetCapacity(kDachs, 0, 1), "OK");
  const std::string first = Outreach(), second = Outreach();
  EXPECT_TRUE(Accept(first).ok());
  EXPECT_EQ(Accept(second).reason(), "POOL_IS_FULL");
  EXPECT_EQ(End(first), "OK");
  EXPECT_EQ(StateOf(first), v1::DEPLOYMENT_STATE_ENDED);
  EXPECT_TRUE(Accept(second).ok());
  EXPECT_EQ(StateOf(second), v1::DEPLOYMENT_STATE_ACCEPTED);
}

TEST_F(PoolServiceTest, ADeploymentIsHandedBackAndTalkedOverByBoth) {
  const std::string id = Outreach();
  EXPECT_EQ(Get(id).value.deployment().outreach_place(), "am Bahnhof");
  EXPECT_TRUE(Accept(id).ok());
  auto to_a_stranger = Ending(id);
  to_a_stranger.set_handed_back_to_person_id(kBiber.person);
  EXPECT_EQ(service_.Ask(&v1::PoolService::Stub::EndDeployment, kDachs, to_a_stranger).reason(),
            "HANDS_BACK_TO_THE_HOLDER");
  EXPECT_EQ(End(id), "OK");
  EXPECT_EQ(Get(id).value.deployment().handed_back(), "schläft wieder");
  service_.clock().Advance(kDebriefWithin);
  service_.Settle();
  EXPECT_TRUE(Get(id).value.deployment().debrief_overdue());

  v1::RecordDebriefRequest debrief;
  debrief.set_case_id(kMilo);
  debrief.set_deployment_id(id);
  debrief.set_text("Der Rhythmus half.");
  debrief.add_organisation_ids(kDachs.organisation);
  EXPECT_EQ(service_.Ask(&v1::PoolService::Stub::RecordDebrief, kDachs, debrief).reason(),
            "DEBRIEF_NEEDS_BOTH");
  debrief.add_organisation_ids(kAdler.organisation);
  EXPECT_TRUE(service_.Ask(&v1::PoolService::Stub::RecordDebrief, kDachs, debrief).ok());
  service_.Settle();
  EXPECT_EQ(Get(id).value.deployment().debrief(), "Der Rhythmus half.");
  EXPECT_FALSE(Get(id).value.deployment().has_debrief_due());
  EXPECT_EQ(Get(id, kDachs).status.error_code(), grpc::StatusCode::NOT_FOUND) << "no concern any more";
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Rhythmus"));
}

TEST_F(PoolServiceTest, AnOvernightDeploymentEndsOnlyOnceSomebodyElseHasTheNight) {
  const std::string id = Request();
  EXPECT_TRUE(Accept(id).ok());
  EXPECT_EQ(End(id), "TONIGHT_STILL_WITH_THE_TEAM") << "the case has not moved it to the team yet";
  const auto moved = [&](common::v1::TonightKind kind, const Who& to, const Who& deputy) {
    service_.clock().Advance(absl::Hours(24));
    casework::v1::CaseEvent event;
    event.mutable_tonight_moved()->mutable_to()->set_kind(kind);
    *event.mutable_tonight_moved()->mutable_to()->mutable_holder() = testing::HolderOf(to, deputy, "");
    service_.Happened("case", kMilo, "case", {&event});
    service_.Settle();
  };
  moved(common::v1::TONIGHT_KIND_CRISIS_TEAM, kDachs, kIltis);
  EXPECT_EQ(End(id), "TONIGHT_STILL_WITH_THE_TEAM");
  moved(common::v1::TONIGHT_KIND_FAMILY, kAdler, testing::kSpecht);
  EXPECT_EQ(End(id), "OK");
  EXPECT_EQ(Get(id).value.deployment().nights(), 2);
}

// N11: the team's only place does not keep a colleague from taking the night over.
TEST_F(PoolServiceTest, AColleagueTakesTheNightOverAndTheFirstIsFree) {
  EXPECT_EQ(SetCapacity(kDachs, 1), "OK");
  const std::string first = Request();
  EXPECT_TRUE(Accept(first).ok());
  const auto moved = [&](const Who& to) {
    service_.clock().Advance(absl::Hours(24));
    casework::v1::CaseEvent event;
    auto& next = *event.mutable_tonight_moved()->mutable_to();
    next.set_kind(common::v1::TONIGHT_KIND_CRISIS_TEAM);
    *next.mutable_holder() = testing::HolderOf(to, to.person == kDachs.person ? kIltis : kDachs, "");
    service_.Happened("case", kMilo, "case", {&event});
    service_.Settle();
  };
  moved(kDachs);
  const std::string second = Request();
  EXPECT_EQ(Accept(second, kIltis).reason(), "OK");
  EXPECT_EQ(End(first), "TONIGHT_STILL_WITH_THE_TEAM") << "the case has not followed yet";
  moved(kIltis);
  EXPECT_EQ(End(first), "OK");
  EXPECT_EQ(Get(first).value.deployment().nights(), 1);
  EXPECT_EQ(End(second), "TONIGHT_STILL_WITH_THE_TEAM");
  EXPECT_EQ(FreePlaces().teams_size(), 0) << "the colleague has it";
}

TEST_F(PoolServiceTest, EachModeHasItsOwnNeeds) {
  auto request = Overnight();
  request.set_mode(v1::DEPLOYMENT_MODE_SUPPORT);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request).reason(),
            "SUPPORT_NEEDS_A_SETTING");
  request.set_mode(v1::DEPLOYMENT_MODE_OUTREACH);
  EXPECT_EQ(service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request).reason(),
            "OUTREACH_NEEDS_PLACE_AND_RHYTHM");
  casework::v1::CaseEvent started;
  started.mutable_setting_started()->set_setting_id(IdOf("setting"));
  service_.Happened("case", kMilo, "case", {&started});
  service_.Settle();
  request.set_mode(v1::DEPLOYMENT_MODE_SUPPORT);
  EXPECT_TRUE(service_.Ask(&Crisis::Stub::RequestDeployment, kAdler, request).ok());
}

}  // namespace
}  // namespace fallverbund::crisis
