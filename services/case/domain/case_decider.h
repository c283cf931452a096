// The case as libs/decider knows an aggregate.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_CASE_DECIDER_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_CASE_DECIDER_H_

#include <utility>

#include "services/case/domain/decide.h"
#include "services/case/domain/evolve.h"

namespace fallverbund::casework {

struct CaseDecider {
  using State = casework::State;
  using Command = casework::Command;
  using Event = v1::CaseEvent;
  static constexpr char kContext[] = "case";
  static constexpr char kAggregateType[] = "case";
  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given) {
    return casework::Decide(state, command, given);
  }
  static State Evolve(State state, const Event& event, const decider::Given& given) {
    return casework::Evolve(std::move(state), event, given);
  }
};
static_assert(decider::Decider<CaseDecider>);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_CASE_DECIDER_H_
