// Setbacks move nothing, a case may rest, and any contact brings it back (N8, N12, B2, B4).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_CASE_REVIEW;
using common::v1::CLOCK_KIND_STANDBY_CONTACT;
using refusal::Reason;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Setback, OpensANewPlanAndAMeetingAndMovesNothing) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Understand());
  const State before = story.state();
  EXPECT_THAT(Facts(story.When(kFuchs, Setback(v1::SETBACK_KIND_VIOLENCE))),
              ElementsAre("SetbackRecorded", "ReplanOpened"));
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  EXPECT_EQ(story.state().tonight, before.tonight);
  EXPECT_EQ(story.state().coordination, before.coordination);
  EXPECT_EQ(story.state().seats, before.seats);
  EXPECT_TRUE(story.state().shared);
  EXPECT_EQ(story.state().cycle, 2u);
  EXPECT_FALSE(story.state().understood);
}

TEST(Setback, LetsARunningSettingGoOn) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Setback());
  EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kRunning);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs");
}

TEST(Setback, NamesAKind) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kFuchs, RecordSetback{}), Reason::kSetbackWithoutKind));
}

TEST(Setback, LeavesThePlanOwedUntilTheCaseIsUnderstoodAnew) {
  CaseStory story = OpenedCase();
  story.Given(kFuchs, Setback());
  const PassDeadline pass{CLOCK_KIND_CASE_REVIEW, "", kStart + kReplanWithin};
  story.Wait(Days(3));
  story.Given(kFuchs, Setback());  // another one does not push the date out
  story.Wait(Days(4));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Given(kAdler, Understand());
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(Standby, KeepsTheHolderTheTeamAndADate) {
  CaseStory story = CaseWithTeam();
  const State before = story.state();
  const auto rest = Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(14), kStart + Days(14));
  EXPECT_THAT(Facts(story.When(kAdler, rest)), ElementsAre("StandbyEntered"));
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  EXPECT_EQ(story.state().seats, before.seats);
  ASSERT_NE(story.state().clocks.Find(CLOCK_KIND_STANDBY_CONTACT, ""), nullptr);
}

TEST(Standby, IsForTheUnitThatHolds) {
  const auto rest = Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(14), kStart + Days(14));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kFuchs, rest), Reason::kNotTheCaseHolder));
}

TEST(Standby, NeedsADateThatIsStillToCome) {
  auto rest = Rest(v1::STANDBY_REASON_STABLE, kStart, kStart + Days(1));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, rest), Reason::kStandbyWithoutDate));
  rest.standby.clear_next_contact_due();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, rest), Reason::kStandbyWithoutDate));
}

TEST(Standby, HasItsNextContactWithin28DaysWhenMissingAndWithin90Otherwise) {
  const auto rest = [](v1::StandbyReason reason, int days) {
    return Rest(reason, kStart + Days(days), kStart + Days(days));
  };
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, rest(v1::STANDBY_REASON_UNREACHABLE, 29)),
                          Reason::kStandbyDateTooFar));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, rest(v1::STANDBY_REASON_CUSTODY, 91)),
                          Reason::kStandbyDateTooFar));
  EXPECT_THAT(Facts(OpenedCase().When(kAdler, rest(v1::STANDBY_REASON_UNREACHABLE, 28))),
              ElementsAre("StandbyEntered"));
  EXPECT_THAT(Facts(OpenedCase().When(kAdler, rest(v1::STANDBY_REASON_CUSTODY, 90))),
              ElementsAre("StandbyEntered"));
}

VouchForTonight Missing() {
  VouchForTonight vouch;
  vouch.tonight.set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
  *vouch.tonight.mutable_holder() = care::ToProto(OpenedCase().state().tonight.holder().holder);
  vouch.next.person_known = true;
  return vouch;
}

