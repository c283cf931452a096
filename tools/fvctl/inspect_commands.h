// The command line of inspect.h.
#ifndef FALLVERBUND_TOOLS_FVCTL_INSPECT_COMMANDS_H_
#define FALLVERBUND_TOOLS_FVCTL_INSPECT_COMMANDS_H_

#include <functional>
#include <string>
#include <vector>

#include "tools/fvctl/inspect.h"

namespace CLI {
class App;
}

namespace fallverbund::fvctl {

struct InspectOptions {
  std::string case_id, from, to, folder;
  std::vector<std::string> html, pdf;  // case and file
  PageWish page;
  int year = 0;
};

// Runs a command as whoever calls, and keeps its exit code.
using RunAsCaller = std::function<void(const std::function<int(Caller&)>&)>;

// Adds `case diff` and `audit statistics`. All outlive the parsing.
void AddInspectCommands(CLI::App& one_case, CLI::App& audit, InspectOptions& options, const bool& json,
                        RunAsCaller run);
// Whether `audit report` writes a page, which then knows its case and file.
bool TakePage(InspectOptions& options);

// Adds --html, --pdf and what goes with them to `audit report`.
void AddPageOptions(CLI::App& report, InspectOptions& options);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_INSPECT_COMMANDS_H_
