// Who coordinates is followed (A7, N11): offered, taken in person with the seat, and moved by nothing else.
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_COORDINATION_ANSWER;
using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string& Coordinator(const CaseStory& story) {
  return story.state().coordination.holder().person_id;
}
const care::Clock* Question(const CaseStory& story, const std::string& offer_id) {
  return story.state().clocks.Find(CLOCK_KIND_COORDINATION_ANSWER, offer_id);
}
// Its own team, or the deputy's wish, spoils an offer.
OfferCoordination Spoilt(void (*spoil)(OfferCoordination& offer)) {
  OfferCoordination offer = OfferToCoordinate(kUhu, kKrause);
  spoil(offer);
  return offer;
}

TEST(Coordination, IsOfferedAndStaysUntilTheSuccessorAcceptsInPerson) {
  CaseStory story = CaseWithTeam();
  EXPECT_THAT(Facts(story.When(kKrause, OfferToCoordinate(kUhu, kKrause))),
              ElementsAre("CoordinationOffered"));
  EXPECT_EQ(Coordinator(story), "krause");
  EXPECT_EQ(Question(story, story.coordination())->due, kStart + kHandoverAnswerWithin);
  const std::string offer = story.coordination();
  const auto accepted = story.When(kUhu, AcceptCoordination{offer});
  EXPECT_THAT(Facts(accepted), ElementsAre("CoordinationAssumed", "InvitationReplaced", "MemberCommitted"));
  EXPECT_EQ(accepted.events()[0].coordination_assumed().from().person_id(), "krause");
  EXPECT_EQ(Coordinator(story), "uhu");
  EXPECT_EQ(story.state().seats[1].who.person_id, "uhu") << "Krause's seat goes with it";
  EXPECT_TRUE(story.state().seats[1].lead && story.state().seats[1].committed);
  EXPECT_TRUE(story.state().shared);
  EXPECT_EQ(Question(story, offer), nullptr);
}

TEST(Coordination, IsOfferedByWhoCoordinatesOrHoldsTheCase) {
  for (const Person& who : {kKrause, kUhu, kAdler, kSpecht})
    EXPECT_FALSE(CaseWithTeam().When(who, OfferToCoordinate(kEule, kDachs)).refused()) << who.id;
  EXPECT_TRUE(RefusedWith(CaseWithTeam().When(kFuchs, OfferToCoordinate(kEule, kDachs)),
                          Reason::kSuccessorNamedByTheCircle));
}

TEST(Coordination, IsOfferedOnceToAKnownPersonWithADeputyAndADate) {
  CaseStory story = CaseWithTeam();
  EXPECT_TRUE(
      RefusedWith(OpenedCase().When(kKrause, OfferToCoordinate(kUhu, kKrause)), Reason::kTeamUnknown));
  const auto refused = [&](void (*spoil)(OfferCoordination&), Reason reason) {
    return RefusedWith(story.When(kKrause, Spoilt(spoil)), reason);
  };
  EXPECT_TRUE(refused([](auto& c) { c.offer.set_team_id("another"); }, Reason::kTeamUnknown));
  EXPECT_TRUE(refused([](auto& c) { c.to.person_known = false; }, Reason::kHolderNotNamed));
  EXPECT_TRUE(refused([](auto& c) { c.to.deputy_known = false; }, Reason::kDeputyNotNamed));
  EXPECT_TRUE(refused([](auto& c) { c.to.leaves = true; }, Reason::kPersonLeaves));
  EXPECT_TRUE(refused([](auto& c) { *c.offer.mutable_answer_due() = ToProto(kStart); },
                      Reason::kAnswerDateInThePast));
  EXPECT_TRUE(refused([](auto& c) { *c.offer.mutable_answer_due() = ToProto(kStart + Days(15)); },
                      Reason::kAnswerDateTooFar));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, OfferToCoordinate(kKrause, kUhu)), Reason::kCoordinatesAlready));
  story.Given(kKrause, OfferToCoordinate(kUhu, kKrause));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, OfferToCoordinate(kEule, kDachs)),
                          Reason::kCoordinationAlreadyOffered));
}

