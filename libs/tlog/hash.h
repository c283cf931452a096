// The hashes of the Merkle tree (RFC 6962 2.1): leaf, node and empty root, each in a domain of its own.
// All functions are pure and thread-safe and cannot fail.
#ifndef FALLVERBUND_LIBS_TLOG_HASH_H_
#define FALLVERBUND_LIBS_TLOG_HASH_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace fallverbund::tlog {

inline constexpr size_t kHashBytes = 32;

struct Hash {
  std::array<char, kHashBytes> bytes{};
  std::string_view view() const { return {bytes.data(), bytes.size()}; }  // valid while this lives
  friend bool operator==(const Hash&, const Hash&) = default;
};

std::optional<Hash> HashFrom(std::string_view bytes);  // nullopt: not 32 bytes

Hash LeafHash(std::string_view entry);
Hash NodeHash(const Hash& left, const Hash& right);
Hash EmptyRoot();

// The hash over complete subtrees that stand side by side, each smaller than the one before: the smallest two
// are joined first. None: EmptyRoot.
Hash Join(const std::vector<Hash>& subtrees);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_HASH_H_
