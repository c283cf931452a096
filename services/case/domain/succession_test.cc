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
  story.Given(kAdler, Follow(kFuchs, Seat(kEule, team::v1::DISCIPLINE_EDUCATION)));
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

TEST(Succession, OfAPartnerThatBecomesInsolventWhileItLeavesFallsBackAtOnce) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, Goes(kFuchs));
  const LetPartnerGo insolvent = Goes(kFuchs, team::v1::LEAVING_CAUSE_INSOLVENT);
  EXPECT_THAT(Facts(story.When(kService, insolvent)), ElementsAre("CommitmentsFellBack"));
  EXPECT_THAT(Facts(story.When(kService, insolvent)), ::testing::IsEmpty());
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

TEST(Succession, OfWhoCoordinatesIsOverOnceCoordinationAndSeatAreElsewhere) {
  CaseStory story = CaseWithTeam();
  EXPECT_THAT(Facts(story.When(kService, Goes(kKrause))), ElementsAre("CommitmentsToSucceed"));
  story.Given(kAdler, OfferToCoordinate(kEule, kDachs));
  EXPECT_EQ(Due(story, kKrause), kStart + Days(60)) << "asking is not accepting";
  story.Given(kEule, AcceptCoordination{story.coordination()});
  EXPECT_EQ(Due(story, kKrause), absl::InfinitePast());
  EXPECT_TRUE(story.state().successions.empty());
}

TEST(Succession, OfCoordinationIsWaitedForWithoutASeatToo) {
  CaseStory story = CaseWithTeam();
  story.Given(kKrause, OfferToCoordinate(kFuchs, kDachs))
      .Given(kFuchs, AcceptCoordination{story.coordination()});
  story.Given(kKrause, Follow(kKrause, Seat(kEule, team::v1::DISCIPLINE_EDUCATION)));
  story.Given(kEule, CommitToTeam{"team"});
  EXPECT_THAT(Facts(story.When(kService, Goes(kKrause))), IsEmpty()) << "has nothing left";
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs))), ElementsAre("CommitmentsToSucceed"));
}

TEST(Succession, OfWhoCoordinatesFallsBackToTheUnitThatHoldsTheCase) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, Goes(kKrause)).Wait(Days(60));
  const PassDeadline pass{CLOCK_KIND_SUCCESSION, kKrause.organisation, story.now()};
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue", "CommitmentsFellBack"));
  EXPECT_EQ(story.state().coordination.holder().person_id, "krause") << "nothing moves by silence";
  EXPECT_THAT(Facts(story.When(kSpecht, OfferToCoordinate(kEule, kDachs))),
              ElementsAre("CoordinationOffered"));
}

TEST(Succession, OfWhoLeadsACrisisIsWaitedForUntilAnotherOneLeadsOrItIsOver) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, CrisisOf(kEule, kDachs));
  EXPECT_THAT(Facts(story.When(kService, Goes(kEule))), ElementsAre("CommitmentsToSucceed"));
  EXPECT_EQ(Due(story, kEule), kStart + Days(60));
  CaseStory over = story;
  over.Given(kService, CrisisOver());
  EXPECT_EQ(Due(over, kEule), absl::InfinitePast());
  story.Given(kAdler, LeadCrisis(kAdler, kSpecht));
  EXPECT_EQ(Due(story, kEule), absl::InfinitePast());
  EXPECT_TRUE(story.state().successions.empty());
}

const LetPartnerStay kHomeStays{kFuchs.organisation};

TEST(StayingPartner, KeepsWhatItPromisedAndTakesItsNoticeBack) {
  CaseStory story = CaseWithRunningSetting();
  const State before = story.state();
  story.Given(kService, Goes(kFuchs));
  EXPECT_THAT(Facts(story.When(kService, kHomeStays)), ElementsAre("CommitmentsStay"));
  EXPECT_EQ(story.state(), before);
  EXPECT_THAT(Facts(story.When(kService, kHomeStays)), IsEmpty()) << "known already";
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs))),
              ElementsAre("CommitmentsToSucceed", "SettingNoticeGiven"))
      << "may go another time";
}

