// ReaderService of any service: how far it has read, and whether everything due is done.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_READER_SERVICE_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_READER_SERVICE_H_

#include "fallverbund/eventlog/v1/reader_service.pb.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "libs/service/host.h"

namespace fallverbund::service {

// Thread-safe. Host and pipeline outlive it.
class ReaderService final : public rpc::UnaryService {
 public:
  ReaderService(Host& host, Pipeline& pipeline);

  grpc::ServerUnaryReactor* WaitSettled(grpc::CallbackServerContext* context,
                                        const eventlog::v1::WaitSettledRequest* request,
                                        eventlog::v1::WaitSettledResponse* response);
  grpc::ServerUnaryReactor* GetProjection(grpc::CallbackServerContext* context,
                                          const eventlog::v1::GetProjectionRequest* request,
                                          eventlog::v1::GetProjectionResponse* response);

 private:
  Host& host_;
  Pipeline& pipeline_;
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_READER_SERVICE_H_
