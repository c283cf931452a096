// Birthdays change who speaks and what is due, and end nothing by themselves (N13).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_COMING_OF_AGE;
using common::v1::CLOCK_KIND_CONSENT_RENEWAL;
using common::v1::CLOCK_KIND_GUARDIAN_DECLARATION;
using common::v1::CLOCK_KIND_PLANNED_END;
using common::v1::CLOCK_KIND_TRANSITION_CHECK;
using refusal::Reason;
using ::testing::ElementsAre;

absl::Time Month(int year, int month) {
  return absl::FromCivil(absl::CivilDay(year, month, 1), absl::UTCTimeZone());
}
absl::Time Due(const State& state, common::v1::ClockKind kind) {
  const auto* clock = state.clocks.Find(kind, "");
  return clock == nullptr ? absl::InfinitePast() : clock->due;
}
CaseStory CaseOfAMinor() {
  return std::move(OpenedCase().Given(kAdler, Born(kBornMinor)));
}
CaseStory CaseOfAnAdult() {
  return std::move(OpenedCase().Given(kAdler, Born(kBornAdult)));
}
// Asked, and declared by Berg.
CaseStory CaseWithGuardian() {
  return std::move(CaseOfAMinor().Given(kAdler, NameOffice(kBerg)).Given(kBerg, DeclareGuardianship{}));
}
common::v1::Participation OnlyTheYoungPerson() {
  common::v1::Participation participation;
  participation.mutable_young_person()->set_heard(true);
  return participation;
}

TEST(Age, IsDueByTheMonthSoThatNoDateTellsTheDay) {
  const CaseStory first = CaseOfAMinor();
  EXPECT_EQ(Due(first.state(), CLOCK_KIND_COMING_OF_AGE), Month(2027, 6));
  EXPECT_EQ(Due(first.state(), CLOCK_KIND_TRANSITION_CHECK), Month(2026, 6)) << "a year before";
  EXPECT_EQ(Due(first.state(), CLOCK_KIND_PLANNED_END), Month(2030, 6)) << "21";
  CaseStory last = OpenedCase();
  last.Given(kAdler, Born(absl::CivilDay(2009, 5, 31)));
  EXPECT_EQ(OpenClocks(first.state()), OpenClocks(last.state()));
  EXPECT_EQ(first.state().age, last.state().age);
}

TEST(Age, IsToldByTheHolderAndLiesInThePast) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Born(kBornMinor)), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Born(std::nullopt)), Reason::kBirthDateNotTold));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Born(absl::CivilDay(2026, 3, 3))), Reason::kBirthDateNotTold));
  for (const int year : {201, 1925}) {  // mistyped
    EXPECT_TRUE(RefusedWith(story.When(kAdler, Born(absl::CivilDay(year, 5, 1))), Reason::kBirthDateNotTold));
  }
  EXPECT_FALSE(OpenedCase().When(kAdler, Born(absl::CivilDay(1926, 5, 1))).refused());
  RecordBirthDate bare = Born(kBornMinor);
  bare.recorded.clear_birth_date();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, bare), Reason::kBirthDateNotTold));
}

TEST(BirthDate, OfAnotherMonthThanRecordedIsACorrectionWithAReason) {
  CaseStory story = CaseOfAMinor();
  EXPECT_FALSE(story.When(kAdler, Born(kBornMinor + 30)).refused()) << "of the same month";
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Born(kBornMinor + 31)), Reason::kCorrectionWithoutReason));
  EXPECT_THAT(Facts(story.When(kAdler, Rather(kBornMinor + 31))), ElementsAre("BirthDateRecorded"));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_COMING_OF_AGE), Month(2027, 7));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), Month(2026, 7));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_PLANNED_END), Month(2030, 7));
}

TEST(BirthDate, ThatMakesSomebodyOlderIsSaidByTwoPersons) {
  CaseStory story = CaseWithGuardian();
  const State before = story.state();
  EXPECT_THAT(Facts(story.When(kAdler, Rather(kBornAdult))), ElementsAre("BirthDateCorrectionProposed"));
  EXPECT_EQ(story.state().age, before.age);
  EXPECT_EQ(story.state().guardian, before.guardian);
  EXPECT_FALSE(story.state().of_age);
  EXPECT_THAT(Facts(story.When(kAdler, Rather(kBornAdult))), ElementsAre("BirthDateCorrectionProposed"))
      << "the same person";
  EXPECT_THAT(Facts(story.When(kSpecht, Rather(kBornAdult - 40))), ElementsAre("BirthDateCorrectionProposed"))
      << "another date";
  EXPECT_THAT(Facts(story.When(kAdler, Rather(kBornAdult - 40))),
              ElementsAre("BirthDateRecorded", "CameOfAge"));
  EXPECT_FALSE(story.state().birth_date_proposal);
}