TEST(StayingPartner, KeepsANoticeOfItsOwn) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Notice(story.setting())).Given(kService, Goes(kFuchs)).Given(kService, kHomeStays);
  EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kNotice);
}

TEST(StayingPartner, TakesBackItsOwnNoticeAndNobodyElses) {
  CaseStory story = OpenedCase();
  ProposeSetting both = Propose(kFuchs, v1::COMPONENT_KIND_OUTPATIENT);
  *both.proposal.add_components() = Propose(kEule, v1::COMPONENT_KIND_OUTPATIENT).proposal.components(0);
  story.Given(kAdler, Understand()).Given(kAdler, both);
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES)).Given(kAdler, Adopt(story.setting()));
  story.Given(kFuchs, Start(story.setting(), kFuchs)).Given(kEule, Notice(story.setting()));
  EXPECT_THAT(Facts(story.When(kService, Goes(kFuchs))),
              ElementsAre("CommitmentsToSucceed", "SettingNoticeGiven"))
      << "of what another gave notice of, too";
  story.Given(kService, Goes(kFuchs)).Given(kService, kHomeStays);
  const Setting& setting = *story.state().FindSetting(story.setting());
  EXPECT_EQ(setting.phase, SettingPhase::kNotice);
  EXPECT_THAT(setting.notices, ElementsAre(kEule.organisation));
  EXPECT_NE(story.state().clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, setting.id), nullptr);
}

TEST(StayingPartner, DoesNotBringBackASettingThatHasEnded) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kService, Goes(kFuchs)).Given(kService, TakeOver(kStorch));
  story.Given(kService, kHomeStays);
  EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kEnded);
}

TEST(StayingPartner, EndsTheOffersToFollowItElsewhereAndSaysWhy) {
  CaseStory story = CaseWithTeam();
  story.Given(kService, Goes(kFuchs));
  story.Given(kAdler, Follow(kFuchs, Seat(kEule, team::v1::DISCIPLINE_EDUCATION)));
  const auto decision = story.When(kService, kHomeStays);
  EXPECT_THAT(Facts(decision), ElementsAre("CommitmentsStay", "SuccessionOfferEnded"));
  const auto& ended = decision.events()[1].succession_offer_ended();
  EXPECT_EQ(ended.person_id(), "eule");
  EXPECT_EQ(ended.strand(), common::v1::STRAND_SHARED);
  EXPECT_EQ(ended.cause(), v1::SUCCESSION_OFFER_END_CAUSE_PARTNER_STAYS);
  EXPECT_TRUE(RefusedWith(story.When(kEule, CommitToTeam{"team"}), refusal::Reason::kNotInvited));
}

TEST(StayingPartner, LeavesAloneWhoFollowsAColleagueThere) {
  CaseStory story = CaseWithTeam();
  story.Given(kFuchs, Follow(kFuchs, Seat(kDachs, team::v1::DISCIPLINE_RESIDENTIAL_CARE)));
  story.Given(kService, Goes(kFuchs));
  EXPECT_THAT(Facts(story.When(kService, kHomeStays)), ElementsAre("CommitmentsStay"));
  EXPECT_FALSE(story.When(kDachs, CommitToTeam{"team"}).refused());
}

TEST(StayingPartner, DoesNotKeepTheSeatThatGoesToWhoHoldsTheCase) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kAmsel, kStar)).Met();
  story.Given(kStar, Accept(story.handover(), kStar));
  story.Given(kService, Goes(kAdler));
  EXPECT_THAT(Facts(story.When(kService, LetPartnerStay{kAdler.organisation})),
              ElementsAre("CommitmentsStay"));
  EXPECT_FALSE(story.When(kAmsel, CommitToTeam{"team"}).refused());
}

