// CaseService over gRPC.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_CASE_SERVICE_H_
#define FALLVERBUND_SERVICES_CASE_RPC_CASE_SERVICE_H_

#include "fallverbund/casework/v1/case_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/case/domain/case_decider.h"
#include "services/case/domain/leaver.h"

namespace fallverbund::casework {

using CaseHandler = command::CommandHandler<CaseDecider>;
using LeaverHandler = command::CommandHandler<LeaverDecider>;

// Thread-safe. Pipeline and handlers outlive it.
class CaseService final : public rpc::UnaryService {
 public:
  CaseService(service::Pipeline& pipeline, CaseHandler& handler, LeaverHandler& leavers);

#define FV_CASE_WRITE(Method)                                                                                \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context, const v1::Method##Request* request, \
                                   v1::Method##Response* response);
#include "services/case/rpc/case_writes.def"
#undef FV_CASE_WRITE

  grpc::ServerUnaryReactor* OfferCasesOfPerson(grpc::CallbackServerContext* context,
                                               const v1::OfferCasesOfPersonRequest* request,
                                               v1::OfferCasesOfPersonResponse* response);
  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context, const v1::GetCaseRequest* request,
                                    v1::GetCaseResponse* response);
  grpc::ServerUnaryReactor* ListCaseDocuments(grpc::CallbackServerContext* context,
                                              const v1::ListCaseDocumentsRequest* request,
                                              v1::ListCaseDocumentsResponse* response);
  grpc::ServerUnaryReactor* ListInbox(grpc::CallbackServerContext* context,
                                      const v1::ListInboxRequest* request, v1::ListInboxResponse* response);
  grpc::ServerUnaryReactor* ListPersonInbox(grpc::CallbackServerContext* context,
                                            const v1::ListPersonInboxRequest* request,
                                            v1::ListPersonInboxResponse* response);
  grpc::ServerUnaryReactor* ListUnitWork(grpc::CallbackServerContext* context,
                                         const v1::ListUnitWorkRequest* request,
                                         v1::ListUnitWorkResponse* response);
  grpc::ServerUnaryReactor* ListOrganisationWork(grpc::CallbackServerContext* context,
                                                 const v1::ListOrganisationWorkRequest* request,
                                                 v1::ListOrganisationWorkResponse* response);
  grpc::ServerUnaryReactor* ListUncoveredRights(grpc::CallbackServerContext* context,
                                                const v1::ListUncoveredRightsRequest* request,
                                                v1::ListUncoveredRightsResponse* response);
  grpc::ServerUnaryReactor* ListStructuralGaps(grpc::CallbackServerContext* context,
                                               const v1::ListStructuralGapsRequest* request,
                                               v1::ListStructuralGapsResponse* response);

 private:
  template <class Request, class Response>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, const Request& request,
                                  Response& response);

  service::Pipeline& pipeline_;
  CaseHandler& handler_;
  LeaverHandler& leavers_;
};

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_RPC_CASE_SERVICE_H_
