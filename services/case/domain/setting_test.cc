// Understanding comes before solutions, and the young person is asked (A11, A12, A14 to A16).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Diagnostics, AreKeptInVersions) {
  CaseStory story = OpenedCase();
  DocumentDiagnostics document;
  *document.diagnostics.mutable_text() = Text("first");
  EXPECT_EQ(story.When(kKranich, document).events()[0].diagnostics_documented().version(), 1u);
  EXPECT_EQ(story.When(kKranich, document).events()[0].diagnostics_documented().version(), 2u);
}

TEST(Understanding, IsRecordedOncePerCycle) {
  CaseStory story = OpenedCase();
  const auto decision = story.When(kAdler, Understand());
  ASSERT_THAT(Facts(decision), ElementsAre("CaseUnderstandingRecorded"));
  EXPECT_EQ(decision.events()[0].case_understanding_recorded().cycle(), 1u);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Understand()), Reason::kAlreadyUnderstood));
}

TEST(Understanding, SaysWhoWasHeard) {
  RecordCaseUnderstanding understand = Understand();
  understand.understanding.clear_participation();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, understand), Reason::kParticipationIncomplete));
}

TEST(Setting, IsNotProposedBeforeUnderstanding) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Propose(kFuchs)), Reason::kCaseUnderstandingMissing));
}

TEST(Setting, IsNotProposedAgainAfterASetbackBeforeANewUnderstanding) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Setback());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Propose(kFuchs)), Reason::kCaseUnderstandingMissing));
  story.Given(kAdler, Understand()).Given(kAdler, Propose(kFuchs));
}

TEST(Setting, NamesWhatItConsistsOfAndWhoProvidesIt) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Understand());
  ProposeSetting propose = Propose(kFuchs);
  propose.proposal.mutable_components(0)->clear_organisation_id();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, propose), Reason::kSettingWithoutComponents));
  propose.proposal.clear_components();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, propose), Reason::kSettingWithoutComponents));
}

TEST(Setting, HasOnePlaceToSleepAtMost) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Understand());
  ProposeSetting propose = Propose(kFuchs);
  *propose.proposal.add_components() = Propose(kEule).proposal.components(0);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, propose), Reason::kSettingWithTwoPlaces));
}

TEST(Setting, ProposalAndAdoptionSayWhoWasHeard) {
  CaseStory story = CaseWithProposal();
  ProposeSetting propose = Propose(kFuchs);
  propose.proposal.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, propose), Reason::kParticipationIncomplete));
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  AdoptSetting adopt = Adopt(story.setting());
  adopt.adoption.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, adopt), Reason::kParticipationIncomplete));
}

TEST(Answer, IsYesPartlyNoOrNotAskedWithAReason) {
  CaseStory story = CaseWithProposal();
  for (auto answer : {v1::ANSWER_YES, v1::ANSWER_PARTLY, v1::ANSWER_NO}) {
    EXPECT_THAT(Facts(story.When(kAdler, AnswerWith(story.setting(), answer))),
                ElementsAre("SettingAnswered"));
    EXPECT_EQ(story.state().settings[0].answer, answer);
  }
  AnswerSetting not_asked = AnswerWith(story.setting(), v1::ANSWER_NOT_ASKED);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, not_asked), Reason::kAnswerWithoutWhy));
  *not_asked.answer.mutable_why() = Text("in clinic");
  EXPECT_THAT(Facts(story.When(kAdler, not_asked)), ElementsAre("SettingAnswered"));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AnswerWith(story.setting(), v1::ANSWER_UNSPECIFIED)),
                          Reason::kAnswerWithoutWhy));
}

TEST(Answer, IsAboutASettingOfThisCaseThatHasNotEnded) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, AnswerWith("another", v1::ANSWER_YES)), Reason::kSettingUnknown));
  const std::string setting = story.setting();
  story.Given(kAdler, End(setting, common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AnswerWith(setting, v1::ANSWER_NO)), Reason::kSettingHasEnded));
}

TEST(Adoption, IsNumberedAndForTheUnitThatHolds) {
  CaseStory story = CaseWithProposal();
  story.Given(kEule, AnswerWith(story.setting(), v1::ANSWER_PARTLY));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, Adopt(story.setting())), Reason::kNotTheCaseHolder));
  const auto decision = story.When(kAdler, Adopt(story.setting()));
  ASSERT_THAT(Facts(decision), ElementsAre("SettingAdopted"));
  EXPECT_EQ(decision.events()[0].setting_adopted().version(), 1u);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt(story.setting())), Reason::kSettingNotProposed));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt("another")), Reason::kSettingUnknown));
}

TEST(Adoption, WaitsForTheYoungPersonsAnswer) {
  CaseStory story = CaseWithProposal();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt(story.setting())), Reason::kAnswerMissing));
}

TEST(Adoption, NeedsAnUnderstandingThatNoSetbackHasOvertaken) {
  CaseStory story = CaseWithProposal();
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES)).Given(kAdler, Setback());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt(story.setting())), Reason::kCaseUnderstandingMissing));
}

TEST(Hearing, WhoWasNotHeardIsDueAndLaterOverdue) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Hear(YoungPersonRefused(kStart + Days(3))));
  const PassDeadline pass{common::v1::CLOCK_KIND_HEARING_RETRY, "", kStart + Days(3)};
  EXPECT_THAT(Facts(story.When(kService, pass)), IsEmpty());
  story.Wait(Days(3));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Given(kAdler, Hear(BothHeard()));
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(Hearing, NeedsAReasonAndADateForWhoWasNotHeard) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Hear({})), Reason::kParticipationIncomplete));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Hear(YoungPersonRefused(kStart + Days(91)))),
                          Reason::kParticipationIncomplete));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Hear(YoungPersonRefused(kStart))),
                          Reason::kParticipationIncomplete));
}

}  // namespace
}  // namespace fallverbund::casework::testing
