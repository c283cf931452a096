// Rows shipped from one instance to another, as files (libs/projection/snapshot.h).
#ifndef FALLVERBUND_SERVICES_PROGRAM_SNAPSHOT_H_
#define FALLVERBUND_SERVICES_PROGRAM_SNAPSHOT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/runtime/options.h"
#include "services/program/adapters.h"
#include "services/program/program.h"
#include "services/program/rows.h"

namespace fallverbund::program {

// Makes the folder --snapshot-to, mode 0700, of all rows under --data as the last commits left them, also
// while a process uses these. Whole or not at all.
absl::Status TakeSnapshot(const runtime::ServiceOptions& options, const About& about,
                          const std::vector<RowsOf>& all, Adapters& adapters);

// Puts the rows of --snapshot-from under --data, all or none, where none of this version lie yet. Everything
// is checked before; an error says what does not fit and what to do. `adapters`: what ReachLog made.
absl::Status UseSnapshot(const runtime::ServiceOptions& options, const About& about,
                         const std::vector<RowsOf>& all, Adapters& adapters);

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_SNAPSHOT_H_
