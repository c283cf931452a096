// Requests about a calendar as commands: parsed once, texts sealed on the way, with the facts the directory
// knows.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_CALENDAR_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_CALENDAR_COMMANDS_H_

#include "absl/status/statusor.h"
#include "fallverbund/team/v1/calendar_service.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/domain/calendar_commands.h"

namespace fallverbund::team {

// kInvalidArgument names the field; others are the sealer's and the rows'.
absl::StatusOr<CalendarCommand> ToCommand(const v1::OpenCalendarRequest& request, service::Call& call);
absl::StatusOr<CalendarCommand> ToCommand(const v1::EntrustCalendarRequest& request, service::Call& call);
absl::StatusOr<CalendarCommand> ToCommand(const v1::PlanSessionRequest& request, service::Call& call);
absl::StatusOr<CalendarCommand> ToCommand(const v1::PostponeSessionRequest& request, service::Call& call);
absl::StatusOr<CalendarCommand> ToCommand(const v1::RecordSessionRequest& request, service::Call& call);
absl::StatusOr<CalendarCommand> ToCommand(const v1::RecordMissedSessionRequest& request, service::Call& call);
absl::StatusOr<CalendarCommand> ToCommand(const v1::HandBackResultRequest& request, service::Call& call);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_CALENDAR_COMMANDS_H_
