// The audit of an archive, offline.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_VERIFY_H_
#define FALLVERBUND_TOOLS_ARCHIVE_VERIFY_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/tlog/policy.h"
#include "tools/archive/archive.h"

namespace fallverbund::archive {

struct ArchiveVerdict {
  std::string association;
  std::string case_id;                      // of an archive of one case; else empty
  std::vector<std::string> other_case_ids;  // named in it, and not in it
  uint64_t positions = 0;                   // up to here; in an archive of one case most are left out
  tlog::TrustedCheckpoint sealed;           // positions beyond are in no checkpoint yet
  audit::v1::VerifyLogResponse rule;        // the checker's: findings, sums; the journal is not in an archive
  std::string state_sha256;                 // over the checker's rows: the same log gives the same everywhere
};

// Reads everything once and keeps rows in `store`, which is empty; memory does not grow with the log beyond
// it. Two threads share the work. `policy`: whom the auditor trusts; the archive's own would be its writer's
// word.
//
// Of an archive of one case: each message stands in the log where it says, by its own proof; none of an
// aggregate is left out between two that are there, by version and link; the rule was kept as far as these
// messages tell. That nothing came after the last one of them, only the whole log can show.
//
// kDataLoss names the file or position where the archive is not what was signed: a checksum, a file too many
// or too few, a hole, another tree than the checkpoint's. kPermissionDenied, kUnauthenticated,
// kFailedPrecondition: the checkpoint, as tlog::Policy::Check. kInvalidArgument: no archive, or of a later
// format. A finding of the checker, or an invalid signature, is no error: it stands in the verdict.
absl::StatusOr<ArchiveVerdict> Verify(const std::filesystem::path& folder, const tlog::Policy& policy,
                                      projection::ProjectionStore& store, const Progress& progress);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_VERIFY_H_
