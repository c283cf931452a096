// The key vault across the network.
//
//   auto channel = rpc::Connect({.target = options.vault, .tls = options.tls, .service = "keys"});
//   rpc::GrpcKeyVault vault(*channel, {});
#ifndef FALLVERBUND_LIBS_RPC_VAULT_GRPC_KEY_VAULT_H_
#define FALLVERBUND_LIBS_RPC_VAULT_GRPC_KEY_VAULT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "fallverbund/keys/v1/keys_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "libs/seal/key_vault.h"

namespace fallverbund::rpc {

struct GrpcKeyVaultOptions {
  absl::Duration timeout = absl::Seconds(2);  // of one try; less where nobody waits so long
  int tries =
      2;  // an instance that goes away in the middle of a call has a neighbour; all methods may be repeated
};

// Thread-safe; calls block for at most tries * timeout, and not beyond `until`. What the vault answers is
// checked before it is believed: a malformed answer is kInternal. The id key is asked for once and kept,
// since it never changes; it is asked for first, so it waits for a vault that is just starting. A process
// without a server moves its connections only while it waits on them: asking and pausing in turn let each
// step take gRPC's own 5 s, up to a minute.
class GrpcKeyVault final : public seal::KeyVault {
 public:
  explicit GrpcKeyVault(std::shared_ptr<grpc::Channel> channel, GrpcKeyVaultOptions options = {});

  using KeyVault::Create;
  absl::StatusOr<seal::DataKey> Create(const seal::KeyScope& scope, absl::Time until) override;
  absl::StatusOr<std::vector<seal::OpenedKey>> Open(absl::Span<const std::string> key_ids,
                                                    const seal::OpenReason& reason) override;
  absl::StatusOr<std::string> BlindIndex(std::string_view text) override;
  absl::StatusOr<crypto::Secret> IdKey() override;

 private:
  template <class Request, class Response>
  using Method = grpc::Status (keys::v1::KeysService::Stub::*)(grpc::ClientContext*, const Request&,
                                                               Response*);
  template <class Request, class Response>
  absl::StatusOr<Response> Call(Method<Request, Response> method, const Request& request, absl::Time until,
                                bool wait_for_vault = false);

  const std::unique_ptr<keys::v1::KeysService::Stub> stub_;
  const GrpcKeyVaultOptions options_;
  absl::Mutex mu_;
  crypto::Secret id_key_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_VAULT_GRPC_KEY_VAULT_H_
