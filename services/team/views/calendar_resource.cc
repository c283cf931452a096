#include "services/team/views/calendar_resource.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

v1::SessionState StateOf(const SessionEntry& session, bool overdue) {
  if (session.held) return v1::SESSION_STATE_HELD;
  if (session.missed) return v1::SESSION_STATE_MISSED;
  return overdue ? v1::SESSION_STATE_OVERDUE : v1::SESSION_STATE_PLANNED;
}

void ShowHeld(const v1::SessionHeld& held, v1::ShownSession& shown, std::vector<history::SealedText>& texts) {
  *shown.mutable_held_at() = held.held_at();
  *shown.mutable_attendances() = held.attendances();
  for (int i = 0; i < held.results_size(); ++i) {
    v1::SessionResultText& result = *shown.add_results();
    result.set_kind(held.results(i).kind());
    texts.push_back(history::TextAt(
        held, held.results(i).text(),
        absl::StrCat(v1::SessionHeld::kResultsFieldNumber, ".", v1::SessionResult::kTextFieldNumber),
        result.mutable_text()));
  }
}

}  // namespace

void ShowCalendar(const history::History<CalendarDecider>& calendar, v1::Calendar& shown,
                  std::vector<history::SealedText>& texts) {
  const CalendarState& state = calendar.state;
  shown.set_calendar_id(calendar.aggregate_id);
  shown.set_kind(state.kind);
  shown.set_area(state.area);
  *shown.mutable_keeper() = care::ToProto(state.keeper);
  shown.set_interval_days(state.interval_days);
  if (const care::Clock* series = state.duties.Find("")) *shown.mutable_next_due() = ToProto(series->due);
  shown.set_overdue(state.duties.IsOverdue(""));

  size_t to_skip = state.sessions.size() - std::min<size_t>(state.sessions.size(), kShownSessions);
  shown.mutable_sessions()->Reserve(kShownSessions);
  std::map<std::string, v1::ShownSession*> sessions;
  for (const auto& entry : calendar.entries) {
    const auto& event = entry.event;
    if (event.has_session_planned()) {
      const std::string& id = event.session_planned().session_id();
      if (to_skip > 0) {
        --to_skip;
        continue;
      }
      v1::ShownSession& session = *shown.add_sessions();
      sessions[id] = &session;
      session.set_calendar_id(calendar.aggregate_id);
      session.set_session_id(id);
      session.set_kind(state.kind);
      session.set_area(state.area);
      session.set_state(StateOf(state.sessions.at(id), state.duties.IsOverdue(id)));
      *session.mutable_due() = ToProto(state.sessions.at(id).due);
      *session.mutable_invited_organisation_ids() = event.session_planned().invited_organisation_ids();
    }
    if (event.has_session_held()) {
      const auto found = sessions.find(event.session_held().session_id());
      if (found != sessions.end()) ShowHeld(event.session_held(), *found->second, texts);
    }
    if (event.has_result_received() && state.waiting.contains(event.result_received().hand_back_id())) {
      v1::WaitingResult& waiting = *shown.add_waiting_results();
      waiting.set_hand_back_id(event.result_received().hand_back_id());
      waiting.set_from_calendar_id(event.result_received().from_calendar_id());
      waiting.set_session_id(event.result_received().session_id());
      waiting.set_result_number(event.result_received().result_number());
    }
  }
}

}  // namespace fallverbund::team
