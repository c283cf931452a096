#include "services/crisis/domain/pool_decider.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

using decider::Given;
using Event = v1::PoolEvent;

const std::string kTeam(32, 'd'), kCase(32, 'c');
constexpr v1::DeploymentMode kOvernight = v1::DEPLOYMENT_MODE_OVERNIGHT;
constexpr v1::DeploymentMode kOutreach = v1::DEPLOYMENT_MODE_OUTREACH;

class PoolTest : public ::testing::Test {
 protected:
  // Code of the refusal, "OK" with events, "NOTHING" without.
  std::string When(const PoolCommand& command) {
    const auto decision = PoolDecider::Decide(state_, command, given_);
    if (decision.refused()) return std::string(refusal::Text(decision.refusal().reason).code);
    for (const Event& event : decision.events()) state_ = PoolDecider::Evolve(state_, event, given_);
    if (!decision.events().empty()) last_ = decision.events().back();
    return decision.events().empty() ? "NOTHING" : "OK";
  }
  void Has(int overnight, int outreach = 0) {
    EXPECT_EQ(When(SetPoolCapacity{
                  {{v1::DEPLOYMENT_MODE_SUPPORT, 0}, {kOutreach, outreach}, {kOvernight, overnight}}}),
              "OK");
  }
  // Each of a case of its own.
  TakePlace Acceptance(const std::string& deployment, v1::DeploymentMode mode = kOvernight) {
    return AcceptanceFor("case of " + deployment, deployment, mode);
  }
  TakePlace AcceptanceFor(const std::string& case_id, const std::string& deployment,
                          v1::DeploymentMode mode = kOvernight) {
    TakePlace c;
    c.deployment_id = deployment;
    c.acceptance = {case_id, "", std::string(32, '3'), true, true};
    c.deployment.phase = DeploymentPhase::kRequested;
    c.deployment.case_id = case_id;
    c.deployment.mode = mode;
    c.deployment.crisis_team_organisation_id = kTeam;
    c.deployment.requested_at = given_.now;
    return c;
  }

