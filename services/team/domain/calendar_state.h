// One calendar as deciding needs it.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_STATE_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_STATE_H_

#include <map>
#include <set>
#include <string>

#include "absl/time/time.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "libs/care/holder.h"
#include "services/team/domain/duty.h"

namespace fallverbund::team {

struct SessionEntry {
  absl::Time due;
  bool held = false;
  bool missed = false;
  int results = 0;
  bool open() const { return !held && !missed; }
  friend bool operator==(const SessionEntry&, const SessionEntry&) = default;
};

struct CalendarState {
  v1::CalendarKind kind = v1::CALENDAR_KIND_UNSPECIFIED;  // unspecified: there is none
  std::string area;
  care::Holder keeper;
  int interval_days = 0;
  absl::Time last_held_at = absl::InfinitePast();
  std::map<std::string, SessionEntry> sessions;
  std::set<std::string> waiting;   // handed back to here and not yet taken up
  std::set<std::string> received;  // all of them
  Duties duties;                   // each open session's, and the series' own

  bool opened() const { return kind != v1::CALENDAR_KIND_UNSPECIFIED; }
  friend bool operator==(const CalendarState&, const CalendarState&) = default;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_STATE_H_
