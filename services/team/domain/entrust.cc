#include "services/team/domain/entrust.h"

namespace fallverbund::team {

using decider::Reason;
using decider::Require;

std::optional<decider::Refusal> CheckEntrusting(const care::Holder& keeper, const Entrusted& to,
                                                const decider::Given& given) {
  const bool colleague = given.actor.organisation == keeper.organisation_id;
  if (auto no = Require(Reason::kNotYourOrganisation, colleague)) return no;      // B7, N11
  if (auto no = Require(Reason::kPersonUnknown, to.both_known)) return no;        // N11
  return Require(Reason::kDeputyIsOneself, to.person_id != to.deputy_person_id);  // C3
}

bool KeepsAlready(const care::Holder& keeper, const Entrusted& to) {
  return to.person_id == keeper.person_id && to.deputy_person_id == keeper.deputy_person_id;
}

}  // namespace fallverbund::team
