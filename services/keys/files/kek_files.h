// The folder with the key-encryption keys: kek-1, kek-2, ..., each a key file (libs/crypto/seed_file.h), in a
// folder that only its owner may write. Whoever has them and the bucket can read everything; whoever loses
// them has erased it.
#ifndef FALLVERBUND_SERVICES_KEYS_FILES_KEK_FILES_H_
#define FALLVERBUND_SERVICES_KEYS_FILES_KEK_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/crypto/random.h"
#include "services/keys/vault/kek_ring.h"

namespace fallverbund::keys {

// All of them. kNotFound: no folder, or none in it. kPermissionDenied: others may read one or write the
// folder. kInvalidArgument: a file that begins with "kek-" but is no such key (a copy, a backup: it must not
// lie there).
absl::StatusOr<KekRing> LoadKekRing(const std::string& folder);

// Makes the folder (mode 0700) and kek-1 in it, durable when OK. kAlreadyExists: there is one.
absl::Status MakeFirstKek(const std::string& folder, const crypto::RandomSource& random);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_FILES_KEK_FILES_H_
