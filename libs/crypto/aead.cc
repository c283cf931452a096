#include "libs/crypto/aead.h"

#include <openssl/evp.h>

#include <limits>
#include <memory>

#include "libs/base/check.h"
#include "libs/crypto/secret.h"

namespace fallverbund::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  FV_CHECK(cipher != nullptr);
  return cipher;
}

unsigned char* Bytes(std::string& s) {
  return reinterpret_cast<unsigned char*>(s.data());
}
const unsigned char* Bytes(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

int Length(std::string_view s) {
  FV_CHECK(s.size() <= static_cast<size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(s.size());
}

ContextPtr Start(std::string_view key, std::string_view nonce, std::string_view aad, bool encrypt) {
  FV_CHECK(key.size() == kAeadKeyBytes);
  FV_CHECK(nonce.size() == kAeadNonceBytes);  // also GCM's default in OpenSSL, so it needs no setting
  ContextPtr context(EVP_CIPHER_CTX_new());
  FV_CHECK(context != nullptr);
  FV_CHECK(EVP_CipherInit_ex2(context.get(), Cipher(), Bytes(key), Bytes(nonce), encrypt ? 1 : 0, nullptr) ==
           1);
  int written = 0;
  if (!aad.empty()) {
    FV_CHECK(EVP_CipherUpdate(context.get(), nullptr, &written, Bytes(aad), Length(aad)) == 1);
  }
  return context;
}

// GCM is a stream: as many bytes come out as went in, none at the end. OpenSSL takes a null input for the
// end.
void Run(EVP_CIPHER_CTX* context, std::string_view in, unsigned char* out) {
  if (in.empty()) return;
  int written = 0;
  FV_CHECK(EVP_CipherUpdate(context, out, &written, Bytes(in), Length(in)) == 1);
  FV_CHECK(written == Length(in));
}

}  // namespace

std::string AeadSeal(std::string_view key, std::string_view nonce, std::string_view aad,
                     std::string_view plaintext) {
  const ContextPtr context = Start(key, nonce, aad, /*encrypt=*/true);
  std::string out(plaintext.size() + kAeadTagBytes, '\0');
  unsigned char* const tag = Bytes(out) + plaintext.size();
  Run(context.get(), plaintext, Bytes(out));
  int written = 0;
  FV_CHECK(EVP_CipherFinal_ex(context.get(), tag, &written) == 1);
  FV_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kAeadTagBytes), tag) ==
           1);
  return out;
}

absl::StatusOr<std::string> AeadOpen(std::string_view key, std::string_view nonce, std::string_view aad,
                                     std::string_view ciphertext_and_tag) {
  if (ciphertext_and_tag.size() < kAeadTagBytes)
    return absl::DataLossError("sealed bytes are shorter than their tag");
  const size_t size = ciphertext_and_tag.size() - kAeadTagBytes;
  std::string tag(ciphertext_and_tag.substr(size));
  const ContextPtr context = Start(key, nonce, aad, /*encrypt=*/false);
  std::string out(size, '\0');
  Run(context.get(), ciphertext_and_tag.substr(0, size), Bytes(out));
  FV_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kAeadTagBytes),
                               tag.data()) == 1);
  int written = 0;
  unsigned char none[kAeadTagBytes];
  if (EVP_CipherFinal_ex(context.get(), none, &written) != 1) {
    Wipe(out);
    return absl::DataLossError("sealed bytes do not fit their key, their place or their tag");
  }
  return out;
}

}  // namespace fallverbund::crypto
