// What of a report may be passed on to whoever may not read each case: committees, politics, a round table
// (E12). Auditors themselves see all of it, since they may read each case.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_REPORT_FOR_OTHERS_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_REPORT_FOR_OTHERS_H_

#include <vector>

#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "fallverbund/audit/v1/audit_service.pb.h"

namespace fallverbund::audit {

// Facts as of when they were recorded: what comes late counts in the quarter in which it came, so a quarter
// that is over never changes and nobody compares it with itself.
std::vector<v1::CaseFact> AsRecorded(std::vector<v1::CaseFact> facts);

// Figures of crises alone. Every kind and every party is named, also where nothing was; a figure below three
// is hidden, and whatever would tell one by subtraction. The longest time is one case's and is left out, as
// is everything that nobody has looked at for this yet.
v1::GetReportResponse ForOthers(const v1::GetReportResponse& report);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_REPORT_FOR_OTHERS_H_
