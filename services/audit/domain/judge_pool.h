// The pool of a crisis team: no place is given that it does not have (A17). Used inside this room.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_POOL_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_POOL_H_

#include "services/audit/domain/checker.h"

namespace fallverbund::audit {

// Of a commit of a register; of any but a pool it takes nothing. It belongs to no case's chain.
void TakePool(const Entry& entry, Memory& memory, Verdict& verdict);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_POOL_H_
