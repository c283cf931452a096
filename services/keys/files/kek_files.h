// The folder with the key-encryption keys: kek-1, kek-2, ..., each a key file
// (libs/durable_file/seed_file.h), in a folder that only its owner may write. Whoever has them and the bucket
// can read everything; whoever loses them has erased it.
#ifndef FALLVERBUND_SERVICES_KEYS_FILES_KEK_FILES_H_
#define FALLVERBUND_SERVICES_KEYS_FILES_KEK_FILES_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/crypto/random.h"
#include "services/keys/vault/kek_ring.h"
#include "services/keys/vault/kek_store.h"

namespace fallverbund::keys {

// All of them. kNotFound: no folder, or none in it. kPermissionDenied: others may read one or write the
// folder. kInvalidArgument: a file that begins with "kek-" but is no such key (a copy, a backup: it must not
// lie there).
absl::StatusOr<KekRing> LoadKekRing(const std::string& folder);

// Makes the folder (mode 0700) and kek-1 in it, durable when OK. kAlreadyExists: there is one.
absl::Status MakeFirstKek(const std::string& folder, const crypto::RandomSource& random);

// The folder as the vault uses it. Instances on one machine may share one; on several, whoever runs them
// brings the files to all before they are needed, and each instance destroys its own. Backups of these files
// end with them: one that is kept keeps what was forgotten readable.
class KekFiles final : public KekStore {
 public:
  explicit KekFiles(std::string folder, crypto::RandomSource random = crypto::RandomBytes)
      : folder_(std::move(folder)), random_(std::move(random)) {}

  absl::StatusOr<KekRing> Load() override;
  absl::Status Make(uint32_t epoch) override;
  absl::Status Destroy(uint32_t epoch) override;  // as durable_file::DestroySeedFile

 private:
  std::string PathOf(uint32_t epoch) const;

  const std::string folder_;
  const crypto::RandomSource random_;
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_FILES_KEK_FILES_H_
