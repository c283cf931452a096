// A long log, written fast: many cases with some commits each, signed and linked as the case service would,
// but not decided by it. And what reading it back is compared with.
#ifndef FALLVERBUND_TOOLS_BENCH_BULK_H_
#define FALLVERBUND_TOOLS_BENCH_BULK_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/runtime/options.h"

namespace fallverbund::bench {

inline constexpr int kLongHistory = 100;  // commits of the one case whose history is read

struct BulkPlan {
  uint64_t messages = 1'000'000;
  uint64_t cases = 100'000;
  std::string organisation, unit, person, deputy;  // who holds them all
};

// Appends them over the service's own account, many in flight; each acknowledged. The case with the long
// history, whose commits lie evenly all over the log, is told.
absl::StatusOr<std::string> WriteBulk(const runtime::ServiceOptions& options, const BulkPlan& plan);

// Milliseconds, p50, for all commits of `case_id` out of the rows of a case service that is not running.
absl::StatusOr<double> MeasureHistory(const std::string& projection, const std::string& case_id, int times);

// Rows a second that RocksDB itself reads, changes and writes back, in batches as a projection does; the rows
// are as many and as large as the links of so many cases. `folder` is new.
absl::StatusOr<double> MeasureReadModifyWrite(const std::string& folder, uint64_t rows, double seconds);

// Messages a second if all that a rebuild of so many had to do were to look for each row that it leaves and
// to write it once, in any order, into RocksDB itself. `projection` is not in use, `folder` is new. Holds all
// rows in memory.
absl::StatusOr<double> MeasureSameRows(const std::string& projection, const std::string& folder,
                                       uint64_t messages);

}  // namespace fallverbund::bench

#endif  // FALLVERBUND_TOOLS_BENCH_BULK_H_
