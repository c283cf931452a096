// Unaccompanied minors and somebody who is missing, good and spoilt; judged from the log alone (§ 42a, N12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using testing::Pen;
using testing::VerdictOf;
namespace cw = casework::v1;

std::vector<std::string> WordsOf(const Milo& milo) {
  return VerdictOf(milo.book).Words();
}

// The Land names the office of Sommer; Adler's office holds until the young person is there.
struct OnTheWay {
  Milo milo;

  OnTheWay() {
    milo.PlayToCase();
    cw::MinorAllocated allocated;
    allocated.set_organisation_id(milo.Sommer().organisation_id());
    milo.InCase(milo.AdlerPen(), allocated);
  }
  void ArrivedSays(const Pen& pen) {
    cw::ArrivalConfirmed arrival;
    arrival.set_person_id(pen.person);
    milo.InCase(pen, arrival);
  }
  void Moves() {
    cw::HandoverOffered offered;
    offered.set_handover_id(milo.handover);
    *offered.mutable_to() = milo.Sommer();
    cw::HandoverMeetingHeld met;
    met.set_handover_id(milo.handover);
    met.add_person_ids(milo.who.adler);
    met.add_person_ids(milo.who.sommer);
    milo.InCase(milo.AdlerPen(), offered, met);
    cw::HandoverAccepted accepted;
    accepted.set_handover_id(milo.handover);
    accepted.set_person_id(milo.who.sommer);
    cw::ResponsibilityMoved moved;
    moved.set_handover_id(milo.handover);
    *moved.mutable_from() = milo.Adler();
    *moved.mutable_to() = milo.Sommer();
    milo.InCase(milo.SommerPen(), accepted, moved);
  }
};

TEST(JudgesMinors, WithoutAFindingWhereTheArrivalWasConfirmedBefore) {
  OnTheWay story;
  story.ArrivedSays(story.milo.SommerPen());
  story.Moves();
  EXPECT_THAT(WordsOf(story.milo), IsEmpty());
}

TEST(JudgesMinors, AMoveBeforeTheArrivalIsConfirmed) {
  OnTheWay story;
  story.Moves();
  EXPECT_THAT(WordsOf(story.milo), ElementsAre("MOVE_BEFORE_ARRIVAL arrival_not_confirmed"));
}

TEST(JudgesMinors, AnArrivalThatNobodyThereConfirmed) {
  OnTheWay story;
  story.ArrivedSays({story.milo.who.clinic, story.milo.who.doctor, "CLINIC"});
  story.Moves();
  EXPECT_THAT(WordsOf(story.milo), ElementsAre("MOVE_BEFORE_ARRIVAL arrival_not_confirmed"));
}

TEST(JudgesMinors, NobodyIsOnTheWayWhereTheAllocationIsExcluded) {
  OnTheWay story;
  story.milo.InCase(story.milo.AdlerPen(), cw::MinorExcluded());
  story.Moves();
  EXPECT_THAT(WordsOf(story.milo), IsEmpty());
}

// Adler's office searches from `tonight` on.
struct Missing {
  Milo milo;
  common::v1::Tonight tonight;

