// One data key as it lies in the bucket: wrapped under a key-encryption key, bound to its name and classes,
// so that no entry can be put in another's place.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_WRAP_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_WRAP_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/keys/v1/key_record.pb.h"
#include "libs/crypto/random.h"
#include "libs/crypto/secret.h"
#include "services/keys/vault/kek_ring.h"

namespace fallverbund::keys {

// Where a record stands.
struct RecordPlace {
  std::string association;
  std::string name;  // the key id, "id-key" or "blind-index-key"
};

// A record of `key` (32 bytes) under `epoch`, which the ring must hold (FV_CHECK).
v1::KeyRecord Wrap(const KekRing& ring, uint32_t epoch, const RecordPlace& place,
                   common::v1::FileClass file_class, common::v1::Confidentiality confidentiality,
                   std::string_view key, const crypto::RandomSource& random);

// The key. kFailedPrecondition: this instance does not hold that epoch. kDataLoss: the record was changed,
// stands in another's place, or was wrapped under another key of that epoch.
absl::StatusOr<crypto::Secret> Unwrap(const KekRing& ring, const RecordPlace& place,
                                      const v1::KeyRecord& record);

// The same key under another epoch; dates stay. Failures are those of Unwrap.
absl::StatusOr<v1::KeyRecord> Rewrap(const KekRing& ring, uint32_t epoch, const RecordPlace& place,
                                     const v1::KeyRecord& record, const crypto::RandomSource& random);

// A keyed hash that only this key gives for this epoch: tells whether an instance holds the right one, and
// nothing else.
std::string KekCheck(const crypto::Secret& kek, std::string_view association, uint32_t epoch);

// What stays of a forgotten key.
v1::KeyRecord Erased(const v1::KeyRecord& record, absl::Time at);
bool IsErased(const v1::KeyRecord& record);

// kDataLoss: not a record.
absl::StatusOr<v1::KeyRecord> ParseRecord(const std::string& bytes);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_WRAP_H_
