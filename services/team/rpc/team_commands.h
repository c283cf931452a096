// Requests about a Team auf Zeit as commands: parsed once, with the facts that the directory and the case
// know.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_TEAM_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_TEAM_COMMANDS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "fallverbund/team/v1/team_service.pb.h"
#include "libs/case_facts/case_facts.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/domain/team_commands.h"

namespace fallverbund::team {

// Who is in this team by now; nullopt: the case has not asked anybody yet.
std::optional<Standing> StandingOf(const case_facts::CaseFacts& facts, const std::string& team_id);
// How long the office takes that coordinates (OfficeTerms). Errors are those of the rows.
absl::StatusOr<common::v1::OfficeTerms> FindTerms(const projection::Rows& rows,
                                                  const case_facts::CaseFacts& facts);

// kInvalidArgument names the field; kNotFound: no such case; others are those of the rows.
absl::StatusOr<TeamCommand> ToCommand(const v1::ProposeTeamRequest& request, service::Call& call);
absl::StatusOr<TeamCommand> ToCommand(const v1::ReplaceProposedMemberRequest& request, service::Call& call);
absl::StatusOr<TeamCommand> ToCommand(const v1::ActivateTeamRequest& request, service::Call& call);
absl::StatusOr<TeamCommand> ToCommand(const v1::RecordTeamMeetingRequest& request, service::Call& call);
absl::StatusOr<TeamCommand> ToCommand(const v1::PauseTeamRequest& request, service::Call& call);
absl::StatusOr<TeamCommand> ToCommand(const v1::ResumeTeamRequest& request, service::Call& call);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_TEAM_COMMANDS_H_
