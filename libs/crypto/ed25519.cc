#include "libs/crypto/ed25519.h"

#include <openssl/evp.h>

#include <functional>
#include <map>
#include <utility>

#include "libs/base/check.h"
#include "libs/crypto/secret.h"

namespace fallverbund::crypto {
namespace {

using internal::ContextPtr;

// There are as many signers as services, and a few more while keys change.
constexpr size_t kKeptVerifiers = 32;

unsigned char* Bytes(std::string& s) {
  return reinterpret_cast<unsigned char*>(s.data());
}
const unsigned char* Bytes(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

ContextPtr Copy(const EVP_MD_CTX* prepared) {
  ContextPtr context(EVP_MD_CTX_new());
  FV_CHECK(context != nullptr && EVP_MD_CTX_copy_ex(context.get(), prepared) == 1);
  return context;
}

}  // namespace

void internal::FreeContext::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

void internal::FreeKey::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}  // which wipes a private one

Ed25519PrivateKey::Ed25519PrivateKey(internal::KeyPtr key, std::string public_key)
    : key_(std::move(key)), prepared_(EVP_MD_CTX_new()), public_key_(std::move(public_key)) {
  FV_CHECK(prepared_ != nullptr);
  FV_CHECK(EVP_DigestSignInit(prepared_.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromSeed(std::string_view seed) {
  if (seed.size() != kEd25519SeedBytes) return absl::InvalidArgumentError("an Ed25519 seed is 32 bytes");
  internal::KeyPtr key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  FV_CHECK(key != nullptr);
  std::string public_key(kEd25519PublicKeyBytes, '\0');
  size_t size = public_key.size();
  FV_CHECK(EVP_PKEY_get_raw_public_key(key.get(), Bytes(public_key), &size) == 1);
  FV_CHECK(size == kEd25519PublicKeyBytes);
  return Ed25519PrivateKey(std::move(key), std::move(public_key));
}

Ed25519PrivateKey Ed25519PrivateKey::Generate(const RandomSource& random) {
  const Secret seed(random(kEd25519SeedBytes));
  auto key = FromSeed(seed.view());
  FV_CHECK(key.ok());
  return *std::move(key);
}

std::string Ed25519PrivateKey::Sign(std::string_view message) const {
  const ContextPtr context = Copy(prepared_.get());
  std::string signature(kEd25519SignatureBytes, '\0');
  size_t size = signature.size();
  FV_CHECK(EVP_DigestSign(context.get(), Bytes(signature), &size, Bytes(message), message.size()) == 1);
  FV_CHECK(size == kEd25519SignatureBytes);
  return signature;
}

std::string Ed25519PrivateKey::seed() const {
  std::string seed(kEd25519SeedBytes, '\0');
  size_t size = seed.size();
  FV_CHECK(EVP_PKEY_get_raw_private_key(key_.get(), Bytes(seed), &size) == 1);
  FV_CHECK(size == kEd25519SeedBytes);
  return seed;
}

Ed25519Verifier::Ed25519Verifier(internal::KeyPtr key, std::string_view public_key)
    : key_(std::move(key)), public_key_(public_key) {
  ContextPtr prepared(EVP_MD_CTX_new());
  FV_CHECK(prepared != nullptr);
  FV_CHECK(EVP_DigestVerifyInit(prepared.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
  prepared_ = std::move(prepared);
}

absl::StatusOr<Ed25519Verifier> Ed25519Verifier::FromPublicKey(std::string_view public_key) {
  if (public_key.size() != kEd25519PublicKeyBytes) {
    return absl::InvalidArgumentError("an Ed25519 public key is 32 bytes");
  }
  internal::KeyPtr key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  FV_CHECK(key != nullptr);
  return Ed25519Verifier(std::move(key), public_key);
}

bool Ed25519Verifier::Verify(std::string_view message, std::string_view signature) const {
  const ContextPtr context = Copy(prepared_.get());
  return EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

bool Ed25519Verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  thread_local std::map<std::string, Ed25519Verifier, std::less<>> kept;
  auto found = kept.find(public_key);
  if (found == kept.end()) {
    auto verifier = Ed25519Verifier::FromPublicKey(public_key);
    if (!verifier.ok()) return false;
    if (kept.size() >= kKeptVerifiers) kept.clear();
    found = kept.emplace(public_key, *std::move(verifier)).first;
  }
  return found->second.Verify(message, signature);
}

}  // namespace fallverbund::crypto
