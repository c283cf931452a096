// CSV as offices exchange it: UTF-8, a semicolon between fields, a line each, quotes where needed (RFC 4180).
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_CSV_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_CSV_H_

#include <string>
#include <string_view>
#include <vector>

namespace fallverbund::fvctl {

std::string CsvLine(const std::vector<std::string>& fields);

// The first field of each line that says anything, in order, also where that field is empty; the separator
// may be a semicolon, a comma or a tab, the end of a line that of any system. A byte order mark and quotes
// go.
struct CsvCell {
  int line = 0;
  std::string text;
};
std::vector<CsvCell> FirstColumn(std::string_view csv);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_CSV_H_
