// What the checker needs of other chains: a case that is said to go on in the place of another (N14).
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_CASE_FILES_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_CASE_FILES_H_

#include <optional>
#include <string_view>

#include "fallverbund/audit/v1/audit_rows.pb.h"

namespace fallverbund::audit {

// Lookups only, as of the position that is judged.
class CaseFiles {
 public:
  virtual ~CaseFiles() = default;
  // nullopt: the log knows no such case.
  virtual std::optional<v1::CaseFile> FileOfCase(std::string_view case_id) const = 0;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_CASE_FILES_H_
