// Runs one service of the house as a process: `int main(...) { TeamModule m; return program::Run(argc, argv,
// {...}, m); }`
#ifndef FALLVERBUND_SERVICES_PROGRAM_PROGRAM_H_
#define FALLVERBUND_SERVICES_PROGRAM_PROGRAM_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/crypto/secret.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"

namespace fallverbund::program {

struct About {
  std::string context;      // "team": the program is fallverbund-team, its signer's context and its subjects
  std::string purpose;      // one sentence for --help
  uint32_t layout = 0;      // of its rows, above 0: raise it when its views write other rows
  bool needs_vault = true;  // false: it seals nothing and opens nothing, and gets no keys
  std::vector<runtime::ExtraFlag> extra;  // of this program alone; they refer to texts that outlive Run
  bool reads_journal = false;             // needs --journal-genesis-sha256, and the bus to let it
  // Of the key vault alone, which is its own: opens the keys over the bus and tells the association's id key.
  // Called before Module::MakeSpec, and again while it says kUnavailable; what it makes outlives Run. The
  // clock is as long-lived as the module's services.
  std::function<absl::StatusOr<crypto::Secret>(const std::shared_ptr<eventlog::BusConnection>& bus,
                                               const Clock& clock)>
      own_vault;
};

// Reads the options, connects, reads the log, serves, and drains on SIGTERM; with --prepare it only reads,
// with --snapshot-to it only writes down what was read.
// gRPC health says SERVING once the head seen at start is reached and the bus has shown that it syncs; after
// each reconnect that is asked again. Returns the exit code: 0 after a drain, when asked to stop before it
// served, or with --prepare at the head; 1 when --prepare was interrupted, or when something is not as
// configured (said on stderr with the way out) or when the log or the projection can no longer be trusted, 2
// for wrong options.
int Run(int argc, const char* const* argv, const About& about, service::Module& module);
// The same with options that are parsed already, for a program with flags of its own; it reads no journal.
int Run(const runtime::ServiceOptions& options, const About& about, service::Module& module,
        runtime::StopSignal& stop);

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_PROGRAM_H_
