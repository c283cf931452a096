// Long, because where the night lies meets every other strand.
//
// Who shelters the young person tonight is taken over, never put down (N9).
#include <gmock/gmock.h>

#include <optional>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseStory CaseWithAdoptedSetting(v1::ComponentKind kind = v1::COMPONENT_KIND_RESIDENTIAL) {
  CaseStory story = CaseWithProposal(kind);
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES)).Given(kAdler, Adopt(story.setting()));
  return story;
}

TEST(Start, IsTheProvidersInPersonAndTakesTheNight) {
  CaseStory story = CaseWithAdoptedSetting();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Start(story.setting(), kAdler)), Reason::kNotTheProvider));
  EXPECT_THAT(Facts(story.When(kFuchs, Start(story.setting(), kFuchs))), ElementsAre("SettingStarted"));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_PLACEMENT);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs");
}

TEST(Start, NeedsAnAdoptedSettingOfThisCase) {
  CaseStory story = CaseWithProposal();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Start(story.setting(), kFuchs)), Reason::kSettingNotAdopted));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Start("another", kFuchs)), Reason::kSettingUnknown));
}

TEST(Start, NamesADeputyWhomTheDirectoryKnowsOrNone) {
  CaseStory story = CaseWithAdoptedSetting();
  StartSetting start = Start(story.setting(), kFuchs);
  start.deputy_person_id = "stranger";
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, start), Reason::kDeputyNotNamed));
}

TEST(Start, OfAnOutpatientSettingLeavesTheNightWhereItIs) {
  CaseStory story = CaseWithAdoptedSetting(v1::COMPONENT_KIND_OUTPATIENT);
  story.Given(kFuchs, Start(story.setting(), kFuchs));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_FAMILY);
}

TEST(Start, OfTheNextPlaceEndsTheOneBefore) {
  CaseStory story = CaseWithRunningSetting();
  const std::string first = story.setting();
  story.Given(kAdler, Propose(kEule)).Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  story.Given(kAdler, Adopt(story.setting()));
  EXPECT_THAT(Facts(story.When(kEule, Start(story.setting(), kEule))),
              ElementsAre("SettingEnded", "SettingStarted"));
  EXPECT_EQ(story.state().FindSetting(first)->phase, SettingPhase::kEnded);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "eule");
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
}

TEST(Notice, KeepsTheNightWithTheProvider) {
  CaseStory story = CaseWithRunningSetting();
  const auto before = story.state().tonight;
  EXPECT_THAT(Facts(story.When(kFuchs, Notice(story.setting()))), ElementsAre("SettingNoticeGiven"));
  EXPECT_EQ(story.state().tonight, before);
  EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kNotice);
  EXPECT_THAT(Facts(story.When(kFuchs, Notice(story.setting()))), IsEmpty());
}

// The date by which whoever holds has found what comes next; nullopt: there is none.
std::optional<absl::Time> Bridge(const CaseStory& story) {
  const care::Clock* clock = story.state().clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, story.setting());
  return clock == nullptr ? std::nullopt : std::optional(clock->due);
}

TEST(Notice, GivesWhoeverHoldsADateByWhichToHaveFoundWhatComesNext) {
  const auto bridged = [](std::optional<absl::Time> wished_end) {
    CaseStory story = CaseWithRunningSetting();
    GiveSettingNotice notice = Notice(story.setting());
    if (wished_end) *notice.notice.mutable_wished_end() = ToProto(*wished_end);
    story.Given(kFuchs, notice);
    return *Bridge(story) - story.now();
  };
  EXPECT_EQ(bridged(std::nullopt), kBridgeWithin);
  EXPECT_EQ(bridged(kStart), kBridgeWithin) << "at once is no date";
  EXPECT_EQ(bridged(kStart + Days(2)), Days(2));
  EXPECT_EQ(bridged(kStart + Days(30)), Days(30));
  EXPECT_EQ(bridged(kStart + Days(400)), kBridgeAtMost);
}

