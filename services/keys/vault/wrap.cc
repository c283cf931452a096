#include "services/keys/vault/wrap.h"

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/crypto/aead.h"
#include "libs/crypto/hash.h"

namespace fallverbund::keys {
namespace {

constexpr size_t kKekCheckBytes = 16;

std::string AssociatedData(const RecordPlace& place, const v1::KeyRecord& record) {
  return absl::StrCat("fallverbund.keys/v1\n", place.association, "\n", place.name, "\n", record.epoch(),
                      "\n", static_cast<int>(record.file_class()), "\n",
                      static_cast<int>(record.confidentiality()));
}

}  // namespace

v1::KeyRecord Wrap(const KekRing& ring, uint32_t epoch, const RecordPlace& place,
                   common::v1::FileClass file_class, common::v1::Confidentiality confidentiality,
                   std::string_view key, const crypto::RandomSource& random) {
  FV_CHECK(key.size() == crypto::kAeadKeyBytes);
  const crypto::Secret* const kek = ring.Find(epoch);
  FV_CHECK(kek != nullptr);
  v1::KeyRecord record;
  record.set_epoch(epoch);
  record.set_nonce(random(crypto::kAeadNonceBytes));
  record.set_file_class(file_class);
  record.set_confidentiality(confidentiality);
  record.set_wrapped(crypto::AeadSeal(kek->view(), record.nonce(), AssociatedData(place, record), key));
  return record;
}

absl::StatusOr<crypto::Secret> Unwrap(const KekRing& ring, const RecordPlace& place,
                                      const v1::KeyRecord& record) {
  const crypto::Secret* const kek = ring.Find(record.epoch());
  if (kek == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("the key-encryption key of epoch ", record.epoch(),
                                                      " is not held here; bring its file ",
                                                      ring.FileOf(record.epoch())));
  }
  if (record.nonce().size() != crypto::kAeadNonceBytes)
    return absl::DataLossError("a key record without its nonce");
  auto key = crypto::AeadOpen(kek->view(), record.nonce(), AssociatedData(place, record), record.wrapped());
  if (!key.ok()) {
    return absl::DataLossError(absl::StrCat(
        "the key-encryption key in ", ring.FileOf(record.epoch()), " does not open the entry ", place.name,
        " of the key bucket: one of them was changed or is another association's; restore the file, or the "
        "bucket, from its backup"));
  }
  crypto::Secret secret(*std::move(key));
  if (secret.view().size() != crypto::kAeadKeyBytes)
    return absl::DataLossError("a key record of another length");
  return secret;
}

absl::StatusOr<v1::KeyRecord> Rewrap(const KekRing& ring, uint32_t epoch, const RecordPlace& place,
                                     const v1::KeyRecord& record, const crypto::RandomSource& random) {
  FV_ASSIGN_OR_RETURN(const crypto::Secret key, Unwrap(ring, place, record));
  v1::KeyRecord wrapped =
      Wrap(ring, epoch, place, record.file_class(), record.confidentiality(), key.view(), random);
  if (record.has_made_at()) *wrapped.mutable_made_at() = record.made_at();
  return wrapped;
}

std::string KekCheck(const crypto::Secret& kek, std::string_view association, uint32_t epoch) {
  return crypto::HmacSha256(kek.view(),
                            absl::StrCat("fallverbund.kek-check/v1\n", ToAbsl(association), "\n", epoch))
      .substr(0, kKekCheckBytes);
}

v1::KeyRecord Erased(const v1::KeyRecord& record, absl::Time at) {
  v1::KeyRecord erased;
  erased.set_file_class(record.file_class());
  erased.set_confidentiality(record.confidentiality());
  if (record.has_made_at()) *erased.mutable_made_at() = record.made_at();
  erased.set_dropped_epoch(record.epoch());
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
