#include "services/crisis/rpc/crisis_service.h"

#include <optional>
#include <vector>

#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "services/crisis/rpc/crisis_commands.h"
#include "services/crisis/views/deployment_resource.h"
#include "services/crisis/views/pool_view.h"

namespace fallverbund::crisis {
namespace {

using Result = absl::StatusOr<std::optional<command::Outcome>>;

}  // namespace

CrisisService::CrisisService(service::Pipeline& pipeline, DeploymentHandler& handler, PoolHandler& pools)
    : pipeline_(pipeline), handler_(handler), pools_(pools) {
  ServeAll(&CrisisService::RequestDeployment, &CrisisService::AcceptDeployment,
           &CrisisService::RefuseDeployment, &CrisisService::WithdrawDeployment,
           &CrisisService::GetDeployment);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* CrisisService::Answer(Context* context, const Request& request,
                                                Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Result {
    if (request.deployment_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const DeploymentCommand command, ToCommand(request, call));
    return handler_.Handle(call.ContextFor(request.deployment_id()), command);
  });
}

grpc::ServerUnaryReactor* CrisisService::RequestDeployment(Context* context,
                                                           const v1::RequestDeploymentRequest* request,
                                                           v1::RequestDeploymentResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Result {
        FV_ASSIGN_OR_RETURN(const DeploymentCommand command, ToCommand(*request, call));
        response->set_deployment_id(call.NewAggregateId(DeploymentDecider::kAggregateType));
        return handler_.Handle(call.ContextFor(response->deployment_id()), command);
      });
}

grpc::ServerUnaryReactor* CrisisService::AcceptDeployment(Context* context,
                                                          const v1::AcceptDeploymentRequest* request,
                                                          v1::AcceptDeploymentResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Result {
    if (request->deployment_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const auto acceptance, ToCommand(*request, call));
    // Where the team has set a capacity its pool decides who gets the place, and the deployment follows
    // (A17).
    FV_ASSIGN_OR_RETURN(const std::string pool_id, PoolOf(call.rows(), call.caller().peer.name));
    if (pool_id.empty())
      return handler_.Handle(call.ContextFor(request->deployment_id()), DeploymentCommand(acceptance));
    FV_ASSIGN_OR_RETURN(const auto deployment,
                        command::ReadHistory<DeploymentDecider>(call.rows(), request->deployment_id()));
    return pools_.Handle(call.ContextFor(pool_id),
                         PoolCommand(TakePlace{request->deployment_id(), acceptance, deployment.state}));
  });
}

grpc::ServerUnaryReactor* CrisisService::RefuseDeployment(Context* context,
                                                          const v1::RefuseDeploymentRequest* request,
                                                          v1::RefuseDeploymentResponse* response) {
  return Answer(context, *request, *response);
}

grpc::ServerUnaryReactor* CrisisService::WithdrawDeployment(Context* context,
                                                            const v1::WithdrawDeploymentRequest* request,
                                                            v1::WithdrawDeploymentResponse* response) {
  return Answer(context, *request, *response);
}

grpc::ServerUnaryReactor* CrisisService::GetDeployment(Context* context,
                                                       const v1::GetDeploymentRequest* request,
                                                       v1::GetDeploymentResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const auto deployment,
                        command::ReadHistory<DeploymentDecider>(call.rows(), request->deployment_id()));
    // Allowed for the case it names, so the deployment must be of that case.
    if (deployment.state.case_id != request->case_id()) return absl::NotFoundError("");
    std::vector<history::SealedText> texts;
    ShowDeployment(deployment, *response->mutable_deployment(), texts);
    call.Show(request->deployment_id(), texts);
    return std::nullopt;
  });
}

}  // namespace fallverbund::crisis
