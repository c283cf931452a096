#include "libs/crypto/ed25519.h"

#include <sodium.h>

#include <utility>

#include "libs/base/check.h"

namespace fallverbund::crypto {
namespace {

static_assert(kEd25519SeedBytes == crypto_sign_ed25519_SEEDBYTES);
static_assert(kEd25519PublicKeyBytes == crypto_sign_ed25519_PUBLICKEYBYTES);
static_assert(kEd25519SignatureBytes == crypto_sign_ed25519_BYTES);

// Before anything else of the library; it may be asked often and on many threads.
void Prepare() {
  static const bool prepared = sodium_init() >= 0;
  FV_CHECK(prepared);
}

unsigned char* Bytes(std::string& s) {
  return reinterpret_cast<unsigned char*>(s.data());
}
const unsigned char* Bytes(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

}  // namespace

Ed25519PrivateKey::Ed25519PrivateKey(Secret key, std::string public_key)
    : key_(std::move(key)), public_key_(std::move(public_key)) {}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromSeed(std::string_view seed) {
  if (seed.size() != kEd25519SeedBytes) return absl::InvalidArgumentError("an Ed25519 seed is 32 bytes");
  Prepare();
  std::string key(crypto_sign_ed25519_SECRETKEYBYTES, '\0');
  std::string public_key(kEd25519PublicKeyBytes, '\0');
  FV_CHECK(crypto_sign_ed25519_seed_keypair(Bytes(public_key), Bytes(key), Bytes(seed)) == 0);
  return Ed25519PrivateKey(Secret(std::move(key)), std::move(public_key));
}

Ed25519PrivateKey Ed25519PrivateKey::Generate(const RandomSource& random) {
  const Secret seed(random(kEd25519SeedBytes));
  auto key = FromSeed(seed.view());
  FV_CHECK(key.ok());
  return *std::move(key);
}

std::string Ed25519PrivateKey::Sign(std::string_view message) const {
  std::string signature(kEd25519SignatureBytes, '\0');
  FV_CHECK(crypto_sign_ed25519_detached(Bytes(signature), nullptr, Bytes(message), message.size(),
                                        Bytes(key_.view())) == 0);
  return signature;
}

std::string Ed25519PrivateKey::seed() const {
  std::string seed(kEd25519SeedBytes, '\0');
  FV_CHECK(crypto_sign_ed25519_sk_to_seed(Bytes(seed), Bytes(key_.view())) == 0);
  return seed;
}

bool Ed25519Verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != kEd25519PublicKeyBytes || signature.size() != kEd25519SignatureBytes) return false;
  Prepare();
  return crypto_sign_ed25519_verify_detached(Bytes(signature), Bytes(message), message.size(),
                                             Bytes(public_key)) == 0;
}

}  // namespace fallverbund::crypto
