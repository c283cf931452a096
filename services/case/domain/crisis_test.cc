// Exactly one person leads while a crisis is open, and a stay in a clinic suspends nothing (D1, D4).
#include <gmock/gmock.h>

#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseStory InCrisis() {
  return std::move(CaseWithRunningSetting().Given(kService, CrisisOf(kFuchs, kDachs)));
}
CaseStory InClinic() {
  return std::move(InCrisis().Given(kService, ToClinic(kKranich)));
}

TEST(CrisisLead, IsFirstWhoeverRaisedTheAlarmAndThenWhoAcceptsInPerson) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_THAT(Facts(story.When(kService, CrisisOf(kFuchs, kDachs))), ElementsAre("CrisisLeadTaken"));
  EXPECT_EQ(story.state().crisis->lead.holder().person_id, kFuchs.id);
  EXPECT_THAT(Facts(story.When(kService, CrisisOf(kFuchs, kDachs))), IsEmpty());
  EXPECT_THAT(Facts(story.When(kAdler, LeadCrisis(kAdler, kSpecht))), ElementsAre("CrisisLeadTaken"));
  EXPECT_EQ(story.state().crisis->lead.holder().person_id, kAdler.id);
  EXPECT_THAT(Facts(story.When(kAdler, LeadCrisis(kAdler, kSpecht))), IsEmpty());
}

TEST(CrisisLead, NeedsAPersonADeputyAndACrisis) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, LeadCrisis(kAdler, kSpecht)), Reason::kNoCrisisToLead));
  BeginCrisisLead nobody = CrisisOf(kFuchs, kDachs);
  nobody.begins.mutable_to()->clear_person_id();
  EXPECT_TRUE(RefusedWith(story.When(kService, nobody), Reason::kCrisisLeadNotNamed));
  story.Given(kService, CrisisOf(kFuchs, kDachs));
  AcceptCrisisLead alone = LeadCrisis(kAdler, kAdler);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, alone), Reason::kDeputyNotNamed));
  alone = LeadCrisis(kAdler, kSpecht);
  alone.receiver_leaves = true;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, alone), Reason::kPersonLeaves));
  BeginCrisisLead another = CrisisOf(kEule, kAdler);
  another.begins.set_crisis_id("another");
  EXPECT_TRUE(RefusedWith(story.When(kService, another), Reason::kCrisisLedAlready));
}

TEST(CrisisLead, EndsWithItsEpisodeAndBeginsAnewWithTheNext) {
  CaseStory story = InCrisis();
  EXPECT_THAT(Facts(story.When(kService, CrisisOver(2))), IsEmpty());
  EXPECT_THAT(Facts(story.When(kService, CrisisOver())), ElementsAre("CrisisLeadEnded"));
  EXPECT_FALSE(story.state().crisis.has_value());
  story.Given(kService, CrisisOf(kFuchs, kDachs, 2));
  EXPECT_EQ(story.state().crisis->episode, 2u);
}

TEST(CrisisLead, BringsARestingOrEndedCaseBackAndLetsNoneEnd) {
  CaseStory resting = RestingCase();
  EXPECT_THAT(Facts(resting.When(kService, CrisisOf(kFuchs, kDachs))),
              ElementsAre("CrisisLeadTaken", "CaseReactivated"));
  CaseStory ending = CaseWithEndAskedFor();
  EXPECT_THAT(Facts(ending.When(kService, CrisisOf(kFuchs, kDachs))),
              ElementsAre("CrisisLeadTaken", "LawfulEndStopped"));
  CaseStory ended = EndedCase();
  ended.Given(kService, CrisisOf(kFuchs, kDachs));
  EXPECT_FALSE(ended.state().ended.has_value());
  CaseStory shared = CaseWithTeam();
  shared.Given(kService, CrisisOf(kFuchs, kDachs));
  EXPECT_TRUE(RefusedWith(shared.When(kAdler, AskToEnd(Ground::kMovedAbroad)), Reason::kCrisisStillOpen));
}

TEST(Clinic, TakesTheNightAndThePlaceIsKept) {
  CaseStory story = InCrisis();
  EXPECT_THAT(Facts(story.When(kService, ToClinic(kKranich))), ElementsAre("TonightMoved"));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_CLINIC);
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  EXPECT_TRUE(IsRunning(*story.state().FindSetting(story.setting())));
  EXPECT_THAT(Facts(story.When(kService, ToClinic(kKranich))), IsEmpty());
}

TEST(Clinic, LetsNoProviderFreeThePlaceMeanwhile) {
  CaseStory story = InClinic();
  story.Given(kFuchs, Notice(story.setting()));
  EndSetting end = End(story.setting(), common::v1::TONIGHT_KIND_UNSPECIFIED, kFuchs);
  end.next_tonight.Clear();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), Reason::kPlaceIsKept));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kPlaceIsKept));
}

