// What somebody wrote into the field "as known at".
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_AT_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_AT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::audit::pages {

// At most one of the two; none: the newest state.
struct At {
  std::optional<uint64_t> position;
  std::optional<absl::Time> time;
};

// "17": a position. "2026-03-05" or "05.03.2026": the end of that day (UTC). "2026-03-05T09:00:00Z": that
// instant. kInvalidArgument names what may be written.
absl::StatusOr<At> ParseAt(std::string_view text);
// Of the same forms, without a position.
absl::StatusOr<std::optional<absl::Time>> ParseTrueAt(std::string_view text);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_AT_H_