// N12: whoever says so.
TEST(Standby, GrowsShorterWhereSomebodyRunsAwayFromAPlace) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(90), kStart + Days(90)));
  CaseStory home = story;
  home.Given(kAdler, End(home.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_EQ(home.state().standby->next_contact_due, kStart + Days(90));
  EXPECT_THAT(Facts(story.When(kFuchs, ReportMissing{})), ElementsAre("TonightMoved", "SearchBegun"));
  EXPECT_EQ(story.state().standby->next_contact_due, story.now() + Days(28));
  const care::Clock* contact = story.state().clocks.Find(common::v1::CLOCK_KIND_STANDBY_CONTACT, "");
  ASSERT_NE(contact, nullptr);
  EXPECT_EQ(contact->due, story.now() + Days(28));
}

TEST(Standby, IsShortWheneverNobodyKnowsWhereTheYoungPersonIs) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Missing());
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(29), kStart + Days(29))),
                  Reason::kStandbyDateTooFar));
  EXPECT_THAT(
      Facts(story.When(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(28), kStart + Days(28)))),
      ElementsAre("StandbyEntered"));
}

TEST(Standby, IsShortenedWhenTheYoungPersonGoesMissingMeanwhile) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(90), kStart + Days(90)));
  story.Wait(Days(7));
  story.Given(kAdler, Missing());
  EXPECT_EQ(story.state().standby->next_contact_due, kStart + Days(35));
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_STANDBY_CONTACT, "")->due, kStart + Days(35));
  CaseStory soon = OpenedCase();
  soon.Given(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(14), kStart + Days(14)));
  soon.Given(kAdler, Missing());
  EXPECT_EQ(soon.state().standby->next_contact_due, kStart + Days(14)) << "never later than it was";
}

TEST(Standby, SaysWhoWasHeard) {
  auto rest = Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(14), kStart + Days(14));
  rest.standby.clear_participation();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, rest), Reason::kParticipationIncomplete));
}

TEST(Standby, IsNotRenewedOnPaper) {
  CaseStory story = RestingCase();
  const auto again = Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(30), kStart + Days(30));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, again), Reason::kAlreadyInStandby));
}

TEST(Standby, AMissedContactIsOverdueAndClimbsAndEndsNothing) {
  CaseStory story = RestingCase();
  const PassDeadline pass{CLOCK_KIND_STANDBY_CONTACT, "", kStart + Days(14)};
  story.Wait(Days(13));
  EXPECT_THAT(Facts(story.When(kService, pass)), IsEmpty());
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  EXPECT_THAT(Facts(story.When(kService, pass)), IsEmpty());
  story.Wait(Days(1));
  const auto decision = story.When(kService, pass);
  ASSERT_THAT(Facts(decision), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_EQ(decision.events()[0].case_deadline_escalated().step(), common::v1::ESCALATION_STEP_DEPUTY);
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  EXPECT_TRUE(story.state().standby);
}

TEST(Standby, AClockThatWasStoppedSaysNothing) {
  CaseStory story = RestingCase();
  story.Given(kKrause, Contact());
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_STANDBY_CONTACT, "", kStart + Days(14)})),
              IsEmpty());
}

TEST(Reactivation, ContactBringsBackTheSameHoldersAndTeam) {
  CaseStory story = RestingCase();
  const State before = story.state();
  const auto decision = story.When(kEule, Contact());
  ASSERT_THAT(Facts(decision), ElementsAre("ContactWithYoungPersonRecorded", "CaseReactivated"));
  EXPECT_EQ(decision.events()[0].contact_with_young_person_recorded().person_id(), "eule");
  EXPECT_EQ(decision.events()[1].case_reactivated().trigger(), v1::REACTIVATION_TRIGGER_CONTACT);
  EXPECT_FALSE(story.state().standby);
  EXPECT_EQ(story.state().responsibility, before.responsibility);
  EXPECT_EQ(story.state().seats, before.seats);
  EXPECT_TRUE(story.state().shared);
}

