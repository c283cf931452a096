// Steps that no guard stands in the way of, because Decide and Evolve know no way to them: made by hand, so
// that the invariants that forbid them are seen to fail, too.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_BROKEN_BY_HAND_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_BROKEN_BY_HAND_H_

#include <functional>
#include <string>
#include <vector>

#include "services/case/domain/invariants.h"

namespace fallverbund::casework::testing {

struct BrokenByHand {
  std::string invariant;
  std::function<void(const std::function<void(const Step&)>&)> show;  // calls back with the bad step
};

const std::vector<BrokenByHand>& StepsBrokenByHand();

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_TESTING_BROKEN_BY_HAND_H_
