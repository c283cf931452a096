// Somebody leaves (N11): nothing new is given, what is held is counted, and all cases are offered in one
// call.
#include "services/case/domain/leaver.h"

#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Person kSommer = {kAdler.organisation, kAdler.unit, "sommer"};
const decider::Given kByAdler{{"office", "adler", ""}, kStart, kStart, "id"};

CountResponsibilities Counted(uint32_t cases, bool asked) {
  CountResponsibilities count{{}, asked};
  count.count.set_person_id(kSpecht.id);
  count.count.mutable_open()->set_cases(cases);
  return count;
}
OfferCasesOfPerson OfferAll() {
  OfferCasesOfPerson offer{{}, Known(), true};
  offer.offered.set_person_id(kSpecht.id);
  *offer.offered.mutable_to() = care::ToProto(Holder(kBerg, kLerche));
  *offer.offered.mutable_participation() = BothHeard();
  offer.offered.add_case_ids("one");
  return offer;
}
Reason RefusedBecause(const OfferCasesOfPerson& offer) {
  const auto decision = LeaverDecider::Decide({}, offer, kByAdler);
  EXPECT_TRUE(decision.refused());
  return decision.refused() ? decision.refusal().reason : Reason::kObjectUnknown;
}

TEST(Leaver, IsAnsweredWhenAskedAndWhenTheCountChanged) {
  LeaverState state = LeaverDecider::Initial();
  for (const bool asked : {false, true}) {
    const auto first = LeaverDecider::Decide(state, Counted(2, asked), kByAdler);
    ASSERT_THAT(first.events(), ::testing::SizeIs(1));
    state = LeaverDecider::Evolve(state, first.events()[0], kByAdler);
    EXPECT_EQ(first.events()[0].responsibilities_counted().open().cases(), 2u);
  }
  EXPECT_THAT(LeaverDecider::Decide(state, Counted(2, false), kByAdler).events(), IsEmpty());
  EXPECT_THAT(LeaverDecider::Decide(state, Counted(1, false), kByAdler).events(), ::testing::SizeIs(1));
}

TEST(Leaver, AllCasesAreOfferedInTheNameOfWhoAsks) {
  const auto decision = LeaverDecider::Decide({}, OfferAll(), kByAdler);
  ASSERT_FALSE(decision.refused());
  EXPECT_EQ(decision.events()[0].cases_offered().offered_by_person_id(), "adler");
  const LeaverState state = LeaverDecider::Evolve({}, decision.events()[0], kByAdler);
  EXPECT_FALSE(state.counted);
}

// --- a case that came back, or was given back, after somebody had left ---

TEST(Leaver, AnEndedCaseComesBackToWhoStandsInAndTheSeatIsOffered) {
  const care::Holder specht = Holder(kSpecht, kHabicht);
  RecordContactWithYoungPerson contact = Contact();
  contact.stand_in = specht;
  RecordSetback setback = Setback();
  setback.stand_in = specht;
  TakeOverTonight night = TakeOver(kStorch);
  night.stand_in = specht;
  OpenRiskAssessment signs = SeeSigns();
  signs.stand_in = specht;
  const AwakenForCrisis crisis{"deployment", specht};
  for (const Command& sign :
       std::vector<Command>{ReopenCase{specht}, contact, setback, night, signs, crisis}) {
    CaseStory story = EndedCase();
    const auto decision = story.When(kEule, sign);
    EXPECT_THAT(Facts(decision), ::testing::IsSupersetOf({"CaseReopened", "InvitationReplaced"}));
    EXPECT_EQ(story.state().responsibility.holder(), specht) << sign.index();
    EXPECT_EQ(story.state().responsibility.moves(), 1u);
    EXPECT_NE(story.state().tonight.holder().holder.person_id, kAdler.id) << "who vouched for it is gone";
  }
}

