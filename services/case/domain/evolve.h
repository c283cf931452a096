// Folds one event into the state. Total: an event is a fact and is never argued with; a lost key changes
// nothing.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_EVOLVE_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_EVOLVE_H_

#include "libs/decider/decider.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

// `given` is who and when of the commit the event came in.
State Evolve(State state, const v1::CaseEvent& event, const decider::Given& given);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_EVOLVE_H_
