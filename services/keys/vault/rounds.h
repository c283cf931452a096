// A walk over every entry of the bucket: keys are taken along into the epoch in use, and a key that was
// forgotten and lies there again (a bucket from a backup) is dropped anew.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_ROUNDS_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_ROUNDS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/crypto/random.h"
#include "libs/seal/key_store.h"
#include "services/keys/vault/epochs.h"

namespace fallverbund::keys {

struct Dropped {
  uint32_t epoch = 0;  // under which its bytes lie on disk; 0: it never lay in this bucket
  absl::Time at;
};

// Takes the key out of the bucket for good: whoever opens it from now on, at any instance, hears that it is
// erased. Doing it again changes nothing and answers the same. Durable when OK. kUnavailable: outcome
// unknown, do it again. kInvalidArgument: not the id of a key.
absl::StatusOr<Dropped> DropKey(seal::KeyStore& store, const std::string& key_id, absl::Time now);

struct RoundReport {
  uint64_t entries = 0;
  uint64_t rewrapped = 0;
  uint64_t dropped_again = 0;
  uint64_t stuck = 0;     // cannot be read, so the epoch cannot be left; each was told to on_damage
  bool finished = false;  // the whole bucket was walked
};

struct RoundOptions {
  std::string association;
  crypto::RandomSource random = crypto::RandomBytes;
  // Whether the log holds the tombstone of this key.
  std::function<absl::StatusOr<bool>(const std::string& key_id)> is_erased;
  std::function<bool()> stopping = [] { return false; };
  std::function<void(const absl::Status&)> on_damage = [](const absl::Status&) {};
};

// One round; when it met nothing that holds the old epoch back, that epoch has been left (Epochs: step 4).
// Any number of instances may walk at once, and one that was killed begins again: what is done is skipped.
// Any failure leaves every key readable under an epoch that is held.
absl::StatusOr<RoundReport> WalkRound(Epochs& epochs, seal::KeyStore& store, const RoundOptions& options,
                                      absl::Time now);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_ROUNDS_H_
