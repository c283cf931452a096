#include "services/keys/vault/vault.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
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
constexpr int kMaxTries = 6;  // a lost race ends with the winner's key, and an epoch changes once a month
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

Vault::Vault(VaultOptions options, KekStore* keks, seal::KeyStore* store)
    : options_(std::move(options)),
      store_(store),
      epochs_(options_.association, keks, store),
      budget_(options_.budget) {
  FV_CHECK(IsAssociation(options_.association));
}

absl::Time Vault::Now() const {
  static const SystemClock machine;
  return options_.clock == nullptr ? machine.Now() : options_.clock->Now();
}

void Vault::Count(std::string_view service, const std::string& key_id) {
  if (budget_.Count(service, key_id, Now())) options_.on_budget(std::string(service));
}

// What is wrong with the vault's own entries is the operator's to know and to mend; callers may only try
// again.
absl::Status Vault::ForCaller(const absl::Status& status) const {
  if (!IsOurs(status)) return status;
  options_.on_damage(status);
  return absl::UnavailableError(
      "the key vault cannot read one of its own entries; its operator has been told");
}

absl::StatusOr<crypto::Secret> Vault::UnwrapHere(const RecordPlace& place, const v1::KeyRecord& record) {
  FV_ASSIGN_OR_RETURN(const auto ring, epochs_.RingFor(record.epoch()));
  return Unwrap(*ring, place, record);
}

// A key goes out only when its record, read before the epoch in use was asked for, lies under that epoch. So
// whatever a slow instance still writes under an epoch that was left, nobody seals anything with it.
absl::Status Vault::BringIntoUse(const RecordPlace& place, const v1::KeyRecord& record, uint64_t revision,
                                 const Standing& standing) {
  FV_ASSIGN_OR_RETURN(const auto in_use, epochs_.RingInUse(standing));
  const uint32_t epoch = standing.epochs.epoch();
  v1::KeyRecord next;
  if (in_use->Find(record.epoch()) == nullptr && record.epoch() < standing.oldest()) {
    const crypto::Secret key(options_.random(seal::kDataKeyBytes));
    next = Wrap(*in_use, epoch, place, record.file_class(), record.confidentiality(), key.view(),
                options_.random);
    *next.mutable_made_at() = ToProto(Now());
  } else {
    FV_ASSIGN_OR_RETURN(next, Rewrap(*in_use, epoch, place, record, options_.random));
  }
  const absl::Status written =
      store_->UpdateIfRevision(place.name, next.SerializeAsString(), revision).status();
  return absl::IsAborted(written) ? absl::OkStatus() : written;
}

absl::StatusOr<std::optional<crypto::Secret>> Vault::FindOrMake(const std::string& name,
                                                                const Classes& classes, bool may_make) {
  const RecordPlace place{options_.association, name};
  for (int i = 0; i < kMaxTries; ++i) {
    FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(name));
    if (stored.has_value()) {
      FV_ASSIGN_OR_RETURN(const v1::KeyRecord record, ParseRecord(stored->value));
      if (IsErased(record)) return std::optional<crypto::Secret>();
      FV_ASSIGN_OR_RETURN(const Standing standing, epochs_.Read());
      if (may_make && record.epoch() < standing.epochs.epoch()) {
        FV_RETURN_IF_ERROR(BringIntoUse(place, record, stored->revision, standing));
        continue;
      }
      FV_ASSIGN_OR_RETURN(crypto::Secret key, UnwrapHere(place, record));
      return std::optional<crypto::Secret>(std::move(key));
    }
    if (!may_make) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the key bucket has no ", name,
          "; if the association is new, provision the vault, else restore the bucket from its backup"));
    }
    FV_ASSIGN_OR_RETURN(const Standing standing, epochs_.Read());
    FV_ASSIGN_OR_RETURN(const auto ring, epochs_.RingInUse(standing));
    const crypto::Secret key(options_.random(seal::kDataKeyBytes));
    v1::KeyRecord record = Wrap(*ring, standing.epochs.epoch(), place, classes.file_class,
                                classes.confidentiality, key.view(), options_.random);
    *record.mutable_made_at() = ToProto(Now());
    const auto created = store_->CreateIfAbsent(name, record.SerializeAsString());
    if (!created.ok() && !absl::IsAlreadyExists(created.status())) return created.status();
    // What lies there now counts, under the epoch that is in use now: look.
  }
  return absl::UnavailableError("the key store contradicts itself about an entry; try again");
}

