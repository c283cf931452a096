// The verdict over both projections as they are now: the checker's rows and what the readers kept beside
// them.
#ifndef FALLVERBUND_SERVICES_AUDIT_VERDICT_VERDICT_READER_H_
#define FALLVERBUND_SERVICES_AUDIT_VERDICT_VERDICT_READER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::audit {

// Each of the two at one position. Reads all rows of the audit, for their hash.
absl::StatusOr<v1::VerifyLogResponse> VerdictNow(const projection::ProjectionStore& log,
                                                 const projection::ProjectionStore& journal);

// Of one case alone: its findings, gaps and messages that its aggregates have and that are invalid. Reads
// neither the journal nor the other cases, and hashes nothing. kNotFound: no such case.
absl::StatusOr<v1::VerifyLogResponse> VerdictOnCase(const projection::ProjectionStore& log,
                                                    std::string_view case_id);

// SHA-256 over the audit's own rows of the log, so that two replays can be compared; see StateHasher.
absl::StatusOr<std::string> HashOfAuditRows(const projection::Rows& rows);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VERDICT_VERDICT_READER_H_
