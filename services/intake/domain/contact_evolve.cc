#include "services/intake/domain/contact_decider.h"

namespace fallverbund::intake {

ContactState ContactDecider::Evolve(State state, const Event& event, const decider::Given&) {
  switch (event.event_case()) {
    case Event::kContactReceived:
      state.kind = event.contact_received().kind();
      state.owner = care::FromProto(event.contact_received().owner());
      state.subject_id = event.contact_received().subject_id();
      break;
    case Event::kCaseOpeningRequested:
      state.opening_requested = true;
      break;
    case Event::kContactOpened:
      state.case_id = event.contact_opened().case_id();
      break;
    case Event::kContactTakenOver:
      state.owner = care::FromProto(event.contact_taken_over().to());
      break;
    case Event::kContactOpeningOverdue:
    case Event::kContactOpeningEscalated:
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
