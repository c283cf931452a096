// The official statistics (§§ 98 ff. SGB VIII) as far as the log can fill them, without a name: one table
// each for helps, taking into care and risk assessments, and the data dictionary, which also says what the
// log does not hold.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_STATISTICS_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_STATISTICS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fallverbund/audit/v1/audit_service.pb.h"

namespace fallverbund::fvctl {

struct CaseHistoryOf {
  std::string case_id;
  std::vector<audit::v1::HistoryEntry> history;  // all of it, in the order of the log
};

// A Kenn-Nummer (§ 100) of a help or measure: tells nothing to whoever does not know the ids, and is the same
// every time.
using MarkOf = std::function<std::string(const std::string& text)>;

// What kind of body it is: the code of an OrganisationKind, such as PROVIDER; empty: not known.
using KindOf = std::function<std::string(const std::string& organisation_id)>;

struct StatisticsFile {
  std::string name, csv;
};

// Of one year in Germany: what ended in it, and what ran on 31 December (§ 101). Measures and assessments by
// when they ended. `left_out`: ids of cases that nobody could read; the dictionary names them by their marks.
std::vector<StatisticsFile> OfficialStatistics(const std::vector<CaseHistoryOf>& cases,
                                               const std::vector<std::string>& left_out, int year,
                                               const MarkOf& mark, const KindOf& kind_of = nullptr);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_STATISTICS_H_
