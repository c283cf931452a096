// `fvctl bus show` and `fvctl bus compare`: how the servers of the bus are, and whether the copy on one
// server's disk is whole.
#ifndef FALLVERBUND_TOOLS_FVCTL_BUS_H_
#define FALLVERBUND_TOOLS_FVCTL_BUS_H_

#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/fvctl/raw_log.h"

namespace fallverbund::fvctl {

// A line for each server and stream: last position, how many the fullest copy has more, messages it counts as
// lost, its Raft group, who leads, and "does-not-sync" where the server says so. kUnavailable: a server does
// not answer, or nobody leads a stream.
absl::Status ShowBus(const RawLogOptions& options, std::ostream& out);

// Reads log, journal and key bucket in the files of the server whose store_dir is `store`, and compares log
// and journal with what the bus serves. True: whole. A fault is told with its positions; progress goes to
// `progress`.
absl::StatusOr<bool> CompareBus(const RawLogOptions& options, const std::string& store, std::ostream& out,
                                std::ostream& progress);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_BUS_H_
