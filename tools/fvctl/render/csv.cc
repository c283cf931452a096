#include "tools/fvctl/render/csv.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/base/strings.h"

namespace fallverbund::fvctl {
namespace {

// A field that a spreadsheet would take for a formula is told as text.
std::string Field(const std::string& text) {
  const bool formula = !text.empty() && std::string_view("=+-@").find(text[0]) != std::string_view::npos;
  std::string safe = formula ? absl::StrCat("'", text) : text;
  if (safe.find_first_of(";\"\r\n") == std::string::npos) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& fields) {
  return absl::StrCat(
      absl::StrJoin(fields, ";",
                    [](std::string* out, const std::string& text) { absl::StrAppend(out, Field(text)); }),
      "\r\n");
}

std::vector<CsvCell> FirstColumn(std::string_view csv) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (csv.starts_with(kMark)) csv.remove_prefix(kMark.size());
  const std::string lines = absl::StrReplaceAll(ToAbsl(csv), {{"\r\n", "\n"}, {"\r", "\n"}});
  std::vector<CsvCell> cells;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    ++number;
    if (line.find_first_not_of(";,\t \"") == absl::string_view::npos) continue;
    const absl::string_view cell = absl::StripAsciiWhitespace(line.substr(0, line.find_first_of(";,\t")));
    cells.push_back({number, absl::StrReplaceAll(cell, {{"\"", ""}})});
  }
  return cells;
}

}  // namespace fallverbund::fvctl