// "0201" is refused; "2001" for "2010" is what somebody types.
TEST(BirthDate, ThatWasTooEarlyIsCorrectedAndAMinorIsAMinorAgain) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, NameOffice(kBerg)).Given(kBerg, DeclareGuardianship{});
  story.Given(kAdler, Born(absl::CivilDay(2001, 5, 1)));
  ASSERT_TRUE(story.state().of_age && !story.state().guardian);
  EXPECT_THAT(Facts(story.When(kAdler, Rather(absl::CivilDay(2010, 5, 1)))),
              ElementsAre("BirthDateRecorded", "GuardianNamed"));
  EXPECT_FALSE(story.state().of_age);
  EXPECT_EQ(story.state().guardian_asked->person_id, "berg");
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_GUARDIAN_DECLARATION), kStart + kGuardianshipWithin);
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_COMING_OF_AGE), Month(2028, 6));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_CONSENT_RENEWAL), absl::InfinitePast());
  EXPECT_FALSE(story.When(kBerg, DeclareGuardianship{}).refused());
  OfferHandover unheard = Offer(kLerche, kSpecht);
  unheard.offer.mutable_participation()->clear_family();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, unheard), Reason::kParticipationIncomplete))
      << "the parents, too";
}

// Who answers for the case by now is no independent guardian (N13), and who has left cannot be asked (N11).
TEST(BirthDate, ThatIsCorrectedAsksNoGuardianWhoAnswersForTheCaseOrIsGone) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, NameOffice(kBerg)).Given(kBerg, DeclareGuardianship{});
  story.Given(kAdler, Born(absl::CivilDay(2001, 5, 1)));
  RecordBirthDate left = Rather(absl::CivilDay(2010, 5, 1));
  left.gone = {"somebody else", kBerg.id};
  CaseStory without = story;
  EXPECT_THAT(Facts(without.When(kAdler, left)), ElementsAre("BirthDateRecorded"));
  EXPECT_FALSE(without.state().guardian_asked);
  story.Given(kAdler, Offer(kBerg, kLerche));
  EXPECT_THAT(Facts(story.When(kAdler, Rather(absl::CivilDay(2010, 5, 1)))), ElementsAre("BirthDateRecorded"))
      << "was offered the case meanwhile";
}

TEST(BirthDate, ThatIsCorrectedGivesParentsTheirPlaceBack) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, NameParents()).Given(kAdler, Born(kBornAdult)).Given(kAdler, Rather(kBornMinor));
  EXPECT_EQ(story.state().guardian->holder().kind, v1::GUARDIAN_KIND_PARENTS);
}

TEST(BirthDate, ThatIsCorrectedStopsAnEndThatWasAboutSomebodyElsesAge) {
  CaseStory story = CaseOfAnAdult();
  story.Given(kAdler, AskToEnd(Ground::kOwnDecision));
  const auto decision = story.When(kSpecht, Rather(kBornMinor));
  ASSERT_THAT(Facts(decision), ElementsAre("BirthDateRecorded", "LawfulEndStopped"));
  EXPECT_EQ(decision.events()[1].lawful_end_stopped().cause(), v1::END_STOP_CAUSE_BIRTH_DATE_CORRECTED);
}

TEST(Age, AtEighteenTheLawMakesAnAdultEvenIfNobodySaysSo) {
  CaseStory story = CaseWithGuardian();
  const auto held = story.state().responsibility;
  story.Wait(Month(2027, 6) - kStart);
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_COMING_OF_AGE, "", story.now()})),
              ElementsAre("CameOfAge"));
  EXPECT_TRUE(story.state().of_age);
  EXPECT_FALSE(story.state().guardian);
  EXPECT_EQ(story.state().responsibility, held);
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_CONSENT_RENEWAL), story.now() + kConsentsWithin);
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_COMING_OF_AGE, "", story.now()})),
              ElementsAre());
}

TEST(Age, OnTheBirthdayItselfItIsSaidAgainAndCountsFromThen) {
  CaseStory story = CaseWithGuardian();
  story.Wait(absl::FromCivil(absl::CivilDay(2027, 5, 1), absl::UTCTimeZone()) - kStart);
  EXPECT_THAT(Facts(story.When(kAdler, Born(kBornMinor))), ElementsAre("BirthDateRecorded", "CameOfAge"));
  EXPECT_FALSE(story.state().guardian);
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_COMING_OF_AGE), absl::InfinitePast());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Born(kBornMinor + 1)), Reason::kCorrectionWithoutReason))
      << "tomorrow, then";
}

