#include "services/intake/domain/take_over.h"

namespace fallverbund::intake {

using decider::Given;
using decider::Reason;
using decider::Require;

care::Holder Successor(const care::Holder& holder, const TakeOver& wish, const Given& given) {
  return {holder.organisation_id, holder.unit_id, given.actor.person, wish.deputy_person_id, holder.basis};
}

std::optional<refusal::Refusal> CheckTakeOver(const care::Holder& holder, const TakeOver& wish,
                                              const Given& given) {
  const bool colleague = given.actor.organisation == holder.organisation_id && !given.actor.person.empty() &&
                         wish.actor_unit_id == holder.unit_id && given.actor.person != holder.person_id;
  const bool deputy = wish.deputy_known && care::HasDeputy(Successor(holder, wish, given));
  if (auto no = Require(Reason::kNotOfTheHoldersUnit, colleague)) return no;    // N11
  if (auto no = Require(Reason::kHolderStays, wish.holder_leaves)) return no;   // N11
  if (auto no = Require(Reason::kPersonLeaves, !wish.actor_leaves)) return no;  // N11
  if (auto no = Require(Reason::kDeputyNotNamed, deputy)) return no;            // C3
  return Require(Reason::kHolderNotReachable, !wish.deputy_unreachable);        // R0
}

}  // namespace fallverbund::intake
