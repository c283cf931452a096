// One page of rows, as list methods answer them (AIP-158).
#ifndef FALLVERBUND_LIBS_PROJECTION_PAGE_H_
#define FALLVERBUND_LIBS_PROJECTION_PAGE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/status.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// Calls on_row(const Row&) -> absl::Status for up to `limit` rows behind `after`; its first error ends it.
// The key to go on after; empty on the last page.
template <class OnRow>
absl::StatusOr<std::string> ReadPage(const Rows& rows, std::string_view table, std::string_view prefix,
                                     std::string_view after, int limit, OnRow on_row) {
  FV_ASSIGN_OR_RETURN(const auto found,
                      rows.Scan(table, prefix, after, limit + 1));  // one more: is there more?
  const bool more = static_cast<int>(found.size()) > limit;
  const size_t shown = more ? static_cast<size_t>(limit) : found.size();
  for (size_t i = 0; i < shown; ++i) FV_RETURN_IF_ERROR(on_row(found[i]));
  return more ? found[shown - 1].key : std::string();
}

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_PAGE_H_
