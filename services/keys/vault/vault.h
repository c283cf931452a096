// The vault itself: which key belongs to which scope, who may use it, and how it is kept. One truth for any
// number of instances, by compare-and-set on the bucket; nothing is cached here but the two keys of the
// association.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_VAULT_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_VAULT_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "libs/crypto/random.h"
#include "libs/seal/key_store.h"
#include "libs/seal/key_vault.h"
#include "services/keys/vault/kek_ring.h"
#include "services/keys/vault/wrap.h"

namespace fallverbund::keys {

// The two keys of the association itself, as they are named in the bucket.
inline constexpr char kIdKeyName[] = "id-key";
inline constexpr char kIndexKeyName[] = "blind-index-key";

struct VaultOptions {
  std::string association;
  // Whether the two keys of the association may be made when the bucket has none: only while provisioning.
  // Later their absence is a lost bucket, and new ones would silently break every derived id and name index.
  bool may_make_root_keys = false;
  crypto::RandomSource random = crypto::RandomBytes;
  // Told of entries that cannot be read although they should (damage, a missing epoch). Thread-safe; may log.
  std::function<void(const absl::Status&)> on_damage = [](const absl::Status&) {};
};

// Thread-safe; calls block as the store's do. `store` is not owned. The service is the name in the caller's
// certificate; failures are those of seal::KeyVault, and kFailedPrecondition where the vault itself is not in
// order.
class Vault {
 public:
  Vault(VaultOptions options, KekRing ring, seal::KeyStore* store);

  absl::StatusOr<seal::DataKey> Obtain(std::string_view service, const seal::KeyScope& scope);
  absl::StatusOr<std::vector<seal::OpenedKey>> Open(std::string_view service,
                                                    absl::Span<const std::string> key_ids,
                                                    const seal::OpenReason& reason);
  absl::StatusOr<std::string> BlindIndex(std::string_view service, std::string_view text);
  absl::StatusOr<crypto::Secret> IdKey(std::string_view service);

  // OK when the association's keys can be read: bucket reachable, key-encryption keys the right ones.
  absl::Status CheckReady();

 private:
  struct RootKeys {
    crypto::Secret id_key;
    crypto::Secret index_key;
  };
  struct Classes {  // the association's own keys have none
    common::v1::FileClass file_class = common::v1::FILE_CLASS_UNSPECIFIED;
    common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;
  };
  absl::StatusOr<std::shared_ptr<const RootKeys>> Roots();
  // The key of the record named `name`, made if there is none and it may be; nullopt when it was erased.
  absl::StatusOr<std::optional<crypto::Secret>> FindOrMake(const std::string& name, const Classes& classes,
                                                           bool may_make);
  absl::StatusOr<seal::OpenedKey> OpenOne(std::string_view service, const std::string& key_id);
  absl::Status ForCaller(const absl::Status& status) const;

  const VaultOptions options_;
  const KekRing ring_;
  seal::KeyStore* const store_;
  absl::Mutex mu_;
  std::shared_ptr<const RootKeys> roots_ ABSL_GUARDED_BY(mu_);  // once read, for ever: they are never rotated
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_VAULT_H_
