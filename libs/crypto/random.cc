#include "libs/crypto/random.h"

#include <openssl/rand.h>

#include <limits>

#include "libs/base/check.h"

namespace fallverbund::crypto {

std::string RandomBytes(size_t count) {
  FV_CHECK(count <= static_cast<size_t>(std::numeric_limits<int>::max()));
  std::string bytes(count, '\0');
  FV_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
  return bytes;
}

}  // namespace fallverbund::crypto
