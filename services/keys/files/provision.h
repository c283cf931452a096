// Beginning a vault: once per association, by an operator, never by a service that merely starts.
#ifndef FALLVERBUND_SERVICES_KEYS_FILES_PROVISION_H_
#define FALLVERBUND_SERVICES_KEYS_FILES_PROVISION_H_

#include <string>

#include "absl/status/status.h"
#include "libs/crypto/random.h"
#include "libs/seal/key_store.h"

namespace fallverbund::keys {

// Makes what is missing of: the first key-encryption key in `folder`, the association's id key and
// blind-index key in `store`. Doing it again changes nothing. kFailedPrecondition: the store has keys already
// but the folder has none; a new one would not open them, so the old one must be brought from its backup.
// Durable when OK.
absl::Status ProvisionVault(const std::string& association, const std::string& folder, seal::KeyStore& store,
                            const crypto::RandomSource& random = crypto::RandomBytes);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_FILES_PROVISION_H_
