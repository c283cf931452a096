// Records say where from, why and how far (A10); gaps are about offers (A5); rights are looked at again
// (A21); how sure somebody is, nobody else says (A23).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;

TEST(Record, NamesSourceBasisAndClass) {
  CaseStory story = OpenedCase();
  for (const auto spoil :
       {+[](v1::RecordEntered& r) { r.clear_source(); }, +[](v1::RecordEntered& r) { r.clear_basis(); },
        +[](v1::RecordEntered& r) { r.clear_confidentiality(); }}) {
    EnterRecord record = Contribute();
    spoil(record.record);
    EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kRecordWithoutGround));
  }
  EXPECT_THAT(Facts(story.When(kEule, Contribute())), ElementsAre("RecordEntered"));
}

TEST(Record, OfWhatWasEntrustedNeedsMoreThanThePurpose) {
  CaseStory story = OpenedCase();
  EnterRecord record = Contribute();
  record.record.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kBasisTooWeak));
  record.record.set_basis(v1::RECORD_BASIS_RELEASE);
  EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kBasisTooWeak)) << "that frees a doctor only";
  record.record.set_basis(v1::RECORD_BASIS_CONSENT);
  story.Given(kEule, Consented(kAdler.organisation));
  record.record.set_consent_id(story.consent());
  EXPECT_FALSE(story.When(kEule, record).refused());
  record.record.set_confidentiality(common::v1::CONFIDENTIALITY_MEDICAL);
  record.record.set_basis(v1::RECORD_BASIS_SGB8_64_1);
  EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kBasisTooWeak));
  record.record.set_basis(v1::RECORD_BASIS_RELEASE);
  EXPECT_FALSE(story.When(kEule, record).refused());
}

TEST(Record, OfPreventionNeedsConsentOrSignsOfEndangerment) {
  CaseStory story = OpenedCase();
  EnterRecord record = Contribute();
  record.record.set_source(v1::RECORD_SOURCE_PREVENTION);
  for (const auto basis : {v1::RECORD_BASIS_SGB8_62_2, v1::RECORD_BASIS_SGB8_62_3, v1::RECORD_BASIS_SGB8_64_1,
                           v1::RECORD_BASIS_RELEASE}) {
    record.record.set_basis(basis);
    EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kPreventionDataNeedsBasis));
  }
  story.Given(kEule, Consented(kAdler.organisation));
  record.record.set_consent_id(story.consent());
  for (const auto basis : {v1::RECORD_BASIS_CONSENT, v1::RECORD_BASIS_ENDANGERMENT}) {
    record.record.set_basis(basis);
    EXPECT_FALSE(story.When(kEule, record).refused());
  }
}

// Also what prevention told: a word that nobody can take back is no consent (§ 65, E13).
TEST(Record, WithConsentNamesOneThatIsLiveForTheOfficeThatHoldsTheCase) {
  CaseStory story = OpenedCase();
  EnterRecord record = Contribute();
  record.record.set_basis(v1::RECORD_BASIS_CONSENT);
  EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kConsentNotLive));
  story.Given(kEule, Consented(kEule.organisation));
  record.record.set_consent_id(story.consent());
  EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kConsentNotLive)) << "for somebody else";
  story.Given(kEule, Consented(kAdler.organisation));
  record.record.set_consent_id(story.consent());
  const auto entered = story.When(kEule, record);
  ASSERT_THAT(Facts(entered), ElementsAre("RecordEntered"));
  EXPECT_EQ(entered.events()[0].record_entered().consent_id(), story.consent());
  EnterRecord other = record;
  other.record.set_basis(v1::RECORD_BASIS_SGB8_62_2);
  EXPECT_EQ(story.When(kEule, other).events()[0].record_entered().consent_id(), "");
  story.Given(kEule, Withdrawn(story.consent()));
  EXPECT_TRUE(RefusedWith(story.When(kEule, record), Reason::kConsentNotLive));
}

TEST(Record, HasVersionsByTheOrganisationItIsFrom) {
  CaseStory story = OpenedCase();
  story.Given(kEule, Contribute());
  EnterRecord next = Contribute();
  next.record.set_record_id(story.state().records[0].id);
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, next), Reason::kRecordOfAnother));
  const auto decision = story.When(kEule, next);
  ASSERT_THAT(Facts(decision), ElementsAre("RecordEntered"));
  EXPECT_EQ(decision.events()[0].record_entered().version(), 2u);
  ASSERT_EQ(story.state().records.size(), 1u);
  next.record.set_kind(v1::RECORD_KIND_FAMILY_PATTERN);
  EXPECT_TRUE(RefusedWith(story.When(kEule, next), Reason::kRecordUnknown)) << "another kind";
  next = Contribute();
  next.record.set_record_id("another");
  EXPECT_TRUE(RefusedWith(story.When(kEule, next), Reason::kRecordUnknown));
}

