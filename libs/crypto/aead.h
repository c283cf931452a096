// AES-256-GCM. Wrong lengths of key or nonce are our mistake (FV_CHECK); a wrong tag is a status.
// Thread-safe. A nonce must never repeat under one key.
#ifndef FALLVERBUND_LIBS_CRYPTO_AEAD_H_
#define FALLVERBUND_LIBS_CRYPTO_AEAD_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace fallverbund::crypto {

inline constexpr size_t kAeadKeyBytes = 32;
inline constexpr size_t kAeadNonceBytes = 12;
inline constexpr size_t kAeadTagBytes = 16;

// Gives ciphertext || tag.
std::string AeadSeal(std::string_view key, std::string_view nonce, std::string_view aad,
                     std::string_view plaintext);

// Takes ciphertext || tag. kDataLoss: shorter than a tag, or key, nonce, aad or bytes are not those it was
// sealed with; nothing of the plaintext is given away then.
absl::StatusOr<std::string> AeadOpen(std::string_view key, std::string_view nonce, std::string_view aad,
                                     std::string_view ciphertext_and_tag);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_AEAD_H_
