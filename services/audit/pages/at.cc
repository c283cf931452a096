#include "services/audit/pages/at.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"

namespace fallverbund::audit::pages {
namespace {

absl::Status NotUnderstood() {
  return absl::InvalidArgumentError(
      "at is a position such as 17, a date such as 2026-03-05 or 05.03.2026, or an instant such as "
      "2026-03-05T09:00:00Z");
}

// The last nanosecond of a day that exists: a calendar would take the 31st of June for the 1st of July.
absl::StatusOr<absl::Time> EndOfDay(const std::vector<std::string>& parts, bool german) {
  int year = 0, month = 0, day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[german ? 2 : 0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) || !absl::SimpleAtoi(parts[german ? 0 : 2], &day)) {
    return NotUnderstood();
  }
  const absl::CivilDay civil(year, month, day);
  if (civil.year() != year || civil.month() != month || civil.day() != day || year < 1990 || year > 9998)
    return NotUnderstood();
  return absl::FromCivil(civil + 1, absl::UTCTimeZone()) - absl::Nanoseconds(1);
}

absl::StatusOr<absl::Time> ParseTime(const std::string& text) {
  if (text.find('T') != std::string::npos) {
    const auto instant = ParseInstant(text);
    return instant.ok() ? instant : NotUnderstood();
  }
  const bool german = text.find('.') != std::string::npos;
  return EndOfDay(absl::StrSplit(text, german ? '.' : '-'), german);
}

std::string Stripped(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(ToAbsl(text)));
}

}  // namespace

absl::StatusOr<At> ParseAt(std::string_view text) {
  const std::string stripped = Stripped(text);
  At at;
  if (stripped.empty()) return at;
  if (uint64_t position = 0; absl::SimpleAtoi(stripped, &position)) {
    if (position == 0) return NotUnderstood();
    at.position = position;
    return at;
  }
  FV_ASSIGN_OR_RETURN(at.time, ParseTime(stripped));
  return at;
}

absl::StatusOr<std::optional<absl::Time>> ParseTrueAt(std::string_view text) {
  const std::string stripped = Stripped(text);
  if (stripped.empty()) return std::nullopt;
  FV_ASSIGN_OR_RETURN(const absl::Time time, ParseTime(stripped));
  return time;
}

}  // namespace fallverbund::audit::pages
