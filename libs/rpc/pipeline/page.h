// How long a page of a list is.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_PAGE_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_PAGE_H_

#include <algorithm>

#include "absl/status/statusor.h"

namespace fallverbund::service {

// AIP-158: 0 is the usual size, more than the most is the most. kInvalidArgument: a negative one.
inline absl::StatusOr<int> PageSize(int asked, int usual, int most) {
  if (asked < 0) return absl::InvalidArgumentError("page_size must not be negative");
  return asked == 0 ? usual : std::min(asked, most);
}

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_PAGE_H_
