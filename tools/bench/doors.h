// The case service with two doors: the house's, with TLS, and one without, which exists in this program
// alone. Both lead to the same host, so that what differs between two calls is the door.
#ifndef FALLVERBUND_TOOLS_BENCH_DOORS_H_
#define FALLVERBUND_TOOLS_BENCH_DOORS_H_

#include <string>

#include "absl/status/status.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"

namespace fallverbund::bench {

// Serves until asked to stop. Who comes through the plain door is taken for `organisation`; its port stands
// in `plain_port_file`, the other in options.port_file.
absl::Status ServeTwoDoors(const runtime::ServiceOptions& options, const std::string& organisation,
                           const std::string& plain_port_file, runtime::StopSignal& stop);

}  // namespace fallverbund::bench

#endif  // FALLVERBUND_TOOLS_BENCH_DOORS_H_
