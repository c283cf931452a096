// A register is kept by a named person with a deputy, and entrusted to two others by any colleague: also when
// both who kept it have gone, so that none is ever without somebody (B7, N11). The same for calendars,
// agreements and registers of members.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_ENTRUST_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_ENTRUST_H_

#include <optional>
#include <string>

#include "libs/care/holder.h"
#include "libs/decider/decider.h"

namespace fallverbund::team {

struct Entrusted {
  std::string person_id, deputy_person_id;
  bool both_known = false;  // fact: both are of the caller's organisation, and stay
};

std::optional<decider::Refusal> CheckEntrusting(const care::Holder& keeper, const Entrusted& to,
                                                const decider::Given& given);
// They keep it already: nothing happens.
bool KeepsAlready(const care::Holder& keeper, const Entrusted& to);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_ENTRUST_H_
