#include "services/team/rpc/calendar_commands.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "services/team/domain/calendar_decider.h"
#include "services/team/rpc/requests.h"

namespace fallverbund::team {
namespace {

constexpr int kMaxResults = 32;  // of one session; nobody remembers more

absl::StatusOr<v1::CalendarKind> KindOf(service::Call& call, const std::string& calendar_id) {
  const auto calendar = command::ReadHistory<CalendarDecider>(call.rows(), calendar_id);
  if (absl::IsNotFound(calendar.status())) return v1::CALENDAR_KIND_UNSPECIFIED;
  FV_RETURN_IF_ERROR(calendar.status());
  return calendar->state.kind;
}

}  // namespace

absl::StatusOr<CalendarCommand> ToCommand(const v1::OpenCalendarRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckPlainName(request.area(), "area"));
  OpenCalendar command;
  command.kind = request.kind();
  command.area = request.area();
  command.unit_id = request.unit_id();
  command.deputy_person_id = request.deputy_person_id();
  command.interval_days = request.interval_days();
  command.first_due = TimeOf(request.has_first_due(), request.first_due());
  FV_ASSIGN_OR_RETURN(command.unit_known, IsOwnUnit(call, request.unit_id()));
  FV_ASSIGN_OR_RETURN(command.deputy_known, IsOwnPerson(call, request.deputy_person_id()));
  return command;
}

absl::StatusOr<CalendarCommand> ToCommand(const v1::EntrustCalendarRequest& request, service::Call& call) {
  EntrustCalendar command{request.person_id(), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(const bool person, IsOwnPerson(call, request.person_id()));
  FV_ASSIGN_OR_RETURN(const bool deputy, IsOwnPerson(call, request.deputy_person_id()));
  command.both_known = person && deputy;
  return command;
}

absl::StatusOr<CalendarCommand> ToCommand(const v1::PlanSessionRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.invited_organisation_ids_size(), "invited_organisation_ids"));
  PlanSession command;
  command.due = TimeOf(request.has_due(), request.due());
  command.invited_known = true;
  for (const std::string& id : request.invited_organisation_ids()) {
    command.invited_organisation_ids.push_back(id);
    FV_ASSIGN_OR_RETURN(const bool known, IsOrganisation(call, id));
    command.invited_known = command.invited_known && known;
  }
  return command;
}

absl::StatusOr<CalendarCommand> ToCommand(const v1::PostponeSessionRequest& request, service::Call&) {
  return PostponeSession{request.session_id(), TimeOf(request.has_due(), request.due()), request.reason()};
}

absl::StatusOr<CalendarCommand> ToCommand(const v1::RecordSessionRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.attendances_size(), "attendances"));
  FV_RETURN_IF_ERROR(CheckFew(request.results_size(), "results", kMaxResults));
  FV_RETURN_IF_ERROR(CheckFew(request.taken_up_hand_back_ids_size(), "taken_up_hand_back_ids"));
  if (!request.has_held_at()) return absl::InvalidArgumentError("held_at is missing");
  RecordSession command;
  command.session_id = request.session_id();
  command.held_at = FromProto(request.held_at());
  command.organisations_known = true;
  for (const auto& attendance : request.attendances()) {
    command.attendances.push_back(attendance);
    FV_ASSIGN_OR_RETURN(const bool known, IsOrganisation(call, attendance.organisation_id()));
    command.organisations_known = command.organisations_known && known;
  }
  for (const auto& result : request.results()) {
    if (result.text().empty()) return absl::InvalidArgumentError("the text of a result is missing");
    v1::SessionResult& sealed = command.results.emplace_back();
    sealed.set_kind(result.kind());
    FV_ASSIGN_OR_RETURN(
        *sealed.mutable_text(),
        call.Seal(
            RegisterScope(call, request.calendar_id()), request.calendar_id(), *v1::SessionHeld::descriptor(),
            absl::StrCat(v1::SessionHeld::kResultsFieldNumber, ".", v1::SessionResult::kTextFieldNumber),
            result.text()));
  }
  command.taken_up_hand_back_ids = {request.taken_up_hand_back_ids().begin(),
                                    request.taken_up_hand_back_ids().end()};
  return command;
}

absl::StatusOr<CalendarCommand> ToCommand(const v1::RecordMissedSessionRequest& request, service::Call&) {
  return RecordMissedSession{request.session_id(), request.reason()};
}

absl::StatusOr<CalendarCommand> ToCommand(const v1::HandBackResultRequest& request, service::Call& call) {
  HandBackResult command{request.session_id(), request.result_number(), request.target_calendar_id()};
  FV_ASSIGN_OR_RETURN(command.target_kind, KindOf(call, request.target_calendar_id()));
  return command;
}

}  // namespace fallverbund::team
