// The directory, one aggregate per organisation: who belongs to it, who does what, who stands in for whom.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_DECIDER_H_

#include "libs/decider/decider.h"
#include "services/team/domain/organisation_commands.h"
#include "services/team/domain/organisation_state.h"

namespace fallverbund::team {

struct OrganisationDecider {
  using State = OrganisationState;
  using Command = OrganisationCommand;
  using Event = v1::OrganisationEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "organisation";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<OrganisationDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_ORGANISATION_DECIDER_H_
