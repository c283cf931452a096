// Long, because seven grounds, each with what it needs and what stops it.
//
// Lawful ends: seven grounds with what each needs, four eyes, time for objection, and the way back (N14,
// N15).
#include <gmock/gmock.h>

#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

CaseStory CaseOfSomebodyBornOn(absl::CivilDay day) {
  return std::move(OpenedCase().Given(kAdler, Born(day)));
}

TEST(LawfulEnd, RefusesAForbiddenReasonAndChangesNothing) {
  CaseStory story = OpenedCase();
  const State before = story.state();
  const auto decision = story.When(kFuchs, RequestLawfulEnd{ClassifyGround("nicht gruppenfähig")});
  EXPECT_TRUE(RefusedWith(decision, Reason::kForbiddenReason));
  EXPECT_EQ(story.state(), before);
}

TEST(LawfulEnd, RefusesAnythingElse) {
  EXPECT_TRUE(
      RefusedWith(OpenedCase().When(kAdler, RequestLawfulEnd{Ground::kUnknown}), Reason::kUnknownGround));
}

TEST(LawfulEnd, IsAskedForByTheUnitThatHolds) {
  EXPECT_TRUE(
      RefusedWith(OpenedCase().When(kFuchs, AskToEnd(Ground::kOwnDecision)), Reason::kNotTheCaseHolder));
}

TEST(LawfulEnd, EndsNothingByBeingAskedFor) {
  CaseStory story = CaseWithTeam();
  const State before = story.state();
  EXPECT_THAT(Facts(story.When(kAdler, AskToEnd(Ground::kMovedAbroad))), ElementsAre("LawfulEndRequested"));
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  EXPECT_EQ(story.state().seats, before.seats);
  EXPECT_FALSE(story.state().ended);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToEnd(Ground::kDeath)), Reason::kLawfulEndAlreadyRequested));
}

TEST(LawfulEnd, OfAMinorIsNeverTheirRefusal) {
  const absl::CivilDay tomorrow(2008, 3, 3);  // eighteen then
  CaseStory story = CaseOfSomebodyBornOn(tomorrow);
  RequestLawfulEnd ask = AskToEnd(Ground::kOwnDecision);
  ask.born = tomorrow;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kMinorsRefusalIsNoEnd));
  ask.born.reset();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kMinorsRefusalIsNoEnd));
  ask.born = tomorrow - 1;
  EXPECT_THAT(Facts(story.When(kAdler, ask)), ElementsAre("LawfulEndRequested"));
}

// N14: else one person would make a minor 18 with the very request.
TEST(LawfulEnd, ThatDependsOnAgeNeedsABirthDateThatIsRecorded) {
  for (const Ground ground : {Ground::kOwnDecision, Ground::kAge27}) {
    const RequestLawfulEnd ask = AskToEnd(ground);
    EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kAgeNotRecorded));
    CaseStory story = CaseOfSomebodyBornOn(*ask.born);
    const auto decision = story.When(kAdler, ask);
    ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndRequested"));
    EXPECT_TRUE(decision.events()[0].lawful_end_requested().age_recorded());
  }
  RequestLawfulEnd alone = AskToEnd(Ground::kMovedAbroad);
  alone.request.mutable_participation()->clear_family();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, alone), Reason::kParticipationIncomplete))
      << "nor does it make the family a stranger";
}

// The age is not what somebody says with the request, where everybody could see another one before.
TEST(LawfulEnd, IsAskedForWithTheBirthDateThatIsRecorded) {
  for (const Ground ground :
       {Ground::kOwnDecision, Ground::kAge27, Ground::kIndependenceReached, Ground::kMovedAbroad}) {
    CaseStory story = OpenedCase();
    story.Given(kAdler, Born(kBornMinor));
    EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToEnd(ground)), Reason::kBirthDateDiffers));
  }
  CaseStory story = OpenedCase();
  story.Given(kAdler, Born(kBornAdult));
  RequestLawfulEnd ask = AskToEnd(Ground::kOwnDecision);
  ask.born = kBornAdult + 31;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kBirthDateDiffers));
  ask.born = kBornAdult + 30;  // in the same month
  EXPECT_THAT(Facts(story.When(kAdler, ask)), ElementsAre("LawfulEndRequested"));
}

TEST(LawfulEnd, IsOfSomebodyWhoCanBeAlive) {
  RequestLawfulEnd ask = AskToEnd(Ground::kAge27);
  for (const int year : {199, 1925, 2027}) {
    ask.born = absl::CivilDay(year, 5, 1);
    EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kBirthDateNotTold));
  }
}

TEST(LawfulEnd, ByOwnDecisionIsGivenInPersonAndInformed) {
  RequestLawfulEnd ask = AskToEnd(Ground::kOwnDecision);
  CaseStory story = CaseOfSomebodyBornOn(kBornAdult);
  ask.request.set_informed(false);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kDecisionNotPersonal));
  ask = AskToEnd(Ground::kOwnDecision);
  ask.request.set_given_in_person(false);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kDecisionNotPersonal));
  ask = AskToEnd(Ground::kOwnDecision);
  *ask.request.mutable_participation() = YoungPersonRefused(kStart + Days(3));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kDecisionNotPersonal));
}

TEST(LawfulEnd, ByDeathHasItsDocumentAndHearsNobody) {
  EXPECT_THAT(Facts(OpenedCase().When(kAdler, AskToEnd(Ground::kDeath))), ElementsAre("LawfulEndRequested"));
  RequestLawfulEnd ask = AskToEnd(Ground::kDeath);
  ask.request.clear_evidence();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kDeathWithoutDocument));
}

