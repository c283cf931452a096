// The rows of a service on disk: under --data one folder for each version of each projection.
#ifndef FALLVERBUND_SERVICES_PROGRAM_ROWS_H_
#define FALLVERBUND_SERVICES_PROGRAM_ROWS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/projection/open_projection.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/vouched_prefix.h"
#include "libs/runtime/options.h"
#include "services/program/program.h"

namespace fallverbund::program {

// One of a service's projections.
struct RowsOf {
  const char* name;            // "projection" of the log, "journal" of the journal
  std::string genesis_sha256;  // of the stream it is computed from
};
// That of the log comes last; one of the journal, where there is one, before it.
std::vector<RowsOf> AllRowsOf(const runtime::ServiceOptions& options, const About& about,
                              const std::string& journal_genesis_sha256);

projection::ProjectionVersion VersionOf(const About& about, const RowsOf& of);
// Of this version, under --data.
std::string FolderOf(const runtime::ServiceOptions& options, const About& about, const RowsOf& of);

// Rows that are being imported lie in a folder whose name ends so.
inline constexpr char kImporting[] = ".importing";

// Opens the folder of this program's version, or makes it. kAborted: a process that runs uses it. What
// vouches for a prefix of the stream lies beside and is the same for all versions.
absl::Status OpenRows(const runtime::ServiceOptions& options, const About& about, const RowsOf& of,
                      std::unique_ptr<projection::Voucher>& voucher,
                      std::unique_ptr<projection::ProjectionStore>& rows);

// Deletes the folders of older versions and what an interrupted import left; one that is still in use stays
// until the next time. Until this is called there is a way back to the program before.
void DeleteOlderRows(const runtime::ServiceOptions& options, const About& about);

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_ROWS_H_
