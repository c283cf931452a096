// The team service as a module of the house: what it decides, shows, reacts to and serves.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_TEAM_MODULE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_TEAM_MODULE_H_

#include <memory>
#include <vector>

#include "libs/access/circle.h"
#include "libs/case_facts/case_facts.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/module.h"
#include "services/team/rpc/agreement_service.h"
#include "services/team/rpc/calendar_service.h"
#include "services/team/rpc/catalogue_service.h"
#include "services/team/rpc/directory_service.h"
#include "services/team/rpc/membership_service.h"
#include "services/team/rpc/social_space_service.h"
#include "services/team/rpc/team_service.h"
#include "services/team/views/catalogue_view.h"
#include "services/team/views/member_seats.h"
#include "services/team/views/session_view.h"
#include "services/team/views/social_space_view.h"
#include "services/team/views/votes_awaited.h"
#include "services/team/views/workload_view.h"

namespace fallverbund::team {

class TeamModule final : public service::Module {
 public:
  service::Spec MakeSpec() override;
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override;

 private:
  absl::StatusOr<command::Outcome> Execute(const reaction::Obligation& obligation,
                                           const command::CommandContext& context);
  absl::StatusOr<command::Outcome> ExecuteOn(const CalendarCommand& command,
                                             const command::CommandContext& context);
  absl::StatusOr<command::Outcome> ExecuteOn(const MembershipCommand& command,
                                             const command::CommandContext& context);
  absl::StatusOr<command::Outcome> ExecuteOn(const JointDecisionCommand& command,
                                             const command::CommandContext& context);

  directory::DirectoryView directory_;
  access::CircleView circle_;
  case_facts::CaseFactsView cases_;
  SessionView sessions_;
  StreetView streets_;
  WorkloadView workload_;
  CatalogueView catalogue_;
  MemberSeatView member_seats_;
  VotesAwaitedView votes_awaited_;
  service::Host* host_ = nullptr;
  std::unique_ptr<OrganisationHandler> organisations_;
  std::unique_ptr<TeamHandler> teams_;
  std::unique_ptr<CalendarHandler> calendars_;
  std::unique_ptr<MembershipHandler> memberships_;
  std::unique_ptr<JointDecisionHandler> decisions_;
  std::unique_ptr<SocialSpaceHandler> social_spaces_;
  std::unique_ptr<CatalogueHandler> entries_;
  std::unique_ptr<AgreementHandler> agreements_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_TEAM_MODULE_H_
