// Signatures of logs (type 0x01) and cosignatures of witnesses (0x04, C2SP tlog-cosignature): making and
// verifying. Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_SIGNATURE_H_
#define FALLVERBUND_LIBS_TLOG_SIGNATURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/crypto/ed25519.h"
#include "libs/tlog/key.h"
#include "libs/tlog/note.h"

namespace fallverbund::tlog {

// A log or a witness that can sign: a name and a key of its own, used for nothing else.
class NoteSigner {
 public:
  // `name` as IsKeyName has it.
  NoteSigner(std::string name, KeyType type, crypto::Ed25519PrivateKey key);
  const VerifierKey& verifier() const { return verifier_; }

  // For a log's key. `text` ends with LF.
  SignatureLine Sign(std::string_view text) const;
  // For a witness's key: it had seen, at that second, that this tree goes on from all it cosigned before.
  // `at` from 1970 on.
  SignatureLine Cosign(std::string_view text, absl::Time at) const;

 private:
  VerifierKey verifier_;
  crypto::Ed25519PrivateKey key_;
};

struct Signed {
  VerifierKey key;
  absl::Time cosigned_at = absl::InfinitePast();  // of a witness
};

// Who of `keys` signed the note, each once, in the order of its lines. Lines of other keys mean nothing.
// kUnauthenticated: a line of a key that is known is no signature of it; then the whole note is worth
// nothing. Every line of such a key is looked at, also a second one.
absl::StatusOr<std::vector<Signed>> VerifySignatures(const Note& note, const std::vector<VerifierKey>& keys);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_SIGNATURE_H_
