// The invariants of planning, records and the course of settings, as part of Invariants().
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_PLANNING_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_PLANNING_H_

#include <vector>

#include "services/case/domain/invariants.h"

namespace fallverbund::casework::testing {

std::vector<Invariant> PlanningInvariants();

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_INVARIANTS_PLANNING_H_
