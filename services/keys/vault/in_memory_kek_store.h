// Key-encryption keys for tests. Lost with the process.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_IN_MEMORY_KEK_STORE_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_IN_MEMORY_KEK_STORE_H_

#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/crypto/random.h"
#include "services/keys/vault/kek_store.h"

namespace fallverbund::keys {

class InMemoryKekStore final : public KekStore {
 public:
  explicit InMemoryKekStore(std::map<uint32_t, std::string> keys = {{1, std::string(kKekBytes, 'K')}})
      : keys_(std::move(keys)) {}

  absl::StatusOr<KekRing> Load() override {
    absl::MutexLock lock(&mu_);
    if (keys_.empty()) return absl::NotFoundError("no key-encryption key here");
    std::map<uint32_t, crypto::Secret> ring;
    for (const auto& [epoch, key] : keys_) ring.insert_or_assign(epoch, crypto::Secret(key));
    return KekRing(std::move(ring));
  }
  absl::Status Make(uint32_t epoch) override {
    absl::MutexLock lock(&mu_);
    if (!keys_.emplace(epoch, crypto::RandomBytes(kKekBytes)).second)
      return absl::AlreadyExistsError("is there");
    return absl::OkStatus();
  }
  absl::Status Destroy(uint32_t epoch) override {
    absl::MutexLock lock(&mu_);
    keys_.erase(epoch);
    return absl::OkStatus();
  }

  void Put(uint32_t epoch, std::string key) {
    absl::MutexLock lock(&mu_);
    keys_[epoch] = std::move(key);
  }
  std::map<uint32_t, std::string> Dump() const {
    absl::MutexLock lock(&mu_);
    return keys_;
  }

 private:
  mutable absl::Mutex mu_;
  std::map<uint32_t, std::string> keys_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_IN_MEMORY_KEK_STORE_H_
