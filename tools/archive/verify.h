// The audit of an archive, offline.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_VERIFY_H_
#define FALLVERBUND_TOOLS_ARCHIVE_VERIFY_H_

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/tlog/policy.h"
#include "tools/archive/archive.h"

namespace fallverbund::archive {

// The journal beside the log.
struct JournalVerdict {
  uint64_t entries = 0;  // of an archive of one case those that concern it
  uint64_t positions = 0;
  tlog::TrustedCheckpoint sealed;
};

struct ArchiveVerdict {
  std::string association;
  std::string case_id;                      // of an archive of one case; else empty
  std::vector<std::string> other_case_ids;  // named in it, and not in it
  uint64_t case_known_to = 0;               // of an archive of one case: the case's last message in it
  uint64_t positions = 0;                   // up to here; in an archive of one case most are left out
  tlog::TrustedCheckpoint sealed;           // positions beyond are in no checkpoint yet
  std::optional<JournalVerdict> journal;    // none: it is not in the archive
  audit::v1::VerifyLogResponse rule;        // the checker's: findings, sums, over both
  std::string state_sha256;                 // over the checker's rows: the same log gives the same everywhere
};

// Whom the auditor trusts for the journal, which has a key of its own; and where its rows go.
struct OfJournal {
  const tlog::Policy& policy;
  projection::ProjectionStore& store;  // empty
};

// Reads everything once and keeps rows in `store`, which is empty; memory does not grow with the log beyond
// it. Two threads share the work. `policy`: whom the auditor trusts; the archive's own would be its writer's
// word.
//
// Of an archive of one case: each message stands in the log where it says, by its own proof; none of an
// aggregate is left out between two that are there, by version and link; the rule was kept as far as these
// messages tell. That nothing came after the last one of them, and that no crisis, team or deployment was
// left out as a whole, only the whole log can show.
//
// The journal likewise, its signatures by the keys that the log registers; of one case its entries by proofs,
// and the chains of its writers as far as they are here. Not whether other entries concern the case.
//
// kDataLoss names the file or position where the archive is not what was signed: a checksum, a file too many
// or too few, a hole, another tree than the checkpoint's; or that nothing in it belongs to the case it names.
// kPermissionDenied, kUnauthenticated, kFailedPrecondition: a checkpoint, as tlog::Policy::Check.
// kInvalidArgument: no archive, or of a later format; or a journal and no `journal`, or the other way round.
// A finding of the checker, or an invalid signature, is no error: it stands in the verdict.
absl::StatusOr<ArchiveVerdict> Verify(const std::filesystem::path& folder, const tlog::Policy& policy,
                                      projection::ProjectionStore& store, const Progress& progress,
                                      const OfJournal* journal = nullptr);

// What the log has of the case up to the position at which its archive was sealed and that archive has not:
// the positions, in order. `part` and `whole` were verified into their rows. kInvalidArgument: not an archive
// of one case, or not one of a whole log that goes as far.
absl::StatusOr<std::vector<uint64_t>> LeftOut(const ArchiveVerdict& part, const projection::Rows& part_rows,
                                              const ArchiveVerdict& whole,
                                              const projection::Rows& whole_rows);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_VERIFY_H_
