#include "libs/base/time.h"
#include "services/crisis/domain/deployment_decider.h"

namespace fallverbund::crisis {

DeploymentState DeploymentDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  using common::v1::CLOCK_KIND_DEBRIEF;
  using common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER;
  using common::v1::CLOCK_KIND_OUTREACH_CONTACT;
  switch (event.event_case()) {
    case Event::kDeploymentRequested: {
      const auto& requested = event.deployment_requested();
      state.phase = DeploymentPhase::kRequested;
      state.case_id = requested.case_id();
      state.requested_at = given.now;
      state.mode = requested.mode();
      state.by_pool = requested.by_pool();
      state.contact_every_hours = requested.contact_every_hours();
      state.crisis_team_organisation_id = requested.crisis_team_organisation_id();
      state.clocks.Start(CLOCK_KIND_DEPLOYMENT_ANSWER, "", fallverbund::FromProto(requested.answer_due()));
      break;
    }
    case Event::kDeploymentAccepted:
      state.phase = DeploymentPhase::kAccepted;
      state.holder = care::FromProto(event.deployment_accepted().holder());
      state.accepted_at = given.now;
      state.clocks.Stop(CLOCK_KIND_DEPLOYMENT_ANSWER, "");
      if (event.deployment_accepted().has_first_contact_due())
        state.clocks.Start(CLOCK_KIND_OUTREACH_CONTACT, "",
                           fallverbund::FromProto(event.deployment_accepted().first_contact_due()));
      break;
    case Event::kOutreachContactMade:
      if (!event.outreach_contact_made().reached()) break;
      state.last_contact_at = given.now;
      state.clocks.Start(CLOCK_KIND_OUTREACH_CONTACT, "",
                         fallverbund::FromProto(event.outreach_contact_made().next_due()));
      break;
    case Event::kOutreachContactOverdue:
      state.clocks.MarkOverdue(CLOCK_KIND_OUTREACH_CONTACT, "",
                               fallverbund::FromProto(event.outreach_contact_overdue().due()), given.now);
      break;
    case Event::kOutreachContactEscalated:
      state.clocks.MarkEscalated(CLOCK_KIND_OUTREACH_CONTACT, "",
                                 fallverbund::FromProto(event.outreach_contact_escalated().due()),
                                 event.outreach_contact_escalated().step(), given.now);
      break;
    case Event::kDeploymentTakenOver:
      state.holder = care::FromProto(event.deployment_taken_over().to());
      break;
    case Event::kDeploymentRefused:
      state.phase = DeploymentPhase::kRefused;
      state.clocks.Stop(CLOCK_KIND_DEPLOYMENT_ANSWER, "");
      break;
    case Event::kDeploymentAnswerOverdue:
      state.clocks.MarkOverdue(CLOCK_KIND_DEPLOYMENT_ANSWER, "",
                               fallverbund::FromProto(event.deployment_answer_overdue().due()), given.now);
      break;
    case Event::kDeploymentAnswerEscalated:
      state.clocks.MarkEscalated(CLOCK_KIND_DEPLOYMENT_ANSWER, "",
                                 fallverbund::FromProto(event.deployment_answer_escalated().due()),
                                 event.deployment_answer_escalated().step(), given.now);
      break;
    case Event::kDeploymentWithdrawn:
      state.phase = DeploymentPhase::kWithdrawn;
      state.clocks.Stop(CLOCK_KIND_DEPLOYMENT_ANSWER, "");
      break;
    case Event::kDeploymentEnded:
      state.phase = DeploymentPhase::kEnded;
      state.ended_at = given.now;
      state.clocks.Stop(CLOCK_KIND_OUTREACH_CONTACT, "");
      state.clocks.Start(CLOCK_KIND_DEBRIEF, "",
                         fallverbund::FromProto(event.deployment_ended().debrief_due()));
      break;
    case Event::kDebriefRecorded:
      state.clocks.Stop(CLOCK_KIND_DEBRIEF, "");
      break;
    case Event::kDebriefOverdue:
      state.clocks.MarkOverdue(CLOCK_KIND_DEBRIEF, "", fallverbund::FromProto(event.debrief_overdue().due()),
                               given.now);
      break;
    case Event::kDebriefEscalated:
      state.clocks.MarkEscalated(CLOCK_KIND_DEBRIEF, "",
                                 fallverbund::FromProto(event.debrief_escalated().due()),
                                 event.debrief_escalated().step(), given.now);
      break;
    case Event::kPlaceReturned:  // the pool's matter
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::crisis
