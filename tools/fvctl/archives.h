// `fvctl audit export` and `fvctl audit verify ARCHIVE`: the log in a folder, and its audit without a server.
#ifndef FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_
#define FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_

#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/fvctl/raw_log.h"

namespace fallverbund::fvctl {

// Reads the log from the bus and the checkpoint from the published folder. Errors as archive::Write and
// Policy.
absl::Status ExportArchive(const RawLogOptions& options, const std::string& published,
                           const std::string& policy_file, const std::string& folder, std::ostream& out,
                           std::ostream& progress);

// True: nothing was found. Rows lie in a temporary folder meanwhile. Errors as archive::Verify.
absl::StatusOr<bool> VerifyArchive(const std::string& folder, const std::string& policy_file,
                                   std::ostream& out, std::ostream& progress);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_ARCHIVES_H_
