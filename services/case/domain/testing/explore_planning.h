// What a small world may try of planning, records and the course of settings; as part of the alphabet.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_PLANNING_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_PLANNING_H_

#include <functional>
#include <string>

#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {

using AddMove = std::function<void(const std::string& name, const Person& who, const Command& command,
                                   const std::string& new_id)>;

// a1 holds with a2 as deputy, a3 leads the team, a4 finance, all of A; b1 provides.
void PlanningMoves(const AddMove& add);
void CourseMoves(const AddMove& add);

// Leaves what the rules ask for.
void MakePlanningCanonical(State& state);
std::string PlanningKey(const State& state);

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_PLANNING_H_
