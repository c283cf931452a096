// Bytes that are wiped when they go: keys, seeds, what was derived from them.
#ifndef FALLVERBUND_LIBS_CRYPTO_SECRET_H_
#define FALLVERBUND_LIBS_CRYPTO_SECRET_H_

#include <string>
#include <string_view>

namespace fallverbund::crypto {

// Overwrites the bytes in a way no optimiser removes, then empties the string.
void Wipe(std::string& bytes);

// A value; each copy wipes itself. There is no way to print or compare one by accident.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string&& bytes);  // wipes what it was given
  explicit Secret(std::string_view bytes) : bytes_(bytes) {}
  ~Secret() { Wipe(bytes_); }
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : Secret(std::move(other.bytes_)) {}
  Secret& operator=(Secret other) noexcept;

  std::string_view view() const { return bytes_; }  // valid while this lives
  bool empty() const { return bytes_.empty(); }

 private:
  std::string bytes_;
};

}  // namespace fallverbund::crypto

#endif  // FALLVERBUND_LIBS_CRYPTO_SECRET_H_
