// What a small world may try where two mechanisms meet: few commands of each, so that both fit into one
// world.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_PAIRS_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_PAIRS_H_

#include "services/case/domain/testing/explore_planning.h"

namespace fallverbund::casework::testing {

// Offices A and C, two persons each: everybody offers to the other office and speaks for a colleague.
void DeputyMoves(const AddMove& add);
// a3, who leads, offers the cases of a1 or a2, who leave.
void LeaverMoves(const AddMove& add);
// C may be competent; D acts for the time being.
void JurisdictionMoves(const AddMove& add);
// a1 offers to c1, and c2 answers: where everything else happens meanwhile.
void OneOfferMoves(const AddMove& add);
// Somebody packs for it, changes that, drops it, or offers it; strangers may not.
void DraftMoves(const AddMove& add);
// Whoever holds asks to end, b1 and a colleague approve or object, b2 brings back.
void ShortEndMoves(const AddMove& add);

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_EXPLORE_PAIRS_H_
