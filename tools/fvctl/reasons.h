// The catalogue of refusals, for people and for programs of other languages.
#ifndef FALLVERBUND_TOOLS_FVCTL_REASONS_H_
#define FALLVERBUND_TOOLS_FVCTL_REASONS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace fallverbund::fvctl {

// Every reason, or the one with this code: a JSON array of objects with code, grpc_code, row, german,
// english, next_german and next_english, one a line; or text. kNotFound: no reason has this code.
absl::StatusOr<std::string> ReasonCatalogue(std::string_view code, bool json);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_REASONS_H_
