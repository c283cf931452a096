// Sealed.box, of version 1: 0x01 || nonce[12] || salt[32] || commitment[32] || ciphertext ||
// tag[16], where HKDF-SHA256(data key, salt, "fallverbund.seal/v1") gives AES-256-GCM key[32] ||
// commitment[32]. The commitment makes it impossible to craft one box that opens to two texts under two keys.
#ifndef FALLVERBUND_LIBS_SEAL_BOX_H_
#define FALLVERBUND_LIBS_SEAL_BOX_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace fallverbund::seal {

inline constexpr size_t kDataKeyBytes = 32;
inline constexpr size_t kNonceBytes = 12;
inline constexpr size_t kSaltBytes = 32;
inline constexpr size_t kMaxTextBytes = 64 * 1024;
inline constexpr size_t kBoxOverheadBytes = 1 + kNonceBytes + kSaltBytes + 32 + 16;

// Where a sealed text stands; it opens nowhere else.
struct SealPlace {
  std::string association;
  std::string aggregate_id;  // 32 hex digits
  std::string event_type;    // full name of the event's message: "fallverbund.casework.v1.CaseOpened"
  std::string field_path;    // field numbers from that message down, joined by dots: "3", "7.2"

  friend bool operator==(const SealPlace&, const SealPlace&) = default;
};

// kInvalidArgument names the part that cannot be one.
absl::Status CheckPlace(const SealPlace& place);

// kInvalidArgument: the text is longer than kMaxTextBytes, or no such place. `nonce` and `salt` are fresh
// random bytes per call. Wrong lengths of key, nonce or salt are our mistake (FV_CHECK).
absl::StatusOr<std::string> SealBox(std::string_view data_key, const SealPlace& place, std::string_view text,
                                    std::string_view nonce, std::string_view salt);

// kDataLoss: not a box, not sealed with this key, not at this place, or changed since.
absl::StatusOr<std::string> OpenBox(std::string_view data_key, const SealPlace& place, std::string_view box);

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_BOX_H_
