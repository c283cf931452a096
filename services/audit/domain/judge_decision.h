// What a circle decides together: no joint decision by one organisation (B9). Used inside this room.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_DECISION_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_DECISION_H_

#include "services/audit/domain/checker.h"

namespace fallverbund::audit {

// Of a commit of a register; of any but a joint decision it takes nothing. It belongs to no case's chain.
void TakeDecision(const Entry& entry, Memory& memory, Verdict& verdict);

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_JUDGE_DECISION_H_
