#include "services/keys/vault/wrap.h"

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/aead.h"

namespace fallverbund::keys {
namespace {

std::string AssociatedData(const RecordPlace& place, const v1::KeyRecord& record) {
  return absl::StrCat("fallverbund.keys/v1\n", place.association, "\n", place.name, "\n", record.epoch(),
                      "\n", static_cast<int>(record.file_class()), "\n",
                      static_cast<int>(record.confidentiality()));
}

}  // namespace

v1::KeyRecord Wrap(const KekRing& ring, const RecordPlace& place, common::v1::FileClass file_class,
                   common::v1::Confidentiality confidentiality, std::string_view key,
                   const crypto::RandomSource& random) {
  FV_CHECK(key.size() == crypto::kAeadKeyBytes);
  v1::KeyRecord record;
  record.set_epoch(ring.current_epoch());
  record.set_nonce(random(crypto::kAeadNonceBytes));
  record.set_file_class(file_class);
  record.set_confidentiality(confidentiality);
  record.set_wrapped(
      crypto::AeadSeal(ring.current().view(), record.nonce(), AssociatedData(place, record), key));
  return record;
}

absl::StatusOr<crypto::Secret> Unwrap(const KekRing& ring, const RecordPlace& place,
                                      const v1::KeyRecord& record) {
  const crypto::Secret* const kek = ring.Find(record.epoch());
  if (kek == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("the key-encryption key of epoch ", record.epoch(),
                                                      " is not held here; bring its file kek-",
                                                      record.epoch()));
  }
  if (record.nonce().size() != crypto::kAeadNonceBytes)
    return absl::DataLossError("a key record without its nonce");
  FV_ASSIGN_OR_RETURN(std::string key, crypto::AeadOpen(kek->view(), record.nonce(),
                                                        AssociatedData(place, record), record.wrapped()));
  crypto::Secret secret(std::move(key));
  if (secret.view().size() != crypto::kAeadKeyBytes)
    return absl::DataLossError("a key record of another length");
  return secret;
}

v1::KeyRecord Erased(const v1::KeyRecord& record, absl::Time at) {
  v1::KeyRecord erased;
  erased.set_file_class(record.file_class());
  erased.set_confidentiality(record.confidentiality());
  *erased.mutable_erased_at() = ToProto(at);
  return erased;
}

bool IsErased(const v1::KeyRecord& record) {
  return record.has_erased_at();
}

absl::StatusOr<v1::KeyRecord> ParseRecord(const std::string& bytes) {
  v1::KeyRecord record;
  if (!record.ParseFromString(bytes))
    return absl::DataLossError("an entry of the key bucket is no key record");
  return record;
}

}  // namespace fallverbund::keys
