// Is everybody there? The inquiry numbers of an outside list against the cases of the log (R0: an auditor's
// first question).
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_COMPLETENESS_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_COMPLETENESS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {

// Of one number of the list, as it stands now.
struct Listed {
  int line = 0;
  std::string number;
  std::string case_id;  // empty: no case yet
  std::string state;    // empty: missing, nobody in the log has it
};

struct Completeness {
  std::vector<Listed> listed;    // in the order of the list, each number once
  std::vector<int> not_numbers;  // lines whose first field is none of ours, or is empty
  uint64_t twice = 0;            // lines that say a number again
  uint64_t missing = 0;
  uint64_t held_by_nobody = 0;
  std::vector<std::string>
      unlisted;  // in the log, but not on the list: inquiries, contacts, or cases without either
  bool Whole() const { return missing == 0 && not_numbers.empty() && held_by_nobody == 0; }
};

// A number is the 32 hex digits of an inquiry, a first contact or a case. `cases` is everything ListCases
// tells. The first line is a heading if there is no digit in its first field. kInvalidArgument: a list in
// which no line has a number, of which "nobody is missing" would be no answer.
absl::StatusOr<Completeness> Compare(std::string_view csv, const std::vector<audit::v1::AuditedCase>& cases,
                                     absl::Time now, const Labels& labels);

// Several lines.
std::string RenderCompleteness(const Completeness& completeness);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_COMPLETENESS_H_
