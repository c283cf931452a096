// A setting goes on: tried, looked at, paid for, lived in; and what did not suit was the offer (B4, B12, B14,
// C9, C17).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/case_decider.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
constexpr auto kCourse = v1::RESIDENTIAL_PHASE_COURSE;
constexpr auto kReturn = v1::RESIDENTIAL_PHASE_RETURN;

TEST(Procurement, IsFlexibleForAPlaceAndByCompetitionElsewhereUnlessItIsSaid) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Understand());
  story.Given(kAdler, Propose(kFuchs)).Given(kAdler, Propose(kFuchs, v1::COMPONENT_KIND_OUTPATIENT));
  ProposeSetting said = Propose(kFuchs);
  said.proposal.mutable_components(0)->set_procurement(v1::PROCUREMENT_COMPETITION);
  story.Given(kAdler, said);
  const auto how = [&](size_t i) { return story.state().settings[i].components[0].procurement; };
  EXPECT_EQ(how(0), v1::PROCUREMENT_FLEXIBLE) << "C9";
  EXPECT_EQ(how(1), v1::PROCUREMENT_COMPETITION);
  EXPECT_EQ(how(2), v1::PROCUREMENT_COMPETITION);
}

TEST(Trial, HasADateAndThenItIsLookedAt) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Try("another", kStart + Days(30))), Reason::kSettingUnknown));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Try(setting, kStart)), Reason::kTrialWithoutDate));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Try(setting, kStart + Days(184))), Reason::kTrialWithoutDate));
  story.Given(kFuchs, Try(setting, kStart + Days(30)));
  const PassDeadline pass{common::v1::CLOCK_KIND_SETTING_EVALUATION, setting, kStart + Days(30)};
  story.Wait(Days(30));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  EXPECT_THAT(Facts(story.When(kFuchs, Evaluate(setting, v1::EVALUATION_OUTCOME_GOES_ON))),
              ElementsAre("SettingEvaluated"));
  EXPECT_TRUE(OpenClocks(story.state()).empty());
}

TEST(Trial, IsLookedAtAndNotPutOff) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  story.Given(kFuchs, Try(setting, kStart + Days(30)));
  const BeginTrial longer = Try(setting, kStart + Days(60));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, longer), Reason::kTrialNotLookedAt));
  story.Wait(Days(31));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, longer), Reason::kTrialNotLookedAt)) << "though overdue";
  story.Given(kFuchs, Evaluate(setting, v1::EVALUATION_OUTCOME_GOES_ON));
  EXPECT_THAT(Facts(story.When(kFuchs, longer)), ElementsAre("TrialBegun"));
}

TEST(Trial, IsOfWhatIsAdopted) {
  CaseStory story = CaseWithProposal();
  EXPECT_TRUE(
      RefusedWith(story.When(kFuchs, Try(story.setting(), kStart + Days(30))), Reason::kTrialOfNothing));
}

TEST(Evaluation, IsOfWhatHasBegunAndHearsThoseItIsAbout) {
  CaseStory story = CaseWithProposal();
  const auto goes_on = v1::EVALUATION_OUTCOME_GOES_ON;
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Evaluate("another", goes_on)), Reason::kSettingUnknown));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Evaluate(story.setting(), goes_on)), Reason::kSettingNotTried));
  CaseStory running = CaseWithRunningSetting();
  EvaluateSetting unheard = Evaluate(running.setting(), goes_on);
  unheard.evaluation.clear_participation();
  EXPECT_TRUE(RefusedWith(running.When(kFuchs, unheard), Reason::kParticipationIncomplete));
}

TEST(Evaluation, ThatAsksForAnotherWayOpensANewPlanAndEndsNothing) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_THAT(Facts(story.When(kFuchs, Evaluate(story.setting(), v1::EVALUATION_OUTCOME_ANOTHER_WAY))),
              ElementsAre("SettingEvaluated", "ReplanOpened"));
  EXPECT_TRUE(IsRunning(story.state().settings[0])) << "N9: it holds on";
}

