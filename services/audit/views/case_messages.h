// Which messages of the log an archive of one case is made of: enough to judge the case by them alone.
#ifndef FALLVERBUND_SERVICES_AUDIT_VIEWS_CASE_MESSAGES_H_
#define FALLVERBUND_SERVICES_AUDIT_VIEWS_CASE_MESSAGES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::audit {

struct CaseMessages {
  std::map<uint64_t, v1::ArchivedPart> positions;  // in the order of the log
  std::set<std::string> other_cases;               // that these messages name
};

// The chain of the case; the log's own messages; of the registers those that the chain names by an id, and
// the organisations of the persons whom it names. Personal texts are sealed in all of them. Errors as of
// questions.h.
absl::StatusOr<CaseMessages> ReadCaseMessages(const projection::Rows& rows, std::string_view case_id);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_VIEWS_CASE_MESSAGES_H_
