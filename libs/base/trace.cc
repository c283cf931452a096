#include "libs/base/trace.h"

namespace fallverbund {
namespace {

constexpr std::string_view kVersion = "00-";
constexpr size_t kTraceDigits = 32;
constexpr size_t kParentDigits = 16;
constexpr size_t kFlagDigits = 2;
constexpr size_t kParentAt = kVersion.size() + kTraceDigits + 1;
constexpr size_t kFlagsAt = kParentAt + kParentDigits + 1;
constexpr size_t kLength = kFlagsAt + kFlagDigits;

bool IsHex(std::string_view text, size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// All zeros say "none".
bool IsId(std::string_view text, size_t digits) {
  return IsHex(text, digits) && text.find_first_not_of('0') != std::string_view::npos;
}

}  // namespace

bool IsTrace(const Trace& trace) {
  return IsId(trace.trace_id, kTraceDigits) && IsId(trace.parent_id, kParentDigits);
}

std::optional<Trace> ParseTraceparent(std::string_view text) {
  if (text.size() != kLength || !text.starts_with(kVersion) || text[kParentAt - 1] != '-' ||
      text[kFlagsAt - 1] != '-' || !IsHex(text.substr(kFlagsAt), kFlagDigits)) {
    return std::nullopt;
  }
  Trace trace{std::string(text.substr(kVersion.size(), kTraceDigits)),
              std::string(text.substr(kParentAt, kParentDigits))};
  if (!IsTrace(trace)) return std::nullopt;
  return trace;
}

}  // namespace fallverbund
