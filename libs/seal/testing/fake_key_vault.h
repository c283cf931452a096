// A KeyVault in memory, with the switches a test needs. Passes testing/key_vault_contract.h. Its keys are as
// random as its source.
#ifndef FALLVERBUND_LIBS_SEAL_TESTING_FAKE_KEY_VAULT_H_
#define FALLVERBUND_LIBS_SEAL_TESTING_FAKE_KEY_VAULT_H_

#include <map>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/crypto/random.h"
#include "libs/seal/key_vault.h"

namespace fallverbund::seal {

// Thread-safe.
class FakeKeyVault final : public KeyVault {
 public:
  explicit FakeKeyVault(std::string association, crypto::RandomSource random = crypto::RandomBytes);

  using KeyVault::Create;
  absl::StatusOr<DataKey> Create(const KeyScope& scope, absl::Time until) override;
  absl::StatusOr<std::vector<OpenedKey>> Open(absl::Span<const std::string> key_ids,
                                              const OpenReason& reason) override;
  absl::StatusOr<std::string> BlindIndex(std::string_view text) override;
  absl::StatusOr<crypto::Secret> IdKey() override;

  void Erase(const std::string& key_id);  // as Forget will: the key is gone, its scope may get a new one
  void Deny(FileClass file_class);        // from now on this service may not use keys of that class
  void SetAvailable(bool available);
  int create_calls() const;
  int open_calls() const;
  std::vector<OpenReason> reasons() const;  // of the calls of Open
  absl::Time created_until() const;         // what the last call of Create was given

 private:
  struct Key {
    FileClass file_class;
    crypto::Secret bytes;
    bool erased = false;
  };
  absl::Status Refusal() const ABSL_SHARED_LOCKS_REQUIRED(mu_);

  const std::string association_;
  const crypto::RandomSource random_;
  const crypto::Secret id_key_;
  const crypto::Secret index_key_;
  mutable absl::Mutex mu_;
  std::map<std::string, std::string> key_ids_ ABSL_GUARDED_BY(mu_);  // by scope
  std::map<std::string, Key> keys_ ABSL_GUARDED_BY(mu_);             // by key id
  std::set<FileClass> denied_ ABSL_GUARDED_BY(mu_);
  bool available_ ABSL_GUARDED_BY(mu_) = true;
  int create_calls_ ABSL_GUARDED_BY(mu_) = 0;
  int open_calls_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<OpenReason> reasons_ ABSL_GUARDED_BY(mu_);
  absl::Time created_until_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_TESTING_FAKE_KEY_VAULT_H_