TEST(Notice, ThatNobodyHasAnsweredInTimeClimbsAndTheProviderHoldsOn) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Notice(story.setting()));
  const PassDeadline pass{common::v1::CLOCK_KIND_NOTICE_BRIDGE, story.setting(), *Bridge(story)};
  EXPECT_THAT(Facts(story.When(kService, pass)), IsEmpty());
  story.Wait(kBridgeWithin);
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Wait(Days(1));
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs");
}

CaseStory CaseWithTwoProviders() {
  CaseStory story = OpenedCase();
  ProposeSetting both = Propose(kFuchs, v1::COMPONENT_KIND_OUTPATIENT);
  *both.proposal.add_components() = Propose(kEule, v1::COMPONENT_KIND_OUTPATIENT).proposal.components(0);
  story.Given(kAdler, Understand()).Given(kAdler, both);
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES)).Given(kAdler, Adopt(story.setting()));
  story.Given(kFuchs, Start(story.setting(), kFuchs));
  return story;
}

TEST(Notice, OfASecondProviderIsItsOwnAndTheEarliestDateStands) {
  CaseStory story = CaseWithTwoProviders();
  GiveSettingNotice late = Notice(story.setting()), soon = late, later = late;
  *late.notice.mutable_wished_end() = ToProto(story.now() + Days(20));
  *soon.notice.mutable_wished_end() = ToProto(story.now() + Days(10));
  story.Given(kFuchs, late);
  CaseStory both = story;
  both.Given(kEule, soon);
  EXPECT_EQ(Bridge(both), story.now() + Days(10));
  EXPECT_THAT(both.state().settings[0].notices, ElementsAre(kFuchs.organisation, kEule.organisation));
  EXPECT_THAT(Facts(both.When(kEule, soon)), IsEmpty()) << "given already";
  *later.notice.mutable_wished_end() = ToProto(story.now() + Days(25));
  EXPECT_THAT(Facts(story.When(kEule, later)), ElementsAre("SettingNoticeGiven"));
  story.Given(kEule, later);
  EXPECT_EQ(Bridge(story), story.now() + Days(20));
}

TEST(Notice, OwesNothingOnceTheNextPlaceHasBegunOrTheSettingHasEnded) {
  CaseStory story = CaseWithRunningSetting();
  const std::string first = story.setting();
  story.Given(kFuchs, Notice(first));
  story.Given(kAdler, Propose(kEule)).Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  story.Given(kAdler, Adopt(story.setting())).Given(kEule, Start(story.setting(), kEule));
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_NOTICE_BRIDGE, first), nullptr);
  story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  story.Given(kFuchs, Notice(story.setting())).Given(kFuchs, EndSetting{story.setting(), {}, {}});
  EXPECT_FALSE(Bridge(story).has_value());
}

TEST(Notice, OwesNothingWhereTheCrisisTeamTakesOverInTheCommitThatBringsTheCaseBack) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Notice(story.setting())).Given(kAdler, AskToEnd(Ground::kDeath));
  story.Given(kFuchs, ApproveLawfulEnd{story.end()});
  const PassDeadline over{common::v1::CLOCK_KIND_OBJECTION_PERIOD, story.end(),
                          story.now() + kObjectionPeriod};
  story.Wait(kObjectionPeriod);
  story.Given(kService, over);
  ASSERT_TRUE(story.state().ended);
  EXPECT_THAT(Facts(story.When(kService, TakeOver(kStorch))), ::testing::Contains("CaseReopened"));
  EXPECT_FALSE(Bridge(story).has_value());
}

TEST(Notice, IsTheProvidersAboutARunningSetting) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Notice(story.setting())), Reason::kNotTheProvider));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Notice("another")), Reason::kSettingUnknown));
  CaseStory proposed = CaseWithProposal();
  EXPECT_TRUE(RefusedWith(proposed.When(kFuchs, Notice(proposed.setting())), Reason::kSettingNotRunning));
}

