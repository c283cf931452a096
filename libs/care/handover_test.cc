#include "libs/care/handover.h"

#include <gtest/gtest.h>

namespace fallverbund::care {
namespace {

Holder Adler() {
  return {"office", "north", "adler", "specht"};
}
Holder Berg() {
  return {"office", "south", "berg", "lerche"};
}
Offer ToBerg(std::string id = "h1") {
  return {std::move(id), Berg(), "adler", absl::FromUnixSeconds(1'000)};
}

TEST(Handover, StaysOpenUntilSomebodyAnswers) {
  Handover handover;
  handover.Offered(ToBerg());
  handover.Met("h1");
  ASSERT_TRUE(handover.IsOpen("h1"));
  EXPECT_TRUE(handover.open()->met);
}

TEST(Handover, CountsRefusalsSinceTheLastMove) {
  Handover handover;
  for (int i = 1; i <= 2; ++i) {
    handover.Offered(ToBerg());
    handover.Refused("h1");
    EXPECT_EQ(handover.refusals(), static_cast<uint32_t>(i));
  }
  handover.Offered(ToBerg());
  handover.Accepted("h1");
  EXPECT_EQ(handover.refusals(), 0u);
}

TEST(Handover, RevokingCountsAsNoRefusal) {
  Handover handover;
  handover.Offered(ToBerg());
  handover.Revoked("h1");
  EXPECT_FALSE(handover.open());
  EXPECT_EQ(handover.refusals(), 0u);
}

TEST(Handover, AFactAboutAnotherOfferChangesNothing) {
  Handover handover;
  handover.Offered(ToBerg());
  const Handover before = handover;
  handover.Met("h2");
  handover.Accepted("h2");
  handover.Refused("h2");
  handover.Revoked("h2");
  EXPECT_EQ(handover, before);
}

TEST(Handover, OnlyTheReceivingUnitSpeaksForItself) {
  EXPECT_TRUE(SpeaksForReceiver(ToBerg(), {"office", "south", "lead"}));
  EXPECT_FALSE(SpeaksForReceiver(ToBerg(), {"office", "north", "specht"}));
  EXPECT_FALSE(SpeaksForReceiver(ToBerg(), {"provider", "south", "lead"}));
}

TEST(Handover, NeitherOffererNorGiverAcceptsForTheReceiver) {
  Offer offer = ToBerg();
  offer.offered_by = "lead-north";
  EXPECT_FALSE(IsIndependentOf(offer, Adler(), {"office", "south", "lead-north"}));
  EXPECT_FALSE(IsIndependentOf(offer, Adler(), {"office", "south", "adler"}));
  EXPECT_TRUE(IsIndependentOf(offer, Adler(), {"office", "south", "berg"}));
}

TEST(Handover, TheSecondRefusalReachesTheTeamLeadAndEachFurtherOneTheNext) {
  EXPECT_EQ(StepAfterRefusals(1), common::v1::ESCALATION_STEP_UNSPECIFIED);
  EXPECT_EQ(StepAfterRefusals(2), common::v1::ESCALATION_STEP_TEAM_LEAD);
  EXPECT_EQ(StepAfterRefusals(3), common::v1::ESCALATION_STEP_DEPARTMENT_HEAD);
  EXPECT_EQ(StepAfterRefusals(9), common::v1::ESCALATION_STEP_STEERING_GROUP);
}

}  // namespace
}  // namespace fallverbund::care
