// Runs one service of the house as a process: `int main(...) { TeamModule m; return program::Run(argc, argv,
// {...}, m); }`
#ifndef FALLVERBUND_SERVICES_PROGRAM_PROGRAM_H_
#define FALLVERBUND_SERVICES_PROGRAM_PROGRAM_H_

#include <cstdint>
#include <string>

#include "libs/rpc/pipeline/module.h"

namespace fallverbund::program {

struct About {
  std::string context;      // "team": the program is fallverbund-team, its signer's context and its subjects
  std::string purpose;      // one sentence for --help
  uint32_t layout = 1;      // of its rows: raise it when its views write other rows
  bool needs_vault = true;  // false: it seals nothing and opens nothing, and gets no keys
  bool reads_journal = false;  // needs --journal-genesis-sha256, and the bus to let it
};

// Reads the options, connects, reads the log, serves, and drains on SIGTERM. gRPC health says SERVING once
// the head seen at start is reached and the bus has shown that it syncs; after each reconnect that is asked
// again. Returns the exit code: 0 after a drain, 1 when something is not as configured (said on stderr with
// the way out) or when the log or the projection can no longer be trusted, 2 for wrong options.
int Run(int argc, const char* const* argv, const About& about, service::Module& module);

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_PROGRAM_H_
