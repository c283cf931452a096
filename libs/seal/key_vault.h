// Port to the key vault (fallverbund-keys): the only holder of the key-encryption key.
#ifndef FALLVERBUND_LIBS_SEAL_KEY_VAULT_H_
#define FALLVERBUND_LIBS_SEAL_KEY_VAULT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/crypto/secret.h"

namespace fallverbund::seal {

using common::v1::Confidentiality;
using common::v1::FileClass;

inline constexpr size_t kMaxOpenBatch = 256;  // keys in one Open; more is kInvalidArgument
inline constexpr size_t kMaxPurposeBytes = 128;

// What one data key is for; retention and erasure go by it.
struct KeyScope {
  std::string association;
  std::string subject_id;  // a young person's random id (32 hex digits); for staff see StaffSubject
  FileClass file_class = common::v1::FILE_CLASS_UNSPECIFIED;
  Confidentiality confidentiality = common::v1::CONFIDENTIALITY_UNSPECIFIED;

  friend bool operator==(const KeyScope&, const KeyScope&) = default;
};

// The subject of FILE_CLASS_STAFF: one person in one organisation.
std::string StaffSubject(std::string_view organisation_id, std::string_view person_id);

// kInvalidArgument names the part that cannot be one. Error texts never hold the ids themselves.
absl::Status CheckScope(const KeyScope& scope);

struct DataKey {
  std::string key_id;    // 32 hex digits, says nothing about the scope
  crypto::Secret bytes;  // 32
};

// Why keys are asked for; the vault decides by the calling service and remembers the rest, but for `until`.
struct OpenReason {
  std::string purpose;  // the method or view it serves: "casework.GetCase"; at most kMaxPurposeBytes
  eventlog::v1::Actor actor;
  absl::Time until =
      absl::InfiniteFuture();  // nobody waits for the answer any longer; of the machine's clock
};
absl::Status CheckReason(const OpenReason& reason);
absl::Status CheckKeyIds(absl::Span<const std::string> key_ids);  // their form, and at most kMaxOpenBatch

enum class KeyOutcome {
  kOpened,
  kErased,       // forgotten or lost: nobody will read this again
  kDenied,       // this service may not open keys of that file class
  kUnavailable,  // the vault cannot tell now; ask again later
};

struct OpenedKey {
  std::string key_id;
  KeyOutcome outcome = KeyOutcome::kUnavailable;
  crypto::Secret bytes;  // only when opened
};

// Thread-safe; calls block, with a time limit of the adapter's own, and no longer than `until`: then it is
// kUnavailable. Any number of instances share one truth.
// Common failures: kInvalidArgument (malformed, never retried), kPermissionDenied (this service never may),
// kUnavailable (nothing is known; safe to repeat, every method is idempotent).
class KeyVault {
 public:
  virtual ~KeyVault() = default;

  // The key of this scope, made if there is none. Compare-and-set: whoever asks first makes it, everybody
  // gets that one. After erasure a scope gets a new key with a new id. Durable when OK.
  virtual absl::StatusOr<DataKey> Create(const KeyScope& scope, absl::Time until) = 0;
  absl::StatusOr<DataKey> Create(const KeyScope& scope) { return Create(scope, absl::InfiniteFuture()); }

  // One answer per id, in the order asked, repeated ids included.
  virtual absl::StatusOr<std::vector<OpenedKey>> Open(absl::Span<const std::string> key_ids,
                                                      const OpenReason& reason) = 0;

  // A keyed fingerprint (64 hex digits) of the folded text (blind_index.h): the only way to find a person by
  // name or spot a duplicate.
  virtual absl::StatusOr<std::string> BlindIndex(std::string_view text) = 0;

  // The association's never-rotated id key (32 bytes), for the derived ids of libs/crypto/derive.h.
  virtual absl::StatusOr<crypto::Secret> IdKey() = 0;
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_KEY_VAULT_H_
