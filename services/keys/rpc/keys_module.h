// The key vault as a module of the house: it gives keys to services, and takes them away for people.
#ifndef FALLVERBUND_SERVICES_KEYS_RPC_KEYS_MODULE_H_
#define FALLVERBUND_SERVICES_KEYS_RPC_KEYS_MODULE_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/rpc/worker_pool.h"
#include "libs/seal/key_store.h"
#include "services/keys/rpc/erasure_service.h"
#include "services/keys/rpc/keeper.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {

class KeysModule final : public service::Module {
 public:
  explicit KeysModule(absl::Duration epoch_lasts = kEpochLasts) : epoch_lasts_(epoch_lasts) {}

  // Before MakeSpec; both outlive the module.
  void Use(Vault& vault, seal::KeyStore& store) {
    vault_ = &vault;
    store_ = &store;
  }
  service::Spec MakeSpec() override;
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override;
  void Start() override;
  bool CaughtUp() const override;
  void Stop() override;

  Keeper& keeper() { return *keeper_; }  // once there are services

 private:
  absl::StatusOr<command::Outcome> Execute(const reaction::Obligation& obligation,
                                           const command::CommandContext& context);

  const absl::Duration epoch_lasts_;
  Vault* vault_ = nullptr;
  seal::KeyStore* store_ = nullptr;
  directory::DirectoryView directory_;
  service::Host* host_ = nullptr;
  std::unique_ptr<KeyHandler> handler_;
  std::unique_ptr<Keeper> keeper_;
  std::unique_ptr<rpc::WorkerPool> pool_;  // of the calls of services, which must not wait behind people's
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_RPC_KEYS_MODULE_H_
