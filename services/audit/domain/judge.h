// Judges one commit of a chain: a pure function of the commit, the directory and what the file remembers.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_H_

#include "services/audit/domain/case_files.h"
#include "services/audit/domain/directory_facts.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// Takes the commit, one of origin, case, team or deployment, into the file of its chain.
void Judge(const Entry& entry, const DirectoryFacts& directory, const CaseFiles& cases, const Bounds& bounds,
           v1::CaseFile& file, Verdict& verdict);

// The log's time went on to `known_at` at `position`, past the file's wake_at: a contact date in standby
// passed.
void JudgeTime(uint64_t position, absl::Time known_at, const Bounds& bounds, v1::CaseFile& file,
               Verdict& verdict);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_H_