  Missing() {
    milo.PlayToCase();
    tonight.set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
    *tonight.mutable_holder() = milo.Adler();
  }
  cw::TonightMoved Gone() const {
    cw::TonightMoved moved;
    *moved.mutable_from() = milo.AtHome();
    *moved.mutable_to() = tonight;
    return moved;
  }
  cw::SearchBegun Begun(const std::string& person_id) const {
    cw::SearchBegun begun;
    begun.set_person_id(person_id);
    begun.mutable_first_due()->set_seconds(1'772'442'000);
    return begun;
  }
};

TEST(JudgesSearches, WithoutAFindingWhereSomebodySearchesFromThenOn) {
  Missing story;
  story.milo.InCase(story.milo.AdlerPen(), story.Gone(), story.Begun(story.milo.who.adler));
  EXPECT_THAT(WordsOf(story.milo), IsEmpty());
}

TEST(JudgesSearches, MissingWithoutASearcher) {
  Missing story;
  story.milo.InCase(story.milo.AdlerPen(), story.Gone());
  EXPECT_THAT(WordsOf(story.milo), ElementsAre("MISSING_WITHOUT_SEARCHER nobody_tries_by_a_date"));
}

TEST(JudgesSearches, ASearcherOfAnotherHouseOrWithoutADate) {
  Missing another;
  another.milo.InCase(another.milo.AdlerPen(), another.Gone(), another.Begun(another.milo.who.doctor));
  EXPECT_THAT(WordsOf(another.milo), ElementsAre("MISSING_WITHOUT_SEARCHER nobody_tries_by_a_date"));
  Missing dateless;
  cw::SearchBegun begun = dateless.Begun(dateless.milo.who.adler);
  begun.clear_first_due();
  dateless.milo.InCase(dateless.milo.AdlerPen(), dateless.Gone(), begun);
  EXPECT_THAT(WordsOf(dateless.milo), ElementsAre("MISSING_WITHOUT_SEARCHER nobody_tries_by_a_date"));
}

// N12, N14: an end that was asked for before is stopped with the search, and none is asked for meanwhile; as
// it was recorded before that was the rule, both went on.
TEST(JudgesSearches, AnEndWhileSomebodyIsSearchedFor) {
  const auto ends = [](bool rule, bool asked_before, cw::LawfulEndGround ground, bool stopped) {
    Missing story;
    Milo& milo = story.milo;
    cw::LawfulEndRequested asked;
    asked.set_end_id(milo.end);
    asked.set_ground(ground);
    asked.mutable_evidence();
    asked.mutable_confirmed_at();
    cw::LawfulEndStopped stop;
    stop.set_end_id(milo.end);
    cw::SearchBegun begun = story.Begun(milo.who.adler);
    begun.set_nothing_ends(rule);
    if (asked_before) milo.InCase(milo.AdlerPen(), asked);
    if (stopped)
      milo.InCase(milo.AdlerPen(), story.Gone(), begun, stop);
    else
      milo.InCase(milo.AdlerPen(), story.Gone(), begun);
    if (!asked_before) milo.InCase(milo.AdlerPen(), asked);
    milo.ObjectionPeriod(absl::Hours(24 * 14));
    cw::CaseLawfullyEnded ended = milo.TheEnd();
    ended.set_ground(ground);
    milo.InCase(Milo::House("case"), ended);
    const auto found = WordsOf(milo);
    for (const std::string flaw : {"nobody_knows_where", "missing_meanwhile", "not_asked_for"}) {
      if (std::count(found.begin(), found.end(), "END_WITHOUT_GROUND " + flaw) > 0) return flaw;
    }
    return std::string();
  };
  const auto abroad = cw::LAWFUL_END_GROUND_MOVED_ABROAD, death = cw::LAWFUL_END_GROUND_DEATH;
  EXPECT_EQ(ends(true, false, abroad, false), "nobody_knows_where");
  EXPECT_EQ(ends(true, true, abroad, false), "missing_meanwhile");
  EXPECT_EQ(ends(true, true, abroad, true), "not_asked_for")
      << "it was stopped, and nothing is wrong but this";
  EXPECT_EQ(ends(true, false, death, false), "");
  EXPECT_EQ(ends(false, false, abroad, false), "");
  EXPECT_EQ(ends(false, true, abroad, false), "");
}

// A place with Milo's carer, who has run away from it, or is in a clinic and goes home for a weekend.
struct Place {
  Milo milo;
  cw::SettingEnded ended;

