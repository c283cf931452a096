// The case as a module of the house: what it decides, shows, reacts to and serves.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_CASE_MODULE_H_
#define FALLVERBUND_SERVICES_CASE_RPC_CASE_MODULE_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "fallverbund/casework/v1/case_reactions.pb.h"
#include "libs/access/circle.h"
#include "libs/access/glass.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/module.h"
#include "services/case/rpc/case_service.h"
#include "services/case/views/case_view.h"

namespace fallverbund::casework {

// Of the projection's rows: see program::About.
inline constexpr uint32_t kLayout = 20;

class CaseModule final : public service::Module {
 public:
  // `watch`: nobody, unless a test judges every decision.
  explicit CaseModule(CaseHandler::Watch watch = nullptr) : watch_(std::move(watch)) {}

  service::Spec MakeSpec() override;
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override;

 private:
  absl::StatusOr<command::Outcome> Execute(const reaction::Obligation& obligation,
                                           command::CommandContext context);
  absl::StatusOr<command::Outcome> Count(const v1::ResponsibilityCount& count,
                                         const command::CommandContext& context);

  const CaseHandler::Watch watch_;
  directory::DirectoryView directory_;
  access::CircleView circle_;
  access::GlassView glass_;
  CaseView cases_;
  service::Host* host_ = nullptr;
  std::unique_ptr<CaseHandler> handler_;
  std::unique_ptr<LeaverHandler> leavers_;
};

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_RPC_CASE_MODULE_H_
