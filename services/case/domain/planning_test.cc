// The way to an approval: resources, consultation, class, commission; each after the one before it (C5 to
// C8).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
constexpr auto kLead = v1::COMMISSION_SEAT_TEAM_LEAD;
constexpr auto kFinance = v1::COMMISSION_SEAT_FINANCE_LEAD;
constexpr auto kCase = v1::COMMISSION_SEAT_CASE;

TEST(ResourceCheck, NamesWhoTookPart) {
  EXPECT_TRUE(
      RefusedWith(OpenedCase().When(kAdler, RecordResourceCheck{}), Reason::kCheckWithoutParticipants));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kKrause, CheckResources()), Reason::kNotTheCaseHolder));
  const auto decision = OpenedCase().When(kAdler, CheckResources());
  ASSERT_THAT(Facts(decision), ElementsAre("ResourcesChecked"));
  EXPECT_EQ(decision.events()[0].resources_checked().cycle(), 1u);
  EXPECT_EQ(decision.events()[0].resources_checked().participants_size(), 2);
}

TEST(PeerConsultation, ComesAfterTheCheckOfResources) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kAdler, Consult()), Reason::kResourcesNotChecked));
}

TEST(PeerConsultation, HasTwoPersonsOfBothDepartmentsAtTheTable) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, CheckResources());
  EXPECT_TRUE(RefusedWith(story.When(kKrause, Consult()), Reason::kNotTheCaseHolder));
  RecordPeerConsultation alone = Consult();
  alone.consultation.mutable_participants()->RemoveLast();
  RecordPeerConsultation one_for_both = Consult();
  one_for_both.consultation.mutable_participants(1)->set_person_id(kAdler.id);
  RecordPeerConsultation stranger = Consult();
  stranger.known = {kAdler.id};
  RecordPeerConsultation of_another_office = Consult();
  of_another_office.consultation.mutable_participants(1)->set_organisation_id("home");
  for (const auto& consultation : {alone, one_for_both, stranger, of_another_office})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, consultation), Reason::kConsultationNeedsBothDepartments));
  EXPECT_THAT(Facts(story.When(kAdler, Consult())), ElementsAre("PeerConsultationHeld"));
}

TEST(PeerConsultation, WritesDownTheViewOfChildAndParents) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, CheckResources());
  RecordPeerConsultation consultation = Consult();
  consultation.consultation.clear_childs_view();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, consultation), Reason::kViewMissing)) << "C15";
  *consultation.consultation.mutable_participation() = YoungPersonRefused(kStart + Days(3));
  EXPECT_FALSE(story.When(kAdler, consultation).refused()) << "she was not heard, so there is no view";
  consultation = Consult();
  consultation.consultation.clear_parents_view();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, consultation), Reason::kViewMissing)) << "C15";
  consultation.consultation.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, consultation), Reason::kParticipationIncomplete));
}

TEST(NeedClass, ComesAfterTheConsultationAndKeepsItsHistory) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, CheckResources());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Classify()), Reason::kNotConsulted));
  story.Given(kAdler, Consult());
  EXPECT_TRUE(RefusedWith(story.When(kKrause, Classify()), Reason::kNotTheCaseHolder));
  story.Given(kAdler, Classify(v1::NEED_CLASS_GREY)).Given(kSpecht, Classify(v1::NEED_CLASS_SERVICE));
  ASSERT_EQ(story.state().planning.classifications.size(), 2u);
  EXPECT_EQ(story.state().planning.classifications[0].need_class, v1::NEED_CLASS_GREY);
  EXPECT_EQ(story.state().planning.classifications[1].person_id, kSpecht.id);
}

TEST(NeedClass, OfEndangermentOpensAnAssessmentAtOnce) {
  CaseStory story = ClassifiedCase();
  ClassifyNeed danger = Classify(v1::NEED_CLASS_ENDANGERMENT);
  danger.assessment_due = story.now() + Days(8);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, danger), Reason::kAssessmentDateTooFar));
  const auto decision = story.When(kAdler, Classify(v1::NEED_CLASS_ENDANGERMENT));
  ASSERT_THAT(Facts(decision), ElementsAre("NeedClassified", "RiskAssessmentOpened"));
  EXPECT_EQ(FromProto(decision.events()[1].risk_assessment_opened().due()), kStart + absl::Hours(24));
  EXPECT_THAT(Facts(story.When(kAdler, Classify(v1::NEED_CLASS_ENDANGERMENT))), ElementsAre("NeedClassified"))
      << "one is open";
}

TEST(Commission, IsCalledAfterTheClassAboutAProposedSetting) {
  CaseStory story = CaseWithProposal();
  const std::string setting = story.setting();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, LayBefore(setting)), Reason::kNeedNotClassified));
  story.Given(kAdler, CheckResources()).Given(kAdler, Consult()).Given(kAdler, Classify());
  EXPECT_TRUE(RefusedWith(story.When(kKrause, LayBefore(setting)), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, LayBefore("another")), Reason::kSettingUnknown));
  CallCommission far = LayBefore(setting);
  *far.call.mutable_due() = ToProto(story.now() + Days(29));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, far), Reason::kCommissionDateTooFar));
  EXPECT_THAT(Facts(story.When(kAdler, LayBefore(setting))), ElementsAre("CommissionCalled"));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, LayBefore(setting)), Reason::kCommissionPending));
}

TEST(Commission, IsNotAboutWhatIsAdoptedAlready) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kAdler, CheckResources()).Given(kAdler, Consult()).Given(kAdler, Classify());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, LayBefore(story.setting())), Reason::kSettingNotProposed));
}

