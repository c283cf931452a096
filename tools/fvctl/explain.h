// Says in plain words what came back, and what to do next.
#ifndef FALLVERBUND_TOOLS_FVCTL_EXPLAIN_H_
#define FALLVERBUND_TOOLS_FVCTL_EXPLAIN_H_

#include <string>

#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {

// Exit codes, for scripts.
enum ExitCode {
  kDone = 0,
  kRefused = 1,      // the rule says no
  kBadInput = 2,     // malformed request, unknown method, unreadable file
  kDenied = 3,       // not allowed, or hidden, or not found
  kUnavailable = 4,  // try again: nothing known to be wrong with the request
  kFound = 5,        // a verification, or the comparison of copies, found something
};

ExitCode ExitCodeOf(const CallResult& result);

// Text for people: German sentence, English sentence, row and next step of a refusal; for other failures what
// they mean and how to go on.
std::string Explain(const CallResult& result);

// {"code": ..., "reason": ..., "row": ..., ...} for machines.
std::string ExplainJson(const CallResult& result);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_EXPLAIN_H_