TEST(Funding, IsGrantedFromADateAndItsRefusalEndsNothing) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  DecideFunding grant = Fund(setting, v1::FUNDING_DECISION_GRANTED);
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, grant), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kWiesel, Fund("another", v1::FUNDING_DECISION_GRANTED)),
                          Reason::kSettingUnknown));
  EXPECT_THAT(Facts(story.When(kWiesel, grant)), ElementsAre("FundingDecided"));
  grant.funding.clear_from();
  EXPECT_TRUE(RefusedWith(story.When(kWiesel, grant), Reason::kFundingWithoutPeriod));
  grant = Fund(setting, v1::FUNDING_DECISION_GRANTED_FOR_TRIAL);
  *grant.funding.mutable_to() = grant.funding.from();
  EXPECT_TRUE(RefusedWith(story.When(kWiesel, grant), Reason::kFundingWithoutPeriod));
  const auto before = story.state().tonight;
  EXPECT_THAT(Facts(story.When(kWiesel, Fund(setting, v1::FUNDING_DECISION_NOT_GRANTED))),
              ElementsAre("FundingDecided"));
  EXPECT_TRUE(IsRunning(story.state().settings[0])) << "N15: costs are no reason";
  EXPECT_EQ(story.state().tonight, before);
}

TEST(Unsuitable, IsAnOfferAndSaidWithASetbackOrAnEnd) {
  CaseStory story = CaseWithRunningSetting();
  RecordSetback setback = Setback();
  setback.unsuitable = {Lacked(story.setting(), kFuchs)};
  EXPECT_THAT(Facts(story.When(kFuchs, setback)),
              ElementsAre("SetbackRecorded", "OfferFoundUnsuitable", "ReplanOpened"));
  EndSetting end = End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler);
  end.unsuitable = {Lacked(story.setting(), kFuchs)};
  EXPECT_THAT(Facts(story.When(kAdler, end)), ElementsAre("SettingEnded", "OfferFoundUnsuitable"));
  ASSERT_EQ(story.state().settings[0].unsuitable.size(), 2u);
  EXPECT_EQ(story.state().settings[0].unsuitable[0].because[0], v1::UNSUITABLE_BECAUSE_NIGHTS_NOT_COVERED);
}

TEST(Unsuitable, CanBeSaidWhereNobodySleptToo) {
  CaseStory story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  EndSetting end{story.setting(), {}, {}, {Lacked(story.setting(), kFuchs)}};
  end.unsuitable[0].set_kind(v1::COMPONENT_KIND_OUTPATIENT);
  EXPECT_THAT(Facts(story.When(kFuchs, end)),
              ElementsAre("SettingEnded", "OfferFoundUnsuitable", "ReplanOpened"));
}

TEST(Unsuitable, NamesAPartOfASettingAndWhatItLacked) {
  CaseStory story = CaseWithRunningSetting();
  RecordSetback another_setting = Setback(), another_provider = Setback(), no_reason = Setback();
  another_setting.unsuitable = {Lacked("another", kFuchs)};
  another_provider.unsuitable = {Lacked(story.setting(), kEule)};
  no_reason.unsuitable = {Lacked(story.setting(), kFuchs)};
  no_reason.unsuitable[0].clear_because();
  for (const auto& setback : {another_setting, another_provider, no_reason})
    EXPECT_TRUE(RefusedWith(story.When(kFuchs, setback), Reason::kUnsuitableOfferUnknown));
}

TEST(ResidentialPhase, FollowsTheOneBeforeItAndTheReturnNamesWhoReceives) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  EXPECT_EQ(story.state().settings[0].residential, v1::RESIDENTIAL_PHASE_BEGIN);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Phase("another", kCourse)), Reason::kSettingUnknown));
  EXPECT_TRUE(RefusedWith(story.When(kEule, Phase(setting, kCourse)), Reason::kNotAPartyOfTheSetting));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Phase(setting, kReturn)), Reason::kPhaseOutOfOrder));
  story.Given(kFuchs, Phase(setting, kCourse));
  EnterResidentialPhase nobody = Phase(setting, kReturn), stranger = nobody, undated = nobody;
  nobody.entered.clear_receiver();
  stranger.receiver.person_known = false;
  undated.entered.clear_return_planned_at();
  for (const auto& plan : {nobody, stranger, undated})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, plan), Reason::kReturnWithoutReceiver));
  EnterResidentialPhase unheard = Phase(setting, kReturn);
  unheard.entered.clear_participation();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, unheard), Reason::kParticipationIncomplete));
  story.Given(kAdler, Phase(setting, kReturn)).Given(kAdler, Phase(setting, kReturn));
  EXPECT_EQ(story.state().settings[0].return_receiver.person_id, kSpecht.id);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Phase(setting, kCourse)), Reason::kPhaseOutOfOrder));
}