TEST(Clinic, IsLeftBackToTheKeptPlace) {
  CaseStory story = InClinic();
  EXPECT_THAT(Facts(story.When(kService, FromClinic(common::v1::TONIGHT_KIND_PLACEMENT, kFuchs))),
              ElementsAre("TonightMoved"));
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
  EXPECT_TRUE(story.state().kept_setting_id.empty());
  EXPECT_TRUE(story.state().clinic_stay_id.empty());
}

// N9: a weekend with the family costs no place, nor does whatever follows it.
TEST(Clinic, IsLeftToTheHolderWhoVouchesAndThePlaceIsKept) {
  CaseStory story = InClinic();
  const auto decision = story.When(kService, FromClinic(common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_EQ(decision.events()[0].tonight_moved().kept_setting_id(), story.setting());
  EXPECT_TRUE(decision.events()[0].tonight_moved().place_is_said());
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_FAMILY);
  EXPECT_TRUE(story.state().tonight_setting_id.empty());
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  const EndSetting end{story.setting(), {}, {}};
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), Reason::kPlaceIsKept));
  EXPECT_THAT(Facts(CaseStory(story).When(kAdler, end)), ElementsAre("SettingEnded")) << "its own decision";
  story.Given(kService, TakeOver(kStorch)).Given(kService, ToClinic(kKranich));
  story.Given(kService, FromClinic(common::v1::TONIGHT_KIND_FAMILY, kAdler));
  story.Given(kFuchs, ReportBack{});
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
}

// Recorded before a way out of the clinic kept the place: that is what happened then.
TEST(Clinic, LostThePlaceToTheFamilyInAnOldLog) {
  CaseStory story = InClinic();
  v1::CaseEvent left;
  *left.mutable_tonight_moved()->mutable_to() = Tonight(common::v1::TONIGHT_KIND_FAMILY, kAdler);
  left.mutable_tonight_moved()->set_stay_id("stay");
  const State after = CaseDecider::Evolve(story.state(), left, {{"case", "", ""}, kStart, kStart, ""});
  EXPECT_EQ(after.kept_setting_id, "");
  EXPECT_EQ(after.clinic_stay_id, "");
}

// N12: a case that rests is looked at sooner, though it was the clinic who said that nobody knows where.
TEST(Clinic, IsLeftIntoTheUnknownAndARestGrowsShorter) {
  CaseStory story = std::move(OpenedCase().Given(kService, ToClinic(kKranich)));
  story.Given(kAdler,
              Rest(v1::STANDBY_REASON_STABLE, kStart + absl::Hours(90 * 24), kStart + absl::Hours(28 * 24)));
  const auto decision =
      story.When(kService, FromClinic(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler));
  EXPECT_THAT(Facts(decision), ElementsAre("TonightMoved", "SearchBegun"));
  story.Given(kService, FromClinic(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler));
  EXPECT_EQ(story.state().standby->next_contact_due, kStart + absl::Hours(28 * 24));
}

// N8: whoever runs away from the clinic loses no place by it, either.
TEST(Clinic, IsLeftIntoTheUnknownAndThePlaceIsKept) {
  CaseStory story = InClinic();
  story.Given(kService, FromClinic(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler));
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  story.Given(kFuchs, ReportBack{});
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
}

TEST(Clinic, GivesTheNightToAnotherPlaceThatBegins) {
  CaseStory story = InClinic();
  const std::string kept = story.setting();
  story.Given(kAdler, Propose(kEule)).Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  story.Given(kAdler, Adopt(story.setting()));
  EXPECT_THAT(Facts(story.When(kEule, Start(story.setting(), kEule))),
              ElementsAre("SettingEnded", "SettingStarted"));
  EXPECT_EQ(story.state().FindSetting(kept)->phase, SettingPhase::kEnded);
  EXPECT_TRUE(story.state().clinic_stay_id.empty());
  EXPECT_THAT(Facts(story.When(kService, FromClinic(common::v1::TONIGHT_KIND_FAMILY, kAdler))), IsEmpty());
}

TEST(Clinic, IsLeftByLeavingAlone) {
  CaseStory story = std::move(OpenedCase().Given(kService, ToClinic(kKranich)));
  VouchForTonight home;
  home.tonight = Tonight(common::v1::TONIGHT_KIND_FAMILY, kAdler);
  home.next = Known();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, home), Reason::kLeaveTheClinicFirst));
  MoveForClinic nowhere = FromClinic(common::v1::TONIGHT_KIND_FAMILY, kAdler);
  nowhere.to.clear_holder();
  EXPECT_TRUE(RefusedWith(story.When(kService, nowhere), Reason::kTonightNotNamed));
}

// --- care (N9) ---

