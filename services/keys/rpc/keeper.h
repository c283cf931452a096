// What each instance of the vault does by itself: begins a new epoch when one grows old, takes the keys
// along, destroys the key-encryption keys that nobody needs any more, and says when that is overdue.
#ifndef FALLVERBUND_SERVICES_KEYS_RPC_KEEPER_H_
#define FALLVERBUND_SERVICES_KEYS_RPC_KEEPER_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/seal/key_store.h"
#include "services/keys/vault/epochs.h"
#include "services/keys/vault/rounds.h"

namespace fallverbund::keys {

// An epoch that lasts so long leaves ten days for taking the keys along and for a vault that was away.
inline constexpr absl::Duration kEpochLasts = absl::Hours(24 * 20);

struct KeeperOptions {
  std::string association;
  absl::Duration epoch_lasts = kEpochLasts;
  absl::Duration look_every = absl::Seconds(10);  // of the machine's time
  absl::Duration try_again = absl::Seconds(1);    // when it could not finish, or is not ready
  absl::Duration round_every = absl::Hours(1);    // when no epoch is being left
  // Whether the log is read to its end; the thread looks at nothing before.
  std::function<bool()> ready = [] { return true; };
  // Whether the log holds the tombstone of this key.
  std::function<absl::StatusOr<bool>(const std::string& key_id)> is_erased;
};

// Thread-safe. `epochs`, `store` and `clock` outlive it.
class Keeper {
 public:
  Keeper(KeeperOptions options, Epochs* epochs, seal::KeyStore* store, const Clock* clock);
  ~Keeper();  // Stop

  void Start();
  void Stop();  // after the entry it is at
  void Poke();  // look now

  // One look; what the thread does again and again. Any failure leaves the rest to the next look.
  absl::Status Look();

 private:
  absl::Status BeginWhenOld(absl::Time now);
  absl::Status Walk(absl::Time now);
  absl::Status SayWhenOverdue(absl::Time now);
  bool stopping();

  const KeeperOptions options_;
  Epochs* const epochs_;
  seal::KeyStore* const store_;
  const Clock* const clock_;
  absl::Time next_round_ = absl::InfinitePast();    // of the machine's clock; of whoever looks
  absl::Time next_warning_ = absl::InfinitePast();  // likewise
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool poked_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_RPC_KEEPER_H_
