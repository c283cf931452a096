#include "libs/projection/state_hash.h"

#include "libs/projection/row_codec.h"

namespace fallverbund::projection {

void StateHasher::Add(std::string_view table, std::string_view key, std::string_view value) {
  for (std::string_view field : {table, key, value}) {
    sha256_.Update(BigEndian(field.size()));
    sha256_.Update(field);
  }
}

}  // namespace fallverbund::projection
