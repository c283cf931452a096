// Verifier keys as one line of text (C2SP signed-note): "name+hash+base64(type || public key)". Pure values.
#ifndef FALLVERBUND_LIBS_TLOG_KEY_H_
#define FALLVERBUND_LIBS_TLOG_KEY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace fallverbund::tlog {

inline constexpr size_t kMaxKeyNameBytes = 255;
inline constexpr size_t kKeyIdBytes = 4;

enum class KeyType : char {
  kLog = 1,      // Ed25519 over the text of a note
  kWitness = 4,  // Ed25519 over a time and the text: cosignature/v1
};

struct VerifierKey {
  std::string name;
  KeyType type = KeyType::kLog;
  std::string public_key;  // 32 bytes

  // kInvalidArgument: not such a line, to the byte; another type.
  static absl::StatusOr<VerifierKey> Parse(std::string_view text);
  std::string Text() const;
  std::string Id() const;  // 4 bytes that tell signatures apart; not a fingerprint to trust

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// UTF-8 without control characters, Unicode spaces or '+'; 1 to 255 bytes.
bool IsKeyName(std::string_view name);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_KEY_H_
