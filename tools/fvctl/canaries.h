// The personal texts of a story: what must never be found on any disk of the house.
#ifndef FALLVERBUND_TOOLS_FVCTL_CANARIES_H_
#define FALLVERBUND_TOOLS_FVCTL_CANARIES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/fvctl/story/story.h"

namespace fallverbund::fvctl {

// Every person's name and every text in a field that the API marks as personal, each once. kInvalidArgument
// or kNotFound names the line whose call the API does not know.
absl::StatusOr<std::vector<std::string>> PersonalTexts(const story::Story& story);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_CANARIES_H_