TEST(End, IsRefusedWithoutTheNextNight) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Notice(story.setting()));
  const EndSetting end{story.setting(), {}, {}};
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), Reason::kNextTonightMissing));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kNextTonightMissing));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "fuchs");
}

TEST(End, LetsTheUnitThatHoldsVouchItself) {
  for (common::v1::TonightKind kind : {common::v1::TONIGHT_KIND_FAMILY, common::v1::TONIGHT_KIND_CLINIC,
                                       common::v1::TONIGHT_KIND_CUSTODY, common::v1::TONIGHT_KIND_OUTREACH}) {
    CaseStory story = CaseWithRunningSetting();
    EXPECT_EQ(Facts(story.When(kAdler, End(story.setting(), kind, kSpecht))).at(0), "SettingEnded");
    EXPECT_EQ(story.state().tonight.holder().kind, kind);
    EXPECT_EQ(story.state().tonight.holder().holder.person_id, "specht");
    EXPECT_EQ(story.state().tonight_setting_id, "");
  }
}

TEST(End, AcceptsForNobodyElse) {
  CaseStory story = CaseWithRunningSetting();
  const std::string setting = story.setting();
  for (const EndSetting& end : {End(setting, common::v1::TONIGHT_KIND_CRISIS_TEAM, kAdler),
                                End(setting, common::v1::TONIGHT_KIND_PLACEMENT, kAdler),
                                End(setting, common::v1::TONIGHT_KIND_OUTREACH, kStorch)}) {
    EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kTonightNeedsAcceptance));
  }
  // The provider cannot hand the night back to the office, nor home past it.
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, End(setting, common::v1::TONIGHT_KIND_FAMILY, kAdler)),
                          Reason::kTonightNeedsAcceptance));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, End(setting, common::v1::TONIGHT_KIND_FAMILY, kFuchs)),
                          Reason::kTonightNeedsAcceptance));
}

TEST(End, NamesAKnownPersonForTheNight) {
  CaseStory story = CaseWithRunningSetting();
  EndSetting end = End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler);
  end.next.person_known = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kTonightNotNamed));
  end.next.person_known = true;
  end.next_tonight.mutable_holder()->clear_person_id();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kTonightNotNamed));
}

TEST(End, IsForTheUnitThatHoldsOrTheProviderAndARunningSetting) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(RefusedWith(story.When(kEule, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kEule)),
                          Reason::kNotAPartyOfTheSetting));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, End("another", common::v1::TONIGHT_KIND_FAMILY, kAdler)),
                          Reason::kSettingUnknown));
  story.Given(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler)),
                          Reason::kSettingNotRunning));
}

TEST(End, OfAnOutpatientSettingLeavesTheNightWhereItIs) {
  CaseStory story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  EXPECT_TRUE(RefusedWith(story.When(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_OUTREACH, kAdler)),
                          Reason::kTonightIsElsewhere));
  const auto before = story.state().tonight;
  EXPECT_THAT(Facts(CaseStory(story).When(kAdler, EndSetting{story.setting(), {}, {}})),
              ElementsAre("SettingEnded"));
  story.Given(kFuchs, EndSetting{story.setting(), {}, {}});
  EXPECT_EQ(story.state().tonight, before);
}

