// Intake as a module of the house: what it decides, shows, reacts to and serves.
#ifndef FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_MODULE_H_
#define FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_MODULE_H_

#include <memory>
#include <vector>

#include "libs/access/circle.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/module.h"
#include "services/intake/rpc/intake_service.h"
#include "services/intake/rpc/prevention_service.h"
#include "services/intake/views/prevention_view.h"

namespace fallverbund::intake {

class IntakeModule final : public service::Module {
 public:
  service::Spec MakeSpec() override;
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override;

 private:
  absl::StatusOr<command::Outcome> Execute(const reaction::Obligation& obligation,
                                           const command::CommandContext& context);

  service::Host* host_ = nullptr;
  directory::DirectoryView directory_;
  access::CircleView circle_;
  std::unique_ptr<ContactHandler> contacts_;
  std::unique_ptr<InquiryHandler> inquiries_;
  PreventionView prevention_;
  std::unique_ptr<command::CommandHandler<PreventionContactDecider>> prevention_contacts_;
  std::unique_ptr<command::CommandHandler<TransitionDecider>> transitions_;
  std::unique_ptr<command::CommandHandler<ProcessChainDecider>> chains_;
  std::unique_ptr<command::CommandHandler<PreventionTableDecider>> tables_;
};

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_MODULE_H_
