// After help somebody stays in contact, for a period and in a rhythm (N13, § 41a).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_AFTERCARE_CONTACT;
using refusal::Reason;
using ::testing::ElementsAre;

CaseStory CaseInAftercare() {
  return std::move(OpenedCase().Given(kAdler, StayInContact()));
}
absl::Time NextContact(const CaseStory& story) {
  const auto* clock = story.state().clocks.Find(CLOCK_KIND_AFTERCARE_CONTACT, "");
  return clock == nullptr ? absl::InfiniteFuture() : clock->due;
}

TEST(Aftercare, IsAStrandBesideTheCase) {
  CaseStory story = CaseInAftercare();
  EXPECT_EQ(story.state().aftercare->strand.holder(),
            Holder(kSpecht, kAdler, common::v1::LEGAL_BASIS_SGB8_41A));
  EXPECT_EQ(story.state().responsibility.holder().person_id, "adler");
  EXPECT_EQ(NextContact(story), kStart + Days(30));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, StayInContact()), Reason::kAftercareAlreadyBegun));
}

TEST(Aftercare, PassesToAnotherPersonOfTheOffice) {
  CaseStory story = CaseInAftercare();
  BeginAftercare next = StayInContact();
  *next.aftercare.mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
  EXPECT_THAT(Facts(story.When(kAdler, next)), ElementsAre("AftercareBegun"));
  EXPECT_EQ(story.state().aftercare->strand.holder().person_id, "adler");
  EXPECT_EQ(story.state().aftercare->strand.moves(), 1u);
}

TEST(Aftercare, GoesOnWithEachContactUntilThePeriodIsOver) {
  CaseStory story = CaseInAftercare();
  story.Wait(Days(10));
  EXPECT_THAT(Facts(story.When(kEule, Contact())),
              ElementsAre("ContactWithYoungPersonRecorded", "AftercareContinued"));
  EXPECT_EQ(NextContact(story), kStart + Days(40));
  story.Wait(Days(340));
  story.Given(kSpecht, Contact());
  EXPECT_EQ(NextContact(story), kStart + Days(365));
  story.Wait(Days(15));
  story.Given(kSpecht, Contact());
  EXPECT_EQ(NextContact(story), absl::InfiniteFuture());
}

TEST(Aftercare, AMissedContactIsOverdueAndEndsNothing) {
  CaseStory story = CaseInAftercare();
  story.Wait(Days(30));
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_AFTERCARE_CONTACT, "", story.now()})),
              ElementsAre("CaseDeadlineOverdue"));
  EXPECT_TRUE(story.state().aftercare);
}

TEST(Aftercare, IsForTheUnitThatHoldsAndNamesOneOfItsPersons) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kFuchs, StayInContact()), Reason::kNotTheCaseHolder));
  BeginAftercare strange = StayInContact();
  strange.holder.person_known = false;
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, strange), Reason::kHolderNotNamed));
  strange = StayInContact();
  strange.aftercare.mutable_holder()->set_organisation_id("home");
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, strange), Reason::kHolderNotNamed));
  strange = StayInContact();
  strange.aftercare.mutable_holder()->clear_deputy_person_id();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, strange), Reason::kDeputyNotNamed));
}

TEST(Aftercare, HasAPeriodAndARhythm) {
  BeginAftercare begin = StayInContact();
  for (const absl::Time until :
       {kStart, kStart + absl::Seconds(1), kStart + kAftercareAtLeast - absl::Seconds(1),
        kStart + kAftercareAtMost + absl::Seconds(1)}) {
    *begin.aftercare.mutable_until() = ToProto(until);
    EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, begin), Reason::kAftercareWithoutPeriod));
  }
  for (const uint32_t days : {0u, 91u}) {
    begin = StayInContact();
    begin.aftercare.set_contact_every_days(days);
    EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, begin), Reason::kAftercareWithoutRhythm));
  }
}

TEST(Aftercare, IsNotCutShortByWhoGoesOnWithIt) {
  CaseStory story = CaseInAftercare();  // for a year
  story.Wait(Days(300));
  BeginAftercare next = StayInContact();
  *next.aftercare.mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
  *next.aftercare.mutable_until() = ToProto(story.now() + Days(64));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, next), Reason::kAftercareWithoutPeriod));
  *next.aftercare.mutable_until() = ToProto(story.now() + Days(65));
  EXPECT_THAT(Facts(story.When(kAdler, next)), ElementsAre("AftercareBegun"));
}

TEST(Aftercare, ThatWentByWithoutAWordBeginsAnewWithTheSamePerson) {
  CaseStory story = CaseInAftercare();
  story.Wait(Days(365));
  BeginAftercare again = StayInContact();
  *again.aftercare.mutable_until() = ToProto(story.now() + kAftercareAtLeast);
  EXPECT_THAT(Facts(story.When(kAdler, again)), ElementsAre("AftercareBegun"));
}

TEST(Aftercare, SaysWhoWasHeard) {
  BeginAftercare begin = StayInContact();
  begin.aftercare.clear_participation();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, begin), Reason::kParticipationIncomplete));
}

TEST(Aftercare, ComesAfterHelpAndIsInterruptedWhenHelpBeginsAgain) {
  EXPECT_TRUE(RefusedWith(CaseWithRunningSetting().When(kAdler, StayInContact()), Reason::kSettingStillRuns));
  CaseStory story = CaseWithProposal();
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES)).Given(kAdler, Adopt(setting));
  story.Given(kAdler, StayInContact());
  EXPECT_THAT(Facts(story.When(kFuchs, Start(setting, kFuchs))),
              ElementsAre("SettingStarted", "AftercareInterrupted"));
  EXPECT_FALSE(story.state().aftercare);
  EXPECT_EQ(NextContact(story), absl::InfiniteFuture());
}

// N13: help that has ended is planned to end no more, and that date climbs to nobody.
TEST(Aftercare, OwesNoPlannedEndOfTheHelpThatHasEnded) {
  const auto planned_end = [](const CaseStory& story) {
    const care::Clock* clock = story.state().clocks.Find(common::v1::CLOCK_KIND_PLANNED_END, "");
    return clock == nullptr ? absl::InfinitePast() : clock->due;
  };
  CaseStory story = CaseWithProposal();
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES)).Given(kAdler, Adopt(setting));
  story.Given(kAdler, Born(kBornMinor));
  const absl::Time limit = planned_end(story);
  ASSERT_GT(limit, kStart);
  story.Given(kAdler, StayInContact());
  EXPECT_EQ(planned_end(story), absl::InfinitePast());
  story.Given(kAdler, Rather(kBornMinor + 31));
  EXPECT_EQ(planned_end(story), absl::InfinitePast()) << "nor of another birth date";
  story.Given(kFuchs, Start(setting, kFuchs));
  EXPECT_EQ(planned_end(story), story.state().age->limit_due) << "help has begun again";
}

TEST(Aftercare, OfHelpThatBeginsAgainAfterTheLimitIsGivenTimeForAPlan) {
  CaseStory story = CaseWithProposal();
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES)).Given(kAdler, Adopt(setting));
  story.Given(kAdler, Born(kBornMinor)).Given(kAdler, StayInContact());
  story.Wait(story.state().age->limit_due - story.now() + Days(10));
  story.Given(kFuchs, Start(setting, kFuchs));
  const care::Clock* clock = story.state().clocks.Find(common::v1::CLOCK_KIND_PLANNED_END, "");
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->due, story.now() + kOverdueDateWithin);
}

}  // namespace
}  // namespace fallverbund::casework::testing