  Place() {
    milo.PlayToTeam();
    milo.Understands();
    cw::SettingProposed proposed;
    proposed.set_setting_id(milo.setting);
    proposed.add_components()->set_kind(cw::COMPONENT_KIND_RESIDENTIAL);
    proposed.mutable_components(0)->set_organisation_id(milo.who.provider);
    milo.InCase(milo.CarerPen(), proposed);
    milo.SettingStarts();
    ended.set_setting_id(milo.setting);
    ended.set_cause(cw::SETTING_END_CAUSE_CASE_HOLDER);
  }
  void Moves(const common::v1::Tonight& from, common::v1::TonightKind kind, bool kept) {
    cw::TonightMoved moved;
    *moved.mutable_from() = from;
    moved.mutable_to()->set_kind(kind);
    *moved.mutable_to()->mutable_holder() = milo.Adler();
    moved.set_place_is_said(true);
    if (kept) moved.set_kept_setting_id(milo.setting);
    *ended.mutable_next_tonight() = moved.to();
    if (kind != common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN) {
      milo.InCase(milo.AdlerPen(), moved);
      return;
    }
    cw::SearchBegun begun;
    begun.set_person_id(milo.who.adler);
    *begun.mutable_first_due() = ToProto(milo.book.now() + absl::Hours(24));
    milo.InCase(milo.AdlerPen(), moved, begun);
  }
  void RunsAway() { Moves(milo.WithCarer(), common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, true); }
  void GivesNotice(absl::Duration until) {
    cw::SettingNoticeGiven notice;
    notice.set_setting_id(milo.setting);
    *notice.mutable_bridge_due() = ToProto(milo.book.now() + until);
    milo.InCase(milo.CarerPen(), notice);
  }
  static cw::ReplanOpened Plan() {
    cw::ReplanOpened plan;
    plan.set_cycle(2);
    return plan;
  }
  std::vector<std::string> Words() { return WordsOf(milo); }
};

// N8, N9: a place is kept where a setting runs, and the night returns to it by its provider's word.
TEST(JudgesSearches, AReturnToAPlaceThatItsProviderHasNotTaken) {
  const auto back = [](bool runs, bool in_person) {
    Place place;
    Milo& milo = place.milo;
    const common::v1::Tonight with_carer = milo.WithCarer();
    cw::TonightMoved gone;
    *gone.mutable_from() = with_carer;
    gone.mutable_to()->set_kind(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
    *gone.mutable_to()->mutable_holder() = milo.Adler();
    gone.set_kept_setting_id(runs ? milo.setting : testing::TestId(0x4e0));
    cw::SearchBegun begun;
    begun.set_person_id(milo.who.adler);
    *begun.mutable_first_due() = ToProto(milo.book.now() + absl::Hours(24));
    milo.InCase(milo.CarerPen(), gone, begun);
    cw::TonightMoved returned;
    *returned.mutable_from() = gone.to();
    *returned.mutable_to() = with_carer;
    returned.set_back_in_setting_id(milo.setting);
    milo.InCase(in_person ? milo.CarerPen() : milo.AdlerPen(), returned);
    return place.Words();
  };
  EXPECT_THAT(back(true, true), IsEmpty());
  EXPECT_THAT(back(false, true), ElementsAre("TONIGHT_EMPTY kept_where_nothing_runs"));
  EXPECT_THAT(back(true, false), ElementsAre("MOVE_WITHOUT_ACCEPTANCE back_without_the_providers_word"));
}

// N9: wherever the night goes, the place is kept, and the event says so.
TEST(JudgesPlaces, OneThatIsLostOnTheWayToTheFamily) {
  for (const bool kept : {true, false}) {
    Place place;
    place.RunsAway();
    place.Moves(place.ended.next_tonight(), common::v1::TONIGHT_KIND_FAMILY, kept);
    std::vector<std::string> found;
    if (!kept) found = {"PLACE_LOST the_night_moved_and_the_place_is_not_kept"};
    EXPECT_EQ(place.Words(), found);
  }
}

// N9: a weekend at home does not end what is kept during a stay: the place still stands when it ends.
TEST(JudgesPlaces, OneThatIsKeptInAClinicAndOverAWeekendAtHome) {
  for (const bool kept : {true, false}) {
    Place place;
    place.Moves(place.milo.WithCarer(), common::v1::TONIGHT_KIND_CLINIC, true);
    place.Moves(place.ended.next_tonight(), common::v1::TONIGHT_KIND_FAMILY, kept);
    place.Moves(place.ended.next_tonight(), common::v1::TONIGHT_KIND_CLINIC, kept);
    place.milo.InCase(place.milo.AdlerPen(), place.ended);
    EXPECT_THAT(place.Words(), ElementsAre(kept ? "HELP_ENDED_WITHOUT_PLAN no_new_plan"
                                                : "PLACE_LOST the_night_moved_and_the_place_is_not_kept"));
  }
}

// N8: whoever is missing loses it after a notice has run, and then a plan is owed; of what was recorded
// before it was said who ends it nothing is judged.
TEST(JudgesPlaces, OneThatEndsWhileSomebodyIsMissing) {
  const auto ends = [](cw::SettingEndCause cause, bool announced, bool plan) {
    Place place;
    place.RunsAway();
    if (announced) place.GivesNotice(absl::Hours(24));
    place.milo.book.Advance(absl::Hours(24));
    place.ended.set_cause(cause);
    const auto pen = cause == cw::SETTING_END_CAUSE_PROVIDER ? place.milo.CarerPen() : place.milo.AdlerPen();
    if (plan) {
      place.milo.InCase(pen, place.ended, Place::Plan());
    } else {
      place.milo.InCase(pen, place.ended);
    }
    return place.Words();
  };
  constexpr auto kHolder = cw::SETTING_END_CAUSE_CASE_HOLDER;
  EXPECT_THAT(ends(kHolder, true, true), IsEmpty());
  EXPECT_THAT(ends(kHolder, false, true),
              ElementsAre("PLACE_LOST ended_while_missing_before_a_notice_had_run"));
  EXPECT_THAT(ends(kHolder, true, false), ElementsAre("HELP_ENDED_WITHOUT_PLAN no_new_plan"));
  EXPECT_THAT(ends(cw::SETTING_END_CAUSE_PROVIDER, true, true),
              ElementsAre("PLACE_LOST ended_by_who_keeps_it"));
  EXPECT_THAT(ends(cw::SETTING_END_CAUSE_NEXT_PLACE, true, true), ElementsAre("PLACE_LOST no_next_place"));
  EXPECT_THAT(ends(cw::SETTING_END_CAUSE_UNSPECIFIED, false, false), IsEmpty());
}

// Nor by the word that somebody was found at home, which would have made it a decision like any other.
TEST(JudgesPlaces, OneThatEndsWhileSomebodyIsElsewhereForNow) {
  for (const bool plan : {true, false}) {
    Place place;
    place.RunsAway();
    place.Moves(place.ended.next_tonight(), common::v1::TONIGHT_KIND_FAMILY, true);
    if (plan) {
      place.milo.InCase(place.milo.AdlerPen(), place.ended, Place::Plan());
    } else {
      place.milo.InCase(place.milo.AdlerPen(), place.ended);
    }
    std::vector<std::string> found;
    if (!plan) found = {"HELP_ENDED_WITHOUT_PLAN no_new_plan"};
    EXPECT_EQ(place.Words(), found);
  }
}

// B4, N8: by its provider, with or without notice.
TEST(JudgesPlaces, AHelpByDayThatItsProviderEndsWithoutAPlan) {
  const auto ends = [](bool by_provider, bool plan, bool says_so) {
    Place place;
    cw::SettingEnded ended;
    ended.set_setting_id(testing::TestId(0x4e1));
    *ended.mutable_next_tonight() = place.milo.WithCarer();
    ended.set_cause(by_provider == says_so ? cw::SETTING_END_CAUSE_PROVIDER
                                           : cw::SETTING_END_CAUSE_CASE_HOLDER);
    const auto pen = by_provider ? place.milo.CarerPen() : place.milo.AdlerPen();
    if (plan) {
      place.milo.InCase(pen, ended, Place::Plan());
    } else {
      place.milo.InCase(pen, ended);
    }
    return place.Words();
  };
  EXPECT_THAT(ends(true, true, true), IsEmpty());
  EXPECT_THAT(ends(false, false, true), IsEmpty()) << "the office ends what it decided";
  EXPECT_THAT(ends(true, false, true), ElementsAre("HELP_ENDED_WITHOUT_PLAN no_new_plan"));
  EXPECT_THAT(ends(true, true, false), ElementsAre("HELP_ENDED_WITHOUT_PLAN ended_by_another_than_it_says"));
}

TEST(JudgesSearches, WhoIsMissingASecondTimeIsSearchedForAnew) {
  Missing story;
  story.milo.InCase(story.milo.AdlerPen(), story.Gone(), story.Begun(story.milo.who.adler));
  cw::TonightMoved found;
  *found.mutable_from() = story.tonight;
  *found.mutable_to() = story.milo.AtHome();
  story.milo.InCase(story.milo.AdlerPen(), found);
  story.milo.InCase(story.milo.AdlerPen(), story.Gone());
  EXPECT_THAT(WordsOf(story.milo), ElementsAre("MISSING_WITHOUT_SEARCHER nobody_tries_by_a_date"));
}

}  // namespace
}  // namespace fallverbund::audit