// Fuchs plans it for day 60, and asks Specht.
CaseStory CaseWithReturnPlanned() {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Phase(story.setting(), kCourse)).Given(kFuchs, Phase(story.setting(), kReturn));
  return story;
}
absl::Time Due(const CaseStory& story, common::v1::ClockKind kind) {
  const care::Clock* clock = story.state().clocks.Find(kind, story.state().settings[0].id);
  return clock == nullptr ? absl::InfinitePast() : clock->due;
}
constexpr auto kPlanned = common::v1::CLOCK_KIND_RETURN_PLANNED;
constexpr auto kAnswer = common::v1::CLOCK_KIND_RETURN_ANSWER;

TEST(Return, LiesAheadAndIsPlannedWithSomebodyWhoCanReceive) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Phase(story.setting(), kCourse));
  EnterResidentialPhase past = Phase(story.setting(), kReturn), far = past, school = past, alone = past;
  *past.entered.mutable_return_planned_at() = ToProto(kStart - Days(365));
  *far.entered.mutable_return_planned_at() = ToProto(kStart + Days(732));
  for (const auto& plan : {past, far})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, plan), Reason::kReturnDateNotAhead));
  school.receiver.may_receive = false;
  alone.receiver.deputy_known = false;
  EnterResidentialPhase without = alone;
  *without.entered.mutable_receiver() = care::ToProto(Holder(kSpecht, kSpecht));
  for (const auto& plan : {school, alone, without})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, plan), Reason::kReceiverCannotReceive));
}

TEST(Return, IsDueAndClimbsUntilItHasHappenedOrIsPlannedAnew) {
  CaseStory story = CaseWithReturnPlanned();
  const std::string setting = story.setting();
  const PassDeadline pass{kPlanned, setting, kStart + Days(60)};
  EXPECT_EQ(Due(story, kPlanned), pass.due);
  story.Wait(Days(60));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
  CaseStory later = story;
  EnterResidentialPhase anew = Phase(setting, kReturn);
  *anew.entered.mutable_return_planned_at() = ToProto(story.now() + Days(30));
  later.Given(kAdler, anew);
  EXPECT_EQ(Due(later, kPlanned), later.now() + Days(30));
  EXPECT_FALSE(later.state().clocks.Find(kPlanned, setting)->overdue);
  story.Given(kAdler, End(setting, common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_EQ(Due(story, kPlanned), absl::InfinitePast()) << "it has happened";
  EXPECT_EQ(Due(story, kAnswer), absl::InfinitePast());
}

TEST(Return, IsAcceptedInPersonOrByTheDeputyAndUntilThenItClimbs) {
  CaseStory story = CaseWithReturnPlanned();
  const std::string setting = story.setting();
  const absl::Time due = kStart + kReceiverAnswersWithin;
  EXPECT_EQ(Due(story, kAnswer), due);
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Receives(setting)), Reason::kNotAskedToReceive));
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Receives("another")), Reason::kSettingUnknown));
  AnswerReturn leaver = Receives(setting);
  leaver.receiver_leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, leaver), Reason::kPersonLeaves)) << "N11";
  CaseStory silent = story;
  silent.Wait(kReceiverAnswersWithin);
  EXPECT_THAT(Facts(silent.When(kService, PassDeadline{kAnswer, setting, due})),
              ElementsAre("CaseDeadlineOverdue"));
  for (const Person& who : {kSpecht, kAdler}) {
    CaseStory accepted = story;
    EXPECT_THAT(Facts(accepted.When(who, Receives(setting))), ElementsAre("ReturnAnswered")) << who.id;
    EXPECT_TRUE(accepted.state().settings[0].return_accepted);
    EXPECT_EQ(accepted.state().settings[0].return_receiver.person_id, kSpecht.id);
    EXPECT_EQ(Due(accepted, kAnswer), absl::InfinitePast());
    EXPECT_TRUE(RefusedWith(accepted.When(kSpecht, Receives(setting, false)), Reason::kNotAskedToReceive))
        << "what was promised stays until the return is planned with somebody else";
  }
}

