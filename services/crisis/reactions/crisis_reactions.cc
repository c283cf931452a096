#include "services/crisis/reactions/crisis_reactions.h"

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::crisis {
namespace {

std::vector<Draft> Passing(const Trigger& trigger, const google::protobuf::Timestamp& due, absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  *draft.command.mutable_pass_deadline()->mutable_due() = due;
  return {draft};
}

// A missed clock climbs: the next step comes a while after this one was recorded.
std::vector<Draft> AtNextStep(const Trigger& trigger, const google::protobuf::Timestamp& due,
                              common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at);
  if (!next) return {};
  return Passing(trigger, due, *next);
}

}  // namespace

std::vector<Draft> React(const v1::DeploymentEvent& event, const Trigger& trigger) {
  switch (event.event_case()) {
    case v1::DeploymentEvent::kDeploymentRequested: {
      const auto& due = event.deployment_requested().answer_due();
      return Passing(trigger, due, FromProto(due));
    }
    case v1::DeploymentEvent::kDeploymentAnswerOverdue:
      return AtNextStep(trigger, event.deployment_answer_overdue().due(),
                        common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::DeploymentEvent::kDeploymentAnswerEscalated:
      return AtNextStep(trigger, event.deployment_answer_escalated().due(),
                        event.deployment_answer_escalated().step());
    case v1::DeploymentEvent::kDeploymentAccepted:
    case v1::DeploymentEvent::kDeploymentRefused:
    case v1::DeploymentEvent::kDeploymentWithdrawn:
    case v1::DeploymentEvent::kDeploymentEnded:  // from here on: pool_reactions
    case v1::DeploymentEvent::kDebriefRecorded:
    case v1::DeploymentEvent::kDebriefOverdue:
    case v1::DeploymentEvent::kDebriefEscalated:
    case v1::DeploymentEvent::kPlaceReturned:
    case v1::DeploymentEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::optional<DeploymentCommand> ToCommand(const v1::CrisisReaction& reaction) {
  switch (reaction.command_case()) {
    case v1::CrisisReaction::kPassDeadline:
      return PassDeploymentDeadline{FromProto(reaction.pass_deadline().due())};
    case v1::CrisisReaction::COMMAND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fallverbund::crisis
