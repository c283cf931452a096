// Port to where the key-encryption keys of this instance lie. Files in a running vault
// (services/keys/files/kek_files.h), a map in tests.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_KEK_STORE_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_KEK_STORE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/keys/vault/kek_ring.h"

namespace fallverbund::keys {

// Thread-safe, also between instances that share one.
class KekStore {
 public:
  virtual ~KekStore() = default;

  // All of them, as they lie there now. kNotFound: none.
  virtual absl::StatusOr<KekRing> Load() = 0;

  // A new random one, durable and whole when OK. kAlreadyExists: there is one, and it stays.
  virtual absl::Status Make(uint32_t epoch) = 0;

  // Gone for good when OK, as far as this store can promise; OK also if there is none.
  virtual absl::Status Destroy(uint32_t epoch) = 0;
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_KEK_STORE_H_