TEST(LawfulEnd, ByAgeIsAt27WithSomebodyToTurnToOrByOwnDecision) {
  RequestLawfulEnd ask = AskToEnd(Ground::kAge27);
  ask.born = absl::CivilDay(1999, 3, 3);
  const CaseStory story = CaseOfSomebodyBornOn(*ask.born);
  EXPECT_TRUE(RefusedWith(CaseStory(story).When(kAdler, ask), Reason::kNotYet27));
  ask.born = absl::CivilDay(1999, 3, 2);
  ask.request.clear_evidence();
  EXPECT_THAT(Facts(CaseStory(story).When(kAdler, ask)), ElementsAre("LawfulEndRequested"));
  ask.request.set_given_in_person(false);
  EXPECT_TRUE(RefusedWith(CaseStory(story).When(kAdler, ask), Reason::kOnwardContactMissing));
}

TEST(LawfulEnd, AbroadIsConfirmedByAnAuthority) {
  RequestLawfulEnd ask = AskToEnd(Ground::kMovedAbroad);
  EXPECT_THAT(Facts(OpenedCase().When(kAdler, ask)), ElementsAre("LawfulEndRequested"));
  *ask.request.mutable_confirmed_at() = ToProto(kStart + Days(1));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kAuthorityNotConfirmed));
  ask = AskToEnd(Ground::kMovedAbroad);
  ask.request.clear_evidence();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kAuthorityNotConfirmed));
}

TEST(LawfulEnd, OfWhatWasRecordedInErrorNamesTheCaseThatGoesOn) {
  RequestLawfulEnd ask = AskToEnd(Ground::kRecordedInError);
  ask.other_case.open = false;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kOtherCaseUnknown));
  EXPECT_EQ(EndedCase(Ground::kRecordedInError).state().ended->continued_in, "another case");
}

TEST(LawfulEnd, OfWhatWasRecordedInErrorNamesACaseWhoseEndNobodyAsksFor) {
  RequestLawfulEnd ask = AskToEnd(Ground::kRecordedInError);
  ask.other_case.may_end = true;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kOtherCaseMayEnd));
}

TEST(LawfulEnd, OfWhatWasRecordedInErrorNeedsWhoHoldsTheCaseThatGoesOn) {
  for (const Person& who : {kAmsel, kStar}) {  // the holder, or the deputy
    CaseStory story = CaseWithEndAskedFor(Ground::kRecordedInError);
    const ApproveLawfulEnd approve{story.end()};
    EXPECT_THAT(Facts(story.When(kFuchs, approve)), ElementsAre("LawfulEndApproved")) << "two organisations";
    EXPECT_THAT(Facts(story.When(who, approve)), ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
  }
  CaseStory story = CaseWithEndAskedFor();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, ApproveLawfulEnd{story.end()}), Reason::kApproverDoesNotShare))
      << "of another end";
}

TEST(LawfulEnd, OfWhatWasRecordedInErrorWithinOneOfficeNeedsBothOfItsHoldersAndAnotherOrganisation) {
  CaseStory story = CaseWithTeam();
  RequestLawfulEnd ask = AskToEnd(Ground::kRecordedInError);
  ask.other_case.holder = care::ToProto(Holder(kBerg, kLerche));
  story.Given(kAdler, ask);
  const ApproveLawfulEnd approve{story.end()};
  EXPECT_THAT(Facts(story.When(kFuchs, approve)), ElementsAre("LawfulEndApproved"));
  EXPECT_THAT(Facts(story.When(kBerg, approve)), ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
}

// Two cases that are recorded in error for each other would both end.
TEST(LawfulEnd, OfWhatWasRecordedInErrorIsStoppedWhereTheOtherCaseEndsToo) {
  CaseStory story = CaseWithEndApproved(Ground::kRecordedInError);
  PassDeadline over = ObjectionPeriodOver(story);
  over.goes_on_in.clear();
  story.Wait(Days(14));
  const auto decision = story.When(kService, over);
  ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndStopped"));
  EXPECT_EQ(decision.events()[0].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_OTHER_CASE_ENDS);
  EXPECT_FALSE(story.state().ended);
  EXPECT_FALSE(story.state().ending);
}

TEST(LawfulEnd, ByTransferWaitsForTheAcceptanceAndBothFollowUps) {
  const auto transfer = AskToEnd(Ground::kTransferredOut);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, transfer), Reason::kTransferNotFollowedUp));
  CaseStory story = CaseMovedToAmsel();
  const std::string handover = story.state().last_move->handover_id;
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, transfer), Reason::kTransferNotFollowedUp));
  story.Wait(Days(14));
  story.Given(kAdler, FollowUp(handover));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, transfer), Reason::kTransferNotFollowedUp));
  story.Wait(Days(42));
  story.Given(kAdler, FollowUp(handover));
  EXPECT_THAT(Facts(story.When(kAmsel, transfer)), ElementsAre("LawfulEndRequested"));
}

TEST(LawfulEnd, ByTransferIsToAnotherAgency) {
  CaseStory story = CaseMovedToBerg();  // of the same office
  for (const absl::Duration until_look : {Days(14), Days(42)}) {
    story.Wait(until_look);
    story.Given(kAdler, FollowUp(story.state().last_move->handover_id));
  }
  EXPECT_TRUE(
      RefusedWith(story.When(kBerg, AskToEnd(Ground::kTransferredOut)), Reason::kTransferWithinTheAgency));
}

CaseStory CaseConfirmedAtAmsel() {
  CaseStory story = CaseMovedToAmsel();
  for (const absl::Duration until_look : {Days(14), Days(42)}) {
    story.Wait(until_look);
    story.Given(kAdler, FollowUp(story.state().last_move->handover_id));
  }
  return story;
}