// B4, B8, N8: what the only provider ends from one day to the next, it has broken off.
TEST(End, ByTheOnlyProviderOwesANewPlanAndBeforeANoticeHasRunIsABreakOff) {
  CaseStory story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  const EndSetting end{story.setting(), {}, {}};
  const auto broken_off = [&](const CaseStory& before) {
    CaseStory after = before;
    const v1::SettingEnded ended = after.When(kFuchs, end).events()[0].setting_ended();
    EXPECT_EQ(ended.cause(), v1::SETTING_END_CAUSE_PROVIDER);
    EXPECT_NE(after.state().clocks.Find(common::v1::CLOCK_KIND_CASE_REVIEW, ""), nullptr)
        << "nobody was found: a plan is owed, announced or not";
    EXPECT_EQ(after.state().cycle, 2u);
    return ended.broken_off();
  };
  EXPECT_TRUE(broken_off(story));
  CaseStory decided = story;
  const auto by_office = decided.When(kAdler, end);
  ASSERT_THAT(Facts(by_office), ElementsAre("SettingEnded")) << "the office ends what it decided";
  EXPECT_FALSE(by_office.events()[0].setting_ended().broken_off());
  EXPECT_EQ(by_office.events()[0].setting_ended().cause(), v1::SETTING_END_CAUSE_CASE_HOLDER);
  story.Given(kFuchs, Notice(story.setting()));
  EXPECT_TRUE(broken_off(story)) << "of today";
  story.Wait(kBridgeWithin);
  EXPECT_FALSE(broken_off(story)) << "it was announced, and its day has come";
}

TEST(CrisisTeam, TakesOverFromASettingUnderNoticeInOneEvent) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Notice(story.setting()));
  const auto decision = story.When(kService, TakeOver(kStorch));
  ASSERT_THAT(Facts(decision), ElementsAre("SettingEnded"));
  EXPECT_EQ(decision.events()[0].setting_ended().deployment_id(), "deployment");
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_CRISIS_TEAM);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "storch");
}

TEST(CrisisTeam, TakesOverWhereNoSettingShelters) {
  CaseStory story = OpenedCase();
  EXPECT_THAT(Facts(story.When(kService, TakeOver(kStorch))), ElementsAre("TonightMoved"));
  EXPECT_THAT(Facts(story.When(kService, TakeOver(kStorch))), IsEmpty());
}

TEST(CrisisTeam, IsANamedPersonToo) {
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, TakeOver({"kit", "", ""})), Reason::kTonightNotNamed));
}

TEST(CrisisTeam, LeavesAnOutpatientSettingRunning) {
  CaseStory story = CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
  EXPECT_THAT(Facts(story.When(kService, TakeOver(kStorch))), ElementsAre("TonightMoved"));
  EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kRunning);
}

VouchForTonight Vouch(common::v1::TonightKind kind, const Person& who) {
  return {Tonight(kind, who), Known()};
}

TEST(Vouching, PassesToAnotherPersonOfTheOfficeOrToAnotherPlaceThatTakesNobodyIn) {
  CaseStory story = OpenedCase();
  EXPECT_THAT(Facts(story.When(kAdler, Vouch(common::v1::TONIGHT_KIND_FAMILY, kSpecht))),
              ElementsAre("TonightMoved"));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, "specht");
  EXPECT_THAT(Facts(story.When(kAdler, Vouch(common::v1::TONIGHT_KIND_FAMILY, kSpecht))), ElementsAre());
  story.Given(kAdler, Vouch(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler));
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
}

TEST(Vouching, IsTheHoldersForItselfAndEndsNoSetting) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Vouch(common::v1::TONIGHT_KIND_FAMILY, kFuchs)),
                          Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Vouch(common::v1::TONIGHT_KIND_PLACEMENT, kAdler)),
                          Reason::kTonightNeedsAcceptance));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Vouch(common::v1::TONIGHT_KIND_FAMILY, kFuchs)),
                          Reason::kTonightNeedsAcceptance));
  VouchForTonight strange = Vouch(common::v1::TONIGHT_KIND_FAMILY, kSpecht);
  strange.next.person_known = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, strange), Reason::kTonightNotNamed));
  EXPECT_TRUE(
      RefusedWith(CaseWithRunningSetting().When(kAdler, Vouch(common::v1::TONIGHT_KIND_FAMILY, kAdler)),
                  Reason::kSettingStillRuns));
}

