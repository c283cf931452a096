#include "libs/seal/vault_sealer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"

namespace fallverbund::seal {
namespace {

std::string ScopeName(const KeyScope& scope) {
  return absl::StrCat(scope.subject_id, "\n", static_cast<int>(scope.file_class), "\n",
                      static_cast<int>(scope.confidentiality));
}

std::string OpenName(const std::string& key_id, const OpenReason& reason) {
  return absl::StrCat(key_id, "\n", reason.purpose, "\n", reason.actor.organisation(), "\n",
                      reason.actor.person(), "\n", reason.actor.role());
}

Opened::Kind ToKind(KeyOutcome outcome) {
  switch (outcome) {
    case KeyOutcome::kOpened:
      return Opened::Kind::kOpened;
    case KeyOutcome::kErased:
      return Opened::Kind::kErased;
    case KeyOutcome::kDenied:
      return Opened::Kind::kDenied;
    case KeyOutcome::kUnavailable:
      return Opened::Kind::kUnavailable;
  }
  return Opened::Kind::kUnavailable;
}

bool WasNeverSet(const Sealed& sealed) {
  return sealed.key_id().empty() && sealed.box().empty();
}

Opened OpenWith(const OpenedKey& key, const ToOpen& item) {
  Opened opened{ToKind(key.outcome), {}};
  if (opened.kind != Opened::Kind::kOpened) return opened;
  if (key.bytes.view().size() != kDataKeyBytes) return {Opened::Kind::kDamaged, {}};
  auto text = OpenBox(key.bytes.view(), item.place, item.sealed->box());
  if (!text.ok()) return {Opened::Kind::kDamaged, {}};
  opened.text = *std::move(text);
  return opened;
}

}  // namespace

KeyCache::KeyCache(absl::Duration keep, size_t max_keys, const Clock* clock)
    : keep_(keep), max_keys_(max_keys), clock_(clock) {}

// A clock that was set back makes keys stale, never fresher.
bool KeyCache::IsFresh(const Entry& entry, absl::Time now) const {
  return entry.since <= now && now < entry.since + keep_;
}

void KeyCache::DropStale(absl::Time now) {
  absl::erase_if(entries_, [&](const auto& named) { return !IsFresh(named.second, now); });
}

std::optional<DataKey> KeyCache::Find(const std::string& name) {
  const absl::Time now = clock_->Now();
  absl::MutexLock lock(&mu_);
  const auto found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  if (IsFresh(found->second, now)) return found->second.key;
  DropStale(now);
  return std::nullopt;
}

void KeyCache::Add(const std::string& name, const DataKey& key) {
  const absl::Time now = clock_->Now();
  absl::MutexLock lock(&mu_);
  if (entries_.size() >= max_keys_) DropStale(now);
  if (entries_.size() >= max_keys_) entries_.clear();
  entries_.insert_or_assign(name, Entry{key, now});
}

size_t KeyCache::size() const {
  absl::MutexLock lock(&mu_);
  return entries_.size();
}

VaultSealer::VaultSealer(VaultSealerOptions options, KeyVault* vault, const Clock* clock)
    : options_(std::move(options)),
      vault_(vault),
      to_seal_(options_.keep, options_.max_keys, clock),
      to_open_(options_.keep, options_.max_keys, clock) {}

absl::StatusOr<DataKey> VaultSealer::KeyFor(const KeyScope& scope, absl::Time until) {
  FV_RETURN_IF_ERROR(CheckScope(scope));
  const std::string name = ScopeName(scope);
  if (auto cached = to_seal_.Find(name)) {
    key_counts_.cache_hits.fetch_add(1, std::memory_order_relaxed);
    return *std::move(cached);
  }
  auto created = vault_->Create(scope, until);
  Count(created.ok()                                 ? KeyOutcome::kOpened
        : absl::IsPermissionDenied(created.status()) ? KeyOutcome::kDenied
                                                     : KeyOutcome::kUnavailable);
  FV_ASSIGN_OR_RETURN(DataKey key, std::move(created));
  if (!IsHexId(key.key_id) || key.bytes.view().size() != kDataKeyBytes) {
    return absl::InternalError("the key vault answered with something that is no key; check its version");
  }
  to_seal_.Add(name, key);
  return key;
}

absl::StatusOr<Sealed> VaultSealer::Seal(const KeyScope& scope, const SealPlace& place, std::string_view text,
                                         absl::Time until) {
  if (scope.association != options_.association || place.association != options_.association) {
    return absl::InvalidArgumentError("this service seals for its own association only");
  }
  FV_ASSIGN_OR_RETURN(const DataKey key, KeyFor(scope, until));
  FV_ASSIGN_OR_RETURN(std::string box, SealBox(key.bytes.view(), place, text, options_.random(kNonceBytes),
                                               options_.random(kSaltBytes)));
  Sealed sealed;
  sealed.set_key_id(key.key_id);
  sealed.set_box(std::move(box));
  return sealed;
}

VaultSealer::Keys VaultSealer::OpenKeys(absl::Span<const ToOpen> texts, const OpenReason& reason) {
  Keys keys;
  std::vector<std::string> to_ask;
  for (const ToOpen& item : texts) {
    const std::string& id = item.sealed->key_id();
    if (!IsHexId(id)) continue;
    const auto [entry, is_new] = keys.try_emplace(id);
    if (!is_new) continue;
    if (auto cached = to_open_.Find(OpenName(id, reason))) {
      key_counts_.cache_hits.fetch_add(1, std::memory_order_relaxed);
      entry->second = OpenedKey{id, KeyOutcome::kOpened, std::move(cached->bytes)};
    } else {
      to_ask.push_back(id);
    }
  }
  for (absl::Span<const std::string> rest(to_ask); !rest.empty();) {
    const absl::Span<const std::string> batch = rest.first(std::min(rest.size(), kMaxOpenBatch));
    rest.remove_prefix(batch.size());
    Ask(batch, reason, keys);
  }
  return keys;
}

// A key the vault says nothing about stays unavailable.
void VaultSealer::Ask(absl::Span<const std::string> ids, const OpenReason& reason, Keys& keys) {
  auto answers = vault_->Open(ids, reason);
  if (!answers.ok()) return Count(KeyOutcome::kUnavailable, ids.size());
  for (OpenedKey& answer : *answers) {
    Count(answer.outcome);
    if (answer.outcome == KeyOutcome::kOpened) {
      to_open_.Add(OpenName(answer.key_id, reason), DataKey{answer.key_id, answer.bytes});
    }
    keys[answer.key_id] = std::move(answer);
  }
}

std::vector<Opened> VaultSealer::UnsealAll(absl::Span<const ToOpen> texts, const OpenReason& reason) {
  FV_CHECK(CheckReason(reason).ok());  // a purpose is a constant of our code, the actor was authenticated
  const Keys keys = OpenKeys(texts, reason);
  std::vector<Opened> opened;
  opened.reserve(texts.size());
  for (const ToOpen& item : texts) {
    const auto key = keys.find(item.sealed->key_id());
    if (key != keys.end()) {
      opened.push_back(OpenWith(key->second, item));
    } else {
      opened.push_back({WasNeverSet(*item.sealed) ? Opened::Kind::kOpened : Opened::Kind::kDamaged, {}});
    }
  }
  return opened;
}

}  // namespace fallverbund::seal
