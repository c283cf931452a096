#include "services/keys/vault/kek_ring.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/crypto/aead.h"

namespace fallverbund::keys {

static_assert(kKekBytes == crypto::kAeadKeyBytes);

KekRing::KekRing(std::map<uint32_t, crypto::Secret> keys) : keys_(std::move(keys)) {
  FV_CHECK(!keys_.empty());
  FV_CHECK(keys_.begin()->first >= 1);
  for (const auto& [epoch, key] : keys_) FV_CHECK(key.view().size() == kKekBytes);
}

const crypto::Secret* KekRing::Find(uint32_t epoch) const {
  const auto found = keys_.find(epoch);
  return found == keys_.end() ? nullptr : &found->second;
}

std::vector<uint32_t> KekRing::epochs() const {
  std::vector<uint32_t> epochs;
  for (const auto& [epoch, key] : keys_) epochs.push_back(epoch);
  return epochs;
}

}  // namespace fallverbund::keys