// R0: that it came to whoever holds it is no proof that anybody holds it afterwards.
TEST(LawfulEnd, ByTransferIsToAnotherAssociationWhereTheCaseGoesOn) {
  CaseStory story = CaseConfirmedAtAmsel();
  RequestLawfulEnd within = AskToEnd(Ground::kTransferredOut);
  within.home_log_origin.clear();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, within), Reason::kTransferWithinTheAssociation));
  RequestLawfulEnd nowhere = AskToEnd(Ground::kTransferredOut);
  nowhere.request.clear_continued_in_commit_id();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, nowhere), Reason::kTransferWithoutNewCase));
  const auto decision = story.When(kAmsel, AskToEnd(Ground::kTransferredOut));
  ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndRequested"));
  const auto& asked = decision.events()[0].lawful_end_requested();
  EXPECT_EQ(asked.continued_in_log_origin(), "another log");
  EXPECT_EQ(asked.continued_in_commit_id(), "commit of another log");
}

TEST(LawfulEnd, OfAnotherGroundGoesOnInNoOtherLog) {
  const auto decision = OpenedCase().When(kAdler, AskToEnd(Ground::kMovedAbroad));
  ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndRequested"));
  EXPECT_EQ(decision.events()[0].lawful_end_requested().continued_in_log_origin(), "");
  EXPECT_EQ(decision.events()[0].lawful_end_requested().continued_in_commit_id(), "");
}

TEST(LawfulEnd, ByIndependenceIsAgreedAndComesAfterAftercare) {
  RequestLawfulEnd ask = AskToEnd(Ground::kIndependenceReached);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kIndependenceNotAgreed))
      << "18 by the request alone, and nobody agrees";
  CaseStory story = CaseOfSomebodyBornOn(kBornAdult);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kAftercareNotOver));
  story.Given(kAdler, StayInContact());
  story.Wait(Days(365) - absl::Seconds(1));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kAftercareNotOver));
  story.Wait(absl::Seconds(1));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kNoContactInAftercare));
  story.Given(kAdler, Contact());  // too late: the period is over
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kNoContactInAftercare));
  story = OpenedCase();
  story.Given(kAdler, StayInContact()).Given(kEule, Contact());
  story.Wait(Days(365));
  ask.born = absl::CivilDay(2009, 12, 1);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ask), Reason::kIndependenceNotAgreed));
  ask.request.set_guardian_agrees(true);
  EXPECT_THAT(Facts(story.When(kAdler, ask)), ElementsAre("LawfulEndRequested"));
}

TEST(LawfulEnd, WaitsForARunningSettingToEndWithANight) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToEnd(Ground::kMovedAbroad)), Reason::kSettingStillRuns));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToEnd(Ground::kRecordedInError)), Reason::kSettingStillRuns));
  EXPECT_THAT(Facts(story.When(kAdler, AskToEnd(Ground::kDeath))), ElementsAre("LawfulEndRequested"));
}

TEST(LawfulEnd, SaysWhoWasHeard) {
  RequestLawfulEnd ask = AskToEnd(Ground::kMovedAbroad);
  ask.request.clear_participation();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kParticipationIncomplete));
}

TEST(LawfulEnd, NeedsFourEyesOfTwoOrganisations) {
  CaseStory story = CaseWithEndAskedFor();
  const ApproveLawfulEnd approve{story.end()};
  EXPECT_TRUE(RefusedWith(story.When(kAdler, approve), Reason::kLawfulEndNeedsFourEyes));
  EXPECT_THAT(Facts(story.When(kSpecht, approve)), ElementsAre("LawfulEndApproved"));  // the same office
  EXPECT_FALSE(story.state().ending->objection_until);
  EXPECT_THAT(Facts(story.When(kSpecht, approve)), IsEmpty());
  EXPECT_THAT(Facts(story.When(kFuchs, approve)), ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
  EXPECT_EQ(story.state().ending->objection_until, kStart + Days(14));
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kKrause, approve)), ElementsAre("LawfulEndApproved"));
  EXPECT_EQ(story.state().ending->objection_until, kStart + Days(14));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, ApproveLawfulEnd{"other"}), Reason::kLawfulEndNotRequested));
}

// Whoever was only asked, or invited, agrees for nobody; a word of the night or of a running setting counts.
TEST(LawfulEnd, IsApprovedByWhoSharesTheCase) {
  const auto approved_by = [](CaseStory story, const Person& who) {
    return Facts(story.When(who, ApproveLawfulEnd{story.end()}));
  };
  const std::vector<std::string> refused = {"<APPROVER_DOES_NOT_SHARE>"};
  const std::vector<std::string> counts = {"LawfulEndApproved", "ObjectionPeriodBegan"};
  CaseStory asked = OpenedCase();
  asked.Given(kAdler, Detect(kAmsel.organisation));
  asked.Given(kAdler, Inform(asked.change(), kAmsel, kStar)).Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_EQ(approved_by(asked, kAmsel), refused);
  CaseStory invited = OpenedCase();
  invited.Given(kService, Invite()).Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_EQ(approved_by(invited, kFuchs), refused) << "nobody has committed";
  EXPECT_EQ(approved_by(invited, kKrause), counts) << "coordinates";
  invited.Given(kFuchs, CommitToTeam{"team"});
  EXPECT_EQ(approved_by(invited, kFuchs), refused) << "not everybody has";
  CaseStory running = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  running.Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_EQ(approved_by(running, kDachs), counts);
  CaseStory idea = CaseWithProposal();
  idea.Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_EQ(approved_by(idea, kDachs), refused);
  CaseStory sheltered = OpenedCase();
  sheltered.Given(kService, TakeOver(kStorch)).Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_EQ(approved_by(sheltered, kStorch), counts);
}

