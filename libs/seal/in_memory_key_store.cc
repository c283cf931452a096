#include "libs/seal/in_memory_key_store.h"

#include <utility>

#include "absl/status/status.h"

namespace fallverbund::seal {
namespace {

absl::Status Away() {
  return absl::UnavailableError("the key store cannot be reached; try again");
}

}  // namespace

absl::StatusOr<std::optional<StoredValue>> InMemoryKeyStore::Get(const std::string& key) {
  absl::MutexLock lock(&mu_);
  if (!available_) return Away();
  const auto found = values_.find(key);
  if (found == values_.end()) return std::optional<StoredValue>();
  return std::optional<StoredValue>(found->second);
}

absl::StatusOr<uint64_t> InMemoryKeyStore::CreateIfAbsent(const std::string& key, const std::string& value) {
  absl::MutexLock lock(&mu_);
  if (!available_) return Away();
  if (values_.contains(key)) return absl::AlreadyExistsError("there is a value for this key already");
  return Write(key, value);
}

absl::StatusOr<uint64_t> InMemoryKeyStore::UpdateIfRevision(const std::string& key, const std::string& value,
                                                            uint64_t revision) {
  absl::MutexLock lock(&mu_);
  if (!available_) return Away();
  const auto found = values_.find(key);
  if (found == values_.end() || found->second.revision != revision) {
    return absl::AbortedError("somebody else wrote this key; read again");
  }
  return Write(key, value);
}

absl::StatusOr<std::optional<StoredEntry>> InMemoryKeyStore::NextFrom(uint64_t from) {
  absl::MutexLock lock(&mu_);
  if (!available_) return Away();
  std::optional<StoredEntry> next;
  for (const auto& [key, stored] : values_) {
    if (stored.revision < from || (next && next->stored.revision < stored.revision)) continue;
    next = StoredEntry{key, stored};
  }
  return next;
}

absl::StatusOr<uint64_t> InMemoryKeyStore::Write(const std::string& key, const std::string& value) {
  values_[key] = StoredValue{value, ++last_revision_};
  if (std::exchange(lose_next_, false)) return Away();
  return last_revision_;
}

void InMemoryKeyStore::SetAvailable(bool available) {
  absl::MutexLock lock(&mu_);
  available_ = available;
}

void InMemoryKeyStore::LoseNextAcknowledgement() {
  absl::MutexLock lock(&mu_);
  lose_next_ = true;
}

std::map<std::string, StoredValue> InMemoryKeyStore::Dump() const {
  absl::MutexLock lock(&mu_);
  return values_;
}

}  // namespace fallverbund::seal
