// What a small world may try of a crisis, of broken glass, of an unaccompanied minor and of a search; as part
// of the alphabet.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_CRISIS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_CRISIS_H_

#include <string>

#include "services/case/domain/testing/explore_planning.h"

namespace fallverbund::casework::testing {

// a1 holds with a2 as deputy, both of A; b1 and b2 lead or read; c1 is the clinic, or the office that takes
// over.
void CrisisMoves(const AddMove& add);
void MinorMoves(const AddMove& add);
void PlaceMoves(const AddMove& add);  // into a clinic and out of it, but not back

// Leaves what the rules ask for.
void MakeCrisisCanonical(State& state);
std::string CrisisKey(const State& state);

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_CRISIS_H_