// --- a case that nobody shares: somebody of another organisation is asked to look at it ---

RequestLawfulEnd AskWithReviewer(const Person& reviewer) {
  RequestLawfulEnd ask = AskToEnd(Ground::kDeath);
  ask.request.set_reviewer_organisation_id(reviewer.organisation);
  ask.request.set_reviewer_person_id(reviewer.id);
  ask.reviewer_may_approve = true;
  return ask;
}

TEST(LawfulEnd, OfACaseThatNobodySharesIsReviewedByOnePersonOfAnotherOrganisation) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, AskWithReviewer(kKranich));
  const ApproveLawfulEnd approve{story.end()};
  EXPECT_THAT(Facts(story.When(kSpecht, approve)), ElementsAre("LawfulEndApproved")) << "one organisation";
  EXPECT_FALSE(story.state().ending->objection_until);
  for (const Person& who : {kFuchs, Person{kKranich.organisation, "", "colleague"}})
    EXPECT_TRUE(RefusedWith(story.When(who, approve), Reason::kApproverDoesNotShare)) << who.id;
  EXPECT_THAT(Facts(story.When(kKranich, approve)), ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kService, over)), ElementsAre("CaseLawfullyEnded"));
}

TEST(LawfulEnd, IsReviewedOnlyWhereNobodyShares) {
  CaseStory sheltered = OpenedCase();
  sheltered.Given(kService, TakeOver(kStorch));
  for (CaseStory story : {CaseWithTeam(), sheltered, CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT)})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, AskWithReviewer(kAmsel)), Reason::kReviewerNotNeeded));
  CaseStory invited = OpenedCase();  // somebody begins to share, and says yes
  invited.Given(kAdler, AskWithReviewer(kKranich)).Given(kService, Invite());
  const ApproveLawfulEnd approve{invited.end()};
  EXPECT_TRUE(RefusedWith(invited.When(kKranich, approve), Reason::kApproverDoesNotShare));
  EXPECT_THAT(Facts(invited.When(kKrause, approve)),
              ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
}

TEST(LawfulEnd, IsReviewedByAKnownColleagueOfAnotherOrganisationInARoleThatMayApprove) {
  RequestLawfulEnd ask = AskWithReviewer(kKranich);
  ask.reviewer_may_approve = false;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, ask), Reason::kReviewerUnsuitable));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, AskWithReviewer(kBerg)), Reason::kReviewerUnsuitable));
}

TEST(LawfulEnd, IsRefusedByWhoReviewsItAndAnotherOneIsAsked) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, AskWithReviewer(kKranich));
  const auto refused = story.When(kKranich, ObjectLawfulEnd{story.end()});
  ASSERT_THAT(Facts(refused), ElementsAre("LawfulEndStopped"));
  EXPECT_EQ(refused.events()[0].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_REVIEWER_REFUSED);
  EXPECT_FALSE(story.state().ending);
  EXPECT_THAT(Facts(story.When(kAdler, AskWithReviewer(kEule))), ElementsAre("LawfulEndRequested"));
  EXPECT_TRUE(
      RefusedWith(story.When(kKranich, ApproveLawfulEnd{story.end()}), Reason::kApproverDoesNotShare));
  const auto withdrawn = story.When(kAdler, ObjectLawfulEnd{story.end()});
  EXPECT_EQ(withdrawn.events()[0].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_MEMBER_OBJECTED);
}

TEST(LawfulEnd, ByIndependenceNeedsEverybodyWhoShares) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Born(kBornAdult)).Given(kAdler, StayInContact()).Given(kFuchs, Contact());
  story.Wait(Days(365));
  story.Given(kAdler, AskToEnd(Ground::kIndependenceReached));
  const ApproveLawfulEnd approve{story.end()};
  EXPECT_THAT(Facts(story.When(kFuchs, approve)), ElementsAre("LawfulEndApproved"));
  EXPECT_THAT(Facts(story.When(kKranich, approve)), ElementsAre("LawfulEndApproved"));
  EXPECT_THAT(Facts(story.When(kKrause, approve)), ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
}

// A9: before everybody has accepted, a seat counts for nobody, so nobody waits for it either.
TEST(LawfulEnd, ByIndependenceWaitsForNoTeamThatHasNotFormed) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Born(kBornAdult)).Given(kService, Invite()).Given(kFuchs, CommitToTeam{"team"});
  story.Given(kAdler, StayInContact()).Given(kFuchs, Contact());
  story.Wait(Days(365));
  story.Given(kAdler, AskToEnd(Ground::kIndependenceReached));
  EXPECT_THAT(Facts(story.When(kKrause, ApproveLawfulEnd{story.end()})),
              ElementsAre("LawfulEndApproved", "ObjectionPeriodBegan"));
}

TEST(LawfulEnd, TakesEffectOnlyWhenTheTimeForObjectionIsOver) {
  CaseStory story = CaseWithEndApproved();
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14) - absl::Seconds(1));
  EXPECT_THAT(Facts(story.When(kService, over)), IsEmpty());
  story.Wait(absl::Seconds(1));
  const auto decision = story.When(kService, over);
  ASSERT_THAT(Facts(decision), ElementsAre("CaseLawfullyEnded"));
  EXPECT_EQ(FromProto(decision.events()[0].case_lawfully_ended().door_open_until()), story.now() + kDoorOpen);
  EXPECT_TRUE(story.state().ended);
  EXPECT_TRUE(OpenClocks(story.state()).empty());
  EXPECT_THAT(Facts(story.When(kService, over)), IsEmpty());
}

