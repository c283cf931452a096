#include "services/crisis/rpc/crisis_module.h"

#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/reaction/oneof_rule.h"
#include "services/crisis/reactions/crisis_reactions.h"

namespace fallverbund::crisis {
namespace {

constexpr auto kReact = [](const auto& event, const reaction::Trigger& trigger,
                           const projection::Rows&) -> absl::StatusOr<std::vector<reaction::Draft>> {
  const auto& commit = trigger.recorded.commit;
  return reaction::DraftsOf(React(event, {commit.aggregate_id, FromProto(commit.commit.recorded_at())}));
};

}  // namespace

service::Spec CrisisModule::MakeSpec() {
  return {.context = DeploymentDecider::kContext,
          .kinds = {command::KindOf<DeploymentDecider>(), command::KindOf<CrisisDecider>()},
          .views = {&directory_, &circle_, &cases_, &agreements_},
          .rules = {reaction::OnEventsOf<v1::DeploymentEvent>("crisis.clock", DeploymentDecider::kContext,
                                                              DeploymentDecider::kAggregateType, kReact),
                    reaction::OnEventsOf<v1::CrisisEvent>("crisis.crisis_clock", CrisisDecider::kContext,
                                                          CrisisDecider::kAggregateType, kReact),
                    reaction::OnEventsOf<casework::v1::CaseEvent>("crisis.on_case", "case", "case", kReact)},
          .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
            return Execute(obligation, context);
          }};
}

std::vector<std::unique_ptr<grpc::Service>> CrisisModule::MakeServices(service::Host& host,
                                                                       service::Pipeline& pipeline) {
  deployments_ = std::make_unique<DeploymentHandler>(host.desk());
  std::vector<std::unique_ptr<grpc::Service>> services;
  crises_ = std::make_unique<CrisisHandler>(host.desk());
  services.push_back(std::make_unique<CrisisService>(pipeline, *deployments_, *crises_));
  return services;
}

absl::StatusOr<command::Outcome> CrisisModule::Execute(const reaction::Obligation& obligation,
                                                       const command::CommandContext& context) {
  v1::CrisisReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  if (const auto of_crisis = ToCrisisCommand(reaction)) return crises_->Handle(context, *of_crisis);
  const auto command = ToCommand(reaction);
  FV_CHECK(command.has_value());
  return deployments_->Handle(context, *command);
}

}  // namespace fallverbund::crisis
