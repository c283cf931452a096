// Signs of endangerment are assessed without delay, together, and with child and parents (C7, § 8a).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;

CaseStory CaseWithSigns() {
  return std::move(OpenedCase().Given(kEule, SeeSigns()));
}

TEST(Assessment, IsOpenedByAnybodyAndWaitsForNoStep) {
  CaseStory story = OpenedCase();
  OpenRiskAssessment late = SeeSigns();
  *late.opened.mutable_due() = ToProto(kStart + Days(8));
  EXPECT_TRUE(RefusedWith(story.When(kEule, late), Reason::kAssessmentDateTooFar));
  const auto decision = story.When(kEule, SeeSigns());
  ASSERT_THAT(Facts(decision), ElementsAre("RiskAssessmentOpened"));
  EXPECT_EQ(FromProto(decision.events()[0].risk_assessment_opened().due()), kStart + absl::Hours(24));
  EXPECT_TRUE(RefusedWith(story.When(kEule, SeeSigns()), Reason::kAssessmentAlreadyOpen));
}

TEST(Assessment, BringsBackACaseThatRestsOrHasEndedAndStopsAnEnd) {
  EXPECT_THAT(Facts(RestingCase().When(kEule, SeeSigns())),
              ElementsAre("RiskAssessmentOpened", "CaseReactivated"));
  EXPECT_THAT(Facts(EndedCase().When(kEule, SeeSigns())),
              ElementsAre("RiskAssessmentOpened", "CaseReopened", "ReplanOpened"));
  EXPECT_THAT(Facts(CaseWithEndApproved().When(kEule, SeeSigns())),
              ElementsAre("RiskAssessmentOpened", "LawfulEndStopped"));
}

TEST(Assessment, IsMadeByTwoProfessionalsOneOfWhomRecordsIt) {
  CaseStory story = CaseWithSigns();
  EXPECT_TRUE(RefusedWith(story.When(kEule, Assess(story.assessment())), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Assess("another")), Reason::kNoAssessmentOpen));
  RecordRiskAssessment alone = Assess(story.assessment());
  alone.made.mutable_assessors()->RemoveLast();
  RecordRiskAssessment one_twice = Assess(story.assessment());
  *one_twice.made.mutable_assessors(1) = one_twice.made.assessors(0);
  RecordRiskAssessment with_a_stranger = Assess(story.assessment());
  with_a_stranger.known = {kAdler.id};
  for (const auto& assessment : {alone, one_twice, with_a_stranger})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, assessment), Reason::kAssessmentNeedsTwo));
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Assess(story.assessment())), Reason::kAssessmentNeedsTwo));
  EXPECT_THAT(Facts(story.When(kAdler, Assess(story.assessment()))), ElementsAre("RiskAssessmentMade"));
  EXPECT_TRUE(OpenClocks(story.state()).empty());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Assess("id-2")), Reason::kNoAssessmentOpen));
}

TEST(Assessment, InvolvesChildAndParentsUnlessThatEndangersTheProtection) {
  CaseStory story = CaseWithSigns();
  RecordRiskAssessment assess = Assess(story.assessment());
  auto& family = *assess.made.mutable_participation()->mutable_family();
  family.set_heard(false);
  family.set_reason(common::v1::NOT_HEARD_REASON_NOT_YET);
  *family.mutable_retry_due() = ToProto(kStart + Days(2));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, assess), Reason::kInvolvementMissing));
  const common::v1::Hearing put_off = family;
  assess.made.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, assess), Reason::kInvolvementMissing));
  *assess.made.mutable_participation() = BothHeard();
  *assess.made.mutable_participation()->mutable_family() = put_off;
  assess.made.mutable_participation()->mutable_family()->set_reason(
      common::v1::NOT_HEARD_REASON_PROTECTION_ENDANGERED);
  EXPECT_THAT(Facts(story.When(kAdler, assess)), ElementsAre("RiskAssessmentMade"));
}

TEST(Assessment, ThatIsLateClimbsMovesNobodyAndSaysWhy) {
  CaseStory story = CaseWithSigns();
  const PassDeadline pass{common::v1::CLOCK_KIND_RISK_ASSESSMENT, story.assessment(),
                          kStart + absl::Hours(24)};
  story.Wait(absl::Hours(25));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  RecordRiskAssessment assess = Assess(story.assessment());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, assess), Reason::kLateWithoutReason));
  *assess.made.mutable_late_reason() = Text("nobody opened the door");
  EXPECT_THAT(Facts(story.When(kAdler, assess)), ElementsAre("RiskAssessmentMade"));
  EXPECT_EQ(story.state().responsibility.moves(), 0u);
}

TEST(Assessment, ThatIsOpenStandsInTheWayOfAnEnd) {
  CaseStory story = CaseWithTeam();
  story.Given(kEule, SeeSigns());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, AskToEnd(Ground::kMovedAbroad)), Reason::kAssessmentStillOpen));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, AskToEnd(Ground::kRecordedInError)), Reason::kAssessmentStillOpen))
      << "nobody would assess it in the other case";
  EXPECT_FALSE(story.When(kAdler, AskToEnd(Ground::kDeath)).refused());
}

}  // namespace
}  // namespace fallverbund::casework::testing