TEST(LawfulEnd, IsStoppedByAnyObjectionAndNobodyHasToSayWhy) {
  for (const Person& who : {kKranich, kSpecht, kAdler}) {
    CaseStory story = CaseWithEndApproved();
    const State before = story.state();
    const PassDeadline over = ObjectionPeriodOver(story);
    const auto decision = story.When(who, ObjectLawfulEnd{story.end()});
    ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndStopped"));
    EXPECT_EQ(decision.events()[0].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_MEMBER_OBJECTED);
    EXPECT_EQ(story.state().responsibility, before.responsibility);
    story.Wait(Days(14));
    EXPECT_THAT(Facts(story.When(kService, over)), IsEmpty());
    EXPECT_FALSE(story.state().ended);
  }
}

TEST(LawfulEnd, IsStoppedByTheYoungPersonThroughAnybody) {
  CaseStory story = CaseWithEndAskedFor();
  const auto decision = story.When(kEule, ObjectLawfulEnd{story.end(), true, Text("I am not ready")});
  ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndStopped"));
  EXPECT_EQ(decision.events()[0].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_YOUNG_PERSON_OBJECTED);
  EXPECT_TRUE(decision.events()[0].lawful_end_stopped().has_account());
  EXPECT_TRUE(RefusedWith(story.When(kEule, ObjectLawfulEnd{"id"}), Reason::kLawfulEndNotRequested));
}

TEST(LawfulEnd, IsStoppedByWhateverShowsThatHelpIsNeeded) {
  CaseStory story = CaseWithEndApproved();
  EXPECT_THAT(Facts(story.When(kFuchs, Setback())), Contains("LawfulEndStopped"));
  story = CaseWithEndApproved();
  EXPECT_THAT(Facts(story.When(kService, TakeOver(kStorch))), Contains("LawfulEndStopped"));
  story = CaseWithProposal();
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES)).Given(kAdler, Adopt(setting));
  story.Given(kAdler, AskToEnd(Ground::kMovedAbroad));
  EXPECT_THAT(Facts(story.When(kFuchs, Start(setting, kFuchs))), Contains("LawfulEndStopped"));
}

TEST(LawfulEnd, IsStoppedWhenSomebodyElseTakesTheCase) {
  CaseStory story = CaseWithEndApproved();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  EXPECT_THAT(Facts(story.When(kLerche, Accept(story.handover(), kLerche))), Contains("LawfulEndStopped"));
}

// N12, N14: approved for somebody whose whereabouts were known; a search is not ended by a date.
TEST(LawfulEnd, IsStoppedWhenNobodyKnowsAnyMoreWhereTheYoungPersonIs) {
  CaseStory story = CaseWithEndApproved();
  const PassDeadline over = ObjectionPeriodOver(story);
  const auto decision = story.When(kAdler, ReportMissing{});
  ASSERT_THAT(Facts(decision), ElementsAre("TonightMoved", "SearchBegun", "LawfulEndStopped"));
  EXPECT_TRUE(decision.events()[1].search_begun().nothing_ends());
  EXPECT_EQ(decision.events()[2].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_MISSING);
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kService, over)), IsEmpty());
  EXPECT_FALSE(story.state().ended);
  EXPECT_NE(story.state().clocks.Find(common::v1::CLOCK_KIND_SEARCH_CONTACT, ""), nullptr);
}

TEST(LawfulEnd, IsNotAskedForWhileSomebodyIsMissingButOfWhoHasDiedOrHasAnotherCase) {
  CaseStory story = CaseOfSomebodyBornOn(kBornAdult);
  story.Given(kAdler, ReportMissing{});
  for (const Ground ground : {Ground::kOwnDecision, Ground::kMovedAbroad})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToEnd(ground)), Reason::kEndWhileMissing));
  for (const Ground ground : {Ground::kDeath, Ground::kRecordedInError})
    EXPECT_THAT(Facts(CaseStory(story).When(kAdler, AskToEnd(ground))), ElementsAre("LawfulEndRequested"));
}

// As it was recorded before a search stopped an end.
TEST(LawfulEnd, ThatWasAskedForBeforeSearchesStoppedEndsIsStoppedByItsDate) {
  CaseStory story = CaseWithEndApproved();
  const PassDeadline over = ObjectionPeriodOver(story);
  v1::CaseEvent gone;
  *gone.mutable_tonight_moved()->mutable_to() = Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler);
  const decider::Given then{
      {kService.organisation, kService.id, ""}, kStart + Days(14), kStart + Days(14), ""};
  const State before = CaseDecider::Evolve(story.state(), gone, then);
  const auto decision = CaseDecider::Decide(before, over, then);
  ASSERT_THAT(Facts(decision), ElementsAre("LawfulEndStopped", "SearchBegun")) << "nobody searched, either";
  EXPECT_EQ(decision.events()[0].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_MISSING);
}

TEST(LawfulEnd, LeavesNothingDueAndNothingOnOffer) {
  CaseStory story = CaseWithEndApproved();
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(10));
  story.Given(kAdler, Offer(kBerg, kLerche));
  const std::string handover = story.handover();
  story.Wait(Days(4));
  story.Given(kService, over);
  EXPECT_TRUE(RefusedWith(story.When(kLerche, Accept(handover, kLerche)), Reason::kCaseLawfullyEnded));
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{common::v1::CLOCK_KIND_HANDOVER_ANSWER, handover,
                                                      story.now() + Days(10)})),
              IsEmpty());
}

