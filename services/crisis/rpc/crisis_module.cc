#include "services/crisis/rpc/crisis_module.h"

#include <variant>

#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/reaction/oneof_rule.h"
#include "services/crisis/reactions/crisis_reactions.h"
#include "services/crisis/reactions/pool_reactions.h"
#include "services/crisis/rpc/alarm_commands.h"
#include "services/crisis/rpc/notification_service.h"

namespace fallverbund::crisis {
namespace {

constexpr auto kReact = [](const auto& event, const reaction::Trigger& trigger,
                           const projection::Rows&) -> absl::StatusOr<std::vector<reaction::Draft>> {
  const auto& commit = trigger.recorded.commit;
  return reaction::DraftsOf(React(event, {commit.aggregate_id, FromProto(commit.commit.recorded_at())}));
};

absl::StatusOr<std::vector<reaction::Draft>> OnDeploymentForPool(const v1::DeploymentEvent& event,
                                                                 const reaction::Trigger& trigger,
                                                                 const projection::Rows& rows) {
  const auto& commit = trigger.recorded.commit;
  // Which team's it is: the events that concern its pool say so.
  std::string team;
  if (event.has_deployment_accepted()) team = event.deployment_accepted().holder().organisation_id();
  if (event.has_deployment_ended()) team = event.deployment_ended().crisis_team_organisation_id();
  if (event.has_place_returned()) team = event.place_returned().crisis_team_organisation_id();
  FV_ASSIGN_OR_RETURN(const std::string pool_id, PoolOf(rows, team));
  return reaction::DraftsOf(
      ReactForPool(event, {commit.aggregate_id, FromProto(commit.commit.recorded_at())}, pool_id));
}

absl::StatusOr<std::vector<reaction::Draft>> OnPool(const v1::PoolEvent& event,
                                                    const reaction::Trigger& trigger,
                                                    const projection::Rows& rows) {
  const auto& commit = trigger.recorded.commit;
  std::vector<Uncounted> uncounted;
  if (event.has_pool_capacity_set()) {
    FV_ASSIGN_OR_RETURN(const auto running,
                        RunningBesidePool(rows, event.pool_capacity_set().organisation_id()));
    for (const RunningDeployment& each : running)
      uncounted.push_back({each.deployment_id, each.mode, each.case_id});
  }
  return reaction::DraftsOf(
      React(event, {commit.aggregate_id, FromProto(commit.commit.recorded_at())}, uncounted));
}

}  // namespace

service::Spec CrisisModule::MakeSpec() {
  using reaction::OnEventsOf;
  return {
      .context = DeploymentDecider::kContext,
      .kinds = {command::KindOf<DeploymentDecider>(), command::KindOf<CrisisDecider>(),
                command::KindOf<PoolDecider>()},
      .views = {&directory_, &circle_, &glass_, &cases_, &agreements_, &pool_view_, &notices_, &round_table_},
      .rules = {OnEventsOf<v1::DeploymentEvent>("crisis.clock", DeploymentDecider::kContext,
                                                DeploymentDecider::kAggregateType, kReact),
                OnEventsOf<v1::CrisisEvent>("crisis.crisis_clock", CrisisDecider::kContext,
                                            CrisisDecider::kAggregateType, kReact),
                OnEventsOf<casework::v1::CaseEvent>("crisis.on_case", "case", "case", kReact),
                OnEventsOf<v1::DeploymentEvent>("crisis.pool_of_deployment", DeploymentDecider::kContext,
                                                DeploymentDecider::kAggregateType, OnDeploymentForPool),
                OnEventsOf<v1::PoolEvent>("crisis.pool", PoolDecider::kContext, PoolDecider::kAggregateType,
                                          OnPool)},
      .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
        return Execute(obligation, context);
      }};
}

std::vector<std::unique_ptr<grpc::Service>> CrisisModule::MakeServices(service::Host& host,
                                                                       service::Pipeline& pipeline) {
  host_ = &host;
  deployments_ = std::make_unique<DeploymentHandler>(host.desk());
  std::vector<std::unique_ptr<grpc::Service>> services;
  crises_ = std::make_unique<CrisisHandler>(host.desk());
  pools_ = std::make_unique<PoolHandler>(host.desk());
  services.push_back(std::make_unique<CrisisService>(pipeline, *deployments_, *crises_, *pools_));
  services.push_back(std::make_unique<PoolService>(pipeline, *pools_, *deployments_));
  services.push_back(std::make_unique<NotificationService>(host, pipeline));
  return services;
}

absl::Status CrisisModule::ReadNight(const std::string& crisis_id, CrisisCommand& command) const {
  auto* pass = std::get_if<PassCrisisDeadline>(&command);
  if (pass == nullptr) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto crisis, command::ReadHistory<CrisisDecider>(host_->rows(), crisis_id));
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(host_->rows(), crisis.state.case_id));
  if (facts) pass->night = NightOf(*facts);
  return absl::OkStatus();
}

absl::StatusOr<command::Outcome> CrisisModule::Execute(const reaction::Obligation& obligation,
                                                       const command::CommandContext& context) {
  if (v1::PoolReaction owed; reaction::UnpackCommand(obligation, &owed)) {
    if (const auto command = ToPoolCommand(owed)) return pools_->Handle(context, *command);
    const auto command = ToDeploymentCommand(owed);
    FV_CHECK(command.has_value());
    return deployments_->Handle(context, *command);
  }
  v1::CrisisReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  if (auto of_crisis = ToCrisisCommand(reaction)) {
    FV_RETURN_IF_ERROR(ReadNight(context.aggregate_id, *of_crisis));
    return crises_->Handle(context, *of_crisis);
  }
  const auto command = ToCommand(reaction);
  FV_CHECK(command.has_value());
  return deployments_->Handle(context, *command);
}

}  // namespace fallverbund::crisis
