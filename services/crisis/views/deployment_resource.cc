#include "services/crisis/views/deployment_resource.h"

#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

v1::DeploymentState StateOf(DeploymentPhase phase) {
  switch (phase) {
    case DeploymentPhase::kNone:
      return v1::DEPLOYMENT_STATE_UNSPECIFIED;
    case DeploymentPhase::kRequested:
      return v1::DEPLOYMENT_STATE_REQUESTED;
    case DeploymentPhase::kAccepted:
      return v1::DEPLOYMENT_STATE_ACCEPTED;
    case DeploymentPhase::kRefused:
      return v1::DEPLOYMENT_STATE_REFUSED;
    case DeploymentPhase::kWithdrawn:
      return v1::DEPLOYMENT_STATE_WITHDRAWN;
  }
  return v1::DEPLOYMENT_STATE_UNSPECIFIED;
}

}  // namespace

void ShowDeployment(const history::History<DeploymentDecider>& deployment, v1::Deployment& shown,
                    std::vector<history::SealedText>& texts) {
  const DeploymentState& state = deployment.state;
  shown.set_deployment_id(deployment.aggregate_id);
  shown.set_case_id(state.case_id);
  shown.set_state(StateOf(state.phase));
  shown.set_mode(state.mode);
  shown.set_crisis_team_organisation_id(state.crisis_team_organisation_id);
  if (state.phase == DeploymentPhase::kAccepted) *shown.mutable_holder() = care::ToProto(state.holder);
  if (const care::Clock* answer = state.clocks.Find(common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER, "")) {
    *shown.mutable_answer_due() = ToProto(answer->due);
    shown.set_answer_overdue(answer->overdue);
  }
  for (const auto& entry : deployment.entries) {
    if (!entry.event.has_deployment_requested()) continue;
    const v1::DeploymentRequested& requested = entry.event.deployment_requested();
    texts.push_back(history::TextAt(requested, requested.situation(), "5", shown.mutable_situation()));
  }
}

}  // namespace fallverbund::crisis