TEST(Reopening, BringsBackTheSameHoldersAndTeam) {
  CaseStory story = EndedCase();
  const State before = CaseWithTeam().state();
  const auto decision = story.When(kEule, ReopenCase{});
  ASSERT_THAT(Facts(decision), ElementsAre("CaseReopened", "ReplanOpened"));
  EXPECT_EQ(decision.events()[0].case_reopened().holder().person_id(), "adler");
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  EXPECT_EQ(story.state().tonight, before.tonight);
  EXPECT_EQ(story.state().coordination, before.coordination);
  EXPECT_EQ(story.state().seats, before.seats);
  EXPECT_TRUE(story.state().shared);
  EXPECT_FALSE(story.state().ended);
  EXPECT_TRUE(RefusedWith(story.When(kEule, ReopenCase{}), Reason::kCaseNotEnded));
}

TEST(Reopening, ComesWithAnyContactReportOrCrisisHoweverLate) {
  const std::vector<std::pair<Command, const Person*>> signs = {
      {Contact(), &kEule}, {Setback(), &kFuchs}, {TakeOver(kStorch), &kService}};
  for (const auto& [sign, who] : signs) {
    CaseStory story = EndedCase();
    story.Wait(Days(2000));
    EXPECT_THAT(Facts(story.When(*who, sign)), Contains("CaseReopened"));
    EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  }
}

// N8: the team comes back before it is called to meet.
TEST(Reopening, ByASetbackCallsTheTeamOnlyOnceItIsBack) {
  EXPECT_THAT(Facts(EndedCase().When(kFuchs, Setback())),
              ElementsAre("SetbackRecorded", "CaseReopened", "ReplanOpened"));
}

TEST(Reopening, OfWhatWasRecordedInErrorOnlyOnPurpose) {
  CaseStory story = EndedCase(Ground::kRecordedInError);
  EXPECT_TRUE(RefusedWith(story.When(kEule, Contact()), Reason::kCaseLawfullyEnded));
  EXPECT_THAT(Facts(story.When(kAdler, ReopenCase{})), ElementsAre("CaseReopened", "ReplanOpened"));
}

// --- What is due after the way back ---

// Of a case in which one more thing is owed.
struct Owed {
  common::v1::ClockKind kind;
  std::string object;
  CaseStory story;
  Person holder = kAdler;
};

namespace cv = common::v1;

std::vector<Owed> EachThatIsOwed() {
  std::vector<Owed> all;
  const auto with = [](const Person& who, const Command& command) {
    return std::move(CaseWithTeam().Given(who, command));
  };
  all.push_back({cv::CLOCK_KIND_AFTERCARE_CONTACT, "", with(kAdler, StayInContact())});
  all.push_back({cv::CLOCK_KIND_TRANSITION_CHECK, "", with(kAdler, Born(kBornMinor))});
  all.push_back({cv::CLOCK_KIND_PLANNED_END, "", with(kAdler, Born(kBornMinor))});
  all.push_back({cv::CLOCK_KIND_CONSENT_RENEWAL, "", with(kAdler, Born(kBornAdult))});
  all.push_back({cv::CLOCK_KIND_GUARDIAN_DECLARATION, "", with(kAdler, NameOffice(kBerg))});
  all.push_back(
      {cv::CLOCK_KIND_HEARING_RETRY, "", with(kAdler, Hear(YoungPersonRefused(kStart + Days(20))))});
  all.push_back({cv::CLOCK_KIND_RIGHT_UNCOVERED, ClockObject(v1::RIGHT_DOMAIN_EDUCATION),
                 with(kAdler, Right(v1::RIGHT_DOMAIN_EDUCATION, false, kStart))});
  const LetPartnerGo leaves{kKranich.organisation, team::v1::LEAVING_CAUSE_LEAVES, kStart + Days(9)};
  all.push_back({cv::CLOCK_KIND_SUCCESSION, kKranich.organisation, with(kService, leaves)});
  CaseStory endangered = with(kEule, SeeSigns());
  all.push_back({cv::CLOCK_KIND_RISK_ASSESSMENT, endangered.assessment(), endangered});
  BreakGlass glass;
  glass.broken.set_crisis_id("crisis");
  *glass.broken.mutable_account() = Text("nobody knows what she takes");
  CaseStory read = with(kReiher, glass);
  all.push_back({cv::CLOCK_KIND_GLASS_REVIEW, read.state().readings[0].id, read});
  CaseStory trial = CaseWithRunningSetting();
  trial.Given(kAdler, Try(trial.setting(), kStart + Days(60)));
  all.push_back({cv::CLOCK_KIND_SETTING_EVALUATION, trial.setting(), trial});
  CaseStory noticed = CaseWithRunningSetting();
  noticed.Given(kFuchs, Notice(noticed.setting()));
  all.push_back({cv::CLOCK_KIND_NOTICE_BRIDGE, noticed.setting(), noticed});
  CaseStory home = CaseWithRunningSetting();
  home.Given(kAdler, Phase(home.setting(), v1::RESIDENTIAL_PHASE_COURSE));
  home.Given(kAdler, Phase(home.setting(), v1::RESIDENTIAL_PHASE_RETURN));
  all.push_back({cv::CLOCK_KIND_RETURN_PLANNED, home.setting(), home});
  all.push_back({cv::CLOCK_KIND_RETURN_ANSWER, home.setting(), home});
  CaseStory awaited = CaseWithRunningSetting();
  awaited.Given(kFuchs, Phase(awaited.setting(), v1::RESIDENTIAL_PHASE_COURSE));
  awaited.Given(kSpecht, Phase(awaited.setting(), v1::RESIDENTIAL_PHASE_RETURN));
  awaited.Given(kAdler, End(awaited.setting(), cv::TONIGHT_KIND_FAMILY, kAdler));
  const std::string ended = awaited.setting();
  awaited.Given(kAdler, Propose(kFuchs, v1::COMPONENT_KIND_OUTPATIENT));  // who shares it on
  awaited.Given(kAdler, AnswerWith(awaited.setting(), v1::ANSWER_YES))
      .Given(kAdler, Adopt(awaited.setting()));
  awaited.Given(kFuchs, Start(awaited.setting(), kFuchs));
  all.push_back({cv::CLOCK_KIND_RETURN_CONTACT, ended, awaited});
  CaseStory moved = with(kService, TakeOver(kStorch));
  OfferHandover cold = Offer(kBerg, kLerche);
  cold.offer.set_cold(true);
  moved.Given(kAdler, cold);
  moved.Given(kBerg, Accept(moved.handover(), kBerg));
  const std::string move = moved.state().last_move->handover_id;
  all.push_back({cv::CLOCK_KIND_HANDOVER_FOLLOW_UP, move, moved});
  all.push_back({cv::CLOCK_KIND_CATCH_UP_MEETING, move, moved});
  CaseStory hurried = with(kService, TakeOver(kStorch));
  cold = Offer(kAmsel, kStar);
  cold.offer.set_cold(true);
  hurried.Given(kAdler, cold);
  hurried.Given(kAmsel, Accept(hurried.handover(), kAmsel));
  all.push_back({cv::CLOCK_KIND_PACKAGE_OWED, kAdler.organisation, hurried, kAmsel});
  return all;
}

