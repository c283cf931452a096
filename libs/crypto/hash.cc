#include "libs/crypto/hash.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <utility>

#include "libs/base/check.h"
#include "libs/crypto/secret.h"

namespace fallverbund::crypto {
namespace {

// The bus's library frees what is left of a connection on threads that nobody can wait for, also while the
// process ends. They must not meet an OpenSSL that has cleaned up already, so it does not: the process ends
// anyway. Said before anybody else uses OpenSSL, since only then it counts. (Closing that library frees parts
// of OpenSSL twice: nats.c 3.4.)
[[maybe_unused]] const bool kOpenSslStays = [] {
  FV_CHECK(OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr) == 1);
  return true;
}();

// Fetched once: OpenSSL 3 looks an algorithm up by name on every use of EVP_sha256().
const EVP_MD* Md() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  FV_CHECK(md != nullptr);
  return md;
}

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestPtr = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

struct FreeMac {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacPtr = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

void Start(EVP_MD_CTX* context) {
  FV_CHECK(context != nullptr && EVP_DigestInit_ex(context, Md(), nullptr) == 1);
}

void Add(EVP_MD_CTX* context, std::string_view data) {
  FV_CHECK(EVP_DigestUpdate(context, data.data(), data.size()) == 1);
}

std::string Result(EVP_MD_CTX* context) {
  std::string digest(kSha256Bytes, '\0');
  FV_CHECK(EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
  return digest;
}

// One for each thread, since OpenSSL 3 looks both algorithms up by name for a new one. Each use gives it its
// key, and takes it away.
EVP_MAC_CTX* ThreadsMac() {
  thread_local const MacPtr context = [] {
    const std::unique_ptr<EVP_MAC, FreeMac> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    FV_CHECK(mac != nullptr);
    MacPtr made(EVP_MAC_CTX_new(mac.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
    FV_CHECK(made != nullptr && EVP_MAC_CTX_set_params(made.get(), params) == 1);
    return made;
  }();
  return context.get();
}

}  // namespace

struct Sha256Stream::Context {
  DigestPtr md{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
  Start(context_->md.get());
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Update(std::string_view data) {
  FV_CHECK(context_ != nullptr);
  Add(context_->md.get(), data);
}

std::string Sha256Stream::Finish() {
  FV_CHECK(context_ != nullptr);
  return Result(std::exchange(context_, nullptr)->md.get());
}

std::string Sha256(std::string_view data) {
  thread_local const DigestPtr context(EVP_MD_CTX_new());  // a Merkle tree hashes millions of small entries
  Start(context.get());
  Add(context.get(), data);
  return Result(context.get());
}

std::string HmacSha256(std::string_view key, std::string_view data) {
  EVP_MAC_CTX* const context = ThreadsMac();
  std::string mac(kSha256Bytes, '\0');
  // A null key would be "the key of last time"; an empty one must not be null.
  const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.empty() ? "" : key.data());
  FV_CHECK(EVP_MAC_init(context, key_bytes, key.size(), nullptr) == 1);
  FV_CHECK(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(data.data()), data.size()) == 1);
  size_t size = 0;
  FV_CHECK(EVP_MAC_final(context, reinterpret_cast<unsigned char*>(mac.data()), &size, mac.size()) == 1);
  FV_CHECK(size == kSha256Bytes);
  FV_CHECK(EVP_MAC_init(context, reinterpret_cast<const unsigned char*>("none"), 4, nullptr) == 1);
  return mac;
}

std::string HkdfSha256(std::string_view key, std::string_view salt, std::string_view info, size_t length) {
  FV_CHECK(length <= 255 * kSha256Bytes);
  const Secret pseudorandom_key(HmacSha256(salt, key));
  std::string output;
  std::string block;
  output.reserve(length + kSha256Bytes);
  for (unsigned char counter = 1; output.size() < length; ++counter) {
    block.append(info).push_back(static_cast<char>(counter));
    Secret input(std::move(block));
    block = HmacSha256(pseudorandom_key.view(), input.view());
    output += block;
  }
  Wipe(block);
  output.resize(length);
  return output;
}

bool ConstantTimeEquals(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace fallverbund::crypto