TEST(Coordination, IsNotTakenByWhoHoldsTheCaseOrLeavesOneOrganisationAlone) {
  CaseStory story = CaseWithTeam();
  EXPECT_TRUE(
      RefusedWith(story.When(kKrause, OfferToCoordinate(kAdler, kSpecht)), Reason::kCoordinatorHoldsTheCase));
  CaseStory pair = OpenedCase();
  InviteTeam invite = Invite();
  invite.invitations.resize(2);
  invite.invitations[1].set_discipline(team::v1::DISCIPLINE_EDUCATION);
  pair.Given(kService, invite);
  EXPECT_TRUE(RefusedWith(pair.When(kKrause, OfferToCoordinate(kSpecht, kAdler)),
                          Reason::kTeamNeedsTwoOrganisations));
}

TEST(Coordination, IsNotTakenByWhoIsAskedForAnotherSeatAndHasNotCommitted) {
  CaseStory story = CaseWithTeam();
  story.Given(kFuchs, Follow(kFuchs, Seat(kDachs, team::v1::DISCIPLINE_RESIDENTIAL_CARE)));
  EXPECT_TRUE(
      RefusedWith(story.When(kKrause, OfferToCoordinate(kDachs, kFuchs)), Reason::kAskedForAnotherSeat));
  story.Given(kDachs, CommitToTeam{"team"});
  EXPECT_FALSE(story.When(kKrause, OfferToCoordinate(kDachs, kFuchs)).refused());
}

TEST(Coordination, IsNotTakenWithASeatThatGoesToWhoHoldsTheCase) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  story.Given(kLerche, Accept(story.handover(), kLerche));
  EXPECT_TRUE(
      RefusedWith(story.When(kKrause, OfferToCoordinate(kAdler, kSpecht)), Reason::kMandatorySeatMissing));
  story.Given(kBerg, CommitToTeam{"team"});
  EXPECT_FALSE(story.When(kKrause, OfferToCoordinate(kAdler, kSpecht)).refused());
}

TEST(Coordination, OfWhoHoldsTheCaseTooPassesOnWhereBothKeepASeat) {
  CaseStory story = CaseWithTeam();
  story.Given(kKrause, OfferToCoordinate(kBerg, kLerche))
      .Given(kBerg, AcceptCoordination{story.coordination()});
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  story.Given(kLerche, Accept(story.handover(), kLerche));
  EXPECT_TRUE(
      RefusedWith(story.When(kBerg, OfferToCoordinate(kUhu, kKrause)), Reason::kMandatorySeatMissing));
  CaseStory back = story;
  back.Given(kBerg, Offer(kSpecht, kAdler)).Met();
  EXPECT_THAT(Facts(back.When(kSpecht, Accept(back.handover(), kSpecht))),
              ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved"))
      << "Berg coordinates and keeps the seat";
  story.Given(kBerg, OfferToCoordinate(kFuchs, kDachs));
  EXPECT_THAT(Facts(story.When(kFuchs, AcceptCoordination{story.coordination()})),
              ElementsAre("CoordinationAssumed"));
  EXPECT_EQ(story.state().seats[1].who.person_id, "berg") << "who holds the case keeps the seat";
}

TEST(Coordination, IsAcceptedByTheVeryPersonAndNotByWhoOffered) {
  CaseStory story = CaseWithCoordinationOffered();
  const AcceptCoordination accept{story.coordination()};
  EXPECT_TRUE(RefusedWith(story.When(kUhu, AcceptCoordination{"other"}), Reason::kCoordinationNotOffered));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, accept), Reason::kSuccessorAcceptsInPerson));
  EXPECT_TRUE(RefusedWith(story.When({"school", "", "uhu"}, accept), Reason::kSuccessorAcceptsInPerson));
  EXPECT_TRUE(
      RefusedWith(story.When(kUhu, AcceptCoordination{accept.offer_id, true}), Reason::kPersonLeaves));
  CaseStory own = CaseWithTeam();
  own.Given(kUhu, OfferToCoordinate(kUhu, kKrause));
  EXPECT_TRUE(
      RefusedWith(own.When(kUhu, AcceptCoordination{own.coordination()}), Reason::kGiverCannotAccept));
}