// --- Missing: searched for at once, and the place is kept (N8, N12) ---

care::Tonight SearchedFor(const CaseStory& story) {
  return {common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, story.state().responsibility.holder()};
}

TEST(Missing, IsReportedByWhoSheltersOrHoldsAndWhoHoldsTheCaseSearches) {
  for (const Person& who : {kFuchs, kDachs, kAdler, kSpecht}) {
    CaseStory story = CaseWithRunningSetting();
    EXPECT_THAT(Facts(story.When(who, ReportMissing{})), ElementsAre("TonightMoved", "SearchBegun"));
    EXPECT_EQ(story.state().tonight.holder(), SearchedFor(story)) << who.id;
    EXPECT_EQ(story.state().kept_setting_id, story.setting());
    EXPECT_EQ(story.state().settings[0].phase, SettingPhase::kRunning);
    EXPECT_THAT(Facts(story.When(who, ReportMissing{})), IsEmpty()) << "said already";
  }
  EXPECT_TRUE(RefusedWith(CaseWithRunningSetting().When(kEule, ReportMissing{}), Reason::kNotWhoShelters));
  EXPECT_TRUE(RefusedWith(EndedCase().When(kAdler, ReportMissing{}), Reason::kCaseLawfullyEnded));
  EXPECT_TRUE(RefusedWith(EndedCase().When(kFuchs, ReportBack{}), Reason::kCaseLawfullyEnded));
  CaseStory clinic = std::move(CaseWithRunningSetting().Given(kService, ToClinic(kKranich)));
  EXPECT_TRUE(RefusedWith(clinic.When(kKranich, ReportMissing{}), Reason::kLeaveTheClinicFirst));
  CaseStory shelter = std::move(OpenedCase().Given(kService, TakeOver(kStorch)));
  EXPECT_THAT(Facts(shelter.When(kStorch, ReportMissing{})), ElementsAre("TonightMoved", "SearchBegun"));
  EXPECT_EQ(shelter.state().kept_setting_id, "");
}

TEST(Missing, IsSaidByWhoHoldsWithAnotherSearcherToo) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kAdler, Vouch(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kSpecht));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, kSpecht.id);
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
}

TEST(Missing, ComesBackToThePlaceByTheProvidersWordAndNothingIsAdoptedAnew) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, ReportBack{}), Reason::kNoPlaceKept));
  story.Given(kFuchs, Setback(v1::SETBACK_KIND_ABSCONDING)).Given(kFuchs, ReportMissing{});
  story.Given(kAdler, Rest(v1::STANDBY_REASON_UNREACHABLE, kStart + Days(20), kStart + Days(20)));
  story.Wait(Days(3));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, ReportBack{}), Reason::kNotTheProvider));
  EXPECT_TRUE(RefusedWith(story.When(kDachs, ReportBack{"", "stranger", false}), Reason::kDeputyNotNamed));
  const auto decision = story.When(kDachs, ReportBack{"", kFuchs.id, true});
  ASSERT_THAT(Facts(decision), ElementsAre("TonightMoved", "CaseReactivated"));
  EXPECT_EQ(decision.events()[0].tonight_moved().back_in_setting_id(), story.setting());
  EXPECT_EQ(story.state().tonight.holder().kind, common::v1::TONIGHT_KIND_PLACEMENT);
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, kDachs.id);
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
  EXPECT_EQ(story.state().kept_setting_id, "");
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_SEARCH_CONTACT, ""), nullptr);
}

// Found, and somewhere else for now: that costs no place either.
TEST(Missing, KeepsThePlaceWhereverTheNightIsUntilThen) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, ReportMissing{});
  story.Given(kAdler, Vouch(common::v1::TONIGHT_KIND_FAMILY, kAdler));
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  story.Given(kService, TakeOver(kStorch));
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  story.Given(kService, ToClinic(kKranich));
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, ReportBack{}), Reason::kLeaveTheClinicFirst));
  story.Given(kService, TakeOver(kStorch, "another deployment"));
  EXPECT_EQ(story.state().kept_setting_id, story.setting());
  story.Given(kFuchs, ReportBack{});
  EXPECT_EQ(story.state().tonight_setting_id, story.setting());
}

