// What an auditor inspects from outside: a case between two positions, a case as a page, the official
// statistics, and whether everybody of a list is there. One function a command, each answering the program's
// exit code.
#ifndef FALLVERBUND_TOOLS_FVCTL_INSPECT_H_
#define FALLVERBUND_TOOLS_FVCTL_INSPECT_H_

#include <string>

#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {

// `from` and `to`: positions such as 17, days such as 2026-03-05, or instants; a time means what the log knew
// then.
int CaseDiff(Caller& caller, const std::string& case_id, const std::string& from, const std::string& to,
             bool json);

struct PageWish {
  std::string case_id, file;
  bool pdf = false;  // printed by this machine's Chromium; else HTML
  std::string language = "de";
  std::string as_known_at, as_true_at;  // days or instants; empty: now and everything
};
int WriteCasePage(Caller& caller, const PageWish& wish);

// Writes the tables of one year and their dictionary into the folder, which must be there.
int WriteStatistics(Caller& caller, int year, const std::string& folder);

// kFound when a number of the list is missing in the log, is none, or its case is held by nobody; kBadInput
// when no line has a number.
int CheckCompleteness(Caller& caller, const std::string& list, bool json);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_INSPECT_H_
