// The key bucket behind the port of the vault (libs/seal/key_store.h).
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JETSTREAM_KEY_STORE_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JETSTREAM_KEY_STORE_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "libs/eventlog_jetstream/key_bucket.h"
#include "libs/seal/key_store.h"

namespace fallverbund::eventlog {

// Thread-safe.
class JetStreamKeyStore final : public seal::KeyStore {
 public:
  explicit JetStreamKeyStore(std::unique_ptr<KeyBucket> bucket) : bucket_(std::move(bucket)) {}

  absl::StatusOr<std::optional<seal::StoredValue>> Get(const std::string& key) override;
  absl::StatusOr<uint64_t> CreateIfAbsent(const std::string& key, const std::string& value) override;
  absl::StatusOr<uint64_t> UpdateIfRevision(const std::string& key, const std::string& value,
                                            uint64_t revision) override;
  absl::StatusOr<std::optional<seal::StoredEntry>> NextFrom(uint64_t from) override;

 private:
  const std::unique_ptr<KeyBucket> bucket_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JETSTREAM_KEY_STORE_H_
