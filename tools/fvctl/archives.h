// `fvctl audit export` and `fvctl audit verify ARCHIVE`: the log in a folder, and its audit without a server.
#ifndef FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_
#define FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_

#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/fvctl/caller.h"
#include "tools/fvctl/raw_log.h"

namespace fallverbund::fvctl {

// The whole log: from the bus, and the checkpoint from the published folder. Errors as archive::Write and
// Policy.
absl::Status ExportArchive(const RawLogOptions& options, const std::string& published,
                           const std::string& policy_file, const std::string& folder, std::ostream& out,
                           std::ostream& progress);

// One case, as the audit service has it, under a checkpoint that the policy accepts. Errors as
// archive::WriteCase and Policy, and what the service says.
absl::Status ExportCase(Caller& caller, const std::string& case_id, const std::string& policy_file,
                        const std::string& folder, std::ostream& out);

// Whom the auditor trusts: a policy of their own; or expressly nobody, and then only whether the archive
// agrees with itself is looked at, and said to be.
struct Trust {
  std::string policy_file;
  bool archive_itself = false;
};

// True: nothing was found. Rows lie in a temporary folder meanwhile. kInvalidArgument: not exactly one of
// both kinds of trust was given; else errors as archive::Verify.
absl::StatusOr<bool> VerifyArchive(const std::string& folder, const Trust& trust, std::ostream& out,
                                   std::ostream& progress);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_
