// The calls about a crisis team's pool and the end of deployments. Thin: a request becomes a command.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_POOL_SERVICE_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_POOL_SERVICE_H_

#include <string>
#include <string_view>

#include "fallverbund/crisis/v1/pool_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/crisis/domain/deployment_decider.h"
#include "services/crisis/domain/pool_decider.h"

namespace fallverbund::crisis {

using PoolHandler = command::CommandHandler<PoolDecider>;

// Id of a crisis team's pool, fixed by the team: first 16 bytes of SHA-256("fallverbund.pool/v1\n"
// association "\n" organisation), in hex. So there is one, whoever sets it first.
std::string PoolId(std::string_view association, std::string_view organisation_id);

// Thread-safe. Pipeline and handlers outlive it.
class PoolService final : public rpc::UnaryService {
 public:
  PoolService(service::Pipeline& pipeline, PoolHandler& pools,
              command::CommandHandler<DeploymentDecider>& deployments);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* SetPoolCapacity(Context* context, const v1::SetPoolCapacityRequest* request,
                           v1::SetPoolCapacityResponse* response);
  Reactor* ListFreePlaces(Context* context, const v1::ListFreePlacesRequest* request,
                          v1::ListFreePlacesResponse* response);
  Reactor* EndDeployment(Context* context, const v1::EndDeploymentRequest* request,
                         v1::EndDeploymentResponse* response);
  Reactor* RecordDebrief(Context* context, const v1::RecordDebriefRequest* request,
                         v1::RecordDebriefResponse* response);

 private:
  template <class Request, class Response>
  Reactor* Write(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  PoolHandler& pools_;
  command::CommandHandler<DeploymentDecider>& deployments_;
};

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_POOL_SERVICE_H_
