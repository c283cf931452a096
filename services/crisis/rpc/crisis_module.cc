#include "services/crisis/rpc/crisis_module.h"

#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/reaction/oneof_rule.h"
#include "services/crisis/reactions/crisis_reactions.h"
#include "services/crisis/rpc/notification_service.h"

namespace fallverbund::crisis {
namespace {

absl::StatusOr<std::vector<reaction::Draft>> OnDeployment(const v1::DeploymentEvent& event,
                                                          const reaction::Trigger& trigger,
                                                          const projection::Rows&) {
  const auto& commit = trigger.recorded.commit;
  return reaction::DraftsOf(React(event, {commit.aggregate_id, FromProto(commit.commit.recorded_at())}));
}

}  // namespace

service::Spec CrisisModule::MakeSpec() {
  return {.context = DeploymentDecider::kContext,
          .kinds = {command::KindOf<DeploymentDecider>()},
          .views = {&directory_, &circle_, &glass_, &cases_, &notices_},
          .rules = {reaction::OnEventsOf<v1::DeploymentEvent>(
              "crisis.clock", DeploymentDecider::kContext, DeploymentDecider::kAggregateType, OnDeployment)},
          .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
            return Execute(obligation, context);
          }};
}

std::vector<std::unique_ptr<grpc::Service>> CrisisModule::MakeServices(service::Host& host,
                                                                       service::Pipeline& pipeline) {
  deployments_ = std::make_unique<DeploymentHandler>(host.desk());
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<CrisisService>(pipeline, *deployments_));
  services.push_back(std::make_unique<NotificationService>(host, pipeline));
  return services;
}

absl::StatusOr<command::Outcome> CrisisModule::Execute(const reaction::Obligation& obligation,
                                                       const command::CommandContext& context) {
  v1::CrisisReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  const auto command = ToCommand(reaction);
  FV_CHECK(command.has_value());
  return deployments_->Handle(context, *command);
}

}  // namespace fallverbund::crisis
