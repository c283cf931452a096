// The Sealer of a running service: keys from the vault, cached for seconds.
#ifndef FALLVERBUND_LIBS_SEAL_VAULT_SEALER_H_
#define FALLVERBUND_LIBS_SEAL_VAULT_SEALER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/crypto/random.h"
#include "libs/seal/sealer.h"

namespace fallverbund::seal {

// Keys of one kind that were opened a short while ago. Erasure takes effect here when they have grown old.
// When it is full it starts anew; asking the vault again is always right. Thread-safe.
class KeyCache {
 public:
  KeyCache(absl::Duration keep, size_t max_keys, const Clock* clock);

  std::optional<DataKey> Find(const std::string& name);
  void Add(const std::string& name, const DataKey& key);
  size_t size() const;

 private:
  struct Entry {
    DataKey key;
    absl::Time since;
  };
  bool IsFresh(const Entry& entry, absl::Time now) const;
  void DropStale(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const absl::Duration keep_;
  const size_t max_keys_;
  const Clock* const clock_;
  mutable absl::Mutex mu_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
};

struct VaultSealerOptions {
  std::string association;
  absl::Duration keep = absl::Seconds(5);  // how long an opened key is used without asking again
  size_t max_keys = 4096;                  // of each kind (for sealing, for opening)
  crypto::RandomSource random = crypto::RandomBytes;
};

// Keys asked of the vault by its answer, to seal or to open, and how many needed no asking.
struct KeyCounts {
  std::array<std::atomic<uint64_t>, 4> answers = {};  // by KeyOutcome
  std::atomic<uint64_t> cache_hits = 0;
  uint64_t of(KeyOutcome outcome) const { return answers[static_cast<size_t>(outcome)]; }
};

// `vault` and `clock` are not owned. Give it the machine's clock, not one that a player of stories moves or
// stops.
class VaultSealer final : public Sealer {
 public:
  VaultSealer(VaultSealerOptions options, KeyVault* vault, const Clock* clock);

  using Sealer::Seal;
  absl::StatusOr<Sealed> Seal(const KeyScope& scope, const SealPlace& place, std::string_view text,
                              absl::Time until) override;
  std::vector<Opened> UnsealAll(absl::Span<const ToOpen> texts, const OpenReason& reason) override;

  const KeyCounts& key_counts() const { return key_counts_; }

 private:
  using Keys = absl::flat_hash_map<std::string, OpenedKey>;  // by key id

  absl::StatusOr<DataKey> KeyFor(const KeyScope& scope, absl::Time until);
  Keys OpenKeys(absl::Span<const ToOpen> texts, const OpenReason& reason);
  void Ask(absl::Span<const std::string> ids, const OpenReason& reason, Keys& keys);
  void Count(KeyOutcome outcome, size_t keys = 1) {
    key_counts_.answers[static_cast<size_t>(outcome)].fetch_add(keys, std::memory_order_relaxed);
  }

  const VaultSealerOptions options_;
  KeyVault* const vault_;
  KeyCounts key_counts_;
  KeyCache to_seal_;  // by scope
  KeyCache to_open_;  // by key id, purpose and actor: the vault decides for each of them anew
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_VAULT_SEALER_H_
