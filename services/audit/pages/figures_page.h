// The association in numbers, quarter by quarter: charts, and a table of the same.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_FIGURES_PAGE_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_FIGURES_PAGE_H_

#include <string>
#include <vector>

#include "fallverbund/audit/v1/audit_service.pb.h"
#include "services/audit/pages/list_pages.h"

namespace fallverbund::audit::pages {

struct QuarterFigures {
  std::string name;  // "2026/1"
  v1::GetReportResponse report;
};

// The earliest quarter first. For auditors alone: small numbers are shown (E12).
std::string FiguresPage(const std::vector<QuarterFigures>& quarters, const Asked& asked);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_FIGURES_PAGE_H_
