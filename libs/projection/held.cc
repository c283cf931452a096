#include "libs/projection/held.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {

absl::StatusOr<std::optional<uint64_t>> AggregateHeldSince(const Rows& rows, std::string_view aggregate_id) {
  constexpr int kPage = 1000;
  const std::string end_of_subject = absl::StrCat(".", ToAbsl(aggregate_id));
  std::string after;
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kHeldTable, "", after, kPage));
    for (const Row& row : page) {
      if (absl::EndsWith(row.key, end_of_subject)) return FromBigEndian(row.value);
    }
    if (page.size() < kPage) return std::nullopt;
    after = page.back().key;
  }
}

absl::Status HeldBack(uint64_t since) {
  return absl::UnavailableError(absl::StrCat(
      "this record is held back: position ", since,
      " needs a newer program than this one. Nothing was changed; try again after the service is "
      "updated"));
}

}  // namespace fallverbund::projection