TEST(BirthDate, SaidAgainBeginsNoClockAnew) {
  CaseStory story = CaseOfAMinor();
  const absl::Time check = Due(story.state(), CLOCK_KIND_TRANSITION_CHECK);
  story.Wait(check - kStart);
  story.Given(kService, PassDeadline{CLOCK_KIND_TRANSITION_CHECK, "", check});
  story.Wait(Days(3));
  story.Given(kAdler, Born(kBornMinor));
  ASSERT_EQ(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), check);
  EXPECT_TRUE(story.state().clocks.Find(CLOCK_KIND_TRANSITION_CHECK, "")->overdue) << "missed is missed";
  story.Given(kAdler, LookAhead()).Given(kAdler, Born(kBornMinor));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), absl::InfinitePast()) << "met is met";
  story.Given(kAdler, Rather(kBornMinor + 31));
  EXPECT_NE(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), absl::InfinitePast()) << "another date";
}

TEST(Age, GoesOnWhileACaseHasEnded) {
  CaseStory story = CaseWithTeam();
  RequestLawfulEnd abroad = AskToEnd(Ground::kMovedAbroad);
  abroad.born = kBornMinor;
  story.Given(kAdler, Born(kBornMinor)).Given(kAdler, abroad);
  const std::string end = story.end();
  story.Given(kFuchs, ApproveLawfulEnd{end});
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14));
  story.Given(kService, over);
  story.Wait(Month(2027, 6) - story.now());
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_COMING_OF_AGE, "", story.now()})),
              ElementsAre("CameOfAge"));
  EXPECT_TRUE(story.state().ended);
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(Age, AnAdultAloneIsAskedAndTheFamilyNeedNotBe) {
  OfferHandover offer = Offer(kBerg, kLerche);
  *offer.offer.mutable_participation() = OnlyTheYoungPerson();
  EXPECT_TRUE(RefusedWith(CaseOfAMinor().When(kAdler, offer), Reason::kParticipationIncomplete));
  EXPECT_THAT(Facts(CaseOfAnAdult().When(kAdler, offer)), ElementsAre("HandoverOffered"));
  offer.offer.mutable_participation()->mutable_young_person()->set_heard(false);
  offer.offer.mutable_participation()->mutable_family()->set_heard(true);
  EXPECT_TRUE(RefusedWith(CaseOfAnAdult().When(kAdler, offer), Reason::kParticipationIncomplete))
      << "and never past the young adult";
}

TEST(Age, AnAdultAloneIsAskedInEveryDecision) {
  CaseStory minor = std::move(CaseWithRunningSetting().Given(kAdler, Born(kBornMinor)));
  CaseStory adult = std::move(CaseWithRunningSetting().Given(kAdler, Born(kBornAdult)));
  for (CaseStory* story : {&minor, &adult}) story->Given(kAdler, SeeSigns()).Given(kAdler, CheckResources());
  EvaluateSetting evaluate = Evaluate(adult.setting(), v1::EVALUATION_OUTCOME_GOES_ON);
  EnterResidentialPhase phase = Phase(adult.setting(), v1::RESIDENTIAL_PHASE_COURSE);
  RecordPeerConsultation consult = Consult();
  RecordRiskAssessment assess = Assess(adult.state().planning.assessment_id);
  *evaluate.evaluation.mutable_participation() = OnlyTheYoungPerson();
  *phase.entered.mutable_participation() = OnlyTheYoungPerson();
  *consult.consultation.mutable_participation() = OnlyTheYoungPerson();
  *assess.made.mutable_participation() = OnlyTheYoungPerson();
  for (const Command& command : {Command(evaluate), Command(phase), Command(consult), Command(assess)}) {
    EXPECT_FALSE(adult.When(kAdler, command).refused()) << command.index();
    EXPECT_TRUE(minor.When(kAdler, command).refused()) << command.index();
  }
}

