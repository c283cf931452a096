// One calendar for team meetings, conferences, practice advice, commissions and round tables: what is
// planned, was held or missed, is overdue, and where results went (C10, C11).
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_DECIDER_H_

#include "libs/decider/decider.h"
#include "services/team/domain/calendar_commands.h"
#include "services/team/domain/calendar_state.h"

namespace fallverbund::team {

// No series is rarer than once a year, and nothing is planned further ahead: a proposed default.
inline constexpr int kLongestIntervalDays = 366;
// Planned and neither held nor missed: more than one a week for a year is no plan.
inline constexpr size_t kMostOpenSessions = 53;

struct CalendarDecider {
  using State = CalendarState;
  using Command = CalendarCommand;
  using Event = v1::CalendarEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "calendar";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<CalendarDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_DECIDER_H_