void EndByDeath(CaseStory& story, const Person& holder = kAdler) {
  RequestLawfulEnd ask = AskToEnd(Ground::kDeath);
  ask.born.reset();
  story.Given(holder, ask);
  story.Given(kFuchs, ApproveLawfulEnd{story.end()});
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14));
  story.Given(kService, over);
}

// D1, R0: a death that was none, in a crisis that nobody has concluded.
TEST(Reopening, IsLedAgainInACrisisThatIsStillOpen) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, CrisisOf(kFuchs, kDachs));
  EndByDeath(story);
  ASSERT_TRUE(story.state().ended.has_value());
  EXPECT_FALSE(story.state().crisis.has_value());
  CaseStory concluded = story, alarmed = story;
  EXPECT_THAT(Facts(story.When(kAdler, ReopenCase{})), Contains("CrisisLeadTaken"));
  ASSERT_TRUE(story.state().crisis.has_value());
  EXPECT_EQ(story.state().crisis->lead.holder().person_id, kAdler.id);
  EXPECT_THAT(Facts(concluded.When(kService, CrisisOver())), ElementsAre("CrisisLeadEnded"));
  EXPECT_THAT(Facts(concluded.When(kAdler, ReopenCase{})), Not(Contains("CrisisLeadTaken")));
  EXPECT_FALSE(concluded.state().crisis.has_value());
  alarmed.Given(kService, CrisisOf(kEule, kDachs, 2));
  EXPECT_EQ(alarmed.state().crisis->lead.holder().person_id, kEule.id);
}

TEST(Reopening, OwesAgainWhateverWasOwedBefore) {
  for (Owed& owed : EachThatIsOwed()) {
    const std::string kind = common::v1::ClockKind_Name(owed.kind);
    ASSERT_NE(owed.story.state().clocks.Find(owed.kind, owed.object), nullptr) << kind;
    const absl::Time due = owed.story.state().clocks.Find(owed.kind, owed.object)->due;
    EndByDeath(owed.story, owed.holder);
    EXPECT_EQ(owed.story.state().clocks.Find(owed.kind, owed.object), nullptr) << kind << " of an ended case";
    owed.story.Wait(Days(100));
    const auto decision = owed.story.When(owed.holder, ReopenCase{});
    const bool endangered = owed.kind == common::v1::CLOCK_KIND_RISK_ASSESSMENT;
    const absl::Time again =
        std::max(due, owed.story.now() + (endangered ? kAssessmentWithin : kOverdueDateWithin));
    const care::Clock* clock = owed.story.state().clocks.Find(owed.kind, owed.object);
    ASSERT_NE(clock, nullptr) << kind;
    EXPECT_EQ(clock->due, again) << kind;
    const auto& told = decision.events()[0].case_reopened().clocks();
    EXPECT_EQ(std::count_if(told.begin(), told.end(),
                            [&](const v1::RestartedClock& one) {
                              return one.kind() == owed.kind && one.object_id() == owed.object &&
                                     FromProto(one.due()) == again;
                            }),
              1)
        << kind;
  }
}

TEST(Reopening, OwesNoContactWhereOneWasJustMade) {
  for (const int days : {100, 400}) {  // within the period of aftercare, and after it
    CaseStory story = std::move(CaseWithTeam().Given(kAdler, StayInContact()));
    EndByDeath(story);
    story.Wait(Days(days));
    const auto decision = story.When(kEule, Contact());
    ASSERT_THAT(Facts(decision), Contains("CaseReopened"));
    const care::Clock* next = story.state().clocks.Find(cv::CLOCK_KIND_AFTERCARE_CONTACT, "");
    EXPECT_EQ(next != nullptr, days < 365) << days;
    for (const v1::CaseEvent& event : decision.events()) {
      for (const v1::RestartedClock& clock : event.case_reopened().clocks())
        EXPECT_NE(clock.kind(), cv::CLOCK_KIND_AFTERCARE_CONTACT) << days;
    }
  }
}

