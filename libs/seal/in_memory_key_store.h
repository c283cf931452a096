// A KeyStore for tests and for thinking; passes the same contract as the real one. Lost with the process.
#ifndef FALLVERBUND_LIBS_SEAL_IN_MEMORY_KEY_STORE_H_
#define FALLVERBUND_LIBS_SEAL_IN_MEMORY_KEY_STORE_H_

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/seal/key_store.h"

namespace fallverbund::seal {

class InMemoryKeyStore final : public KeyStore {
 public:
  absl::StatusOr<std::optional<StoredValue>> Get(const std::string& key) override;
  absl::StatusOr<uint64_t> CreateIfAbsent(const std::string& key, const std::string& value) override;
  absl::StatusOr<uint64_t> UpdateIfRevision(const std::string& key, const std::string& value,
                                            uint64_t revision) override;
  absl::StatusOr<std::optional<StoredEntry>> NextFrom(uint64_t from) override;

  // While not available every call is kUnavailable and nothing is written.
  void SetAvailable(bool available);
  // The next write is stored, but its acknowledgement is lost: kUnavailable.
  void LoseNextAcknowledgement();
  std::map<std::string, StoredValue> Dump() const;

 private:
  absl::StatusOr<uint64_t> Write(const std::string& key, const std::string& value)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable absl::Mutex mu_;
  std::map<std::string, StoredValue> values_ ABSL_GUARDED_BY(mu_);
  uint64_t last_revision_ ABSL_GUARDED_BY(mu_) = 0;
  bool available_ ABSL_GUARDED_BY(mu_) = true;
  bool lose_next_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_IN_MEMORY_KEY_STORE_H_
