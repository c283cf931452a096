// The verdict over log and journal: sums and findings of the checker, joined by what the readers found
// invalid.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_VERDICT_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_VERDICT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::audit {

// More are counted, not listed.
inline constexpr int kMaxFindings = 1000;

// A message that a reader of the log or journal judged invalid: signature, key, subject, version, link.
struct InvalidMessage {
  uint64_t position = 0;
  std::string aggregate_id;
  std::string defect;  // eventlog::DefectName
};

// One stream, its rows and what its reader kept beside them. Of the invalid ones the first kMaxFindings are
// enough.
struct Judged {
  const projection::Rows& rows;
  uint64_t position = 0;
  std::vector<InvalidMessage> invalid;
  uint64_t invalid_total = 0;
  uint64_t held_aggregates = 0;  // wait for a newer program; one finding for all
};

// Without the hash of the rows.
absl::StatusOr<v1::VerifyLogResponse> ReadVerdict(const Judged& log, const Judged& journal);

// Of one case, whose file it is; `log.invalid` are those of its chain.
absl::StatusOr<v1::VerifyLogResponse> ReadVerdictOnCase(const Judged& log, std::string_view case_id,
                                                        const v1::CaseFile& file);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_VERDICT_H_
