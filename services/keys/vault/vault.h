// The vault itself: which key belongs to which scope, who may use it, and how it is kept. One truth for any
// number of instances, by compare-and-set on the bucket; nothing is cached here but the two keys of the
// association and the key-encryption keys as they lay with this instance when they were last looked at.
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
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/clock.h"
#include "libs/crypto/random.h"
#include "libs/seal/key_store.h"
#include "libs/seal/key_vault.h"
#include "services/keys/vault/budget.h"
#include "services/keys/vault/epochs.h"
#include "services/keys/vault/kek_store.h"
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
  const Clock* clock = nullptr;  // not owned; null: the machine's
  // Told of entries that cannot be read although they should (damage, a missing epoch). Thread-safe; may log.
  std::function<void(const absl::Status&)> on_damage = [](const absl::Status&) {};
  // Told once an hour of a service that opens more different keys within an hour than `budget` (P13 and the
  // threat "compromised key service"). Nothing is refused: a crisis must go on. Thread-safe; may log.
  std::function<void(const std::string& service)> on_budget = [](const std::string&) {};
  int budget = kDefaultBudget;
};

// What the bucket says of a scope's key, without opening it.
struct KeyFacts {
  std::string key_id;
  bool erased = false;
  common::v1::FileClass file_class = common::v1::FILE_CLASS_UNSPECIFIED;
  common::v1::Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;
  std::optional<absl::Time> made_at;
};

// Thread-safe; calls block as the store's do. `keks` and `store` are not owned. The service is the name in
// the caller's certificate; failures are those of seal::KeyVault, and kFailedPrecondition where the vault
// itself is not in order.
class Vault {
 public:
  Vault(VaultOptions options, KekStore* keks, seal::KeyStore* store);

  absl::StatusOr<seal::DataKey> Obtain(std::string_view service, const seal::KeyScope& scope);
  absl::StatusOr<std::vector<seal::OpenedKey>> Open(std::string_view service,
                                                    absl::Span<const std::string> key_ids,
                                                    const seal::OpenReason& reason);
  absl::StatusOr<std::string> BlindIndex(std::string_view service, std::string_view text);
  absl::StatusOr<crypto::Secret> IdKey(std::string_view service);

  // For the vault itself, which is no service that asks: its own derived ids.
  absl::StatusOr<crypto::Secret> OwnIdKey();
  // The scope's living key, else the last one that was forgotten; nullopt: it never had one.
  absl::StatusOr<std::optional<KeyFacts>> FindKey(const seal::KeyScope& scope);

  // What the bucket says of the key named so; nullopt: there is none.
  absl::StatusOr<std::optional<KeyFacts>> FindKeyById(const std::string& key_id);

  Epochs& epochs() { return epochs_; }
  std::vector<BudgetUse> Budgets() { return budget_.Uses(Now()); }

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
  absl::Status BeginEpochs();
  // The key of the record named `name`, made if there is none and it may be; nullopt when it was erased.
  absl::StatusOr<std::optional<crypto::Secret>> FindOrMake(const std::string& name, const Classes& classes,
                                                           bool may_make);
  absl::StatusOr<seal::OpenedKey> OpenOne(std::string_view service, const std::string& key_id);
  // Of a record that does not lie under the epoch in use: the same key under it, or a new one in place of a
  // key that nobody can have been given. OK: look again.
  absl::Status BringIntoUse(const RecordPlace& place, const v1::KeyRecord& record, uint64_t revision,
                            const Standing& standing);
  absl::StatusOr<crypto::Secret> UnwrapHere(const RecordPlace& place, const v1::KeyRecord& record);
  absl::Status ForCaller(const absl::Status& status) const;
  absl::Time Now() const;
  void Count(std::string_view service, const std::string& key_id);

  const VaultOptions options_;
  seal::KeyStore* const store_;
  Epochs epochs_;
  OpenBudget budget_;
  absl::Mutex mu_;
  std::shared_ptr<const RootKeys> roots_ ABSL_GUARDED_BY(mu_);  // once read, for ever: they are never rotated
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_VAULT_H_
