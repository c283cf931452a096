// Ed25519 signatures (RFC 8032, the plain variant). Thread-safe: one key may sign or check on many threads.
//
// libsodium's: it signs and checks in half of the time that OpenSSL 3.0 takes, and every reader of the log
// checks every commit. It refuses what no honest signer makes (keys of small order, encodings that are not
// canonical).
#ifndef FALLVERBUND_LIBS_CRYPTO_ED25519_H_
#define FALLVERBUND_LIBS_CRYPTO_ED25519_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/crypto/random.h"
#include "libs/crypto/secret.h"

namespace fallverbund::crypto {

inline constexpr size_t kEd25519SeedBytes = 32;
inline constexpr size_t kEd25519PublicKeyBytes = 32;
inline constexpr size_t kEd25519SignatureBytes = 64;

// Move-only; wiped when it goes.
class Ed25519PrivateKey {
 public:
  // kInvalidArgument unless the seed is 32 bytes.
  static absl::StatusOr<Ed25519PrivateKey> FromSeed(std::string_view seed);
  static Ed25519PrivateKey Generate(const RandomSource& random = RandomBytes);

  Ed25519PrivateKey(Ed25519PrivateKey&&) = default;
  Ed25519PrivateKey& operator=(Ed25519PrivateKey&&) = default;

  std::string Sign(std::string_view message) const;  // 64 bytes
  const std::string& public_key() const { return public_key_; }
  std::string seed() const;  // the secret itself; Wipe it (secret.h) when done

 private:
  Ed25519PrivateKey(Secret key, std::string public_key);
  Secret key_;  // the seed and the public key, as libsodium wants them
  std::string public_key_;
};

// False also for a key or a signature of the wrong length.
bool Ed25519Verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_ED25519_H_