TEST(Coordination, IsLookedAtAgainWhenItIsAccepted) {
  CaseStory story = CaseWithTeam();
  story.Given(kKrause, OfferToCoordinate(kBerg, kLerche));
  const std::string offer = story.coordination();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  story.Given(kLerche, Accept(story.handover(), kLerche));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, AcceptCoordination{offer}), Reason::kCoordinatorHoldsTheCase));
}

TEST(Coordination, GoesToAMemberWhoKeepsTheSeatThatIsThere) {
  CaseStory story = CaseWithTeam();
  story.Given(kKrause, OfferToCoordinate(kKranich, kFuchs));
  EXPECT_THAT(Facts(story.When(kKranich, AcceptCoordination{story.coordination()})),
              ElementsAre("CoordinationAssumed"));
  EXPECT_EQ(story.state().seats.size(), 4u);
  EXPECT_TRUE(
      RefusedWith(story.When(kKranich, Follow(kKranich, Seat(kEule, team::v1::DISCIPLINE_PSYCHIATRY))),
                  Reason::kSeatGoesWithTheStrand));
  EXPECT_FALSE(story.When(kKrause, Follow(kKrause, Seat(kEule, team::v1::DISCIPLINE_EDUCATION))).refused())
      << "is a member as any other now";
}

TEST(Coordination, IsNotLostToWhoWasAskedToFollowAMemberBefore) {
  CaseStory story = CaseWithTeam();
  story.Given(kKranich, Follow(kKranich, Seat(kEule, team::v1::DISCIPLINE_PSYCHIATRY)));
  story.Given(kKrause, OfferToCoordinate(kKranich, kFuchs));
  const auto accepted = story.When(kKranich, AcceptCoordination{story.coordination()});
  EXPECT_THAT(Facts(accepted), ElementsAre("CoordinationAssumed", "SuccessionOfferEnded"));
  EXPECT_EQ(accepted.events()[1].succession_offer_ended().person_id(), "eule");
  EXPECT_TRUE(RefusedWith(story.When(kEule, CommitToTeam{"team"}), Reason::kNotInvited));
}

TEST(Coordination, MayPassOnBeforeTheTeamIsComplete) {
  CaseStory story = OpenedCase();
  story.Given(kService, Invite()).Given(kKrause, OfferToCoordinate(kUhu, kKrause));
  for (const Person& member : {kAdler, kKranich, kFuchs}) story.Given(member, CommitToTeam{"team"});
  EXPECT_THAT(Facts(story.When(kUhu, AcceptCoordination{story.coordination()})),
              ElementsAre("CoordinationAssumed", "InvitationReplaced", "MemberCommitted",
                          "SharedResponsibilityTaken"));
}

TEST(Coordination, StaysWithASilentSuccessorAndTheQuestionClimbs) {
  CaseStory story = CaseWithCoordinationOffered();
  const std::string offer = story.coordination();
  story.Wait(kHandoverAnswerWithin);
  const PassDeadline pass{CLOCK_KIND_COORDINATION_ANSWER, offer, story.now()};
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_EQ(Coordinator(story), "krause");
  EXPECT_FALSE(story.When(kUhu, AcceptCoordination{offer}).refused()) << "late is better than never";
}

