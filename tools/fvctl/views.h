// What fvctl shows: one function a command, each answering the program's exit code.
#ifndef FALLVERBUND_TOOLS_FVCTL_VIEWS_H_
#define FALLVERBUND_TOOLS_FVCTL_VIEWS_H_

#include <string>

#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {

// With `json` the answers as they came, one a line; else text for people.
int Inbox(Caller& caller, bool json);
int ShowCase(Caller& caller, const std::string& case_id, bool json);
// The two times as RFC 3339; empty: now and everything.
int CaseHistory(Caller& caller, const std::string& case_id, const std::string& as_known_at,
                const std::string& as_true_at, bool json);
int CaseHolders(Caller& caller, const std::string& case_id, const std::string& as_known_at,
                const std::string& as_true_at, bool json);
int AuditVerify(Caller& caller, bool json);  // kFound when there is a finding or a gap
int AuditReport(Caller& caller, bool json);
// The period as RFC 3339; empty: from the beginning, as far as the log knows.
int AuditFigures(Caller& caller, const std::string& from, const std::string& until, bool json);
int WaitReady(Caller& caller);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_VIEWS_H_
