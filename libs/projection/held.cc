#include "libs/projection/held.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {

absl::StatusOr<std::optional<uint64_t>> AggregateHeldSince(const Rows& rows, std::string_view aggregate_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kHeldIdTable, aggregate_id));
  if (!row) return std::nullopt;
  return FromBigEndian(*row);
}

absl::Status HeldBack(uint64_t since) {
  return absl::UnavailableError(absl::StrCat(
      "this record is held back: position ", since,
      " needs a newer program than this one. Nothing was changed; try again after the service is "
      "updated"));
}

}  // namespace fallverbund::projection
