#include "services/crisis/reactions/pool_reactions.h"

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::crisis {
namespace {

std::vector<PoolDraft> Freeing(const std::string& pool_id, const std::string& deployment_id) {
  if (pool_id.empty()) return {};
  PoolDraft draft{pool_id, {}, {}};
  draft.command.mutable_free_place()->set_deployment_id(deployment_id);
  return {draft};
}

PoolDraft Counting(const std::string& pool_id, const Uncounted& deployment) {
  PoolDraft draft{pool_id, {}, {}};
  draft.command.mutable_count_place()->set_deployment_id(deployment.deployment_id);
  draft.command.mutable_count_place()->set_mode(deployment.mode);
  draft.command.mutable_count_place()->set_case_id(deployment.case_id);
  return draft;
}

PoolDraft Debriefing(const Trigger& trigger, const google::protobuf::Timestamp& due, absl::Time at) {
  PoolDraft draft{trigger.aggregate_id, {}, at};
  *draft.command.mutable_pass_debrief()->mutable_due() = due;
  return draft;
}

// A missed debrief climbs: the next step comes a while after this one was recorded.
std::vector<PoolDraft> AtNextStep(const Trigger& trigger, const google::protobuf::Timestamp& due,
                                  common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at);
  if (!next) return {};
  return {Debriefing(trigger, due, *next)};
}

}  // namespace

std::vector<PoolDraft> React(const v1::PoolEvent& event, const Trigger& trigger,
                             const std::vector<Uncounted>& uncounted) {
  switch (event.event_case()) {
    case v1::PoolEvent::kPlaceTaken: {
      PoolDraft draft{event.place_taken().deployment_id(), {}, {}};
      *draft.command.mutable_follow_place() = event.place_taken();
      return {draft};
    }
    case v1::PoolEvent::kPoolCapacitySet: {
      std::vector<PoolDraft> drafts;
      drafts.reserve(uncounted.size());
      for (const Uncounted& each : uncounted) drafts.push_back(Counting(trigger.aggregate_id, each));
      return drafts;
    }
    case v1::PoolEvent::kPlaceFreed:
    case v1::PoolEvent::kPlaceCounted:
    case v1::PoolEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::vector<PoolDraft> ReactForPool(const v1::DeploymentEvent& event, const Trigger& trigger,
                                    const std::string& pool_id) {
  switch (event.event_case()) {
    case v1::DeploymentEvent::kDeploymentAccepted: {
      const auto& accepted = event.deployment_accepted();
      if (accepted.place_taken() || pool_id.empty()) return {};
      return {Counting(pool_id, {trigger.aggregate_id, accepted.mode(), accepted.case_id()})};
    }
    case v1::DeploymentEvent::kDeploymentEnded: {
      std::vector<PoolDraft> drafts = Freeing(pool_id, trigger.aggregate_id);
      const auto& due = event.deployment_ended().debrief_due();
      drafts.push_back(Debriefing(trigger, due, FromProto(due)));
      return drafts;
    }
    case v1::DeploymentEvent::kPlaceReturned:
      return Freeing(pool_id, trigger.aggregate_id);
    case v1::DeploymentEvent::kDebriefOverdue:
      return AtNextStep(trigger, event.debrief_overdue().due(), common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::DeploymentEvent::kDebriefEscalated:
      return AtNextStep(trigger, event.debrief_escalated().due(), event.debrief_escalated().step());
    case v1::DeploymentEvent::kDeploymentRequested:
    case v1::DeploymentEvent::kDeploymentRefused:
    case v1::DeploymentEvent::kDeploymentWithdrawn:
    case v1::DeploymentEvent::kDeploymentAnswerOverdue:
    case v1::DeploymentEvent::kDeploymentAnswerEscalated:
    case v1::DeploymentEvent::kDebriefRecorded:
    case v1::DeploymentEvent::kOutreachContactMade:
    case v1::DeploymentEvent::kOutreachContactOverdue:
    case v1::DeploymentEvent::kOutreachContactEscalated:
    case v1::DeploymentEvent::kDeploymentTakenOver:
    case v1::DeploymentEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

std::optional<DeploymentCommand> ToDeploymentCommand(const v1::PoolReaction& reaction) {
  if (reaction.has_follow_place()) return FollowPlace{reaction.follow_place()};
  if (reaction.has_pass_debrief()) return PassDebriefDate{FromProto(reaction.pass_debrief().due())};
  return std::nullopt;
}

std::optional<PoolCommand> ToPoolCommand(const v1::PoolReaction& reaction) {
  if (reaction.has_free_place()) return FreePlace{reaction.free_place().deployment_id()};
  if (reaction.has_count_place())
    return CountPlace{reaction.count_place().deployment_id(), reaction.count_place().mode(),
                      reaction.count_place().case_id()};
  return std::nullopt;
}

}  // namespace fallverbund::crisis
