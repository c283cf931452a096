// Answers a command with events or with a reason to refuse. Pure; a table one could read aloud, by theme in
// decide_*.cc. No events: already done.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_DECIDE_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_DECIDE_H_

#include <vector>

#include "libs/decider/decider.h"
#include "services/case/domain/commands.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

using Events = std::vector<v1::CaseEvent>;
using Decision = decider::Decision<v1::CaseEvent>;

// Every command but OpenCase is refused until the case was opened.
Decision Decide(const State& state, const Command& command, const decider::Given& given);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_DECIDE_H_