TEST(Record, OfAGapNamesItsKindAndNothingElseDoes) {
  CaseStory story = OpenedCase();
  EnterRecord gap = Contribute(v1::RECORD_KIND_STRUCTURAL_GAP);
  gap.record.clear_gap();
  EXPECT_TRUE(RefusedWith(story.When(kKrause, gap), Reason::kGapNotNamed));
  EnterRecord other = Contribute();
  other.record.set_gap(v1::GAP_KIND_OTHER);
  EXPECT_TRUE(RefusedWith(story.When(kKrause, other), Reason::kGapNotNamed));
  story.Given(kKrause, Contribute(v1::RECORD_KIND_STRUCTURAL_GAP));
  EXPECT_EQ(story.state().records[0].gap, v1::GAP_KIND_SMALL_SETTING);
}

TEST(Record, OfARoleAcrossDepartmentsNamesDepartmentPersonAndTask) {
  CaseStory story = OpenedCase();
  EnterRecord stranger = Contribute(v1::RECORD_KIND_DEPARTMENT_ROLE);
  stranger.role_known = false;
  EnterRecord no_task = Contribute(v1::RECORD_KIND_DEPARTMENT_ROLE);
  no_task.record.mutable_role()->clear_task();
  EnterRecord elsewhere = Contribute();
  elsewhere.record.mutable_role()->set_task(v1::DEPARTMENT_TASK_LEADS);
  for (const auto& record : {stranger, no_task, elsewhere})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, record), Reason::kDepartmentRoleNotNamed)) << "C14";
  story.Given(kAdler, Contribute(v1::RECORD_KIND_DEPARTMENT_ROLE));
  EXPECT_EQ(story.state().records[0].task, v1::DEPARTMENT_TASK_PAYS);
}

TEST(Right, ThatIsNotCoveredIsLookedAtAgain) {
  CaseStory story = OpenedCase();
  const auto school = v1::RIGHT_DOMAIN_EDUCATION;
  EXPECT_TRUE(
      RefusedWith(story.When(kEule, Right(school, false, kStart + Days(1))), Reason::kRightWithoutSince));
  AssessRight far = Right(school, false, kStart);
  *far.right.mutable_look_again_due() = ToProto(kStart + Days(29));
  EXPECT_TRUE(RefusedWith(story.When(kEule, far), Reason::kLookAgainTooFar));
  story.Given(kEule, Right(school, false, kStart - Days(40)));
  story.Given(kKranich, Right(v1::RIGHT_DOMAIN_HEALTH, true, kStart));
  const PassDeadline pass{common::v1::CLOCK_KIND_RIGHT_UNCOVERED, "EDUCATION", kStart + Days(14)};
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Given(kEule, Right(school, true, kStart + Days(14)));
  EXPECT_TRUE(OpenClocks(story.state()).empty());
  ASSERT_EQ(story.state().rights.size(), 2u);
  EXPECT_TRUE(story.state().rights[0].covered);
}

TEST(Confidence, IsSaidByEverybodyForThemselvesToTheQuestionAsItIsAskedNow) {
  CaseStory story = OpenedCase();
  RecordConfidence old = Sure(v1::CONFIDENCE_UNSURE);
  old.recorded.set_question_version(0);
  EXPECT_TRUE(RefusedWith(story.When(kEule, old), Reason::kConfidenceQuestionUnknown)) << "A23";
  RecordConfidence sure = Sure(v1::CONFIDENCE_SURE);
  sure.recorded.set_person_id(kAdler.id);
  const auto decision = story.When(kEule, sure);
  ASSERT_THAT(Facts(decision), ElementsAre("ConfidenceRecorded"));
  EXPECT_EQ(decision.events()[0].confidence_recorded().person_id(), kEule.id);
  EXPECT_EQ(decision.events()[0].confidence_recorded().confidence(), v1::CONFIDENCE_SURE);
  const State before = story.state();
  story.Given(kEule, sure);
  EXPECT_EQ(story.state(), before);
}

}  // namespace
}  // namespace fallverbund::casework::testing