TEST(Commission, ApprovesWhenThreePersonsVoteInTheirSeats) {
  CaseStory story = CaseBeforeTheCommission();
  const std::string commission = story.commission(), setting = story.setting();
  EXPECT_THAT(MissingSeats(story.state().planning.commission->votes), ElementsAre(kLead, kFinance, kCase));
  EXPECT_THAT(Facts(story.When(kAdler, Vote(commission, kCase))), ElementsAre("CommissionVoteCast"));
  EXPECT_THAT(Facts(story.When(kHabicht, Vote(commission, kLead))), ElementsAre("CommissionVoteCast"));
  EXPECT_THAT(MissingSeats(story.state().planning.commission->votes), ElementsAre(kFinance));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt(setting)), Reason::kApprovalMissing)) << "pending";
  EXPECT_THAT(Facts(story.When(kWiesel, Vote(commission, kFinance))),
              ElementsAre("CommissionVoteCast", "HelpApproved"));
  EXPECT_TRUE(OpenClocks(story.state()).empty());
  EXPECT_THAT(Facts(story.When(kAdler, Adopt(setting))), ElementsAre("SettingAdopted"));
}

TEST(Commission, HasASeatForEachRoleAndOneForEachPerson) {
  CaseStory story = CaseBeforeTheCommission();
  const std::string commission = story.commission();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Vote("another", kCase)), Reason::kNoCommissionOpen));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Vote(commission, kLead)), Reason::kSeatNotYours));
  EXPECT_TRUE(RefusedWith(story.When(kHabicht, Vote(commission, kFinance)), Reason::kSeatNotYours));
  EXPECT_TRUE(RefusedWith(story.When(kHabicht, Vote(commission, kCase)), Reason::kSeatNotYours));
  const Person lead_of_another{"other", "north", "x", "TEAM_LEAD"};
  EXPECT_TRUE(RefusedWith(story.When(lead_of_another, Vote(commission, kLead)), Reason::kSeatNotYours));
  const Person both{kAdler.organisation, kAdler.unit, kAdler.id, "TEAM_LEAD"};
  story.Given(both, Vote(commission, kCase));
  EXPECT_TRUE(RefusedWith(story.When(both, Vote(commission, kLead)), Reason::kCommissionVoteGiven));
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Vote(commission, kCase)), Reason::kCommissionVoteGiven));
}

TEST(Commission, GivesBackWithAReasonAndMayBeCalledAgain) {
  CaseStory story = CaseBeforeTheCommission();
  VoteInCommission no = Vote(story.commission(), kFinance, false);
  no.returned.clear_reason();
  EXPECT_TRUE(RefusedWith(story.When(kWiesel, no), Reason::kReturnWithoutReason));
  const auto decision = story.When(kWiesel, Vote(story.commission(), kFinance, false));
  ASSERT_THAT(Facts(decision), ElementsAre("CommissionVoteCast", "HelpReturned"));
  EXPECT_EQ(decision.events()[1].help_returned().reason(), v1::RETURN_REASON_RESOURCES_LEFT_OUT);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt(story.setting())), Reason::kApprovalMissing));
  EXPECT_THAT(Facts(story.When(kAdler, LayBefore(story.setting()))), ElementsAre("CommissionCalled"));
}

TEST(Commission, ThatIsLateIsOverdueAndApprovesNothing) {
  CaseStory story = CaseBeforeTheCommission();
  const PassDeadline pass{common::v1::CLOCK_KIND_COMMISSION, story.commission(), kStart + Days(14)};
  story.Wait(Days(14));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  EXPECT_TRUE(story.state().planning.commission);
  EXPECT_FALSE(story.state().settings[0].approved);
}

TEST(Commission, BeginsAnewWithASetbackAndWithAnotherHolder) {
  CaseStory setback = CaseBeforeTheCommission();
  setback.Given(kFuchs, Setback());
  EXPECT_FALSE(setback.state().planning.commission);
  EXPECT_TRUE(RefusedWith(setback.When(kAdler, Consult()), Reason::kResourcesNotChecked));
  EXPECT_EQ(setback.state().planning.classifications.size(), 1u) << "still the current class";

  CaseStory moved = CaseBeforeTheCommission();
  moved.Given(kAdler, Offer(kBerg, kLerche)).Met();
  const std::string handover = moved.handover();
  moved.Given(kBerg, Accept(handover, kBerg));
  EXPECT_FALSE(moved.state().planning.commission);
  EXPECT_THAT(Facts(moved.When(kBerg, LayBefore(moved.setting()))), ElementsAre("CommissionCalled"));
}

TEST(Approval, IsNeededWhereTheOfficeWorksByItAndOnceTheCaseHasBegunThePath) {
  CaseStory story = CaseWithProposal();
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  AdoptSetting adopt = Adopt(story.setting());
  adopt.approval_required = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, adopt), Reason::kApprovalMissing));
  CaseStory begun = story;
  begun.Given(kAdler, CheckResources());
  EXPECT_TRUE(RefusedWith(begun.When(kAdler, Adopt(story.setting())), Reason::kApprovalMissing));
  EXPECT_THAT(Facts(story.When(kAdler, Adopt(story.setting()))), ElementsAre("SettingAdopted"));
}

TEST(Approval, IsLostWithTheCycleItWasGivenIn) {
  CaseStory story = CaseBeforeTheCommission();
  const std::string commission = story.commission(), setting = story.setting();
  story.Given(kAdler, Vote(commission, kCase)).Given(kHabicht, Vote(commission, kLead));
  story.Given(kWiesel, Vote(commission, kFinance));
  story.Given(kFuchs, Setback()).Given(kAdler, Understand());
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Adopt(setting)), Reason::kApprovalMissing));
}

}  // namespace
}  // namespace fallverbund::casework::testing
