// The key-encryption keys this instance holds, by epoch. They live in files only (kek-1, kek-2, ...), never
// in the bucket, never on the disk of the bus.
#ifndef FALLVERBUND_SERVICES_KEYS_VAULT_KEK_RING_H_
#define FALLVERBUND_SERVICES_KEYS_VAULT_KEK_RING_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/crypto/secret.h"

namespace fallverbund::keys {

inline constexpr size_t kKekBytes = 32;

class KekRing {
 public:
  // At least one; 32 bytes each; epochs from 1. `folder`: where they lie, for errors; empty: nowhere.
  explicit KekRing(std::map<uint32_t, crypto::Secret> keys) : KekRing("", std::move(keys)) {}
  KekRing(std::string folder, std::map<uint32_t, crypto::Secret> keys);

  const crypto::Secret* Find(uint32_t epoch) const;  // null: not held here
  std::string FileOf(uint32_t epoch) const;          // its path, to name to the operator; held here or not
  std::vector<uint32_t> epochs() const;  // ascending; which one is in use, the bucket says (epochs.h)

 private:
  std::string folder_;
  std::map<uint32_t, crypto::Secret> keys_;
};

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_VAULT_KEK_RING_H_