TEST(Reactivation, SoDoesASetbackAndACrisis) {
  CaseStory story = RestingCase();
  EXPECT_THAT(Facts(story.When(kEule, Setback())), Contains("CaseReactivated"));
  story = RestingCase();
  const auto decision = story.When(kService, TakeOver(kStorch));
  ASSERT_THAT(Facts(decision), ElementsAre("TonightMoved", "CaseReactivated"));
  EXPECT_EQ(decision.events()[1].case_reactivated().trigger(), v1::REACTIVATION_TRIGGER_CRISIS);
}

TEST(Reactivation, SoDoesEveryCommandInWhichTheYoungPersonWasHeard) {
  CaseStory story = CaseWithProposal();
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES));
  story.Given(kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(14), kStart + Days(14)));
  const std::vector<Command> commands = {Hear(BothHeard()), Offer(kBerg, kLerche), Propose(kFuchs),
                                         Adopt(setting), AnswerWith(setting, v1::ANSWER_NO)};
  for (const Command& command : commands) {
    CaseStory branch = story;
    EXPECT_THAT(Facts(branch.When(kAdler, command)), Contains("CaseReactivated"));
    EXPECT_FALSE(branch.state().standby);
  }
}

TEST(Reactivation, HearingOnlyTheFamilyIsNoContactWithTheYoungPerson) {
  CaseStory story = RestingCase();
  EXPECT_THAT(Facts(story.When(kAdler, Hear(YoungPersonRefused(kStart + Days(20))))),
              ElementsAre("HearingRecorded"));
  EXPECT_TRUE(story.state().standby);
}

TEST(Contact, OutsideStandbyIsJustRecorded) {
  EXPECT_THAT(Facts(OpenedCase().When(kAdler, Contact())), Not(Contains("CaseReactivated")));
}

TEST(Crisis, AwakensACaseThatRestsAndStopsAnEnd) {
  const AwakenForCrisis crisis{"deployment"};
  CaseStory resting = RestingCase();
  EXPECT_THAT(Facts(resting.When(kService, crisis)), ElementsAre("CaseReactivated"));
  EXPECT_FALSE(resting.state().standby);
  CaseStory ending = CaseWithEndApproved();
  EXPECT_THAT(Facts(ending.When(kService, crisis)), ElementsAre("LawfulEndStopped"));
  EXPECT_FALSE(ending.state().ending);
  EXPECT_THAT(Facts(OpenedCase().When(kService, crisis)), IsEmpty()) << "nothing to do, and nothing moves";
}

TEST(Crisis, BringsAnEndedCaseBackButNoneThatWasRecordedInError) {
  const AwakenForCrisis crisis{"deployment"};
  EXPECT_THAT(Facts(EndedCase().When(kService, crisis)), ElementsAre("CaseReopened", "ReplanOpened"));
  EXPECT_TRUE(
      RefusedWith(EndedCase(Ground::kRecordedInError).When(kService, crisis), Reason::kCaseLawfullyEnded));
}

// N12: what brings a resting case back stands in the way of its rest.
TEST(Standby, IsForNoCaseInACrisisOrInWhichEndangermentIsAssessed) {
  const EnterStandby rest = Rest(v1::STANDBY_REASON_STABLE, kStart + Days(14), kStart + Days(14));
  CaseStory crisis = CaseWithTeam();
  crisis.Given(kService, CrisisOf(kFuchs, kDachs));
  EXPECT_TRUE(RefusedWith(crisis.When(kAdler, rest), Reason::kCrisisStillOpen));
  CaseStory endangered = CaseWithTeam();
  endangered.Given(kEule, SeeSigns());
  EXPECT_TRUE(RefusedWith(endangered.When(kAdler, rest), Reason::kAssessmentStillOpen));
  EXPECT_FALSE(CaseWithTeam().When(kAdler, rest).refused());
}

}  // namespace
}  // namespace fallverbund::casework::testing
