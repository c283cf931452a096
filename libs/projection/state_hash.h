// One hash over all rows, the same for every store, so that a rebuilt projection can be compared with a live
// one.
#ifndef FALLVERBUND_LIBS_PROJECTION_STATE_HASH_H_
#define FALLVERBUND_LIBS_PROJECTION_STATE_HASH_H_

#include <string>
#include <string_view>

#include "libs/crypto/hash.h"

namespace fallverbund::projection {

// SHA-256 over table, key and value of every row, each after its length in eight bytes, big-endian. Rows come
// in the order of table and key. A table without rows leaves no trace.
class StateHasher {
 public:
  void Add(std::string_view table, std::string_view key, std::string_view value);
  std::string Finish() { return sha256_.Finish(); }

 private:
  crypto::Sha256Stream sha256_;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_STATE_HASH_H_
