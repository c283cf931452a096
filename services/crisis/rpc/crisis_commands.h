// Requests of crisis as commands: parsed once, texts sealed on the way, with the facts of case and directory.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_COMMANDS_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_COMMANDS_H_

#include "absl/status/statusor.h"
#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "services/crisis/domain/deployment_commands.h"

namespace fallverbund::crisis {

// kInvalidArgument names the field; kNotFound: no such case; others are the sealer's and the rows'.
absl::StatusOr<DeploymentCommand> ToCommand(const v1::RequestDeploymentRequest& request, service::Call& call);
absl::StatusOr<AcceptDeployment> ToCommand(const v1::AcceptDeploymentRequest& request, service::Call& call);
absl::StatusOr<DeploymentCommand> ToCommand(const v1::RefuseDeploymentRequest& request, service::Call& call);
absl::StatusOr<DeploymentCommand> ToCommand(const v1::WithdrawDeploymentRequest& request,
                                            service::Call& call);
absl::StatusOr<DeploymentCommand> ToCommand(const v1::RecordOutreachContactRequest& request,
                                            service::Call& call);
absl::StatusOr<DeploymentCommand> ToCommand(const v1::TakeOverDeploymentRequest& request,
                                            service::Call& call);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_COMMANDS_H_
