// SHA-256 and what is built from it: HMAC (RFC 2104, 4231) and HKDF (RFC 5869). Bytes travel as std::string.
// All functions are thread-safe and cannot fail.
#ifndef FALLVERBUND_LIBS_CRYPTO_HASH_H_
#define FALLVERBUND_LIBS_CRYPTO_HASH_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace fallverbund::crypto {

inline constexpr size_t kSha256Bytes = 32;

std::string Sha256(std::string_view data);

// The same for data that comes in pieces. Move-only; one thread at a time.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Update(std::string_view data);
  std::string Finish();  // once, and last

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string HmacSha256(std::string_view key, std::string_view data);

// At most 255 * 32 bytes (RFC 5869 2.3). An empty salt is the RFC's string of zeros.
std::string HkdfSha256(std::string_view key, std::string_view salt, std::string_view info, size_t length);

// Takes as long for a difference in the first byte as in the last. Lengths are not secret.
bool ConstantTimeEquals(std::string_view a, std::string_view b);

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_HASH_H_
