// A contact in prevention that is only counted (E9, E7): nobody is named and nothing is kept but the figure.
// So it has no owner and no state to speak of.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_PREVENTION_CONTACT_DECIDER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_PREVENTION_CONTACT_DECIDER_H_

#include <variant>

#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/decider/decider.h"

namespace fallverbund::intake {

struct CountAnonymousContact {
  v1::AnonymousContactCounted counted;
  bool social_space_known = false;  // fact: the catalogue has it (C2)
};

using PreventionContactCommand = std::variant<CountAnonymousContact>;

struct PreventionContactState {
  bool counted = false;
  friend bool operator==(const PreventionContactState&, const PreventionContactState&) = default;
};

struct PreventionContactDecider {
  using State = PreventionContactState;
  using Command = PreventionContactCommand;
  using Event = v1::PreventionContactEvent;
  static constexpr char kContext[] = "intake";
  static constexpr char kAggregateType[] = "prevention_contact";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<PreventionContactDecider>);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_PREVENTION_CONTACT_DECIDER_H_
