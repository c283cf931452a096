// Which key-encryption key is in use: one truth in the bucket (the entry "key-epochs") for any number of
// instances, and the keys themselves as they lie with this one.
//
// An epoch ends because forgotten keys lie on the bus's disk wrapped under its key. Order, so that a crash
// at any point loses no key and revives none:
//   1. the next key-encryption key is made, and lies where the instances find it
//   2. the bucket says: epoch n + 1, leaving n         from here on no key is handed out that lies under n
//   3. every entry under n is wrapped anew (rounds.h)   again from the start after a crash; done ones are
//   skipped
//   4. a round that began after 2 found none under n: the bucket says: leaving nothing
//   5. each instance destroys its key-encryption keys below n + 1
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_EPOCHS_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_EPOCHS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "fallverbund/keys/v1/key_record.pb.h"
#include "libs/seal/key_store.h"
#include "services/keys/vault/kek_store.h"

namespace fallverbund::keys {

inline constexpr char kEpochsName[] = "key-epochs";  // in the bucket
// A key-encryption key is destroyed at most this long after its epoch began (P13): so long can a forgotten
// key be read by who has both the disk of the bus and the key-encryption key.
inline constexpr absl::Duration kLongestEpoch = absl::Hours(24 * 30);

struct Standing {
  v1::KeyEpochs epochs;
  uint64_t revision = 0;  // of the entry

  uint32_t oldest() const { return epochs.leaving_epoch() != 0 ? epochs.leaving_epoch() : epochs.epoch(); }
  absl::Time DestroyBy() const;  // the key of the oldest epoch
};

// Thread-safe; calls block as the stores' do, which are not owned.
class Epochs {
 public:
  Epochs(std::string association, KekStore* keks, seal::KeyStore* store);

  // From the leader, never stale. kFailedPrecondition: the bucket has none.
  absl::StatusOr<Standing> Read();

  // The keys this instance holds, loaded anew if `epoch` is not among those it remembers (it may still not
  // be).
  absl::StatusOr<std::shared_ptr<const KekRing>> RingFor(uint32_t epoch);
  // The ring, which holds the epoch in use, and the right key of it. kFailedPrecondition names the file to
  // bring.
  absl::StatusOr<std::shared_ptr<const KekRing>> RingInUse(const Standing& standing);

  // While provisioning: says that `epoch` (0: the newest that is held) is in use, unless one is already.
  absl::Status BeginFirst(uint32_t epoch, absl::Time now);
  // Steps 1 and 2. OK also when another instance has begun it. kFailedPrecondition: the epoch before is still
  // being left.
  absl::Status BeginNext(uint32_t after, absl::Time now);
  // Step 4. `as_read` is what the bucket said before the round began. kAborted: it says something else now.
  absl::Status EndLeaving(const Standing& as_read);
  // Step 5, for this instance. How many keys went.
  absl::StatusOr<int> DestroyOld();

  std::vector<uint32_t> HeldEpochs();

 private:
  absl::StatusOr<std::shared_ptr<const KekRing>> Reload();

  const std::string association_;
  KekStore* const keks_;
  seal::KeyStore* const store_;
  absl::Mutex mu_;
  std::shared_ptr<const KekRing> ring_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_EPOCHS_H_
