// The one seam between std::string_view and the absl::string_view of Debian 12's Abseil, which is a type of
// its own: std::string_view does not convert to it, neither in StrCat nor in Status constructors.
#ifndef FALLVERBUND_LIBS_BASE_STRINGS_H_
#define FALLVERBUND_LIBS_BASE_STRINGS_H_

#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace fallverbund {

inline absl::string_view ToAbsl(std::string_view s) {
  return {s.data(), s.size()};
}
inline std::string_view ToStd(absl::string_view s) {
  return {s.data(), s.size()};
}

}  // namespace fallverbund

#endif  // FALLVERBUND_LIBS_BASE_STRINGS_H_
