// Somebody who holds a first contact or an inquiry leaves before there is a case (N11): a colleague of the
// same unit takes it over, in person. The one change of holder that intake knows.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_TAKE_OVER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_TAKE_OVER_H_

#include <optional>
#include <string>

#include "libs/care/holder.h"
#include "libs/decider/decider.h"

namespace fallverbund::intake {

struct TakeOver {
  std::string deputy_person_id;

  // Facts, from the directory.
  std::string actor_unit_id;   // of the acting person
  bool deputy_known = false;   // of the actor's organisation and unit
  bool holder_leaves = false;  // whoever holds, or has left
  bool actor_leaves = false;
  // Of a contact or inquiry: the deputy has no role in which whoever holds a case acts (R0).
  bool deputy_unreachable = false;
};

// Who holds from now on: the acting person, on the same basis.
care::Holder Successor(const care::Holder& holder, const TakeOver& wish, const decider::Given& given);
std::optional<refusal::Refusal> CheckTakeOver(const care::Holder& holder, const TakeOver& wish,
                                              const decider::Given& given);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_TAKE_OVER_H_