TEST(Missing, StopsAnEndWhereSomebodyThoughtDeadIsBack) {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, ReportMissing{}).Given(kAdler, AskToEnd(Ground::kDeath));
  EXPECT_THAT(Facts(story.When(kFuchs, ReportBack{})), ElementsAre("TonightMoved", "LawfulEndStopped"));
}

// N8: no edge from running away to the end of the place. The provider gives notice, as at any other time;
// when its day has come, who holds the case may end it, and then owes a plan.
TEST(Missing, EndsNoSettingUntilANoticeHasRunAndThenAPlanIsOwed) {
  CaseStory story = CaseWithRunningSetting();
  EXPECT_TRUE(RefusedWith(
      story.When(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler)),
      Reason::kMissingKeepsThePlace));
  story.Given(kFuchs, ReportMissing{});
  const EndSetting end{story.setting(), {}, {}};
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), Reason::kPlaceIsKept));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kPlaceIsKept)) << "a minute later";
  story.Given(kFuchs, Notice(story.setting()));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kPlaceIsKept)) << "its day has not come";
  story.Wait(kBridgeWithin);
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), Reason::kPlaceIsKept));
  EXPECT_THAT(Facts(story.When(kAdler, end)), ElementsAre("SettingEnded", "ReplanOpened"));
  EXPECT_NE(story.state().clocks.Find(common::v1::CLOCK_KIND_CASE_REVIEW, ""), nullptr);
  EXPECT_EQ(story.state().tonight.holder(), SearchedFor(story));
  EXPECT_EQ(story.state().kept_setting_id, "");
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, ReportBack{}), Reason::kNoPlaceKept));
}

TEST(Missing, LeavesThePlaceForAnotherThatBegins) {
  CaseStory story = CaseWithRunningSetting();
  const std::string first = story.setting();
  story.Given(kAdler, Propose(kEule)).Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES));
  story.Given(kAdler, Adopt(story.setting())).Given(kFuchs, ReportMissing{});
  EXPECT_THAT(Facts(story.When(kEule, Start(story.setting(), kEule))),
              ElementsAre("SettingEnded", "SettingStarted"));
  EXPECT_EQ(story.state().FindSetting(first)->phase, SettingPhase::kEnded);
  EXPECT_EQ(story.state().kept_setting_id, "");
}

TEST(NightTakenOver, RelievesWhoeverShelteredWhenItWasAskedForAndNobodySince) {
  CaseStory story = OpenedCase();
  TakeOverTonight night = TakeOver(kStorch);
  night.requested_at = story.now();
  story.Wait(absl::Hours(1));
  EXPECT_THAT(Facts(CaseStory(story).When(kService, night)), ElementsAre("TonightMoved"));

  CaseStory vouched = story;
  vouched.Given(kAdler, VouchForTonight{Tonight(common::v1::TONIGHT_KIND_FAMILY, kSpecht), Known()});
  EXPECT_FALSE(vouched.When(kService, night).refused()) << "at the same place";

  CaseStory moved = story;
  moved.Given(kAdler, VouchForTonight{Tonight(common::v1::TONIGHT_KIND_CLINIC, kAdler), Known()});
  EXPECT_TRUE(RefusedWith(moved.When(kService, night), Reason::kTonightMovedSince));

  CaseStory placed = CaseWithProposal();
  const absl::Time asked = placed.now();
  placed.Given(kAdler, AnswerWith(placed.setting(), v1::ANSWER_YES)).Given(kAdler, Adopt(placed.setting()));
  placed.Wait(Days(20));
  placed.Given(kFuchs, Start(placed.setting(), kFuchs));
  night.requested_at = asked;
  EXPECT_TRUE(RefusedWith(placed.When(kService, night), Reason::kTonightMovedSince));
  EXPECT_TRUE(IsRunning(placed.state().settings[0]));
}

