// What fvctl shows: one function a command, each answering the program's exit code.
#ifndef FALLVERBUND_TOOLS_FVCTL_VIEWS_H_
#define FALLVERBUND_TOOLS_FVCTL_VIEWS_H_

#include <string>
#include <vector>

#include "tools/fvctl/caller.h"

namespace fallverbund::fvctl {

// With `json` the answers as they came, one a line; else text for people.
// Whose work, and what of it: words of the API such as OVERDUE or STANDBY_CONTACT; empty: everything.
struct WorkWish {
  std::string of = "person";  // or unit, organisation: the caller's
  std::vector<std::string> kinds, clocks;
  std::string due_before;  // RFC 3339
  // RFC 3339: the list as it was; empty: as it is.
  std::string as_known_at, as_true_at;
  // Whose list an auditor asks for: a person's, an organisation's or a unit's of it; empty: the caller's.
  std::string person_id, organisation_id, unit_id;
};
int Inbox(Caller& caller, const WorkWish& wish, bool json);
int ShowCase(Caller& caller, const std::string& case_id, bool json);
// The two times as RFC 3339; empty: now and everything.
int CaseHistory(Caller& caller, const std::string& case_id, const std::string& as_known_at,
                const std::string& as_true_at, bool json);
int CaseHolders(Caller& caller, const std::string& case_id, const std::string& as_known_at,
                const std::string& as_true_at, bool json);
// Who read what of it, by which right: out of the journal. `as_known_at` as above.
int CaseReaders(Caller& caller, const std::string& case_id, const std::string& as_known_at, bool opened_only,
                bool json);
int AuditVerify(Caller& caller, bool json);  // kFound when there is a finding or a gap
int AuditReport(Caller& caller, bool json);
struct FiguresOf {
  std::string from, until;  // RFC 3339; empty: from the beginning, as far as the log knows
  std::string for_others;  // a quarter, such as 2026/1: small numbers hidden (E12); empty: an auditor's sight
  std::string as_known_at;  // RFC 3339; empty: now
  std::string as_true_at;   // likewise; empty: everything
  std::string csv;          // file, written in place of text; empty: text
  std::string dictionary;   // file for what each figure of it means; empty: none
};
int AuditFigures(Caller& caller, const FiguresOf& of, bool json);
// Of a unit; of the caller's where none is named (C4).
int ShowWorkload(Caller& caller, const std::string& unit_id, bool json);
// Within [from, until), RFC 3339 both (C10).
int ShowConferences(Caller& caller, const std::string& from, const std::string& until, bool json);
int ShowGaps(Caller& caller, bool json);  // A5, E12
int WaitReady(Caller& caller);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_VIEWS_H_
