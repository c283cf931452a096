// Deployments end to end: asked for by who holds the case, accepted in person, late answers told to others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "fallverbund/crisis/v1/crisis_service.grpc.pb.h"
#include "fallverbund/crisis/v1/pool_service.grpc.pb.h"
#include "libs/base/time.h"
#include "services/crisis/rpc/crisis_module.h"
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
using testing::kWachtel;
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
    request.set_deputy_person_id(kIltis.person);
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

TEST_F(PoolServiceTest, OfTwoRequestsForTheLastPlaceOneIsAcceptedAndTheOtherIsToldWhereElse) {
  EXPECT_EQ(SetCapacity(kDachs, 1), "OK");
  EXPECT_EQ(SetCapacity(kMarder, 2), "OK");
  const std::string first = Request(), second = Request();
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
  EXPECT_EQ(SetCapacity(kDachs, 1), "OK");
  EXPECT_EQ(FreePlaces().teams_size(), 0);
  EXPECT_EQ(Accept(Request()).reason(), "POOL_IS_FULL");
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