TEST(Reopening, HasADateForThePlan) {
  for (const Command& sign : std::vector<Command>{ReopenCase{}, Contact(), Setback()}) {
    CaseStory story = EndedCase();
    story.Wait(Days(400));
    story.Given(kFuchs, sign);
    const care::Clock* review = story.state().clocks.Find(common::v1::CLOCK_KIND_CASE_REVIEW, "");
    ASSERT_NE(review, nullptr);
    EXPECT_EQ(review->due, story.now() + kReplanWithin);
    EXPECT_EQ(story.state().cycle, 2u);
    EXPECT_FALSE(story.state().understood);
  }
}

TEST(Reopening, GoesOnAssessingWhatNobodyHadAssessed) {
  CaseStory story = std::move(CaseWithTeam().Given(kEule, SeeSigns()));
  const std::string assessment = story.assessment();
  EndByDeath(story);
  EXPECT_TRUE(story.assessment().empty());
  CaseStory signs = story;
  signs.Given(kEule, SeeSigns());
  EXPECT_NE(signs.assessment(), assessment) << "new signs are looked at anew";
  story.Given(kAdler, ReopenCase{});
  EXPECT_EQ(story.assessment(), assessment);
  EXPECT_FALSE(story.When(kAdler, Assess(assessment)).refused());
}

TEST(Reopening, WaitsAgainForThePartnerThatGoes) {
  CaseStory story = CaseWithTeam();
  story.Given(kService,
              LetPartnerGo{kKranich.organisation, team::v1::LEAVING_CAUSE_LEAVES, kStart + Days(9)});
  EndByDeath(story);
  story.Given(kAdler, ReopenCase{});
  ASSERT_EQ(story.state().successions.size(), 1u);
  const absl::Time due = story.now() + kOverdueDateWithin;
  story.Wait(kOverdueDateWithin);
  EXPECT_THAT(Facts(story.When(kService,
                               PassDeadline{common::v1::CLOCK_KIND_SUCCESSION, kKranich.organisation, due})),
              ElementsAre("CaseDeadlineOverdue", "CommitmentsFellBack"));
}

// § 42a: a procedure that was open is open, and its dates run; of an adult nothing of it is owed (N13).
TEST(Reopening, OwesTheProcedureOfAMinorAgainUntilEighteen) {
  ReceiveUnaccompaniedMinor received;
  received.received.set_land(common::v1::FEDERAL_STATE_NORTH_RHINE_WESTPHALIA);
  *received.received.mutable_received_at() = ToProto(kStart);
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Born(kBornMinor)).Given(kAdler, received);
  EndByDeath(story);
  CaseStory grown = story;
  story.Given(kAdler, ReopenCase{});
  grown.Wait(absl::FromCivil(absl::CivilDay(2027, 6, 1), absl::UTCTimeZone()) - grown.now());
  grown.Given(kService, PassDeadline{common::v1::CLOCK_KIND_COMING_OF_AGE, "", grown.now()});
  grown.Given(kAdler, ReopenCase{});
  for (const auto kind : {common::v1::CLOCK_KIND_MINOR_NOTIFICATION, common::v1::CLOCK_KIND_MINOR_MONTH}) {
    const care::Clock* clock = story.state().clocks.Find(kind, "");
    ASSERT_NE(clock, nullptr) << common::v1::ClockKind_Name(kind);
    EXPECT_GT(clock->due, story.now());
    EXPECT_EQ(grown.state().clocks.Find(kind, ""), nullptr) << common::v1::ClockKind_Name(kind);
  }
}

// R0: nobody of the office can act, so by when somebody is to be named is over at once, and climbs.
TEST(Reopening, ToNobodyWhoCanActHasADateThatIsOverAtOnce) {
  ReopenCase back;
  back.unreachable = true;
  CaseStory story = EndedCase();
  const auto decision = story.When(kEule, back);
  EXPECT_EQ(FromProto(decision.events()[0].case_reopened().reachable_due()), story.now());
  PassDeadline pass{common::v1::CLOCK_KIND_HOLDER_REACHABLE, "", story.now()};
  EXPECT_THAT(Facts(CaseStory(story).When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  pass.holder_reachable = true;
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("HolderFoundReachable"));
  CaseStory able = EndedCase();
  able.Given(kEule, ReopenCase{});
  EXPECT_EQ(able.state().clocks.Find(common::v1::CLOCK_KIND_HOLDER_REACHABLE, ""), nullptr);
}

TEST(Reopening, AsksAnAdultWhoCameOfAgeMeanwhile) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Born(kBornMinor)).Given(kAdler, NameOffice(kBerg));
  EndByDeath(story);
  story.Wait(absl::FromCivil(absl::CivilDay(2027, 6, 1), absl::UTCTimeZone()) - story.now());
  story.Given(kService, PassDeadline{common::v1::CLOCK_KIND_COMING_OF_AGE, "", story.now()});
  story.Given(kAdler, ReopenCase{});
  EXPECT_NE(story.state().clocks.Find(common::v1::CLOCK_KIND_CONSENT_RENEWAL, ""), nullptr);
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_GUARDIAN_DECLARATION, ""), nullptr);
}

TEST(Reopening, ComesBeforeAnythingElse) {
  EXPECT_TRUE(RefusedWith(EndedCase().When(kAdler, Offer(kBerg, kLerche)), Reason::kCaseLawfullyEnded));
  EXPECT_TRUE(RefusedWith(EndedCase().When(kAdler, Understand()), Reason::kCaseLawfullyEnded));
}

}  // namespace
}  // namespace fallverbund::casework::testing
