// The vault's store, and the vault itself, on the real bus.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/crypto/secret.h"
#include "libs/eventlog_jetstream/jetstream_key_store.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "libs/seal/testing/key_store_contract.h"
#include "libs/seal/testing/key_vault_contract.h"
#include "services/keys/vault/in_memory_kek_store.h"
#include "services/keys/vault/vault.h"

namespace fallverbund {
namespace {

using eventlog::BusFixture;
using eventlog::JetStreamKeyStore;
using eventlog::KeyBucket;

std::unique_ptr<JetStreamKeyStore> StoreOn(const BusFixture& bus) {
  auto bucket = KeyBucket::Bind(bus.Connect("keys"), "do", absl::Seconds(2));
  FV_CHECK(bucket.ok());
  return std::make_unique<JetStreamKeyStore>(*std::move(bucket));
}

// One bus for all tests, since each takes more than a second to start.
BusFixture& Bus() {
  static BusFixture bus;
  return bus;
}

// As empty as a new bucket: names of its own.
class NewStore final : public seal::KeyStore {
 public:
  absl::StatusOr<std::optional<seal::StoredValue>> Get(const std::string& key) override {
    return store_->Get(prefix_ + key);
  }
  absl::StatusOr<uint64_t> CreateIfAbsent(const std::string& key, const std::string& value) override {
    return store_->CreateIfAbsent(prefix_ + key, value);
  }
  absl::StatusOr<uint64_t> UpdateIfRevision(const std::string& key, const std::string& value,
                                            uint64_t revision) override {
    return store_->UpdateIfRevision(prefix_ + key, value, revision);
  }
  absl::StatusOr<std::optional<seal::StoredEntry>> NextFrom(uint64_t from) override {
    for (;;) {
      auto next = store_->NextFrom(from);
      if (!next.ok() || !next->has_value()) return next;
      if ((*next)->key.starts_with(prefix_)) {
        (*next)->key.erase(0, prefix_.size());
        return next;
      }
      from = (*next)->stored.revision + 1;
    }
  }

 private:
  static inline int made_ = 0;
  const std::string prefix_ = absl::StrCat("test-", ++made_, "-");
  const std::unique_ptr<JetStreamKeyStore> store_ = StoreOn(Bus());
};

// The service "case" at two instances of the vault, each with a connection of its own. No test of the
// contract needs an empty bucket.
class VaultOnTheBus final : public seal::VaultHouse {
 public:
  seal::KeyVault& One() override { return one_; }
  seal::KeyVault& Other() override { return other_; }
  void DenyHelp() override { one_.service = "audit"; }
  void Erase(const std::string& key_id) override {
    const auto store = StoreOn(Bus());
    const auto stored = store->Get(key_id);
    const std::string erased =
        keys::Erased(*keys::ParseRecord((*stored)->value), absl::UnixEpoch()).SerializeAsString();
    FV_CHECK(store->UpdateIfRevision(key_id, erased, (*stored)->revision).ok());
  }
  void SetAvailable(bool available) override { available ? Bus().Resume() : Bus().Pause(); }

 private:
  struct Instance final : seal::KeyVault {
    Instance()
        : store(StoreOn(Bus())),
          vault({.association = "do", .may_make_root_keys = true}, &keks, store.get()) {}
    absl::StatusOr<seal::DataKey> Create(const seal::KeyScope& scope, absl::Time) override {
      return vault.Obtain(service, scope);
    }
    absl::StatusOr<std::vector<seal::OpenedKey>> Open(absl::Span<const std::string> ids,
                                                      const seal::OpenReason& reason) override {
      return vault.Open(service, ids, reason);
    }
    absl::StatusOr<std::string> BlindIndex(std::string_view text) override {
      return vault.BlindIndex(service, text);
    }
    absl::StatusOr<crypto::Secret> IdKey() override { return vault.IdKey(service); }

    const std::unique_ptr<JetStreamKeyStore> store;
    keys::InMemoryKekStore keks;
    keys::Vault vault;
    std::string service = "case";
  };
  Instance one_;
  Instance other_;
};

}  // namespace

namespace seal {
INSTANTIATE_TEST_SUITE_P(JetStream, KeyStoreContract, ::testing::Values([]() -> std::unique_ptr<KeyStore> {
                           return std::make_unique<NewStore>();
                         }));
INSTANTIATE_TEST_SUITE_P(JetStream, KeyVaultContract, ::testing::Values([]() -> std::unique_ptr<VaultHouse> {
                           return std::make_unique<VaultOnTheBus>();
                         }));
}  // namespace seal
}  // namespace fallverbund