TEST(Return, IsPlannedAnewAfterANoWithItsReason) {
  CaseStory story = CaseWithReturnPlanned();
  AnswerReturn no = Receives(story.setting(), false), unsaid = no;
  unsaid.answer.clear_reason();
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, unsaid), Reason::kRefusalWithoutReason)) << "N5";
  CaseStory close = story;
  close.Wait(Days(58));
  close.Given(kSpecht, no);
  EXPECT_EQ(Due(close, kPlanned), kStart + Days(60)) << "before the day itself";
  CaseStory late = story;
  late.Wait(Days(61));
  late.Given(kSpecht, no);
  EXPECT_EQ(Due(late, kPlanned), late.now() + kReturnPlannedAnewWithin) << "and not at once";
  EXPECT_THAT(Facts(story.When(kSpecht, no)), ElementsAre("ReturnAnswered"));
  EXPECT_EQ(Due(story, kPlanned), kStart + kReturnPlannedAnewWithin);
  EXPECT_EQ(Due(story, kAnswer), absl::InfinitePast());
  EXPECT_EQ(story.state().settings[0].return_receiver, care::Holder{});
  EXPECT_THAT(Facts(story.When(kAdler, Phase(story.setting(), kReturn))),
              ElementsAre("ResidentialPhaseEntered"));
}

TEST(Return, PlannedWithOneselfIsAcceptedByThat) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Phase(story.setting(), kCourse));
  EXPECT_THAT(Facts(story.When(kSpecht, Phase(story.setting(), kReturn))),
              ElementsAre("ResidentialPhaseEntered", "ReturnAnswered"));
  EXPECT_TRUE(story.state().settings[0].return_accepted);
  story.Given(kFuchs, Phase(story.setting(), kReturn));
  EXPECT_FALSE(story.state().settings[0].return_accepted) << "of another plan the receiver is asked again";
}

// Specht has promised to receive, and the help has ended.
CaseStory CaseWithReceiverAwaited() {
  CaseStory story = CaseWithReturnPlanned();
  story.Given(kSpecht, Receives(story.setting())).Wait(Days(60));
  return std::move(story.Given(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler)));
}
constexpr auto kFirstContact = common::v1::CLOCK_KIND_RETURN_CONTACT;

TEST(Receiver, IsAwaitedOnceTheHelpHasEndedAndClimbs) {
  CaseStory story = CaseWithReceiverAwaited();
  const absl::Time due = story.now() + kReturnContactWithin;
  EXPECT_EQ(Due(story, kFirstContact), due);
  EXPECT_TRUE(HasCommitment(story.state(), kSpecht.organisation));
  EXPECT_THAT(Facts(CaseStory(story).When(kFuchs, Contact())),
              ::testing::Contains("ContactWithYoungPersonRecorded"));
  story.Given(kFuchs, Contact());
  EXPECT_EQ(Due(story, kFirstContact), due) << "another's word";
  story.Wait(kReturnContactWithin);
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{kFirstContact, story.setting(), due})),
              ElementsAre("CaseDeadlineOverdue"));
  for (const Person& who : {kSpecht, kAdler}) {  // or the deputy
    CaseStory met = story;
    const auto decision = met.When(who, Contact());
    EXPECT_THAT(decision.events()[0].contact_with_young_person_recorded().return_setting_ids(),
                ElementsAre(story.setting()));
    EXPECT_EQ(Due(met, kFirstContact), absl::InfinitePast()) << who.id;
    EXPECT_TRUE(met.When(who, Contact())
                    .events()[0]
                    .contact_with_young_person_recorded()
                    .return_setting_ids()
                    .empty())
        << "it has begun";
  }
}

