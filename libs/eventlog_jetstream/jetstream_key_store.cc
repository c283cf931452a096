#include "libs/eventlog_jetstream/jetstream_key_store.h"

#include "libs/base/status.h"

namespace fallverbund::eventlog {

absl::StatusOr<std::optional<seal::StoredValue>> JetStreamKeyStore::Get(const std::string& key) {
  FV_ASSIGN_OR_RETURN(std::optional<KeyEntry> entry, bucket_->Get(key));
  if (!entry) return std::optional<seal::StoredValue>();
  return std::optional<seal::StoredValue>({std::move(entry->value), entry->revision});
}

absl::StatusOr<uint64_t> JetStreamKeyStore::CreateIfAbsent(const std::string& key, const std::string& value) {
  return bucket_->CreateIfAbsent(key, value);
}

absl::StatusOr<uint64_t> JetStreamKeyStore::UpdateIfRevision(const std::string& key, const std::string& value,
                                                             uint64_t revision) {
  return bucket_->UpdateIfRevision(key, value, revision);
}

absl::StatusOr<std::optional<seal::StoredEntry>> JetStreamKeyStore::NextFrom(uint64_t from) {
  FV_ASSIGN_OR_RETURN(std::optional<NamedKeyEntry> next, bucket_->NextFrom(from));
  if (!next) return std::optional<seal::StoredEntry>();
  return std::optional<seal::StoredEntry>(
      {std::move(next->key), {std::move(next->entry.value), next->entry.revision}});
}

}  // namespace fallverbund::eventlog
