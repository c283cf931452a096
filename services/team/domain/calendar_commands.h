// What may be asked of one calendar (C10, C11). Texts are sealed before they come here; what the directory
// and other calendars know rides in as facts.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_COMMANDS_H_

#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "services/team/domain/duty.h"

namespace fallverbund::team {

struct OpenCalendar {
  v1::CalendarKind kind = v1::CALENDAR_KIND_UNSPECIFIED;
  std::string area;
  std::string unit_id;  // may be empty
  std::string deputy_person_id;
  int interval_days = 0;
  absl::Time first_due;
  // Facts, of the caller's organisation.
  bool unit_known = false;
  bool deputy_known = false;
};

struct EntrustCalendar {
  std::string person_id;
  std::string deputy_person_id;
  bool both_known = false;  // fact: both are of the keeper's organisation
};

struct PlanSession {  // the session is given.new_id
  absl::Time due;
  std::vector<std::string> invited_organisation_ids;
  bool invited_known = false;  // fact
};

struct PostponeSession {
  std::string session_id;
  absl::Time due;
  v1::SessionMissedReason reason = v1::SESSION_MISSED_REASON_UNSPECIFIED;
};

struct RecordSession {
  std::string session_id;
  absl::Time held_at;
  std::vector<v1::Attendance> attendances;
  std::vector<v1::SessionResult> results;
  std::vector<std::string> taken_up_hand_back_ids;
  bool organisations_known = false;  // fact
};

struct RecordMissedSession {
  std::string session_id;
  v1::SessionMissedReason reason = v1::SESSION_MISSED_REASON_UNSPECIFIED;
};

struct HandBackResult {  // what waits in the target is given.new_id
  std::string session_id;
  int result_number = 0;
  std::string target_calendar_id;
  v1::CalendarKind target_kind = v1::CALENDAR_KIND_UNSPECIFIED;  // fact; unspecified: there is none
};

// By reaction to another calendar's ResultHandedBack.
struct ReceiveResult {
  v1::ResultReceived received;
};

using CalendarCommand =
    std::variant<OpenCalendar, EntrustCalendar, PlanSession, PostponeSession, RecordSession,
                 RecordMissedSession, HandBackResult, ReceiveResult, PassDuty>;

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_CALENDAR_COMMANDS_H_
