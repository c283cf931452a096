// A refusal: the domain says no, with a reason from the one table (reasons.def) that holds the row of the
// mission, a sentence in two languages and what to do next.
#ifndef FALLVERBUND_LIBS_REFUSAL_REFUSAL_H_
#define FALLVERBUND_LIBS_REFUSAL_REFUSAL_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace fallverbund::refusal {

enum class Reason {
#define FV_REASON(name, code, row, german, english, next_german, next_english) name,
#include "libs/refusal/reasons.def"
#undef FV_REASON
};

struct ReasonText {
  std::string_view code;  // stable, such as CASE_UNDERSTANDING_MISSING
  std::string_view row;   // row of the mission, such as A11
  std::string_view german;
  std::string_view english;
  std::string_view next_german;
  std::string_view next_english;
};
const ReasonText& Text(Reason reason);
std::optional<Reason> ReasonOfCode(std::string_view code);

struct Refusal {
  Reason reason;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

// The one guard: nullopt when `condition` holds, else the refusal.
//   if (auto no = Require(Reason::kCaseUnderstandingMissing, state.understood)) return *no;  // A11
// In a build with FALLVERBUND_SKIPPABLE_GUARDS (tests only) one guard, named by the line where it stands, can
// be skipped, so that each can be seen to matter. One on a line: two would be counted and only one met.
#ifdef FALLVERBUND_SKIPPABLE_GUARDS
std::optional<Refusal> Require(Reason reason, bool condition, const char* file = __builtin_FILE(),
                               uint32_t line = __builtin_LINE());
#else
inline std::optional<Refusal> Require(Reason reason, bool condition) {
  if (condition) return std::nullopt;
  return Refusal{reason};
}
#endif

}  // namespace fallverbund::refusal

#endif  // FALLVERBUND_LIBS_REFUSAL_REFUSAL_H_
