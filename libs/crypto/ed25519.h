// Ed25519 signatures (RFC 8032, the plain variant). Thread-safe: one key may sign or check on many threads.
#ifndef FALLVERBUND_LIBS_CRYPTO_ED25519_H_
#define FALLVERBUND_LIBS_CRYPTO_ED25519_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/crypto/random.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY, so that its headers stay in this room
struct evp_md_ctx_st;

namespace fallverbund::crypto {

inline constexpr size_t kEd25519SeedBytes = 32;
inline constexpr size_t kEd25519PublicKeyBytes = 32;
inline constexpr size_t kEd25519SignatureBytes = 64;

namespace internal {
struct FreeKey {
  void operator()(evp_pkey_st* key) const;
};
using KeyPtr = std::unique_ptr<evp_pkey_st, FreeKey>;
struct FreeContext {
  void operator()(evp_md_ctx_st* context) const;
};
// Ready to sign or to verify. Each use works on a copy: making it anew looks the algorithm up in OpenSSL 3's
// tables, which costs a third of a signature.
using ContextPtr = std::unique_ptr<evp_md_ctx_st, FreeContext>;
}  // namespace internal

// Move-only; wiped when it goes.
class Ed25519PrivateKey {
 public:
  // kInvalidArgument unless the seed is 32 bytes.
  static absl::StatusOr<Ed25519PrivateKey> FromSeed(std::string_view seed);
  static Ed25519PrivateKey Generate(const RandomSource& random = RandomBytes);

  std::string Sign(std::string_view message) const;  // 64 bytes
  const std::string& public_key() const { return public_key_; }
  std::string seed() const;  // the secret itself; Wipe it (secret.h) when done

 private:
  Ed25519PrivateKey(internal::KeyPtr key, std::string public_key);
  internal::KeyPtr key_;
  internal::ContextPtr prepared_;
  std::string public_key_;
};

// Keeps the parsed key for many checks. Copies share it.
class Ed25519Verifier {
 public:
  // kInvalidArgument unless the key is 32 bytes.
  static absl::StatusOr<Ed25519Verifier> FromPublicKey(std::string_view public_key);

  // False for a signature of another length, too.
  bool Verify(std::string_view message, std::string_view signature) const;
  const std::string& public_key() const { return public_key_; }

 private:
  Ed25519Verifier(internal::KeyPtr key, std::string_view public_key);
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<const evp_md_ctx_st> prepared_;
  std::string public_key_;
};

// One check; false also for a key or a signature of the wrong length. The last few keys stay parsed, for each
// thread.
bool Ed25519Verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_ED25519_H_
