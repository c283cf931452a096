#include "services/keys/files/provision.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "services/keys/files/kek_files.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {

absl::Status ProvisionVault(const std::string& association, const std::string& folder, seal::KeyStore& store,
                            const crypto::RandomSource& random) {
  auto ring = LoadKekRing(folder);
  if (absl::IsNotFound(ring.status())) {
    FV_ASSIGN_OR_RETURN(const auto stored, store.Get(kIdKeyName));
    if (stored.has_value()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the key bucket already has keys, but ", folder,
          " has no key-encryption key to open them; bring its kek-<epoch> files from their backup"));
    }
    FV_RETURN_IF_ERROR(MakeFirstKek(folder, random));
    ring = LoadKekRing(folder);
  }
  FV_RETURN_IF_ERROR(ring.status());
  KekFiles files(folder, random);
  Vault vault({.association = association, .may_make_root_keys = true, .random = random}, &files, &store);
  return vault.CheckReady();
}

}  // namespace fallverbund::keys