// A bucket from before there were epochs has its keys under the one of its id key.
absl::Status Vault::BeginEpochs() {
  FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(kIdKeyName));
  uint32_t epoch = 0;
  if (stored.has_value()) {
    FV_ASSIGN_OR_RETURN(const v1::KeyRecord record, ParseRecord(stored->value));
    epoch = record.epoch();
  }
  return epochs_.BeginFirst(epoch, Now());
}

absl::StatusOr<std::shared_ptr<const Vault::RootKeys>> Vault::Roots() {
  {
    absl::MutexLock lock(&mu_);
    if (roots_ != nullptr) return roots_;
  }
  if (options_.may_make_root_keys) FV_RETURN_IF_ERROR(BeginEpochs());
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
    if (!key->has_value()) continue;
    Count(service, id);
    return DataKey{std::move(id), **std::move(key)};
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
  auto key = UnwrapHere(RecordPlace{options_.association, key_id}, record);
  if (absl::IsFailedPrecondition(key.status())) {
    // No key-encryption key for it. Below the oldest epoch in use there is none anywhere, and nothing was
    // ever sealed with what lies there (BringIntoUse).
    FV_ASSIGN_OR_RETURN(const Standing standing, epochs_.Read());
    if (record.epoch() < standing.oldest()) return OpenedKey{key_id, KeyOutcome::kErased, {}};
  }
  FV_RETURN_IF_ERROR(key.status());
  Count(service, key_id);
  return OpenedKey{key_id, KeyOutcome::kOpened, *std::move(key)};
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
  return OwnIdKey();
}

absl::StatusOr<std::optional<KeyFacts>> Vault::FindKey(const KeyScope& scope) {
  FV_RETURN_IF_ERROR(seal::CheckScope(scope));
  const auto roots = Roots();
  if (!roots.ok()) return ForCaller(roots.status());
  std::optional<KeyFacts> last;
  for (int generation = 0; generation < kMaxGenerations; ++generation) {
    const std::string id = KeyIdOf((*roots)->id_key, scope, generation);
    FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(id));
    if (!stored.has_value()) break;
    const auto record = ParseRecord(stored->value);
    if (!record.ok()) return ForCaller(record.status());
    last = KeyFacts{id, IsErased(*record), scope.file_class, scope.confidentiality, std::nullopt};
    if (record->has_made_at()) last->made_at = FromProto(record->made_at());
    if (!last->erased) break;
  }
  return last;
}

absl::StatusOr<std::optional<KeyFacts>> Vault::FindKeyById(const std::string& key_id) {
  FV_RETURN_IF_ERROR(CheckHexId(key_id, "key id"));
  FV_ASSIGN_OR_RETURN(const auto stored, store_->Get(key_id));
  if (!stored.has_value()) return std::nullopt;
  const auto record = ParseRecord(stored->value);
  if (!record.ok()) return ForCaller(record.status());
  KeyFacts facts{key_id, IsErased(*record), record->file_class(), record->confidentiality(), std::nullopt};
  if (record->has_made_at()) facts.made_at = FromProto(record->made_at());
  return facts;
}

absl::StatusOr<crypto::Secret> Vault::OwnIdKey() {
  const auto roots = Roots();
  if (!roots.ok()) return ForCaller(roots.status());
  return (*roots)->id_key;
}

}  // namespace fallverbund::keys