TEST(Start, IsOfWhatWasAdoptedAfterTheLastSetback) {
  CaseStory story = CaseWithProposal();
  const std::string first = story.setting();
  story.Given(kAdler, AnswerWith(first, v1::ANSWER_YES)).Given(kAdler, Adopt(first));
  CaseStory setback = story;
  setback.Given(kFuchs, Setback());
  EXPECT_TRUE(RefusedWith(setback.When(kFuchs, Start(first, kFuchs)), Reason::kSettingOutdated));
  EXPECT_FALSE(story.When(kFuchs, Start(first, kFuchs)).refused());
}

TEST(Start, IsOfTheLastPlaceToLiveThatWasAdopted) {
  const Person kIgel{"other-home", "", "igel"};
  CaseStory story = CaseWithProposal();
  const std::string first = story.setting();
  story.Given(kAdler, AnswerWith(first, v1::ANSWER_YES)).Given(kAdler, Adopt(first));
  story.Given(kAdler, Propose(kIgel, v1::COMPONENT_KIND_OUTPATIENT));
  story.Given(kAdler, AnswerWith(story.setting(), v1::ANSWER_YES)).Given(kAdler, Adopt(story.setting()));
  EXPECT_FALSE(CaseStory(story).When(kFuchs, Start(first, kFuchs)).refused()) << "beside it";

  story.Given(kAdler, Propose(kIgel));
  const std::string second = story.setting();
  story.Given(kAdler, AnswerWith(second, v1::ANSWER_YES)).Given(kAdler, Adopt(second));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Start(first, kFuchs)), Reason::kSettingOutdated));
  story.Given(kIgel, Start(second, kIgel));
  EXPECT_EQ(story.state().tonight_setting_id, second);
}

TEST(End, IsNotForOneOfSeveralProvidersAlone) {
  CaseStory story = CaseWithTwoProviders();
  const EndSetting end{story.setting(), {}, {}};
  for (const Person& who : {kFuchs, kEule})
    EXPECT_TRUE(RefusedWith(story.When(who, end), Reason::kSettingHasOtherProviders)) << who.id;
  story.Given(kEule, Notice(story.setting()));
  EXPECT_TRUE(RefusedWith(story.When(kEule, end), Reason::kSettingHasOtherProviders)) << "nor by notice";
  EXPECT_THAT(Facts(story.When(kAdler, end)), ElementsAre("SettingEnded"));
}

TEST(End, OfASettingThatNeverBeganIsTheHoldersWhoSaysWhatItLacked) {
  CaseStory story = CaseWithProposal();
  const std::string setting = story.setting();
  EndSetting end{setting, {}, {}};
  end.unsuitable = {Lacked(setting, kFuchs)};
  EXPECT_TRUE(RefusedWith(story.When(kAdler, end), Reason::kSettingNotRunning)) << "only proposed";
  story.Given(kAdler, AnswerWith(setting, v1::ANSWER_NO)).Given(kAdler, Adopt(setting));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, end), Reason::kNotAPartyOfTheSetting));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, EndSetting{setting, {}, {}}), Reason::kNeverBegunWithoutReason))
      << "B4";
  const care::Tonight tonight = story.state().tonight.holder();
  EXPECT_THAT(Facts(story.When(kAdler, end)), ElementsAre("SettingEnded", "OfferFoundUnsuitable"));
  EXPECT_EQ(story.state().tonight.holder(), tonight);
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Start(setting, kFuchs)), Reason::kSettingNotAdopted));
}

}  // namespace
}  // namespace fallverbund::casework::testing