// N11: else a case that came back to people who left years ago could never be handed on.
TEST(Leaver, AMeetingIsHeldByWhoActsWhereTheGiverAndTheDeputyHaveLeft) {
  CaseStory story = std::move(CaseWithTeam().Given(kAdler, Offer(kBerg, kLerche)));
  RecordHandoverMeeting meeting = Meeting(story.handover(), {kHabicht, kBerg}, story.now());
  EXPECT_TRUE(RefusedWith(story.When(kHabicht, meeting), Reason::kMeetingWithoutBothSides));
  RecordHandoverMeeting alone = Meeting(story.handover(), {kBerg}, story.now());
  alone.acting = {kBerg.id};
  EXPECT_TRUE(RefusedWith(story.When(kBerg, alone), Reason::kMeetingWithoutBothSides)) << "one person";
  meeting.acting = {kHabicht.id, kBerg.id};
  const auto decision = story.When(kHabicht, meeting);
  ASSERT_THAT(Facts(decision), ElementsAre("HandoverMeetingHeld"));
  EXPECT_EQ(decision.events()[0].handover_meeting_held().acting_person_ids_size(), 2);
  EXPECT_FALSE(story.When(kBerg, Accept(story.handover(), kBerg)).refused());
}

TEST(Leaver, WhoStandsInTakesNothingOfACaseThatIsOpen) {
  CaseStory story = CaseWithTeam();
  RecordContactWithYoungPerson contact = Contact();
  contact.stand_in = Holder(kSpecht, kHabicht);
  story.Given(kEule, contact);
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kAdler, kSpecht));
}

TEST(Leaver, ATakeBackGoesToWhoActsWhereTheGiverHasLeft) {
  CaseStory story = CaseMovedToBerg();
  TakeBackHandover back = TakeBack(story.state().last_move->handover_id, kSpecht);
  back.stand_in = Holder(kSpecht, kHabicht);
  EXPECT_FALSE(CaseStory(story).When(kSpecht, back).refused());
  TakeBackHandover nobody = TakeBack(story.state().last_move->handover_id, kSpecht);
  nobody.receiver_leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, nobody), Reason::kPersonLeaves)) << "it stays where it is";
  EXPECT_TRUE(RefusedWith(story.When(kAdler, back), Reason::kNotTheGiver))
      << "nobody accepts for a colleague";
  story.Given(kSpecht, back);
  EXPECT_EQ(story.state().responsibility.holder(), Holder(kSpecht, kHabicht));
}

TEST(Leaver, CasesAreOfferedToSomebodyWhoMayHoldThem) {
  OfferCasesOfPerson offer = OfferAll();
  offer.of_actors_organisation = false;
  EXPECT_EQ(RefusedBecause(offer), Reason::kPersonUnknown);
  offer = OfferAll();
  offer.to.leaves = true;
  EXPECT_EQ(RefusedBecause(offer), Reason::kPersonLeaves);
  offer = OfferAll();
  offer.to.person_known = false;
  EXPECT_EQ(RefusedBecause(offer), Reason::kHolderNotNamed);
  offer = OfferAll();
  offer.offered.set_person_id(kBerg.id);
  EXPECT_EQ(RefusedBecause(offer), Reason::kHolderNotNamed) << "to oneself";
  offer = OfferAll();
  offer.to.deputy_known = false;
  EXPECT_EQ(RefusedBecause(offer), Reason::kDeputyNotNamed);
  offer = OfferAll();
  offer.to.reachable = false;
  EXPECT_EQ(RefusedBecause(offer), Reason::kHolderNotReachable) << "R0";
  offer = OfferAll();
  offer.to.public_body = false;
  EXPECT_EQ(RefusedBecause(offer), Reason::kHolderNotPublic);
  offer = OfferAll();
  offer.offered.clear_participation();
  EXPECT_EQ(RefusedBecause(offer), Reason::kParticipationIncomplete);
  offer = OfferAll();
  offer.offered.clear_case_ids();
  EXPECT_EQ(RefusedBecause(offer), Reason::kNothingToHandOver);
}

OfferOfLeaver OfferOne(const Person& leaver) {
  OfferOfLeaver offer{leaver.id, {}, Known()};
  *offer.offer.mutable_to() = care::ToProto(Holder(kBerg, kLerche));
  *offer.offer.mutable_participation() = BothHeard();
  offer.offer.set_offered_by_person_id(kBerg.id);
  return offer;
}

