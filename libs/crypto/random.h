// The house's one source of randomness. Rooms that need some take a RandomSource, so that tests can say
// which.
#ifndef FALLVERBUND_LIBS_CRYPTO_RANDOM_H_
#define FALLVERBUND_LIBS_CRYPTO_RANDOM_H_

#include <cstddef>
#include <functional>
#include <string>

namespace fallverbund::crypto {

// Gives `count` fresh bytes. Implementations are thread-safe.
using RandomSource = std::function<std::string(size_t count)>;

// From the operating system through OpenSSL. Stops the process if there are none; never returns weak bytes.
std::string RandomBytes(size_t count);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_RANDOM_H_