  Given given_ = {{kTeam, std::string(32, '2'), "CRISIS_WORKER"},
                  absl::FromUnixSeconds(1'770'000'000),
                  absl::FromUnixSeconds(1'770'000'000),
                  std::string(32, '9')};
  PoolState state_;
  Event last_;
};

TEST_F(PoolTest, OfTwoWhoAskForTheLastPlaceExactlyOneGetsIt) {
  Has(1);
  EXPECT_EQ(When(Acceptance("first")), "OK");
  EXPECT_EQ(last_.place_taken().holder().person_id(), given_.actor.person);
  EXPECT_EQ(When(Acceptance("second")), "POOL_IS_FULL");
  EXPECT_EQ(state_.Free(kOvernight), 0);
}

// N11: else nobody could take over from a colleague where all places are taken.
TEST_F(PoolTest, ANightThatColleaguesPassOnIsOnePlaceUntilTheLastHasEnded) {
  Has(1);
  EXPECT_EQ(When(AcceptanceFor(kCase, "first")), "OK");
  EXPECT_EQ(When(AcceptanceFor(kCase, "second")), "OK");
  EXPECT_EQ(state_.Free(kOvernight), 0);
  EXPECT_EQ(When(FreePlace{"first"}), "OK");
  EXPECT_EQ(When(Acceptance("another")), "POOL_IS_FULL");
  EXPECT_EQ(When(FreePlace{"second"}), "OK");
  EXPECT_EQ(When(Acceptance("another")), "OK");
}

TEST_F(PoolTest, ANightThatRanBeforeIsSharedOnceItIsCounted) {
  Has(2);
  EXPECT_EQ(When(CountPlace{"older", kOvernight, kCase}), "OK");
  EXPECT_EQ(last_.place_counted().case_id(), kCase);
  EXPECT_EQ(When(AcceptanceFor(kCase, "next")), "OK");
  EXPECT_EQ(state_.Free(kOvernight), 1);
}

TEST_F(PoolTest, OutreachOfOneCaseByTwoIsTwoPlaces) {
  Has(0, 1);
  EXPECT_EQ(When(AcceptanceFor(kCase, "first", kOutreach)), "OK");
  EXPECT_EQ(When(AcceptanceFor(kCase, "second", kOutreach)), "POOL_IS_FULL");
}

TEST_F(PoolTest, APlaceIsGivenAgainWhenADeploymentEnded) {
  Has(1);
  EXPECT_EQ(When(Acceptance("first")), "OK");
  EXPECT_EQ(When(FreePlace{"first"}), "OK");
  EXPECT_EQ(When(FreePlace{"first"}), "NOTHING");
  EXPECT_EQ(When(Acceptance("second")), "OK");
}

TEST_F(PoolTest, PlacesOfOneModeAreNoPlacesOfAnother) {
  Has(1, 1);
  EXPECT_EQ(When(Acceptance("first")), "OK");
  EXPECT_EQ(When(Acceptance("second", v1::DEPLOYMENT_MODE_SUPPORT)), "POOL_IS_FULL");
  EXPECT_EQ(When(Acceptance("third", kOutreach)), "OK");
}

TEST_F(PoolTest, OneDeploymentIsAcceptedOnce) {
  Has(5);
  EXPECT_EQ(When(Acceptance("first")), "OK");
  EXPECT_EQ(When(Acceptance("first")), "DEPLOYMENT_ANSWERED");
  EXPECT_EQ(When(FreePlace{"first"}), "OK");
  EXPECT_EQ(When(Acceptance("first")), "DEPLOYMENT_ANSWERED");
}

TEST_F(PoolTest, WhatTheDeploymentRefusesThePoolRefuses) {
  Has(5);
  TakePlace c = Acceptance("first");
  c.deployment.phase = DeploymentPhase::kWithdrawn;
  EXPECT_EQ(When(c), "DEPLOYMENT_ANSWERED");
  c = Acceptance("first");
  c.acceptance.deputy_known = false;
  EXPECT_EQ(When(c), "DEPUTY_NOT_NAMED");
  c = Acceptance("first");
  c.deployment.requested_at -= absl::Hours(73);
  EXPECT_EQ(When(c), "DEPLOYMENT_TOO_OLD");
}

TEST_F(PoolTest, WhoHasAPlaceKeepsItWhenThereAreFewer) {
  Has(2);
  EXPECT_EQ(When(Acceptance("first")), "OK");
  EXPECT_EQ(When(Acceptance("second")), "OK");
  Has(1);
  EXPECT_EQ(state_.taken.size(), 2u);
  EXPECT_EQ(state_.Free(kOvernight), 0);
  EXPECT_EQ(When(FreePlace{"first"}), "OK");
  EXPECT_EQ(When(Acceptance("third")), "POOL_IS_FULL");
}

TEST_F(PoolTest, CountsWhatRunsAlreadyAlsoWhereNothingIsFree) {
  Has(1);
  EXPECT_EQ(When(CountPlace{"older", kOvernight, ""}), "OK");
  EXPECT_EQ(When(CountPlace{"older", kOvernight, ""}), "NOTHING");
  EXPECT_EQ(When(CountPlace{"as old", kOvernight, ""}), "OK");
  EXPECT_EQ(When(Acceptance("first")), "POOL_IS_FULL");
}

TEST_F(PoolTest, WhatIsCountedAfterItEndedTakesNoPlace) {
  Has(1);
  EXPECT_EQ(When(FreePlace{"older"}), "OK");
  EXPECT_EQ(When(CountPlace{"older", kOvernight, ""}), "NOTHING");
  EXPECT_EQ(When(Acceptance("first")), "OK");
}

TEST_F(PoolTest, PlacesAreNumbersThatCanBe) {
  for (const int places : {-1, kMostPlaces + 1})
    EXPECT_EQ(When(SetPoolCapacity{{{kOvernight, places}}}), "POOL_CAPACITY_OUT_OF_RANGE");
  Has(kMostPlaces);
  EXPECT_EQ(When(SetPoolCapacity{state_.places}), "NOTHING");
}

TEST_F(PoolTest, NobodyIsTakenInWhereTheTeamHasSaidNone) {
  Has(0);
  EXPECT_EQ(When(Acceptance("first")), "POOL_IS_FULL");
}

}  // namespace
}  // namespace fallverbund::crisis