TEST(StayingPartner, ThatCoordinatesGoesOnCoordinating) {
  const LetPartnerStay stays{kKrause.organisation};
  CaseStory story = CaseWithTeam();
  story.Given(kService, Goes(kKrause)).Given(kAdler, OfferToCoordinate(kEule, kDachs));
  const std::string offer = story.coordination();
  CaseStory refused = story;
  const auto decision = story.When(kService, stays);
  EXPECT_THAT(Facts(decision), ElementsAre("CommitmentsStay", "SuccessionOfferEnded"));
  EXPECT_EQ(decision.events()[1].succession_offer_ended().strand(), common::v1::STRAND_COORDINATION);
  EXPECT_EQ(decision.events()[1].succession_offer_ended().person_id(), "eule");
  EXPECT_EQ(decision.events()[1].succession_offer_ended().cause(),
            v1::SUCCESSION_OFFER_END_CAUSE_PARTNER_STAYS);
  EXPECT_TRUE(
      RefusedWith(story.When(kEule, AcceptCoordination{offer}), refusal::Reason::kCoordinationNotOffered));
  EXPECT_TRUE(story.state().clocks.open().empty());

  CaseStory inside = CaseWithCoordinationOffered();
  inside.Given(kService, Goes(kKrause));
  EXPECT_THAT(Facts(inside.When(kService, stays)), ElementsAre("CommitmentsStay")) << "to a colleague";
}

TEST(StayingPartner, IsLateWhereTheDirectorySaysOtherwiseByNow) {
  CaseStory story = CaseWithTeam();
  LetPartnerGo goes = Goes(kFuchs);
  goes.overtaken = true;
  EXPECT_THAT(Facts(story.When(kService, goes)), IsEmpty());
  story.Given(kService, Goes(kFuchs));
  EXPECT_THAT(Facts(story.When(kService, LetPartnerStay{kFuchs.organisation, true})), IsEmpty());
}

// By day Fuchs shelters and Eule teaches.
CaseStory CaseWithTwoPartsOfASetting() {
  CaseStory story = OpenedCase();
  ProposeSetting proposal = Propose(kFuchs);
  v1::SettingComponent& school = *proposal.proposal.add_components();
  school.set_kind(v1::COMPONENT_KIND_SCHOOLING);
  school.set_organisation_id(kEule.organisation);
  story.Given(kAdler, Understand()).Given(kAdler, proposal);
  const std::string setting = story.setting();
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_YES)).Given(kAdler, Adopt(setting));
  return std::move(story.Given(kFuchs, Start(setting, kFuchs)));
}

TEST(Succession, IsWaitedForAlsoWhereSomebodyElseSheltersInTheSameSetting) {
  CaseStory story = CaseWithTwoPartsOfASetting();
  EXPECT_TRUE(HasCommitment(story.state(), kEule.organisation)) << "N10";
  EXPECT_THAT(Facts(story.When(kService, Goes(kEule))),
              ElementsAre("CommitmentsToSucceed", "SettingNoticeGiven"));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs") << "who shelters, shelters on";
  story.Given(kAdler, Propose(kFuchs));
  const std::string next = story.setting();
  story.Given(kAdler, AnswerWith(next, v1::ANSWER_YES)).Given(kAdler, Adopt(next));
  story.Given(kFuchs, Start(next, kFuchs));
  EXPECT_TRUE(story.state().successions.empty()) << "the next setting begins without Eule";
}

// N8, N10: who shelters there has given no notice.
TEST(Succession, OfAPartBesideThePlaceFreesNoPlaceOfWhoeverIsMissing) {
  CaseStory story = CaseWithTwoPartsOfASetting();
  story.Given(kFuchs, ReportMissing{}).Given(kService, Goes(kEule)).Wait(Days(100));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, EndSetting{story.setting(), {}, {}}), refusal::Reason::kPlaceIsKept));
}

TEST(Succession, IsNotEscapedByEndingTheSettingOneself) {
  CaseStory story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  story.Given(kService, Goes(kFuchs));
  const EndSetting end{story.setting(), {}, {}};
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), refusal::Reason::kSuccessionStillOpen)) << "N10";
  EXPECT_FALSE(story.state().successions.empty());
  EXPECT_THAT(Facts(story.When(kAdler, end)), ElementsAre("SettingEnded")) << "who answers for the case";
  EXPECT_TRUE(story.state().successions.empty());
}

TEST(Succession, ThatIsNotOpenLetsTheDayProviderEnd) {
  CaseStory story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  EXPECT_THAT(Facts(story.When(kFuchs, EndSetting{story.setting(), {}, {}})),
              ElementsAre("SettingEnded", "ReplanOpened"));
}

}  // namespace
}  // namespace fallverbund::casework::testing