TEST(Receiver, IsNotAwaitedWhereNobodyHasPromisedIt) {
  CaseStory story = CaseWithReturnPlanned();
  const auto decision = story.When(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_FALSE(decision.events()[0].setting_ended().has_return_contact_due());
  EXPECT_EQ(Due(story, kFirstContact), absl::InfinitePast());
  CaseStory taken_in = CaseWithReturnPlanned();
  taken_in.Given(kSpecht, Receives(taken_in.setting())).Given(kService, TakeOver(kStorch));
  EXPECT_EQ(Due(taken_in, kFirstContact), absl::InfinitePast()) << "that is no return";
}

TEST(Receiver, MaySayNoAfterTheHelpAndANewPlanIsOwed) {
  CaseStory story = CaseWithReceiverAwaited();
  const AnswerReturn no = Receives(story.setting(), false);
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, no), Reason::kNotAskedToReceive));
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, Receives(story.setting())), Reason::kNotAskedToReceive));
  EXPECT_THAT(Facts(story.When(kSpecht, no)), ElementsAre("ReturnAnswered", "ReplanOpened"));
  EXPECT_EQ(Due(story, kFirstContact), absl::InfinitePast());
  EXPECT_EQ(Due(story, kPlanned), absl::InfinitePast());
  EXPECT_TRUE(RefusedWith(story.When(kSpecht, no), Reason::kNotAskedToReceive)) << "said already";
}

TEST(Receiver, IsNotAwaitedAnyMoreWhereAnotherPlaceHasTakenThemIn) {
  CaseStory story = CaseWithReceiverAwaited();
  const std::string ended = story.setting();
  story.Given(kAdler, Propose(kEule)).Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  story.Given(kAdler, Adopt(story.setting()));
  const auto decision = story.When(kEule, Start(story.setting(), kEule));
  EXPECT_THAT(decision.events()[0].setting_started().return_setting_ids(), ElementsAre(ended));
  EXPECT_EQ(Due(story, kFirstContact), absl::InfinitePast());
}

// N10: what a partner that is gone had promised, the unit that holds CASE answers for.
TEST(Receiver, ThatIsGoneIsFollowedByWhoHolds) {
  CaseStory story = CaseWithRunningSetting();
  EnterResidentialPhase back = Phase(story.setting(), kReturn);
  *back.entered.mutable_receiver() = care::ToProto(Holder(kBerg, kLerche));
  back.entered.mutable_receiver()->set_organisation_id(kEule.organisation);
  story.Given(kFuchs, Phase(story.setting(), kCourse)).Given(kFuchs, back);
  story.Given({kEule.organisation, "", kBerg.id}, Receives(story.setting()));
  story.Given(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler));
  const auto met = [](CaseStory at) {
    return !at.When(kAdler, Contact())
                .events()[0]
                .contact_with_young_person_recorded()
                .return_setting_ids()
                .empty();
  };
  story.Given(kService,
              LetPartnerGo{kEule.organisation, team::v1::LEAVING_CAUSE_INSOLVENT, story.now() + Days(1)});
  EXPECT_FALSE(met(story)) << "its day has not come";
  const care::Clock* clock = story.state().clocks.Find(common::v1::CLOCK_KIND_SUCCESSION, kEule.organisation);
  ASSERT_NE(clock, nullptr);
  const PassDeadline pass{clock->kind, clock->object_id, clock->due};
  story.Wait(pass.due - story.now());
  story.Given(kService, pass);
  EXPECT_TRUE(met(story));
}

TEST(Return, ThatWasRecordedBeforeAnybodyWasAskedOwesNothing) {
  CaseStory story = CaseWithRunningSetting();
  v1::CaseEvent entered;
  *entered.mutable_residential_phase_entered() = Phase(story.setting(), kReturn).entered;
  const State after =
      CaseDecider::Evolve(story.state(), entered, {{"provider", "fuchs"}, kStart, kStart, ""});
  EXPECT_EQ(after.settings[0].residential, kReturn);
  EXPECT_TRUE(OpenClocks(after).empty());
}

TEST(ResidentialPhase, IsOfAPlaceWhereSomebodyLives) {
  CaseStory visits = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  EXPECT_TRUE(RefusedWith(visits.When(kAdler, Phase(visits.setting(), kCourse)), Reason::kNobodyLivesThere));
  CaseStory ended = CaseWithRunningSetting();
  ended.Given(kAdler, End(ended.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_TRUE(RefusedWith(ended.When(kAdler, Phase(ended.setting(), kCourse)), Reason::kNobodyLivesThere));
}

}  // namespace
}  // namespace fallverbund::casework::testing
