#include "services/intake/domain/contact_decider.h"

namespace fallverbund::intake {

ContactState ContactDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  using common::v1::CLOCK_KIND_CASE_OPENING;
  switch (event.event_case()) {
    case Event::kContactReceived:
      state.kind = event.contact_received().kind();
      state.owner = care::FromProto(event.contact_received().owner());
      state.subject_id = event.contact_received().subject_id();
      state.source = event.contact_received().source();
      if (given.actor.organisation != state.owner.organisation_id)
        state.reporter_organisation_id = given.actor.organisation;
      if (event.contact_received().has_opening_due())
        state.clocks.Start(CLOCK_KIND_CASE_OPENING, "", FromProto(event.contact_received().opening_due()));
      break;
    case Event::kCaseOpeningRequested:
      state.opening_requested = true;
      break;
    case Event::kContactOpened:
      state.case_id = event.contact_opened().case_id();
      state.clocks.Stop(CLOCK_KIND_CASE_OPENING, "");
      break;
    case Event::kContactTakenOver:
      state.owner = care::FromProto(event.contact_taken_over().to());
      break;
    case Event::kContactOpeningOverdue:
      state.clocks.MarkOverdue(CLOCK_KIND_CASE_OPENING, "", FromProto(event.contact_opening_overdue().due()),
                               given.now, care::NextStepOf(event.contact_opening_overdue()));
      break;
    case Event::kContactOpeningEscalated:
      state.clocks.MarkEscalated(CLOCK_KIND_CASE_OPENING, "",
                                 FromProto(event.contact_opening_escalated().due()),
                                 event.contact_opening_escalated().step(), given.now,
                                 care::NextStepOf(event.contact_opening_escalated()));
      break;
    case Event::kReporterTold:
      state.told = {event.reporter_told().confirmed(), event.reporter_told().acted(),
                    event.reporter_told().still_active()};
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
