// The vault over gRPC. Lets in services of this house and nobody else: the certificate's URI must name one.
#ifndef FALLVERBUND_SERVICES_KEYS_RPC_KEYS_SERVICE_H_
#define FALLVERBUND_SERVICES_KEYS_RPC_KEYS_SERVICE_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "fallverbund/keys/v1/keys_service.pb.h"
#include "grpcpp/server_context.h"
#include "libs/rpc/unary_service.h"
#include "libs/rpc/worker_pool.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {

// Thread-safe. Owns nothing: vault and pool outlive the server that serves this. The vault blocks, so each
// call runs on the pool; when its queue is full the call is RESOURCE_EXHAUSTED.
class KeysService final : public rpc::UnaryService {
 public:
  KeysService(Vault* vault, rpc::WorkerPool* pool);

  grpc::ServerUnaryReactor* ObtainKey(grpc::CallbackServerContext* context,
                                      const v1::ObtainKeyRequest* request, v1::ObtainKeyResponse* response);
  grpc::ServerUnaryReactor* OpenKeys(grpc::CallbackServerContext* context, const v1::OpenKeysRequest* request,
                                     v1::OpenKeysResponse* response);
  grpc::ServerUnaryReactor* ComputeBlindIndex(grpc::CallbackServerContext* context,
                                              const v1::ComputeBlindIndexRequest* request,
                                              v1::ComputeBlindIndexResponse* response);
  grpc::ServerUnaryReactor* GetIdKey(grpc::CallbackServerContext* context, const v1::GetIdKeyRequest* request,
                                     v1::GetIdKeyResponse* response);

 private:
  // Runs `work` with the name of the calling service, or refuses the caller.
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context,
                                  std::function<absl::Status(const std::string& service)> work);

  Vault* const vault_;
  rpc::WorkerPool* const pool_;
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_RPC_KEYS_SERVICE_H_
