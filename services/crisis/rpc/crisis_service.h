// The calls of crisis. Thin: a request becomes a command, a history becomes an answer.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_SERVICE_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_SERVICE_H_

#include "fallverbund/crisis/v1/crisis_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/crisis/domain/crisis_decider.h"
#include "services/crisis/domain/deployment_decider.h"
#include "services/crisis/rpc/pool_service.h"

namespace fallverbund::crisis {

using CrisisHandler = command::CommandHandler<CrisisDecider>;
using DeploymentHandler = command::CommandHandler<DeploymentDecider>;

// Thread-safe. Pipeline and handlers outlive it.
class CrisisService final : public rpc::UnaryService {
 public:
  CrisisService(service::Pipeline& pipeline, DeploymentHandler& handler, CrisisHandler& crises,
                PoolHandler& pools);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* RequestDeployment(Context* context, const v1::RequestDeploymentRequest* request,
                             v1::RequestDeploymentResponse* response);
  Reactor* AcceptDeployment(Context* context, const v1::AcceptDeploymentRequest* request,
                            v1::AcceptDeploymentResponse* response);
  Reactor* RefuseDeployment(Context* context, const v1::RefuseDeploymentRequest* request,
                            v1::RefuseDeploymentResponse* response);
  Reactor* WithdrawDeployment(Context* context, const v1::WithdrawDeploymentRequest* request,
                              v1::WithdrawDeploymentResponse* response);
  Reactor* GetDeployment(Context* context, const v1::GetDeploymentRequest* request,
                         v1::GetDeploymentResponse* response);
  Reactor* RecordOutreachContact(Context* context, const v1::RecordOutreachContactRequest* request,
                                 v1::RecordOutreachContactResponse* response);
  Reactor* TakeOverDeployment(Context* context, const v1::TakeOverDeploymentRequest* request,
                              v1::TakeOverDeploymentResponse* response);
  Reactor* OpenCrisis(Context* context, const v1::OpenCrisisRequest* request,
                      v1::OpenCrisisResponse* response);
  Reactor* OpenCrisisForUnknownPerson(Context* context, const v1::OpenCrisisForUnknownPersonRequest* request,
                                      v1::OpenCrisisForUnknownPersonResponse* response);
#define FV_CRISIS_WRITE(Method) \
  Reactor* Method(Context* context, const v1::Method##Request* request, v1::Method##Response* response);
#include "services/crisis/rpc/crisis_writes.def"
#undef FV_CRISIS_WRITE
  Reactor* GetCrisis(Context* context, const v1::GetCrisisRequest* request, v1::GetCrisisResponse* response);
  Reactor* ListCrises(Context* context, const v1::ListCrisesRequest* request,
                      v1::ListCrisesResponse* response);
  Reactor* GetRoundTableFigures(Context* context, const v1::GetRoundTableFiguresRequest* request,
                                v1::GetRoundTableFiguresResponse* response);

 private:
  template <class Request, class Response>
  Reactor* Act(Context* context, const Request& request, Response& response);
  template <class Request, class Response>
  Reactor* Answer(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  DeploymentHandler& handler_;
  CrisisHandler& crises_;
  PoolHandler& pools_;
};

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_SERVICE_H_
