// The long log as it is published and archived, under keys that are the same in every run.
#ifndef FALLVERBUND_TOOLS_MANYLOG_PUBLISHED_H_
#define FALLVERBUND_TOOLS_MANYLOG_PUBLISHED_H_

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "tools/archive/archive.h"
#include "tools/manylog/many_log.h"

namespace fallverbund::manylog {

// Whom to trust: the log and two witnesses, both of whom must have cosigned.
std::string PolicyText();

// Makes folder/published (tiles and checkpoint), folder/policy and folder/archive. Errors of Sealer and
// archive::Write.
absl::Status Make(ManyLog& log, const std::filesystem::path& folder, const archive::Progress& progress);

}  // namespace fallverbund::manylog

#endif  // FALLVERBUND_TOOLS_MANYLOG_PUBLISHED_H_
