// Is everybody there? The numbers of an outside list against those of the log: of inquiries, contacts and
// cases, of accompaniments, and of assessments under § 8a (R0: an auditor's first question).
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

// Everything that ListCases and ListNumbers tell.
struct InTheLog {
  std::vector<audit::v1::AuditedCase> cases;
  std::vector<audit::v1::AuditedNumber> numbers;
};

// Of one number of the list, as it stands now.
struct Listed {
  int line = 0;
  std::string number;
  std::string case_id;  // empty: no case yet, or never one
  std::string state;    // empty: missing, nothing in the log has it
};

struct Completeness {
  std::vector<Listed> listed;    // in the order of the list, each number once
  std::vector<int> not_numbers;  // lines whose first field is none of ours, or is empty
  uint64_t twice = 0;            // lines that say a number again
  uint64_t missing = 0;
  uint64_t held_by_nobody = 0;
  // In the log, but not on the list: inquiries, first contacts, or cases without either, unless the list
  // names an assessment of theirs; and of what is no case the numbers of each kind of which the list names
  // one.
  std::vector<std::string> unlisted;
  bool Whole() const { return missing == 0 && not_numbers.empty() && held_by_nobody == 0; }
};

// A number is 32 hex digits, as the log has them. The first line is a heading if there is no digit in its
// first field. kInvalidArgument: a list in which no line has a number, of which "nobody is missing" would be
// no answer.
absl::StatusOr<Completeness> Compare(std::string_view csv, const InTheLog& in_the_log, absl::Time now,
                                     const Labels& labels);

// Several lines.
std::string RenderCompleteness(const Completeness& completeness);

// A line of JSON, for machines.
std::string CompletenessJson(const Completeness& completeness);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_COMPLETENESS_H_