TEST(Coordination, IsRefusedByWhoWasAskedWithAReason) {
  CaseStory story = CaseWithCoordinationOffered();
  const std::string offer = story.coordination();
  EXPECT_TRUE(
      RefusedWith(story.When(kUhu, RefuseToCoordinate("other", kUhu)), Reason::kCoordinationNotOffered));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, RefuseToCoordinate(offer, kFuchs)), Reason::kNotTheReceiver));
  EXPECT_TRUE(
      RefusedWith(story.When(kUhu, RefuseCoordination{offer, kUhu.unit}), Reason::kRefusalWithoutReason));
  const auto refused = story.When(kUhu, RefuseToCoordinate(offer, kUhu));
  EXPECT_THAT(Facts(refused), ElementsAre("SuccessionOfferEnded"));
  const auto& ended = refused.events()[0].succession_offer_ended();
  EXPECT_EQ(ended.cause(), v1::SUCCESSION_OFFER_END_CAUSE_REFUSED);
  EXPECT_EQ(ended.person_id(), "uhu");
  EXPECT_EQ(Coordinator(story), "krause");
  EXPECT_EQ(Question(story, offer), nullptr);
}

TEST(Coordination, RefusedTwiceClimbsUntilSomebodyIsAskedAgainOrNobodyIsToFollow) {
  CaseStory story = CaseWithCoordinationOffered();
  story.Given(kUhu, RefuseToCoordinate(story.coordination(), kUhu));
  story.Given(kKrause, OfferToCoordinate(kEule, kDachs));
  const std::string second = story.coordination();
  EXPECT_THAT(Facts(story.When(kEule, RefuseToCoordinate(second, kEule))),
              ElementsAre("SuccessionOfferEnded", "CaseDeadlineEscalated"));
  EXPECT_EQ(Question(story, second)->step, common::v1::ESCALATION_STEP_TEAM_LEAD);
  CaseStory again = story;
  EXPECT_THAT(Facts(again.When(kKrause, OfferToCoordinate(kUhu, kKrause))),
              ElementsAre("CoordinationOffered"));
  EXPECT_EQ(Question(again, second), nullptr);
  EXPECT_THAT(Facts(story.When(kAdler, RevokeCoordination{second})), ElementsAre("SuccessionOfferEnded"));
  EXPECT_TRUE(story.state().clocks.open().empty());
}

TEST(Coordination, IsTakenBackByWhoMayOfferIt) {
  CaseStory story = CaseWithCoordinationOffered();
  const RevokeCoordination revoke{story.coordination()};
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, revoke), Reason::kSuccessorNamedByTheCircle));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, RevokeCoordination{"other"}), Reason::kCoordinationNotOffered));
  EXPECT_THAT(Facts(story.When(kKrause, revoke)), ElementsAre("SuccessionOfferEnded"));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, revoke), Reason::kCoordinationNotOffered));
  EXPECT_TRUE(
      RefusedWith(story.When(kUhu, AcceptCoordination{revoke.offer_id}), Reason::kCoordinationNotOffered));
}

TEST(Coordination, IsNotOnOfferAfterALawfulEnd) {
  CaseStory story = CaseWithEndApproved();
  story.Given(kKrause, OfferToCoordinate(kUhu, kKrause)).Wait(Days(14));
  story.Given(kService, ObjectionPeriodOver(CaseWithEndApproved()));
  EXPECT_FALSE(story.state().coordination_offer.open());
  EXPECT_EQ(Coordinator(story), "krause") << "who is there again should the case come back";
}

TEST(Coordination, OfTheCasesHolderWhoHasASeatIsNotLostEither) {
  CaseStory story = CaseWithTeam();
  story.Given(kFuchs, Follow(kFuchs, Seat(kBerg, team::v1::DISCIPLINE_EDUCATION)));
  story.Given(kBerg, CommitToTeam{"team"});
  story.Given(kBerg, Follow(kBerg, Seat(kDachs, team::v1::DISCIPLINE_EDUCATION)));
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  EXPECT_THAT(Facts(story.When(kLerche, Accept(story.handover(), kLerche))),
              ElementsAre("HandoverAccepted", "TonightMoved", "ResponsibilityMoved", "SuccessionOfferEnded"));
  EXPECT_TRUE(RefusedWith(story.When(kDachs, CommitToTeam{"team"}), Reason::kNotInvited));
}

}  // namespace
}  // namespace fallverbund::casework::testing
