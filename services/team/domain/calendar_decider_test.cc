#include "services/team/domain/calendar_decider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "services/team/domain/testing/register_story.h"

namespace fallverbund::team {
namespace {

using testing::Id;
using Story = testing::RegisterStory<CalendarDecider>;

const std::string kOffice = Id('a'), kProvider = Id('b');
const std::string kKeeper = Id('1'), kDeputy = Id('2'), kColleague = Id('3'), kSpace = Id('c');

OpenCalendar Conference(const Story& story) {
  return {v1::CALENDAR_KIND_CONFERENCE, "Nord", "", kDeputy, 92, story.now() + Days(30), true, true};
}
PlanSession Plan(const Story& story, int days = 20) {
  return {story.now() + Days(days), {kProvider}, true};
}
v1::Attendance Came(const std::string& organisation, int people) {
  v1::Attendance attendance;
  attendance.set_organisation_id(organisation);
  attendance.set_people(people);
  return attendance;
}
v1::SessionResult Result(v1::SessionResultKind kind) {
  v1::SessionResult result;
  result.set_kind(kind);
  return result;
}
RecordSession Held(const Story& story, const std::string& session_id) {
  return {session_id, story.now(), {Came(kOffice, 1), Came(kProvider, 2)}, {}, {}, true};
}
v1::ResultReceived Received(char id) {
  v1::ResultReceived received;
  received.set_hand_back_id(Id(id));
  received.set_from_calendar_id(Id('f'));
  received.set_session_id(Id('d'));
  received.set_result_number(1);
  return received;
}

Story Opened() {
  Story story;
  story.As(kOffice, kKeeper);
  EXPECT_EQ(story.When(Conference(story)), "OK");
  return story;
}
Story Planned(std::string* session_id) {
  Story story = Opened();
  EXPECT_EQ(story.When(Plan(story)), "OK");
  *session_id = story.last_id();
  return story;
}

TEST(Calendar, AnInterdisciplinaryTalkIsHeldByTwoOrganisationsAtLeast) {
  Story story;
  story.As(kOffice, kKeeper);
  OpenCalendar open = Conference(story);
  open.kind = v1::CALENDAR_KIND_INTERDISCIPLINARY;
  EXPECT_EQ(story.When(open), "OK");
  EXPECT_EQ(story.When(Plan(story)), "OK");
  RecordSession held = Held(story, story.last_id());
  held.attendances = {Came(kOffice, 5)};
  EXPECT_EQ(story.When(held), "TALK_NEEDS_TWO_ORGANISATIONS");
  held.attendances.push_back(Came(kProvider, 1));
  EXPECT_EQ(story.When(held), "OK");
}

TEST(Calendar, IsKeptByANamedPersonWithADeputyAndOpensOnce) {
  Story story = Opened();
  EXPECT_EQ(story.state().keeper.person_id, kKeeper);
  EXPECT_EQ(story.state().keeper.deputy_person_id, kDeputy);
  EXPECT_EQ(story.When(Conference(story)), "NOTHING");
}

TEST(Calendar, NeedsADeputyAndItsOwnUnit) {
  Story story;
  story.As(kOffice, kKeeper);
  auto open = Conference(story);
  open.deputy_known = false;
  EXPECT_EQ(story.When(open), "DEPUTY_NOT_NAMED");
  open = Conference(story);
  open.deputy_person_id = kKeeper;
  EXPECT_EQ(story.When(open), "DEPUTY_NOT_NAMED");
  open = Conference(story);
  open.unit_known = false;
  EXPECT_EQ(story.When(open), "UNIT_UNKNOWN");
}

TEST(Calendar, NeedsAnIntervalAndAFirstDateWithinIt) {
  Story story;
  story.As(kOffice, kKeeper);
  auto open = Conference(story);
  open.interval_days = 0;
  EXPECT_EQ(story.When(open), "CALENDAR_NEEDS_INTERVAL");
  open.interval_days = kLongestIntervalDays + 1;
  EXPECT_EQ(story.When(open), "CALENDAR_NEEDS_INTERVAL");
  open = Conference(story);
  open.first_due = story.now() + Days(93);
  EXPECT_EQ(story.When(open), "CALENDAR_NEEDS_INTERVAL");
}

TEST(Calendar, OnlyItsKeeperOrTheDeputyPlansAndRecords) {
  std::string session;
  Story story = Planned(&session);
  for (const auto& [organisation, person] : {std::pair{kOffice, kColleague}, {kProvider, kKeeper}}) {
    story.As(organisation, person);
    EXPECT_EQ(story.When(Plan(story)), "ONLY_THE_CALENDARS_KEEPER");
    EXPECT_EQ(story.When(PostponeSession{session, story.now() + Days(25)}), "ONLY_THE_CALENDARS_KEEPER");
    EXPECT_EQ(story.When(Held(story, session)), "ONLY_THE_CALENDARS_KEEPER");
    EXPECT_EQ(story.When(RecordMissedSession{session}), "ONLY_THE_CALENDARS_KEEPER");
    EXPECT_EQ(story.When(HandBackResult{session, 1, kSpace}), "ONLY_THE_CALENDARS_KEEPER");
  }
  story.As(kOffice, kDeputy);
  EXPECT_EQ(story.When(Plan(story)), "OK");
}

TEST(Calendar, ThatIsNoneHasNoSessions) {
  Story story;
  story.As(kOffice, kKeeper);
  EXPECT_EQ(story.When(Plan(story)), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(EntrustCalendar{kColleague, kDeputy, true}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(ReceiveResult{Received('7')}), "OBJECT_UNKNOWN");
}

TEST(Calendar, IsEntrustedToAColleagueByAnyColleague) {
  Story story = Opened();
  story.As(kProvider, kColleague);
  EXPECT_EQ(story.When(EntrustCalendar{kColleague, kDeputy, true}), "NOT_YOUR_ORGANISATION");
  story.As(kOffice, kColleague);
  EXPECT_EQ(story.When(EntrustCalendar{kColleague, kDeputy, false}), "PERSON_UNKNOWN");
  EXPECT_EQ(story.When(EntrustCalendar{kColleague, kColleague, true}), "DEPUTY_IS_ONESELF");
  EXPECT_EQ(story.When(EntrustCalendar{kColleague, kDeputy, true}), "OK");
  EXPECT_EQ(story.When(EntrustCalendar{kColleague, kDeputy, true}), "NOTHING");
  EXPECT_EQ(story.When(Plan(story)), "OK");
}

TEST(Calendar, PlansSessionsAheadAndNotTooMany) {
  Story story = Opened();
  EXPECT_EQ(story.When(Plan(story, -1)), "SESSION_NEEDS_DATE");
  EXPECT_EQ(story.When(Plan(story, kLongestIntervalDays + 1)), "SESSION_NEEDS_DATE");
  auto stranger = Plan(story);
  stranger.invited_known = false;
  EXPECT_EQ(story.When(stranger), "ORGANISATION_UNKNOWN");
  for (size_t i = 0; i < kMostOpenSessions; ++i) ASSERT_EQ(story.When(Plan(story)), "OK");
  EXPECT_EQ(story.When(Plan(story)), "TOO_MANY_SESSIONS_PLANNED");
  ASSERT_EQ(story.When(RecordMissedSession{story.state().sessions.begin()->first,
                                           v1::SESSION_MISSED_REASON_ILLNESS}),
            "OK");
  EXPECT_EQ(story.When(Plan(story)), "OK");
}

TEST(Calendar, APostponedSessionIsDueLaterAndStaysOne) {
  std::string session;
  Story story = Planned(&session);
  EXPECT_EQ(story.When(PostponeSession{Id('9'), story.now() + Days(25)}), "SESSION_UNKNOWN");
  EXPECT_EQ(story.When(PostponeSession{session, story.now() - Days(1)}), "SESSION_NEEDS_DATE");
  EXPECT_EQ(story.When(PostponeSession{session, story.now() + Days(20)}), "NOTHING");
  EXPECT_EQ(story.When(PostponeSession{session, story.now() + Days(25)}), "OK");
  EXPECT_EQ(story.state().sessions.size(), 1u);
  EXPECT_EQ(story.state().duties.Find(session)->due, story.now() + Days(25));
}

TEST(Calendar, AHeldSessionSetsTheDateOfTheNext) {
  std::string session;
  Story story = Planned(&session);
  story.Wait(Days(20));
  EXPECT_EQ(story.When(Held(story, session)), "OK");
  EXPECT_EQ(story.state().duties.Find(session), nullptr);
  EXPECT_EQ(story.state().duties.Find("")->due, story.now() + Days(92));
  EXPECT_EQ(story.When(Held(story, session)), "SESSION_IS_OVER");
  EXPECT_EQ(story.When(RecordMissedSession{session}), "SESSION_IS_OVER");
  EXPECT_EQ(story.When(PostponeSession{session, story.now() + Days(5)}), "SESSION_IS_OVER");
}

TEST(Calendar, ASessionEnteredLateDoesNotPullTheNextOneBack) {
  std::string first;
  Story story = Planned(&first);
  EXPECT_EQ(story.When(Plan(story, 40)), "OK");
  const std::string second = story.last_id();
  story.Wait(Days(40));
  EXPECT_EQ(story.When(Held(story, second)), "OK");
  auto late = Held(story, first);
  late.held_at = story.now() - Days(20);
  EXPECT_EQ(story.When(late), "OK");
  EXPECT_EQ(story.state().duties.Find("")->due, story.now() + Days(92));
}

TEST(Calendar, RecordsWhatWasHeldAndByWhom) {
  std::string session;
  Story story = Planned(&session);
  auto held = Held(story, session);
  held.held_at = story.now() + absl::Hours(1);
  EXPECT_EQ(story.When(held), "SESSION_NOT_YET_HELD");
  held = Held(story, session);
  held.attendances = {Came(kOffice, 1)};
  EXPECT_EQ(story.When(held), "SESSION_NEEDS_PEOPLE");
  held.attendances = {Came(kOffice, 2), Came(kOffice, 2)};
  EXPECT_EQ(story.When(held), "SESSION_NEEDS_PEOPLE");
  held.attendances = {Came(kOffice, 3), Came(kProvider, -1)};
  EXPECT_EQ(story.When(held), "SESSION_NEEDS_PEOPLE");
  held = Held(story, session);
  held.organisations_known = false;
  EXPECT_EQ(story.When(held), "ORGANISATION_UNKNOWN");
  EXPECT_EQ(story.When(Held(story, Id('9'))), "SESSION_UNKNOWN");
  EXPECT_EQ(story.When(Held(story, session)), "OK");
}

TEST(Calendar, KeepsDissentBesideTheSharedStance) {
  std::string session;
  Story story = Planned(&session);
  auto held = Held(story, session);
  held.results = {Result(v1::SESSION_RESULT_KIND_AGREEMENT), Result(v1::SESSION_RESULT_KIND_DISSENT)};
  const auto decision = story.Decide(held);
  ASSERT_FALSE(decision.refused());
  ASSERT_EQ(decision.events()[0].session_held().results_size(), 2);
  EXPECT_EQ(decision.events()[0].session_held().results(1).kind(), v1::SESSION_RESULT_KIND_DISSENT);
}

TEST(Calendar, HandsAResultBackToASocialSpaceAndNowhereElse) {
  std::string session;
  Story story = Planned(&session);
  auto held = Held(story, session);
  held.results = {Result(v1::SESSION_RESULT_KIND_GAP)};
  EXPECT_EQ(story.When(held), "OK");
  HandBackResult back{session, 1, kSpace, v1::CALENDAR_KIND_SOCIAL_SPACE_MEETING};
  for (int number : {0, 2}) {
    back.result_number = number;
    EXPECT_EQ(story.When(back), "RESULT_UNKNOWN");
  }
  back.result_number = 1;
  back.session_id = Id('9');
  EXPECT_EQ(story.When(back), "SESSION_UNKNOWN");
  back.session_id = session;
  for (auto kind : {v1::CALENDAR_KIND_UNSPECIFIED, v1::CALENDAR_KIND_TEAM_MEETING}) {
    back.target_kind = kind;
    EXPECT_EQ(story.When(back), "HANDS_BACK_TO_SOCIAL_SPACE");
  }
  back.target_kind = v1::CALENDAR_KIND_SOCIAL_SPACE_MEETING;
  EXPECT_EQ(story.When(back), "OK");
}

TEST(Calendar, AResultWaitsUntilASessionTakesItUp) {
  std::string session;
  Story story = Planned(&session);
  EXPECT_EQ(story.When(ReceiveResult{Received('7')}), "OK");
  EXPECT_EQ(story.When(ReceiveResult{Received('7')}), "NOTHING");
  EXPECT_THAT(story.state().waiting, ::testing::ElementsAre(Id('7')));
  auto held = Held(story, session);
  held.taken_up_hand_back_ids = {Id('8')};
  EXPECT_EQ(story.When(held), "RESULT_IS_NOT_WAITING");
  held.taken_up_hand_back_ids = {Id('7'), Id('7')};
  EXPECT_EQ(story.When(held), "RESULT_IS_NOT_WAITING");
  held.taken_up_hand_back_ids = {Id('7')};
  EXPECT_EQ(story.When(held), "OK");
  EXPECT_TRUE(story.state().waiting.empty());
  EXPECT_EQ(story.When(ReceiveResult{Received('7')}), "NOTHING");
}

TEST(Calendar, AMissedDateBecomesOverdueClimbsAndEndsNothing) {
  std::string session;
  Story story = Planned(&session);
  const absl::Time due = story.now() + Days(20);
  EXPECT_EQ(story.When(PassDuty{session, due}), "NOTHING");
  story.Wait(Days(20));
  EXPECT_EQ(story.When(PassDuty{session, due}), "OK");
  EXPECT_TRUE(story.state().duties.IsOverdue(session));
  for (int step = 0; step < 4; ++step) {
    story.Wait(Days(1));
    EXPECT_EQ(story.When(PassDuty{session, due}), "OK");
  }
  story.Wait(Days(1));
  EXPECT_EQ(story.When(PassDuty{session, due}), "NOTHING");
  EXPECT_EQ(story.state().duties.Find(session)->step, common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_EQ(story.state().keeper.person_id, kKeeper);
  EXPECT_TRUE(story.state().sessions.at(session).open());
}

TEST(Calendar, ASeriesWithoutASessionIsOverdueItself) {
  Story story = Opened();
  const absl::Time due = story.now() + Days(30);
  story.Wait(Days(30));
  EXPECT_EQ(story.When(PassDuty{"", due}), "OK");
  EXPECT_TRUE(story.state().duties.IsOverdue(""));
}

// C10: nothing in it can say whom a session was about. Every text is sealed but the area's name.
TEST(Calendar, HasNoPlaceForPersonalData) {
  const std::set<std::string> plain = {"area"};
  const auto& file = *v1::CalendarOpened::descriptor()->file();
  for (int m = 0; m < file.message_type_count(); ++m) {
    for (int f = 0; f < file.message_type(m)->field_count(); ++f) {
      const auto& field = *file.message_type(m)->field(f);
      EXPECT_EQ(field.name().find("case"), std::string::npos) << field.full_name();
      EXPECT_EQ(field.name().find("subject"), std::string::npos) << field.full_name();
      if (field.cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) continue;
      const std::string_view name = field.name();
      EXPECT_TRUE(name.ends_with("_id") || name.ends_with("_ids") || plain.contains(std::string(name)))
          << field.full_name() << " holds text that anybody can read";
    }
  }
}

}  // namespace
}  // namespace fallverbund::team
