#include "services/case/rpc/case_module.h"

#include <string>
#include <utility>

#include "fallverbund/casework/v1/case_reactions.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/derive.h"
#include "libs/reaction/oneof_rule.h"
#include "services/case/reactions/case_reactions.h"
#include "services/case/rpc/call_edge.h"

namespace fallverbund::casework {
namespace {

// What a case does because of an event, whichever oneof holds it.
constexpr auto kReact = [](const auto& event, const reaction::Trigger& trigger,
                           const projection::Rows&) -> absl::StatusOr<std::vector<reaction::Draft>> {
  const auto& commit = trigger.recorded.commit;
  const Trigger what{commit.aggregate_id, commit.position, FromProto(commit.commit.recorded_at())};
  return reaction::DraftsOf(React(event, what));
};

}  // namespace

service::Spec CaseModule::MakeSpec() {
  using reaction::OnEventsOf;
  return {
      .context = CaseDecider::kContext,
      .kinds = {command::KindOf<CaseDecider>()},
      .views = {&directory_, &circle_, &cases_},
      .rules = {OnEventsOf<intake::v1::InquiryEvent>("case.on_inquiry", "intake", "inquiry", kReact),
                OnEventsOf<intake::v1::ContactEvent>("case.on_contact", "intake", "contact", kReact),
                OnEventsOf<team::v1::TeamEvent>("case.on_team", "team", "team", kReact),
                OnEventsOf<crisis::v1::DeploymentEvent>("case.on_deployment", "crisis", "deployment", kReact),
                OnEventsOf<v1::CaseEvent>("case.clock", CaseDecider::kContext, CaseDecider::kAggregateType,
                                          kReact)},
      .execute = [this](const reaction::Obligation& obligation, const command::CommandContext& context) {
        return Execute(obligation, context);
      }};
}

std::vector<std::unique_ptr<grpc::Service>> CaseModule::MakeServices(service::Host& host,
                                                                     service::Pipeline& pipeline) {
  host_ = &host;
  handler_ = std::make_unique<CaseHandler>(host.desk());
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<CaseService>(pipeline, *handler_));
  return services;
}

absl::StatusOr<command::Outcome> CaseModule::Execute(const reaction::Obligation& obligation,
                                                     command::CommandContext context) {
  v1::CaseReaction reaction;
  FV_CHECK(reaction::UnpackCommand(obligation, &reaction));
  HolderFacts holder;
  if (reaction.has_open_case()) {
    context.aggregate_id =
        crypto::DeriveAggregateId(host_->id_key().view(), context.command_id, CaseDecider::kAggregateType);
    FV_ASSIGN_OR_RETURN(holder, ReadHolderFacts(host_->rows(), reaction.open_case().holder()));
  }
  const auto command = ToCommand(reaction, holder);
  FV_CHECK(command.has_value());
  return handler_->Handle(context, *command);
}

}  // namespace fallverbund::casework
