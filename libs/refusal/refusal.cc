#include "libs/refusal/refusal.h"

namespace fallverbund::refusal {
namespace {

constexpr ReasonText kTexts[] = {
#define FV_REASON(name, code, row, german, english, next_german, next_english) \
  {code, row, german, english, next_german, next_english},
#include "libs/refusal/reasons.def"
#undef FV_REASON
};

}  // namespace

const ReasonText& Text(Reason reason) {
  return kTexts[static_cast<size_t>(reason)];
}

std::optional<Reason> ReasonOfCode(std::string_view code) {
  for (size_t i = 0; i < std::size(kTexts); ++i) {
    if (kTexts[i].code == code) return static_cast<Reason>(i);
  }
  return std::nullopt;
}

}  // namespace fallverbund::refusal
