// Erasure over gRPC: for people, through the same pipeline as every service of the house, so that who may is
// decided by the directory and every refusal and look is in the journal.
#ifndef FALLVERBUND_SERVICES_KEYS_RPC_ERASURE_SERVICE_H_
#define FALLVERBUND_SERVICES_KEYS_RPC_ERASURE_SERVICE_H_

#include "fallverbund/keys/v1/erasure_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/keys/domain/key_decider.h"
#include "services/keys/rpc/keeper.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {

using KeyHandler = command::CommandHandler<KeyDecider>;

// Thread-safe. Everything it is given outlives it.
class ErasureService final : public rpc::UnaryService {
 public:
  struct Parts {
    service::Host& host;
    service::Pipeline& pipeline;
    Vault& vault;
    KeyHandler& handler;
    Keeper& keeper;
  };
  explicit ErasureService(Parts parts);

  using Context = grpc::CallbackServerContext;
  grpc::ServerUnaryReactor* ProposeErasure(Context* context, const v1::ProposeErasureRequest* request,
                                           v1::ProposeErasureResponse* response);
  grpc::ServerUnaryReactor* ApproveErasure(Context* context, const v1::ApproveErasureRequest* request,
                                           v1::ApproveErasureResponse* response);
  grpc::ServerUnaryReactor* PlaceLegalHold(Context* context, const v1::PlaceLegalHoldRequest* request,
                                           v1::PlaceLegalHoldResponse* response);
  grpc::ServerUnaryReactor* LiftLegalHold(Context* context, const v1::LiftLegalHoldRequest* request,
                                          v1::LiftLegalHoldResponse* response);
  grpc::ServerUnaryReactor* GetErasure(Context* context, const v1::GetErasureRequest* request,
                                       v1::GetErasureResponse* response);
  grpc::ServerUnaryReactor* BeginKeyEpoch(Context* context, const v1::BeginKeyEpochRequest* request,
                                          v1::BeginKeyEpochResponse* response);
  grpc::ServerUnaryReactor* GetVaultStatus(Context* context, const v1::GetVaultStatusRequest* request,
                                           v1::GetVaultStatusResponse* response);

 private:
  // The key of the scope, for who may decide about it. kNotFound: none, or not theirs.
  absl::StatusOr<KeyFacts> KeyOf(service::Call& call, const v1::ErasureScope& scope);

  const Parts parts_;
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_RPC_ERASURE_SERVICE_H_
