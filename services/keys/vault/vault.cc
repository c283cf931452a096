#include "services/keys/vault/vault.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/seal/blind_index.h"
#include "libs/seal/box.h"
#include "services/keys/vault/policy.h"

namespace fallverbund::keys {
namespace {

using seal::DataKey;
using seal::KeyOutcome;
using seal::KeyScope;
using seal::OpenedKey;

constexpr size_t kKeyIdBytes = 16;
constexpr int kMaxTries = 3;          // a lost race ends with the winner's key, so the second try finds it
constexpr int kMaxGenerations = 100;  // how often one scope can be forgotten and begun anew

// Whoever knows the scope finds its key, so one entry is enough and creating it is one compare-and-set;
// whoever reads the bucket learns nothing. `generation` counts how often the scope was forgotten.
std::string KeyIdOf(const crypto::Secret& id_key, const KeyScope& scope, int generation) {
  const std::string text = absl::StrCat("key\n", scope.association, "\n", scope.subject_id, "\n",
                                        static_cast<int>(scope.file_class), "\n",
                                        static_cast<int>(scope.confidentiality), "\n", generation);
  return ToHex(crypto::HmacSha256(id_key.view(), text).substr(0, kKeyIdBytes));
}

bool IsOurs(const absl::Status& status) {
  return absl::IsDataLoss(status) || absl::IsFailedPrecondition(status);
}

}  // namespace

Vault::Vault(VaultOptions options, KekRing ring, seal::KeyStore* store)
    : options_(std::move(options)), ring_(std::move(ring)), store_(store) {
  FV_CHECK(IsAssociation(options_.association));
}

// What is wrong with the vault's own entries is the operator's to know and to mend; callers may only try
// again.
absl::Status Vault::ForCaller(const absl::Status& status) const {
  if (!IsOurs(status)) return status;
  options_.on_damage(status);
  return absl::UnavailableError(
      "the key vault cannot read one of its own entries; its operator has been told");
}

absl::StatusOr<std::optional<crypto::Secret>> Vault::FindOrMake(const std::string& name,
                                                                const Classes& classes, bool may_make) {
  const RecordPlace place{options_.association, name};
  for (int i = 0; i < kMaxTries; ++i) {
    FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(name));
    if (stored.has_value()) {
      FV_ASSIGN_OR_RETURN(const v1::KeyRecord record, ParseRecord(stored->value));
      if (IsErased(record)) return std::optional<crypto::Secret>();
      FV_ASSIGN_OR_RETURN(crypto::Secret key, Unwrap(ring_, place, record));
      return std::optional<crypto::Secret>(std::move(key));
    }
    if (!may_make) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the key bucket has no ", name,
          "; if the association is new, provision the vault, else restore the bucket from its backup"));
    }
    crypto::Secret key(options_.random(seal::kDataKeyBytes));
    const v1::KeyRecord record =
        Wrap(ring_, place, classes.file_class, classes.confidentiality, key.view(), options_.random);
    const auto created = store_->CreateIfAbsent(name, record.SerializeAsString());
    if (created.ok()) return std::optional<crypto::Secret>(std::move(key));
    if (!absl::IsAlreadyExists(created.status())) return created.status();
  }
  return absl::UnavailableError("the key store contradicts itself about an entry; try again");
}

absl::StatusOr<std::shared_ptr<const Vault::RootKeys>> Vault::Roots() {
  {
    absl::MutexLock lock(&mu_);
    if (roots_ != nullptr) return roots_;
  }
  auto roots = std::make_shared<RootKeys>();
  for (auto [name, key] :
       {std::pair{kIdKeyName, &roots->id_key}, std::pair{kIndexKeyName, &roots->index_key}}) {
    FV_ASSIGN_OR_RETURN(auto found, FindOrMake(name, Classes(), options_.may_make_root_keys));
    if (!found.has_value())
      return absl::DataLossError(absl::StrCat(name, " is marked as erased, which it never may be"));
    *key = *std::move(found);
  }
  absl::MutexLock lock(&mu_);
  if (roots_ == nullptr) roots_ = std::move(roots);
  return roots_;
}

