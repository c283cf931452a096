// Requests of the directory as commands: parsed once, names sealed on the way.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_COMMANDS_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_COMMANDS_H_

#include "absl/status/statusor.h"
#include "fallverbund/team/v1/directory_service.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/domain/organisation_commands.h"

namespace fallverbund::team {

// kInvalidArgument names the field; others are the sealer's.
absl::StatusOr<OrganisationCommand> ToCommand(const v1::BootstrapAssociationRequest& request,
                                              service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::RegisterOrganisationRequest& request,
                                              service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::AddUnitRequest& request, service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::RegisterPersonRequest& request, service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::NameDeputyRequest& request, service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::GrantRolesRequest& request, service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::RequestDeactivationRequest& request,
                                              service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::WithdrawDeactivationRequest& request,
                                              service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::ReportAbsenceRequest& request, service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::ReportOrganisationLeavingRequest& request,
                                              service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::WithdrawOrganisationLeavingRequest& request,
                                              service::Call& call);
absl::StatusOr<OrganisationCommand> ToCommand(const v1::SetWorkingRulesRequest& request, service::Call& call);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_COMMANDS_H_
