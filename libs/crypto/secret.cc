#include "libs/crypto/secret.h"

#include <openssl/crypto.h>

namespace fallverbund::crypto {

void Wipe(std::string& bytes) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
  bytes.clear();
}

Secret::Secret(std::string&& bytes) {
  bytes_.swap(bytes);
  // A short string lives inside the object; swapping copied it and may have left its tail behind.
  bytes.resize(bytes.capacity());
  Wipe(bytes);
}

Secret& Secret::operator=(Secret other) noexcept {
  bytes_.swap(other.bytes_);
  return *this;
}

}  // namespace fallverbund::crypto
