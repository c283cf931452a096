// `fvctl audit export`, `fvctl audit verify ARCHIVE` and `fvctl audit completeness --archive`: the log in a
// folder, and its audit without a server.
#ifndef FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_
#define FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_

#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/fvctl/caller.h"
#include "tools/fvctl/raw_log.h"

namespace fallverbund::fvctl {

// Where the journal of reads and refusals is published, and whom to trust for it; or expressly that the
// archive shall have none. kInvalidArgument wherever it is neither, or both, or of one case names a folder.
struct JournalToExport {
  std::string published;  // of the whole journal: the folder
  std::string policy_file;
  bool leave_out = false;
};

// The whole log and journal: from the bus, and the checkpoints from the published folders. Errors as
// archive::Write and Policy.
absl::Status ExportArchive(const RawLogOptions& options, const std::string& published,
                           const std::string& policy_file, const JournalToExport& journal,
                           const std::string& folder, std::ostream& out, std::ostream& progress);

// One case and what the journal holds of it, as the audit service has them, under checkpoints that the
// policies accept. Errors as archive::WriteCase and Policy, and what the service says.
absl::Status ExportCase(Caller& caller, const std::string& case_id, const std::string& policy_file,
                        const JournalToExport& journal, const std::string& folder, std::ostream& out);

// Whom the auditor trusts: a policy of their own; or expressly nobody, and then only whether the archive
// agrees with itself is looked at, and said to be.
struct Trust {
  std::string policy_file;
  std::string journal_policy_file;  // of the journal, if the archive holds it
  bool archive_itself = false;
  std::string
      complete_in;  // an archive of the whole log, in which an archive of one case is to be looked for
};

// True: nothing was found, and of a case nothing left out of it, where that is looked for. Rows lie in a
// temporary folder meanwhile. kInvalidArgument: not exactly one of both kinds of trust was given, or none for
// the journal; else errors as archive::Verify.
absl::StatusOr<bool> VerifyArchive(const std::string& folder, const Trust& trust, std::ostream& out,
                                   std::ostream& progress);

// `list` (CSV) against the archive of a whole log, which is audited for that: what is overdue is so at the
// time of its last commit. True: each number of the list is there, and somebody holds each case of it.
// kInvalidArgument: of an archive of one case, which knows of no other; else errors as Compare and
// VerifyArchive.
absl::StatusOr<bool> CheckCompletenessIn(const std::string& folder, const std::string& list,
                                         const Trust& trust, bool json, std::ostream& out,
                                         std::ostream& progress);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_
