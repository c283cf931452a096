#include "libs/projection/state_hash.h"

#include "libs/base/status.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {

void StateHasher::Add(std::string_view table, std::string_view key, std::string_view value) {
  for (std::string_view field : {table, key, value}) {
    sha256_.Update(BigEndian(field.size()));
    sha256_.Update(field);
  }
}

absl::StatusOr<std::string> ProjectionStore::StateHash() const {
  StateHasher hasher;
  FV_RETURN_IF_ERROR(EachRow([&](std::string_view table, std::string_view key, std::string_view value) {
    hasher.Add(table, key, value);
    return absl::OkStatus();
  }));
  return hasher.Finish();
}

}  // namespace fallverbund::projection
