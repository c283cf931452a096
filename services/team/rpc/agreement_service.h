// The calls about the crisis agreement. Thin: a request becomes a command, a history becomes an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_AGREEMENT_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_AGREEMENT_SERVICE_H_

#include "fallverbund/team/v1/agreement_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/agreement_decider.h"

namespace fallverbund::team {

using AgreementHandler = command::CommandHandler<AgreementDecider>;

// Thread-safe. Pipeline and handler outlive it.
class AgreementService final : public rpc::UnaryService {
 public:
  AgreementService(service::Pipeline& pipeline, AgreementHandler& handler);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* AdoptAgreement(Context* context, const v1::AdoptAgreementRequest* request,
                          v1::AdoptAgreementResponse* response);
  Reactor* AdoptAgreementVersion(Context* context, const v1::AdoptAgreementVersionRequest* request,
                                 v1::AdoptAgreementVersionResponse* response);
  Reactor* EntrustAgreement(Context* context, const v1::EntrustAgreementRequest* request,
                            v1::EntrustAgreementResponse* response);
  Reactor* SignAgreement(Context* context, const v1::SignAgreementRequest* request,
                         v1::SignAgreementResponse* response);
  Reactor* LeaveAgreement(Context* context, const v1::LeaveAgreementRequest* request,
                          v1::LeaveAgreementResponse* response);
  Reactor* NameCrisisContact(Context* context, const v1::NameCrisisContactRequest* request,
                             v1::NameCrisisContactResponse* response);
  Reactor* GetAgreement(Context* context, const v1::GetAgreementRequest* request,
                        v1::GetAgreementResponse* response);
  Reactor* ListCrisisContacts(Context* context, const v1::ListCrisisContactsRequest* request,
                              v1::ListCrisisContactsResponse* response);

 private:
  template <class Request, class Response>
  Reactor* Write(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  AgreementHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_AGREEMENT_SERVICE_H_
