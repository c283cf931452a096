// Exhaustive: every state that a small world can reach, up to the times and counts that no rule asks for.
#include <gmock/gmock.h>

#include <cstdio>

#include "services/case/domain/testing/explore.h"

namespace fallverbund::casework::testing {
namespace {

using enum Theme;

Exploration Walk(const char* what, const Bounds& bounds) {
  const Exploration found = Explore(bounds);
  std::printf("%s: %zu states, %zu accepted and %zu refused commands, %s\n", what, found.states, found.steps,
              found.refusals, found.fixpoint ? "all there are" : "stopped at the bound");
  for (const auto& [invariant, step] : found.broken) ADD_FAILURE() << invariant << "\n  broken by: " << step;
  return found;
}

// The three fixpoints together reach every kind of event; the fourth walk mixes all themes as far as its
// bound.
TEST(Explore, WhoHolds) {
  const auto found = Walk("who holds", {{kOpening, kHandover, kTeam, kStandby, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, WhoSheltersWhileTheCaseIsHandedOver) {
  const auto found = Walk("who shelters", {{kOpening, kSetting, kStandby, kHandover}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, WhatIsDueWhileSettingsChange) {
  const auto found = Walk("what is due", {{kOpening, kSetting, kStandby, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, WhatComesAfterAHandover) {
  const auto found =
      Walk("after a handover", {{kOpening, kHandover, kFollowUp, kStandby, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, HowACaseEndsAndComesBackWhileItIsHandedOver) {
  const auto found = Walk("how it ends", {{kOpening, kHandover, kStandby, kEnding, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, HowACaseEndsWhileSettingsChange) {
  const auto found = Walk("how it ends beside settings", {{kOpening, kSetting, kEnding, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, WhoHoldsWhileCompetenceIsInQuestion) {
  const auto found = Walk("competence", {{kOpening, kCompetence, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, WhoSpeaksAsTheYoungPersonGetsOlder) {
  const auto found = Walk("age", {{kOpening, kAge, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, WhatAPartnerThatGoesLeavesBehindUpToABound) {
  Walk("a partner goes", {{kOpening, kTeam, kSetting, kLeaving, kClock}, 100'000});
}

TEST(Explore, WhoCoordinatesWhileSomebodyIsToFollowUpToABound) {
  Walk("who coordinates", {{kOpening, kTeam, kHandover, kCoordination, kClock}, 60'000});
}

TEST(Explore, WhoCoordinatesWhileAPartnerGoesOrStaysUpToABound) {
  Walk("a partner that coordinates goes", {{kOpening, kTeam, kCoordination, kLeaving, kClock}, 60'000});
}

TEST(Explore, HowAPlanIsApproved) {
  const auto found = Walk("how a plan is approved", {{kOpening, kPlanning, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, HowASettingGoesOn) {
  const auto found = Walk("how a setting goes on", {{kOpening, kCourse, kClock}, 2'000'000});
  EXPECT_TRUE(found.fixpoint);
}

TEST(Explore, EverythingAtOnceUpToABound) {
  const auto found = Walk("everything", {{kOpening, kHandover, kTeam, kSetting, kStandby, kEnding, kFollowUp,
                                          kCompetence, kAge, kPlanning, kCourse, kClock},
                                         50'000});
  EXPECT_GE(found.states, 50'000u);
}

TEST(Explore, ReachesEveryKindOfEvent) {
  std::set<std::string> happened;
  for (const std::set<Theme>& themes : {std::set<Theme>{kOpening, kHandover, kTeam},
                                        {kOpening, kSetting, kStandby},
                                        {kOpening, kHandover, kStandby, kClock},
                                        {kOpening, kHandover, kFollowUp},
                                        {kOpening, kCompetence},
                                        {kOpening, kAge},
                                        {kOpening, kTeam, kLeaving},
                                        {kOpening, kTeam, kCoordination},
                                        {kOpening, kPlanning},
                                        {kOpening, kCourse},
                                        {kOpening, kSetting, kEnding, kClock}}) {
    happened.merge(Explore({themes, 200'000}).events);
  }
  std::set<std::string> known;
  const auto* events = v1::CaseEvent::descriptor();
  for (int i = 0; i < events->field_count(); ++i) known.insert(events->field(i)->message_type()->name());
  EXPECT_EQ(happened, known);
}

}  // namespace
}  // namespace fallverbund::casework::testing
