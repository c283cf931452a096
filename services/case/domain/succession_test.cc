// A partner goes (N10): its promises stay until somebody else has accepted them, or fall back to CASE's unit.
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::CLOCK_KIND_SUCCESSION;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

LetPartnerGo Goes(const Person& whose, team::v1::LeavingCause cause = team::v1::LEAVING_CAUSE_LEAVES) {
  return {whose.organisation, cause, kStart + Days(60)};
}
absl::Time Due(const CaseStory& story, const Person& whose) {
  const auto* clock = story.state().clocks.Find(CLOCK_KIND_SUCCESSION, whose.organisation);
  return clock == nullptr ? absl::InfinitePast() : clock->due;
}

TEST(Succession, IsWaitedForWhereAPartnerHasPromisedSomething) {
  CaseStory story = CaseWithTeam();
  EXPECT_THAT(Facts(story.When(kService, Goes(kEule))), IsEmpty()) << "has no part in this case";
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs))), ElementsAre("CommitmentsToSucceed"));
  EXPECT_EQ(Due(story, kFuchs), kStart + Days(60));
  EXPECT_TRUE(story.state().shared);
  EXPECT_EQ(story.state().seats[3].who.person_id, "fuchs");
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs))), IsEmpty()) << "known already";
}

TEST(Succession, PutsASettingUnderNoticeAndTheProviderBridges) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs))),
              ElementsAre("CommitmentsToSucceed", "SettingNoticeGiven"));
  EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kNotice);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs") << "until somebody has taken over";
  story.Given(kService, TakeOver(kStorch));
  EXPECT_EQ(Due(story, kFuchs), absl::InfinitePast()) << "nothing is left of it";
  EXPECT_TRUE(story.state().successions.empty());
}

TEST(Succession, IsOverOnceTheSuccessorOfAnotherOrganisationHasAccepted) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, Goes(kFuchs));
  NameSeatSuccessor follow{{}, true};
  follow.replacement.set_team_id("team");
  follow.replacement.set_person_id(kFuchs.id);
  *follow.replacement.mutable_invitation() = Seat(kEule, team::v1::DISCIPLINE_EDUCATION);
  story.Given(kAdler, follow);
  EXPECT_EQ(Due(story, kFuchs), kStart + Days(60)) << "asking is not accepting";
  story.Given(kEule, CommitToTeam{"team"});
  EXPECT_EQ(Due(story, kFuchs), absl::InfinitePast());
}

TEST(Succession, FallsBackToTheUnitThatHoldsTheCaseWhereNobodyFollowed) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, Goes(kFuchs)).Wait(Days(60));
  const PassDeadline pass{CLOCK_KIND_SUCCESSION, kFuchs.organisation, story.now()};
  const auto decision = story.When(kService, pass);
  EXPECT_THAT(Facts(decision), ElementsAre("CaseDeadlineOverdue", "CommitmentsFellBack"));
  EXPECT_EQ(decision.events()[1].commitments_fell_back().to().person_id(), "adler");
  EXPECT_TRUE(story.state().successions[0].fell_back);
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
}

TEST(Succession, OfAnInsolventPartnerFallsBackAtOnce) {
  CaseStory story = CaseWithTeam();
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs, team::v1::LEAVING_CAUSE_INSOLVENT))),
              ElementsAre("CommitmentsToSucceed", "CommitmentsFellBack"));
  EXPECT_EQ(Due(story, kFuchs), kStart + kInsolventSuccession);
  story.Wait(kInsolventSuccession);
  EXPECT_THAT(
      Facts(story.When(kService, PassDeadline{CLOCK_KIND_SUCCESSION, kFuchs.organisation, story.now()})),
      ElementsAre("CaseDeadlineOverdue"))
      << "it has";
}

}  // namespace
}  // namespace fallverbund::casework::testing
