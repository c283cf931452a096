#include <algorithm>

#include "services/team/domain/calendar_decider.h"

namespace fallverbund::team {

CalendarState CalendarDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  switch (event.event_case()) {
    case Event::kCalendarOpened: {
      const auto& opened = event.calendar_opened();
      state.kind = opened.kind();
      state.area = opened.area();
      state.keeper = care::FromProto(opened.keeper());
      state.interval_days = opened.interval_days();
      state.duties.Start("", FromProto(opened.first_due()));
      break;
    }
    case Event::kCalendarEntrusted:
      state.keeper.person_id = event.calendar_entrusted().person_id();
      state.keeper.deputy_person_id = event.calendar_entrusted().deputy_person_id();
      break;
    case Event::kSessionPlanned: {
      const absl::Time due = FromProto(event.session_planned().due());
      state.sessions[event.session_planned().session_id()].due = due;
      state.duties.Start(event.session_planned().session_id(), due);
      break;
    }
    case Event::kSessionPostponed: {
      const absl::Time due = FromProto(event.session_postponed().due());
      state.sessions[event.session_postponed().session_id()].due = due;
      state.duties.Start(event.session_postponed().session_id(), due);
      break;
    }
    case Event::kSessionHeld: {
      const auto& held = event.session_held();
      SessionEntry& session = state.sessions[held.session_id()];
      session.held = true;
      session.results = held.results_size();
      state.last_held_at = std::max(state.last_held_at, FromProto(held.held_at()));
      for (const std::string& id : held.taken_up_hand_back_ids()) state.waiting.erase(id);
      state.duties.Stop(held.session_id());
      state.duties.Start("", FromProto(held.next_due()));
      break;
    }
    case Event::kSessionMissed:
      state.sessions[event.session_missed().session_id()].missed = true;
      state.duties.Stop(event.session_missed().session_id());
      break;
    case Event::kResultHandedBack:
      break;
    case Event::kResultReceived:
      state.waiting.insert(event.result_received().hand_back_id());
      state.received.insert(event.result_received().hand_back_id());
      break;
    case Event::kDutyOverdue:
      state.duties.Take(event.duty_overdue(), given.now);
      break;
    case Event::kDutyEscalated:
      state.duties.Take(event.duty_escalated(), given.now);
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
