#include "services/keys/vault/kek_ring.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/crypto/aead.h"

namespace fallverbund::keys {

static_assert(kKekBytes == crypto::kAeadKeyBytes);

KekRing::KekRing(std::string folder, std::map<uint32_t, crypto::Secret> keys)
    : folder_(std::move(folder)), keys_(std::move(keys)) {
  FV_CHECK(!keys_.empty());
  FV_CHECK(keys_.begin()->first >= 1);
  for (const auto& [epoch, key] : keys_) FV_CHECK(key.view().size() == kKekBytes);
}

const crypto::Secret* KekRing::Find(uint32_t epoch) const {
  const auto found = keys_.find(epoch);
  return found == keys_.end() ? nullptr : &found->second;
}

std::string KekRing::FileOf(uint32_t epoch) const {
  return absl::StrCat(folder_, folder_.empty() ? "" : "/", "kek-", epoch);
}

std::vector<uint32_t> KekRing::epochs() const {
  std::vector<uint32_t> epochs;
  for (const auto& [epoch, key] : keys_) epochs.push_back(epoch);
  return epochs;
}

}  // namespace fallverbund::keys
