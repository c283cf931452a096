// What a report counts, read from events one by one.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_FACTS_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_FACTS_H_

#include <vector>

#include "fallverbund/audit/v1/audit_rows.pb.h"
#include "services/audit/domain/checker.h"
#include "services/audit/domain/entry.h"

namespace fallverbund::audit {

// The facts of one commit of a chain that was just taken. Of an event that no report counts there is none, so
// a new type of event is counted once it is named here.
std::vector<v1::CaseFact> FactsOf(const Entry& entry, const Verdict& verdict, const v1::CaseFile& after);

// Likewise of one commit of a register's entry or of a family's accompaniment; none of any other.
std::vector<v1::CaseFact> RegisterFactsOf(const Entry& entry);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_FACTS_H_
