#include "libs/tlog/hash.h"

#include <algorithm>
#include <string>

#include "libs/base/check.h"
#include "libs/crypto/hash.h"

namespace fallverbund::tlog {
namespace {

Hash Digest(std::string_view data) {
  const auto hash = HashFrom(crypto::Sha256(data));
  FV_CHECK(hash.has_value());
  return *hash;
}

}  // namespace

std::optional<Hash> HashFrom(std::string_view bytes) {
  if (bytes.size() != kHashBytes) return std::nullopt;
  Hash hash;
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  return hash;
}

Hash LeafHash(std::string_view entry) {
  std::string data(1, '\0');
  data.append(entry);
  return Digest(data);
}

Hash NodeHash(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * kHashBytes> data;
  data[0] = '\1';
  std::copy(right.bytes.begin(), right.bytes.end(),
            std::copy(left.bytes.begin(), left.bytes.end(), data.begin() + 1));
  return Digest({data.data(), data.size()});
}

Hash EmptyRoot() {
  return Digest("");
}

Hash Join(const std::vector<Hash>& subtrees) {
  if (subtrees.empty()) return EmptyRoot();
  Hash joined = subtrees.back();
  for (size_t i = subtrees.size() - 1; i > 0; --i) joined = NodeHash(subtrees[i - 1], joined);
  return joined;
}

}  // namespace fallverbund::tlog
