#include "services/intake/domain/prevention_contact_decider.h"

#include <vector>

namespace fallverbund::intake {

decider::Decision<v1::PreventionContactEvent> PreventionContactDecider::Decide(const State& state,
                                                                               const Command& command,
                                                                               const decider::Given&) {
  using decider::Reason;
  const auto& count = std::get<CountAnonymousContact>(command);
  if (state.counted) return std::vector<Event>{};
  if (auto no = decider::Require(Reason::kSocialSpaceUnknown, count.social_space_known)) return *no;  // E7
  Event event;
  *event.mutable_anonymous_contact_counted() = count.counted;
  return std::vector<Event>{event};
}

PreventionContactState PreventionContactDecider::Evolve(State state, const Event& event,
                                                        const decider::Given&) {
  switch (event.event_case()) {
    case Event::kAnonymousContactCounted:
      state.counted = true;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
