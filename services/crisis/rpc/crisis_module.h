// Crisis as a module of the house: what it decides, shows, reacts to and serves.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_MODULE_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_MODULE_H_

#include <memory>
#include <string>
#include <vector>

#include "libs/access/circle.h"
#include "libs/access/glass.h"
#include "libs/agreement/agreement.h"
#include "libs/case_facts/case_facts.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/module.h"
#include "services/crisis/rpc/crisis_service.h"
#include "services/crisis/rpc/pool_service.h"
#include "services/crisis/views/notice_view.h"
#include "services/crisis/views/pool_view.h"
#include "services/crisis/views/round_table.h"

namespace fallverbund::crisis {

class CrisisModule final : public service::Module {
 public:
  service::Spec MakeSpec() override;
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override;

 private:
  absl::StatusOr<command::Outcome> Execute(const reaction::Obligation& obligation,
                                           const command::CommandContext& context);
  // Where TONIGHT is by now, where a clock waits for whoever got it, or was to take it over.
  absl::Status ReadNight(const std::string& crisis_id, CrisisCommand& command) const;

  directory::DirectoryView directory_;
  access::CircleView circle_;
  access::GlassView glass_;
  case_facts::CaseFactsView cases_;
  agreement::AgreementView agreements_;
  PoolView pool_view_;
  NoticeView notices_;
  RoundTableView round_table_;
  service::Host* host_ = nullptr;
  std::unique_ptr<DeploymentHandler> deployments_;
  std::unique_ptr<CrisisHandler> crises_;
  std::unique_ptr<PoolHandler> pools_;
};

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_CRISIS_MODULE_H_