TEST(Age, ConsentsAreAskedAnewAndOldOnesCarryNoMore) {
  OfferHandover offer = Offer(kBerg, kLerche);
  offer.offer.add_package()->set_basis(v1::TRANSFER_BASIS_CONSENT);
  CaseStory story = CaseOfAnAdult();
  story.Given(kAdler, Consented(kBerg.organisation));
  offer.offer.mutable_package(0)->set_consent_id(story.consent());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, offer), Reason::kConsentNotRenewed));
  RecordConsents consents;
  EXPECT_TRUE(RefusedWith(CaseOfAMinor().When(kAdler, consents), Reason::kNotYetOfAge));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, consents), Reason::kNotTheCaseHolder));
  for (const auto answer : {v1::ANSWER_UNSPECIFIED, v1::ANSWER_NOT_ASKED}) {
    consents.consents.set_answer(answer);
    EXPECT_TRUE(RefusedWith(story.When(kAdler, consents), Reason::kConsentNotAsked));
  }
  consents.consents.set_answer(v1::ANSWER_NO);
  story.Given(kAdler, consents);
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_CONSENT_RENEWAL), absl::InfinitePast());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, offer), Reason::kConsentNotRenewed)) << "no is no";
  consents.consents.set_answer(v1::ANSWER_PARTLY);
  story.Given(kAdler, consents);
  EXPECT_FALSE(story.When(kAdler, offer).refused());
}

TEST(Guardian, OfAnOfficeBeginsWhenTheAskedPersonDeclaresIt) {
  CaseStory story = CaseOfAMinor();
  story.Given(kAdler, NameParents());
  EXPECT_EQ(story.state().guardian->holder().kind, v1::GUARDIAN_KIND_PARENTS);
  story.Given(kAdler, NameOffice(kBerg));
  EXPECT_EQ(story.state().guardian->holder().kind, v1::GUARDIAN_KIND_PARENTS) << "until it is declared";
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_GUARDIAN_DECLARATION), kStart + kGuardianshipWithin);
  EXPECT_TRUE(RefusedWith(story.When(kLerche, DeclareGuardianship{}), Reason::kNotTheAskedGuardian));
  EXPECT_THAT(Facts(story.When(kBerg, DeclareGuardianship{})), ElementsAre("GuardianDeclared"));
  EXPECT_EQ(story.state().guardian->holder().holder.person_id, "berg");
  EXPECT_EQ(story.state().guardian->moves(), 1u);
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_GUARDIAN_DECLARATION), absl::InfinitePast());
  EXPECT_TRUE(RefusedWith(story.When(kBerg, DeclareGuardianship{}), Reason::kNotTheAskedGuardian));
}

TEST(Guardian, IsNamedByTheHolderForAMinorAndByName) {
  CaseStory story = CaseOfAMinor();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, NameParents()), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(CaseOfAnAdult().When(kAdler, NameParents()), Reason::kOfAgeAlready));
  NameGuardian nameless = NameParents();
  nameless.named.clear_name();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, nameless), Reason::kGuardianNotNamed));
  NameGuardian strange = NameOffice(kBerg);
  strange.holder.person_known = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kGuardianNotNamed));
  strange = NameOffice(kFuchs);
  strange.holder.public_body = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kGuardianNotNamed));
}

TEST(Guardian, IsNeverWhoHoldsTheCaseAndTheOtherWayRound) {
  CaseStory story = CaseOfAMinor();
  for (const Person& person : {kAdler, kSpecht})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, NameOffice(person)), Reason::kGuardianIsTheCaseWorker));
  EXPECT_TRUE(
      RefusedWith(CaseWithGuardian().When(kAdler, Offer(kBerg, kLerche)), Reason::kGuardianIsTheCaseWorker));
  EXPECT_TRUE(
      RefusedWith(CaseWithGuardian().When(kAdler, Offer(kLerche, kBerg)), Reason::kGuardianIsTheCaseWorker))
      << "nor the deputy";
  story.Given(kAdler, NameOffice(kBerg)).Given(kAdler, Offer(kBerg, kLerche)).Met();
  EXPECT_TRUE(RefusedWith(story.When(kBerg, DeclareGuardianship{}), Reason::kGuardianIsTheCaseWorker))
      << "who is asked to hold it";
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_TRUE(RefusedWith(story.When(kBerg, DeclareGuardianship{}), Reason::kGuardianIsTheCaseWorker))
      << "who holds it since";
}

TEST(Guardian, IsNobodyWhoIsAskedToAnswerForTheCase) {
  CaseStory story = CaseOfAMinor();
  story.Given(kAdler, Offer(kBerg, kLerche));
  for (const Person& person : {kBerg, kLerche})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, NameOffice(person)), Reason::kGuardianIsTheCaseWorker));
  story.Given(kAdler, RevokeHandover{story.handover()});
  EXPECT_FALSE(story.When(kAdler, NameOffice(kBerg)).refused());

  CaseStory told = CaseToldToAmsel();
  EXPECT_TRUE(RefusedWith(told.When(kAdler, NameOffice(kAmsel)), Reason::kGuardianIsTheCaseWorker));
  CaseStory asked = ContestedCase();
  asked.Given(kAdler, AskToAct(asked.change(), kReiher, kMoewe));
  for (const Person& person : {kReiher, kMoewe})
    EXPECT_TRUE(RefusedWith(asked.When(kAdler, NameOffice(person)), Reason::kGuardianIsTheCaseWorker));
}

