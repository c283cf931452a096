#include "services/team/views/calendar_resource.h"

#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

class ShownCalendar : public ::testing::Test {
 protected:
  void Happened(const v1::CalendarEvent& event) { calendar_.Add(event, {}, "commit"); }
  void Open() {
    v1::CalendarEvent event;
    event.mutable_calendar_opened()->set_kind(v1::CALENDAR_KIND_CONFERENCE);
    event.mutable_calendar_opened()->set_area("Nord");
    *event.mutable_calendar_opened()->mutable_first_due() = ToProto(kNow);
    Happened(event);
  }
  void Plan(const std::string& session) {
    v1::CalendarEvent event;
    event.mutable_session_planned()->set_session_id(session);
    *event.mutable_session_planned()->mutable_due() = ToProto(kNow);
    Happened(event);
  }
  v1::Calendar Show() {
    v1::Calendar shown;
    texts_.clear();
    ShowCalendar(calendar_, shown, texts_);
    return shown;
  }

  history::History<CalendarDecider> calendar_;
  std::vector<history::SealedText> texts_;
};

TEST_F(ShownCalendar, TellsWhatBecameOfEachSession) {
  Open();
  for (const char* session : {"planned", "held", "missed", "overdue"}) Plan(session);
  v1::CalendarEvent held, missed, overdue;
  held.mutable_session_held()->set_session_id("held");
  held.mutable_session_held()->add_results()->set_kind(v1::SESSION_RESULT_KIND_DISSENT);
  *held.mutable_session_held()->mutable_next_due() = ToProto(kNow + Days(92));
  missed.mutable_session_missed()->set_session_id("missed");
  overdue.mutable_duty_overdue()->set_object_id("overdue");
  *overdue.mutable_duty_overdue()->mutable_due() = ToProto(kNow);
  for (const auto& event : {held, missed, overdue}) Happened(event);
  const auto shown = Show();
  ASSERT_EQ(shown.sessions_size(), 4);
  EXPECT_EQ(shown.sessions(0).state(), v1::SESSION_STATE_PLANNED);
  EXPECT_EQ(shown.sessions(1).state(), v1::SESSION_STATE_HELD);
  EXPECT_EQ(shown.sessions(2).state(), v1::SESSION_STATE_MISSED);
  EXPECT_EQ(shown.sessions(3).state(), v1::SESSION_STATE_OVERDUE);
  EXPECT_EQ(shown.sessions(1).results(0).kind(), v1::SESSION_RESULT_KIND_DISSENT);
  ASSERT_EQ(texts_.size(), 1u);
  EXPECT_EQ(texts_[0].field_path, "4.2");
  EXPECT_EQ(FromProto(shown.next_due()), kNow + Days(92));
}

TEST_F(ShownCalendar, ListsWhatWaitsAndNotWhatWasTakenUp) {
  Open();
  Plan("session");
  for (const char* id : {"first", "second"}) {
    v1::CalendarEvent received;
    received.mutable_result_received()->set_hand_back_id(id);
    Happened(received);
  }
  v1::CalendarEvent held;
  held.mutable_session_held()->set_session_id("session");
  held.mutable_session_held()->add_taken_up_hand_back_ids("first");
  Happened(held);
  const auto shown = Show();
  ASSERT_EQ(shown.waiting_results_size(), 1);
  EXPECT_EQ(shown.waiting_results(0).hand_back_id(), "second");
}

TEST_F(ShownCalendar, ShowsTheLastSessionsOfALongOne) {
  Open();
  for (int i = 0; i < kShownSessions + 2; ++i) Plan("session " + std::to_string(i));
  const auto shown = Show();
  ASSERT_EQ(shown.sessions_size(), kShownSessions);
  EXPECT_EQ(shown.sessions(0).session_id(), "session 2");
}

}  // namespace
}  // namespace fallverbund::team