absl::Status Vault::CheckReady() {
  return Roots().status();
}

absl::StatusOr<DataKey> Vault::Obtain(std::string_view service, const KeyScope& scope) {
  FV_RETURN_IF_ERROR(seal::CheckScope(scope));
  if (scope.association != options_.association) {
    return absl::InvalidArgumentError("key scope: this vault serves another association");
  }
  if (!MayUse(service, scope.file_class)) {
    return absl::PermissionDeniedError("this service may not use keys of that file class");
  }
  const auto roots = Roots();
  if (!roots.ok()) return ForCaller(roots.status());
  for (int generation = 0; generation < kMaxGenerations; ++generation) {
    std::string id = KeyIdOf((*roots)->id_key, scope, generation);
    auto key = FindOrMake(id, Classes{scope.file_class, scope.confidentiality}, /*may_make=*/true);
    if (!key.ok()) return ForCaller(key.status());
    if (key->has_value()) return DataKey{std::move(id), **std::move(key)};
  }
  return absl::ResourceExhaustedError(
      "this scope was forgotten too often to begin anew; mint a new subject id");
}

absl::StatusOr<OpenedKey> Vault::OpenOne(std::string_view service, const std::string& key_id) {
  FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(key_id));
  if (!stored.has_value()) return OpenedKey{key_id, KeyOutcome::kErased, {}};
  FV_ASSIGN_OR_RETURN(const v1::KeyRecord record, ParseRecord(stored->value));
  if (!MayUse(service, record.file_class())) return OpenedKey{key_id, KeyOutcome::kDenied, {}};
  if (IsErased(record)) return OpenedKey{key_id, KeyOutcome::kErased, {}};
  FV_ASSIGN_OR_RETURN(crypto::Secret key, Unwrap(ring_, RecordPlace{options_.association, key_id}, record));
  return OpenedKey{key_id, KeyOutcome::kOpened, std::move(key)};
}

absl::StatusOr<std::vector<OpenedKey>> Vault::Open(std::string_view service,
                                                   absl::Span<const std::string> key_ids,
                                                   const seal::OpenReason& reason) {
  FV_RETURN_IF_ERROR(seal::CheckReason(reason));
  FV_RETURN_IF_ERROR(seal::CheckKeyIds(key_ids));
  std::vector<OpenedKey> opened;
  opened.reserve(key_ids.size());
  for (const std::string& id : key_ids) {
    auto key = OpenOne(service, id);
    if (!key.ok()) {
      const absl::Status status = ForCaller(key.status());
      // An entry that is damaged is unavailable by itself; a store that is away is so for the whole batch,
      // and asking it 256 times would take 256 time limits.
      if (!IsOurs(key.status())) return status;
      opened.push_back({id, KeyOutcome::kUnavailable, {}});
      continue;
    }
    opened.push_back(*std::move(key));
  }
  return opened;
}

absl::StatusOr<std::string> Vault::BlindIndex(std::string_view service, std::string_view text) {
  if (!MayDerive(service)) return absl::PermissionDeniedError("this service may not look for names");
  FV_ASSIGN_OR_RETURN(const std::string folded, seal::FoldForIndex(text));
  const auto roots = Roots();
  if (!roots.ok()) return ForCaller(roots.status());
  return ToHex(crypto::HmacSha256((*roots)->index_key.view(), absl::StrCat("blind-index\n", folded)));
}

absl::StatusOr<crypto::Secret> Vault::IdKey(std::string_view service) {
  if (!MayDerive(service)) return absl::PermissionDeniedError("this service may not derive ids");
  const auto roots = Roots();
  if (!roots.ok()) return ForCaller(roots.status());
  return (*roots)->id_key;
}

}  // namespace fallverbund::keys
