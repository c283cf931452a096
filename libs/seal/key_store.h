// Port to where the vault keeps its wrapped keys: a replicated bucket of small values with compare-and-set
// (KV_FV_<ASSOCIATION>_KEYS). Nothing readable lies in it.
#ifndef FALLVERBUND_LIBS_SEAL_KEY_STORE_H_
#define FALLVERBUND_LIBS_SEAL_KEY_STORE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace fallverbund::seal {

struct StoredValue {
  std::string value;
  uint64_t revision = 0;  // 1 or more; grows with each write to any key
};

struct StoredEntry {
  std::string key;
  StoredValue stored;
};

// Thread-safe; calls block, with a time limit of the adapter's own. Keys: [a-z0-9-]{1,64}; values: at most 1
// KiB.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  // nullopt: no such key. Reads what the last acknowledged write left (from the leader, never a stale
  // replica). kUnavailable: nothing is known.
  virtual absl::StatusOr<std::optional<StoredValue>> Get(const std::string& key) = 0;

  // Durable when OK is returned; gives the revision. kAlreadyExists: there is a value already. kUnavailable:
  // outcome unknown, it may yet appear; Get tells.
  virtual absl::StatusOr<uint64_t> CreateIfAbsent(const std::string& key, const std::string& value) = 0;

  // Writes only if `revision` is still the current one, else kAborted. kUnavailable: as above.
  virtual absl::StatusOr<uint64_t> UpdateIfRevision(const std::string& key, const std::string& value,
                                                    uint64_t revision) = 0;

  // The entry with the smallest revision of all that is `from` or more; nullopt: none. Revisions grow over
  // all keys, and a key that is written moves to the end: who goes on behind each entry until there is none
  // has met every key, as it was when he began or later.
  virtual absl::StatusOr<std::optional<StoredEntry>> NextFrom(uint64_t from) = 0;
};

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_KEY_STORE_H_