// As in a log from before this was asked when somebody is named.
State WithGuardian(State state, const Person& person) {
  const care::Holder holder = Holder(person, Person{}, common::v1::LEGAL_BASIS_SGB8_87C);
  state.guardian.emplace().HeldBy(Guardian{v1::GUARDIAN_KIND_OFFICE, holder}, kStart);
  return state;
}
Decision By(const Person& who, const State& state, const Command& command) {
  return Decide(state, command, {{who.organisation, who.id, who.role}, kStart, kStart, "id"});
}

TEST(Guardian, AcceptsNoCaseWhateverWasOfferedBefore) {
  for (const Person& guardian : {kBerg, kLerche}) {
    const State state = WithGuardian(CaseOfferedToBerg().state(), guardian);
    EXPECT_TRUE(RefusedWith(By(kBerg, state, Accept(state.handover.open()->id, kBerg)),
                            Reason::kGuardianIsTheCaseWorker));
  }
  const CaseStory on = CaseContinuedByAmsel();
  EXPECT_TRUE(RefusedWith(By(kStar, WithGuardian(on.state(), kAmsel), TakeOn(on.change(), kStar)),
                          Reason::kGuardianIsTheCaseWorker));
  CaseStory asked = ContestedCase();
  asked.Given(kAdler, AskToAct(asked.change(), kReiher, kMoewe));
  EXPECT_TRUE(RefusedWith(By(kReiher, WithGuardian(asked.state(), kMoewe), Act(asked.change(), kReiher)),
                          Reason::kGuardianIsTheCaseWorker));
  const CaseStory moved = CaseMovedToBerg();
  EXPECT_TRUE(RefusedWith(By(kSpecht, WithGuardian(moved.state(), kAdler),
                             TakeBack(moved.state().last_move->handover_id, kSpecht)),
                          Reason::kGuardianIsTheCaseWorker));
}

TEST(Plan, BeyondTwentyOneNeedsAReasonAndEndsNothing) {
  CaseStory story = CaseOfAnAdult();  // 21 in May 2028
  story.Given(kAdler, Plan(Month(2028, 5)));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_PLANNED_END), Month(2028, 5));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), Month(2028, 5) - Days(365));
  PlanHelp beyond = Plan(Month(2028, 12));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, beyond), Reason::kExtensionWithoutReason));
  *beyond.plan.mutable_extension_reason() = Text("an apprenticeship to finish");
  story.Given(kAdler, beyond);
  const auto held = story.state().responsibility;
  story.Wait(Month(2028, 12) - kStart);
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_PLANNED_END, "", story.now()})),
              ElementsAre("CaseDeadlineOverdue"));
  EXPECT_FALSE(story.state().ended);
  EXPECT_EQ(story.state().responsibility, held);
}

TEST(Plan, IsTheHoldersWithADateAndAnAge) {
  CaseStory story = CaseOfAMinor();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Plan(kStart + Days(30))), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Plan(kStart + Days(30))), Reason::kBirthDateNotTold));
  for (const absl::Time end : {kStart, kStart + kHelpPlannedAtMost + absl::Seconds(1)})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, Plan(end)), Reason::kPlanWithoutDate));
  PlanHelp quiet = Plan(kStart + Days(30));
  quiet.plan.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, quiet), Reason::kParticipationIncomplete));
}

TEST(Plan, WhatComesAfterwardsIsLookedAtAYearAhead) {
  CaseStory story = CaseOfAMinor();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, LookAhead()), Reason::kNoTransitionCheckDue));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, LookAhead()), Reason::kNotTheCaseHolder));
  RecordTransitionCheck quiet = LookAhead();
  quiet.check.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, quiet), Reason::kParticipationIncomplete));
  story.Given(kAdler, LookAhead());
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), absl::InfinitePast());
  story.Given(kAdler, Plan(kStart + Days(100)));
  EXPECT_EQ(Due(story.state(), CLOCK_KIND_TRANSITION_CHECK), kStart + kOverdueDateWithin) << "soon, then";
}

}  // namespace
}  // namespace fallverbund::casework::testing
