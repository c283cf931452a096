// The command line of proofs.h and archives.h, and of whatever else may read an archive.
#ifndef FALLVERBUND_TOOLS_FVCTL_PROOF_COMMANDS_H_
#define FALLVERBUND_TOOLS_FVCTL_PROOF_COMMANDS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tools/fvctl/archives.h"
#include "tools/fvctl/caller.h"
#include "tools/fvctl/raw_log.h"

namespace CLI {
class App;
}

namespace fallverbund::fvctl {

struct ProofOptions {
  uint64_t position = 0;
  std::string folder, file, policy, name, into, archive, case_id, published, complete_in;
  JournalToExport journal;  // its policy also where an archive is verified
  bool trust_archive = false;
  RawLogOptions bus;
};

// What the commands have of the program; all of it outlives the parsing.
struct ProofCommands {
  std::function<absl::StatusOr<Caller>()> open_caller;
  std::function<int(Caller&)> verify_log;                     // `audit verify` without an archive
  std::function<void(CLI::App*, bool required)> bus_options;  // adds them to a command, kept in `bus`
  std::function<int(const absl::Status&)> fail;               // says it, and tells the exit code
  int& code;
  const bool& json;  // answers for machines
};

// Adds verify, export, checkpoint, prove, follow, receipt, check, log-key and completeness to `audit`. Keep
// what it returns while the command line is parsed.
std::shared_ptr<void> AddProofCommands(CLI::App& audit, ProofOptions& options, const ProofCommands& with);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PROOF_COMMANDS_H_
