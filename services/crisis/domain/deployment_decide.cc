#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "services/crisis/domain/deployment_decider.h"

namespace fallverbund::crisis {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::DeploymentEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

// An answer by the asked team in person, to a question of this case that is open.
std::optional<Refusal> RequireAnswerable(const DeploymentState& state, const std::string& case_id,
                                         const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.requested() && state.case_id == case_id))
    return no;  // N2
  const bool asked = given.actor.organisation == state.crisis_team_organisation_id &&
                     !given.actor.person.empty() && given.actor.role == "CRISIS_WORKER";
  if (auto no = Require(Reason::kOnlyTheAskedCrisisTeam, asked)) return no;  // A19
  return Require(Reason::kDeploymentAnswered,
                 state.phase == DeploymentPhase::kRequested);  // A18: an answer stands
}

bool IsOfHoldersUnit(const care::Holder& holder, const std::string& actor_unit_id, const Given& given) {
  return given.actor.organisation == holder.organisation_id && actor_unit_id == holder.unit_id;
}

Decision DecideOn(const DeploymentState& state, const RequestDeployment& c, const Given& given) {
  if (state.requested()) return Events{};
  const bool holds = IsOfHoldersUnit(c.case_holder, c.actor_unit_id, given);
  if (auto no = Require(Reason::kDeploymentOnlyByHolder, holds)) return *no;       // A18
  if (auto no = Require(Reason::kNotACrisisTeam, c.asks_crisis_team)) return *no;  // A17
  const absl::Time due = c.answer_due.value_or(given.now + kDeploymentAnswerWithin);
  if (auto no = Require(Reason::kDeploymentAnswerTooLate,
                        care::IsDueWithin(due, given.now, kLongestDeploymentAnswer))) {
    return *no;  // A18: at short notice
  }
  Event event;
  auto& requested = *event.mutable_deployment_requested();
  requested.set_case_id(c.case_id);
  requested.set_mode(c.mode);
  requested.set_crisis_team_organisation_id(c.crisis_team_organisation_id);
  *requested.mutable_answer_due() = fallverbund::ToProto(due);
  *requested.mutable_situation() = c.situation;
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const AcceptDeployment& c, const Given& given) {
  if (auto no = RequireAnswerable(state, c.case_id, given)) return *no;
  const care::Holder holder = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               common::v1::LEGAL_BASIS_AGREEMENT};
  const bool fresh = given.now <= state.requested_at + kLongestDeploymentAnswer;
  const bool moved =
      state.mode == v1::DEPLOYMENT_MODE_OVERNIGHT && c.tonight_since && *c.tonight_since > state.requested_at;
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;    // N11
  if (auto no = Require(Reason::kDeploymentTooOld, fresh)) return *no;    // A18
  if (auto no = Require(Reason::kTonightMovedSince, !moved)) return *no;  // N9
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;  // C3
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(holder)))
    return *no;  // C3
  Event event;
  auto& accepted = *event.mutable_deployment_accepted();
  accepted.set_case_id(state.case_id);
  accepted.set_mode(state.mode);
  *accepted.mutable_holder() = care::ToProto(holder);
  *accepted.mutable_requested_at() = fallverbund::ToProto(state.requested_at);
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const RefuseDeployment& c, const Given& given) {
  if (auto no = RequireAnswerable(state, c.case_id, given)) return *no;
  Event event;
  event.mutable_deployment_refused()->set_case_id(state.case_id);
  event.mutable_deployment_refused()->set_reason(c.reason);
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const WithdrawDeployment& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.requested() && state.case_id == c.case_id))
    return *no;  // N2
  const bool holds = IsOfHoldersUnit(c.case_holder, c.actor_unit_id, given);
  if (auto no = Require(Reason::kDeploymentOnlyByHolder, holds)) return *no;  // A18
  if (state.phase == DeploymentPhase::kWithdrawn) return Events{};
  if (auto no = Require(Reason::kDeploymentAnswered, state.phase == DeploymentPhase::kRequested))
    return *no;  // A18: an answer stands
  Event event;
  event.mutable_deployment_withdrawn()->set_case_id(state.case_id);
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const PassDeploymentDeadline& c, const Given& given) {
  const auto missed =
      state.clocks.MissedSince(common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER, "", c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    *event.mutable_deployment_answer_overdue()->mutable_due() = fallverbund::ToProto(c.due);
  } else {
    *event.mutable_deployment_answer_escalated()->mutable_due() = fallverbund::ToProto(c.due);
    event.mutable_deployment_answer_escalated()->set_step(missed->step);
  }
  return Events{event};
}

}  // namespace

Decision DeploymentDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::crisis