TEST(Leaver, EachCaseIsOfferedByItselfAndNotAcceptedByWhoAskedForIt) {
  CaseStory story = OpenedCase();
  EXPECT_THAT(Facts(story.When(kService, OfferOne(kAdler))), ElementsAre("HandoverOffered"));
  EXPECT_EQ(story.state().handover.open()->offered_by, "berg");
  story.Met();
  EXPECT_TRUE(RefusedWith(story.When(kBerg, Accept(story.handover(), kBerg)), Reason::kGiverCannotAccept));
  EXPECT_FALSE(story.When(kLerche, Accept(story.handover(), kLerche)).refused());
}

TEST(Leaver, WakesNoRestingCaseByWhatIsSaidOfAll) {
  CaseStory story = RestingCase();
  EXPECT_THAT(Facts(story.When(kService, OfferOne(kAdler))), ElementsAre("HandoverOffered"))
      << "N12: none of these young people was met";
}

TEST(Leaver, WhatHasMovedOrIsOnOfferNeedsNoOffer) {
  EXPECT_THAT(Facts(CaseMovedToBerg().When(kService, OfferOne(kAdler))), IsEmpty());
  EXPECT_THAT(Facts(CaseOfferedToBerg().When(kService, OfferOne(kAdler))), IsEmpty());
  EXPECT_THAT(Facts(EndedCase().When(kService, OfferOne(kAdler))), ElementsAre("<CASE_LAWFULLY_ENDED>"));
}

TEST(Leaver, IsGivenNothingNewWhoeverGivesIt) {
  CaseStory story = OpenedCase();
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.to.leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, offer), Reason::kPersonLeaves));
  BeginAftercare aftercare = StayInContact();
  aftercare.holder.leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, aftercare), Reason::kPersonLeaves));
  NameGuardian guardian = NameOffice(kBerg);
  guardian.holder.leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, guardian), Reason::kPersonLeaves));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, DeclareGuardianship{true}), Reason::kPersonLeaves));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, CommitToTeam{"team", true}), Reason::kPersonLeaves));
  CaseStory offered = CaseOfferedToBerg();
  AcceptHandover accept = Accept(offered.handover(), kBerg);
  accept.receiver_leaves = true;
  EXPECT_TRUE(RefusedWith(offered.When(kBerg, accept), Reason::kPersonLeaves));
  StartSetting start = Start("setting", kFuchs);
  start.receiver_leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, start), Reason::kPersonLeaves));
  EndSetting end = End("setting", common::v1::TONIGHT_KIND_FAMILY, kAdler);
  end.next.leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kPersonLeaves));
  EnterResidentialPhase back = Phase("setting", v1::RESIDENTIAL_PHASE_RETURN);
  back.receiver.leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, back), Reason::kPersonLeaves));
  OpenCase open = Open();
  open.holder.leaves = true;
  EXPECT_FALSE(CaseStory().When(kService, open).refused()) << "nobody is left without a holder for it";
}

TEST(CaseDeputy, IsNamedByWhoHoldsTheDeputyOrWhoActsAndMovesNothing) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Born(kBornMinor))
      .Given(kAdler, NameOffice(kAmsel))
      .Given(kAmsel, DeclareGuardianship{});
  const auto before = story.state().responsibility;
  const NameCaseDeputy sommer{kSommer.id, true};
  EXPECT_TRUE(
      RefusedWith(story.When(kFuchs, NameCaseDeputy{kSommer.id, true, true}), Reason::kOnlyTheHolderAsks))
      << "of the unit that holds";
  EXPECT_TRUE(RefusedWith(story.When(kSommer, sommer), Reason::kOnlyTheHolderAsks));
  for (const std::string& nobody : {kAdler.id, std::string()})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, NameCaseDeputy{nobody, true}), Reason::kDeputyNotNamed));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, NameCaseDeputy{kSommer.id, false}), Reason::kDeputyNotNamed))
      << "or leaves";
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, NameCaseDeputy{kAmsel.id, true}), Reason::kGuardianIsTheCaseWorker));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, NameCaseDeputy{kSommer.id, true, false, false, true}),
                          Reason::kHolderNotReachable));
  EXPECT_THAT(Facts(story.When(kSommer, NameCaseDeputy{kSommer.id, true, true})),
              ElementsAre("CaseDeputyNamed"))
      << "acts for the holder";
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, sommer), Reason::kOnlyTheHolderAsks)) << "no deputy any more";
  EXPECT_THAT(Facts(story.When(kSommer, NameCaseDeputy{kSpecht.id, true})), ElementsAre("CaseDeputyNamed"));
  story.Given(kAdler, sommer);
  EXPECT_EQ(story.state().responsibility.holder().deputy_person_id, kSommer.id);
  EXPECT_EQ(story.state().responsibility.holder().person_id, kAdler.id);
  EXPECT_EQ(story.state().responsibility.since(), before.since());
  EXPECT_EQ(story.state().responsibility.moves(), before.moves());
  EXPECT_THAT(Facts(story.When(kAdler, sommer)), IsEmpty()) << "named already";
}

