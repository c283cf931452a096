#include "services/intake/domain/prevention_table_decider.h"

#include <vector>

namespace fallverbund::intake {

decider::Decision<v1::PreventionTableEvent> PreventionTableDecider::Decide(const State& state,
                                                                           const Command& command,
                                                                           const decider::Given& given) {
  const auto& publish = std::get<PublishPreventionTable>(command);
  if (state.table) return std::vector<Event>{};
  if (auto no = decider::Require(decider::Reason::kQuarterNotOver, publish.quarter_ends <= given.now))
    return *no;  // E12
  Event event;
  *event.mutable_prevention_table_published() = publish.table;
  return std::vector<Event>{event};
}

PreventionTableState PreventionTableDecider::Evolve(State state, const Event& event, const decider::Given&) {
  switch (event.event_case()) {
    case Event::kPreventionTablePublished:
      state.table = event.prevention_table_published();
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