TEST(Care, TakesTheNightAndThePlaceIsKeptUntilItEnds) {
  CaseStory story = InCrisis();
  EXPECT_THAT(Facts(story.When(kService, IntoCare(kKranich))), ElementsAre("TonightMoved"));
  story.Given(kService, IntoCare(kKranich));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_IN_CARE);
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  EXPECT_THAT(Facts(story.When(kService, IntoCare(kKranich))), IsEmpty());
  story.Given(kService, FromCare(common::v1::TONIGHT_KIND_PLACEMENT, kFuchs));
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
  EXPECT_TRUE(story.state().clinic_stay_id.empty());
}

TEST(Care, GoesThroughTheClinicAndBack) {
  CaseStory story = InCrisis();
  story.Given(kService, IntoCare(kStorch)).Given(kService, ToClinic(kKranich));
  EXPECT_EQ(story.state().kept_setting_id, story.setting()) << "the place is kept all the time";
  EXPECT_THAT(Facts(story.When(kService, FromCare(common::v1::TONIGHT_KIND_FAMILY, kAdler))), IsEmpty())
      << "the night is the clinic's by now";
  MoveForClinic back = FromClinic(common::v1::TONIGHT_KIND_IN_CARE, kStorch);
  back.into_care_id = "care";
  story.Given(kService, back);
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_IN_CARE);
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  story.Given(kService, FromCare(common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_FAMILY);
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
}

TEST(Care, IsLeftByItsEndAlone) {
  CaseStory story = std::move(OpenedCase().Given(kService, IntoCare(kKranich)));
  VouchForTonight home;
  home.tonight = Tonight(common::v1::TONIGHT_KIND_FAMILY, kAdler);
  home.next = Known();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, home), Reason::kEndCareFirst));
  CaseStory placed = std::move(InCrisis().Given(kService, IntoCare(kKranich)));
  EXPECT_TRUE(RefusedWith(placed.When(kFuchs, ReportBack{}), Reason::kEndCareFirst));
}

// § 42: whoever runs away is still in care, and searched for; its office hears of it, and takes the night
// again.
TEST(Care, RunsOnWhileSomebodyIsMissing) {
  for (const Person& who : {kKranich, kAdler}) {
    CaseStory story = InCrisis();
    story.Given(kService, IntoCare(kKranich));
    const auto decision = story.When(who, ReportMissing{});
    ASSERT_THAT(Facts(decision), ElementsAre("TonightMoved", "SearchBegun"));
    const auto& moved = decision.events()[0].tonight_moved();
    EXPECT_EQ(moved.missing_from_care_id(), "care");
    EXPECT_EQ(moved.told_organisation_ids_size(), who.id == kKranich.id ? 0 : 1);
    story.Given(who, ReportMissing{});
    EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
    EXPECT_EQ(story.state().kept_setting_id, story.setting()) << "the place is kept, too";
    EXPECT_THAT(Facts(story.When(kService, FromCare(common::v1::TONIGHT_KIND_FAMILY, kAdler))), IsEmpty())
        << "care that ends elsewhere finds nobody";
    story.Given(kService, IntoCare(kKranich));
    EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_IN_CARE);
    EXPECT_EQ(story.state().kept_setting_id, story.setting());
    EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_SEARCH_CONTACT, ""), nullptr);
  }
  CaseStory other = std::move(OpenedCase().Given(kService, IntoCare(kKranich)));
  EXPECT_TRUE(RefusedWith(other.When(kFuchs, ReportMissing{}), Reason::kNotWhoShelters));
}

TEST(Care, OfAnotherOfficeTakesTheNightFromTheFirst) {
  CaseStory story = std::move(InCrisis().Given(kService, IntoCare(kKranich)));
  MoveForClinic other = IntoCare(kStorch);
  other.stay_id = "other care";
  story.Given(kService, other);
  EXPECT_EQ(story.state().clinic_stay_id, "other care");
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  EXPECT_THAT(Facts(story.When(kService, FromCare(common::v1::TONIGHT_KIND_FAMILY, kAdler))), IsEmpty())
      << "the first one is over";
}

TEST(Care, IsNothingThatAnybodyVouchesFor) {
  CaseStory story = OpenedCase();
  VouchForTonight care;
  care.tonight = Tonight(common::v1::TONIGHT_KIND_IN_CARE, kAdler);
  care.next = Known();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, care), Reason::kTonightNeedsAcceptance));
}

TEST(Opening, RepeatsTheEmergencyServiceThatACrisisNamed) {
  OpenCase open = Open();
  open.opened.mutable_origin()->set_kind(v1::ORIGIN_KIND_CRISIS);
  open.holder.public_body = false;
  open.holder.emergency_service = true;
  CaseStory story;
  EXPECT_THAT(Facts(story.When(kService, open)), ElementsAre("CaseOpened"));
}

}  // namespace
}  // namespace fallverbund::casework::testing
