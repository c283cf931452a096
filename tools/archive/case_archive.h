// Writes one case as a folder that can be read without us: what a court, a young person or an office that
// takes over is given. As the archive of a whole log (archive.h), and beside it
//   proofs/*.tlog-proof   of each message, one: that it stands in the log (C2SP tlog-proof)
// and in journal/ likewise what the journal holds of the case.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_CASE_ARCHIVE_H_
#define FALLVERBUND_TOOLS_ARCHIVE_CASE_ARCHIVE_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "tools/archive/archive.h"

namespace fallverbund::archive {

struct CaseToArchive {
  std::string case_id;
  std::vector<audit::v1::ProvenMessage> messages;  // in order, from the genesis on, of one tree
  std::vector<std::string> other_case_ids;
  std::vector<audit::v1::ProvenMessage> journal;  // likewise, of the journal's tree
};

// Makes `folder`, which must not be there. Every proof is checked against the root of its checkpoint before
// it is written: kDataLoss names the first that does not hold. Who signed the checkpoint is the reader's
// question.
absl::Status WriteCase(CaseToArchive a_case, const WhatToArchive& what, const std::filesystem::path& folder);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_CASE_ARCHIVE_H_
