// AuditService over gRPC: every method a read of the audit's rows, journaled like any other.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_AUDIT_SERVICE_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_AUDIT_SERVICE_H_

#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projector.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "libs/service/host.h"

namespace fallverbund::audit {

// Thread-safe. All outlive it.
class AuditService final : public rpc::UnaryService {
 public:
  AuditService(service::Host& host, service::Pipeline& pipeline, eventlog::EventLog& journal,
               projection::Projector& of_journal);

  grpc::ServerUnaryReactor* VerifyLog(grpc::CallbackServerContext* context,
                                      const v1::VerifyLogRequest* request, v1::VerifyLogResponse* response);
  grpc::ServerUnaryReactor* ListCaseHistory(grpc::CallbackServerContext* context,
                                            const v1::ListCaseHistoryRequest* request,
                                            v1::ListCaseHistoryResponse* response);
  grpc::ServerUnaryReactor* GetCaseHolders(grpc::CallbackServerContext* context,
                                           const v1::GetCaseHoldersRequest* request,
                                           v1::GetCaseHoldersResponse* response);
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* context,
                                      const v1::ListCasesRequest* request, v1::ListCasesResponse* response);
  grpc::ServerUnaryReactor* ListNumbers(grpc::CallbackServerContext* context,
                                        const v1::ListNumbersRequest* request,
                                        v1::ListNumbersResponse* response);
  grpc::ServerUnaryReactor* ListRefusals(grpc::CallbackServerContext* context,
                                         const v1::ListRefusalsRequest* request,
                                         v1::ListRefusalsResponse* response);
  grpc::ServerUnaryReactor* ListCaseReaders(grpc::CallbackServerContext* context,
                                            const v1::ListCaseReadersRequest* request,
                                            v1::ListCaseReadersResponse* response);
  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request, v1::GetReportResponse* response);

 private:
  // Until the journal is read as far as it goes now, and at least to `position`. Blocks a worker: auditors
  // are few.
  absl::Status WaitForJournal(uint64_t position, absl::Time deadline);
  absl::Status Verify(const v1::VerifyLogRequest& request, absl::Time deadline,
                      v1::VerifyLogResponse& response);
  absl::Status Report(const v1::GetReportRequest& request, absl::Time deadline,
                      v1::GetReportResponse& response);

  service::Host& host_;
  service::Pipeline& pipeline_;
  eventlog::EventLog& journal_;
  projection::Projector& of_journal_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_AUDIT_SERVICE_H_
