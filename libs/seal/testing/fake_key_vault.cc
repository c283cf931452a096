#include "libs/seal/testing/fake_key_vault.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/seal/blind_index.h"
#include "libs/seal/box.h"

namespace fallverbund::seal {

FakeKeyVault::FakeKeyVault(std::string association, crypto::RandomSource random)
    : association_(std::move(association)),
      random_(std::move(random)),
      id_key_(random_(32)),
      index_key_(random_(32)) {}

absl::Status FakeKeyVault::Refusal() const {
  return available_ ? absl::OkStatus() : absl::UnavailableError("the key vault cannot be reached; try again");
}

absl::StatusOr<DataKey> FakeKeyVault::Create(const KeyScope& scope, absl::Time until) {
  FV_RETURN_IF_ERROR(CheckScope(scope));
  absl::MutexLock lock(&mu_);
  ++create_calls_;
  created_until_ = until;
  FV_RETURN_IF_ERROR(Refusal());
  if (scope.association != association_)
    return absl::InvalidArgumentError("key scope: another association's");
  if (denied_.contains(scope.file_class)) return absl::PermissionDeniedError("not for this service");
  std::string& id =
      key_ids_[absl::StrCat(scope.subject_id, "/", scope.file_class, "/", scope.confidentiality)];
  if (id.empty() || keys_.at(id).erased) {
    id = ToHex(random_(16));
    keys_[id] = Key{scope.file_class, crypto::Secret(random_(kDataKeyBytes))};
  }
  return DataKey{id, keys_.at(id).bytes};
}

absl::StatusOr<std::vector<OpenedKey>> FakeKeyVault::Open(absl::Span<const std::string> key_ids,
                                                          const OpenReason& reason) {
  FV_RETURN_IF_ERROR(CheckReason(reason));
  FV_RETURN_IF_ERROR(CheckKeyIds(key_ids));
  absl::MutexLock lock(&mu_);
  ++open_calls_;
  reasons_.push_back(reason);
  FV_RETURN_IF_ERROR(Refusal());
  std::vector<OpenedKey> opened;
  for (const std::string& id : key_ids) {
    const auto key = keys_.find(id);
    if (key == keys_.end() || key->second.erased) {
      opened.push_back({id, KeyOutcome::kErased, {}});
    } else if (denied_.contains(key->second.file_class)) {
      opened.push_back({id, KeyOutcome::kDenied, {}});
    } else {
      opened.push_back({id, KeyOutcome::kOpened, key->second.bytes});
    }
  }
  return opened;
}

absl::StatusOr<std::string> FakeKeyVault::BlindIndex(std::string_view text) {
  FV_ASSIGN_OR_RETURN(const std::string folded, FoldForIndex(text));
  absl::MutexLock lock(&mu_);
  FV_RETURN_IF_ERROR(Refusal());
  return ToHex(crypto::HmacSha256(index_key_.view(), folded));
}

absl::StatusOr<crypto::Secret> FakeKeyVault::IdKey() {
  absl::MutexLock lock(&mu_);
  FV_RETURN_IF_ERROR(Refusal());
  return id_key_;
}

absl::Time FakeKeyVault::created_until() const {
  absl::MutexLock lock(&mu_);
  return created_until_;
}

void FakeKeyVault::Erase(const std::string& key_id) {
  absl::MutexLock lock(&mu_);
  Key& key = keys_.at(key_id);
  key.erased = true;
  key.bytes = crypto::Secret();
}

void FakeKeyVault::Deny(FileClass file_class) {
  absl::MutexLock lock(&mu_);
  denied_.insert(file_class);
}

void FakeKeyVault::SetAvailable(bool available) {
  absl::MutexLock lock(&mu_);
  available_ = available;
}

int FakeKeyVault::create_calls() const {
  absl::MutexLock lock(&mu_);
  return create_calls_;
}

int FakeKeyVault::open_calls() const {
  absl::MutexLock lock(&mu_);
  return open_calls_;
}

std::vector<OpenReason> FakeKeyVault::reasons() const {
  absl::MutexLock lock(&mu_);
  return reasons_;
}

}  // namespace fallverbund::seal
