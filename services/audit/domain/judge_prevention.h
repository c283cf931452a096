// The prevention chain: an accompaniment always has exactly one named navigator who accepted, until the
// family ends it (E5, E1), and no published figure tells of one or two families (E12). Used inside this room.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_PREVENTION_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_PREVENTION_H_

#include "services/audit/domain/checker.h"

namespace fallverbund::audit {

// Of a commit of that area. It belongs to no case's chain and is no gap of one.
void TakePrevention(const Entry& entry, Memory& memory, Verdict& verdict);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_PREVENTION_H_