// N11: whoever is deputy of the night that the holder vouches for goes with the deputy of CASE.
TEST(CaseDeputy, OfANightThatTheHolderVouchesForIsTheSameOne) {
  OpenCase open = Open();
  open.opened.mutable_tonight()->mutable_holder()->set_deputy_person_id(kSpecht.id);
  CaseStory story;
  story.Given(kService, open);
  EXPECT_THAT(Facts(story.When(kAdler, NameCaseDeputy{kSommer.id, true})),
              ElementsAre("CaseDeputyNamed", "StrandDeputyNamed"));
  story.Given(kAdler, NameCaseDeputy{kSommer.id, true});
  EXPECT_EQ(story.state().tonight.holder().holder.deputy_person_id, kSommer.id);
}

TEST(StrandDeputy, IsNamedByWhoHoldsTheNightOrCoordinatesAndMovesNothing) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, TakeOver(kStorch));
  const State before = story.state();
  const NameStrandDeputy night{common::v1::STRAND_TONIGHT, "colleague", true};
  EXPECT_TRUE(RefusedWith(story.When(kAdler, night), Reason::kOnlyTheHolderAsks));
  EXPECT_TRUE(RefusedWith(story.When(kStorch, NameStrandDeputy{common::v1::STRAND_CASE, "colleague", true}),
                          Reason::kOnlyTheHolderAsks))
      << "NameCaseDeputy";
  EXPECT_TRUE(RefusedWith(story.When(kStorch, NameStrandDeputy{common::v1::STRAND_TONIGHT, kStorch.id, true}),
                          Reason::kDeputyNotNamed));
  EXPECT_TRUE(
      RefusedWith(story.When(kStorch, NameStrandDeputy{common::v1::STRAND_TONIGHT, "colleague", false}),
                  Reason::kDeputyNotNamed));
  EXPECT_THAT(Facts(story.When(kStorch, night)), ElementsAre("StrandDeputyNamed"));
  story.Given(kStorch, night);
  EXPECT_THAT(Facts(story.When(kStorch, night)), IsEmpty());
  EXPECT_EQ(story.state().tonight.holder().holder.deputy_person_id, "colleague");
  EXPECT_EQ(story.state().tonight.since(), before.tonight.since());
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  story.Given(kKrause, NameStrandDeputy{common::v1::STRAND_COORDINATION, "another", true});
  EXPECT_EQ(story.state().coordination.holder().deputy_person_id, "another");
  EXPECT_EQ(story.state().coordination.holder().person_id, kKrause.id);
  const Person acts{kKrause.organisation, "", "acts"};
  EXPECT_THAT(Facts(story.When(acts, NameStrandDeputy{common::v1::STRAND_COORDINATION, kUhu.id, true, true})),
              ElementsAre("StrandDeputyNamed"))
      << "for who is away";
  EXPECT_TRUE(RefusedWith(
      OpenedCase().When(kKrause, NameStrandDeputy{common::v1::STRAND_COORDINATION, kUhu.id, true, true}),
      Reason::kOnlyTheHolderAsks))
      << "nobody coordinates";
}

}  // namespace
}  // namespace fallverbund::casework::testing
