// The directory's calls. Thin: a request becomes a command, rows become an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_SERVICE_H_

#include "fallverbund/team/v1/directory_service.grpc.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "services/team/domain/organisation_decider.h"

namespace fallverbund::team {

using OrganisationHandler = command::CommandHandler<OrganisationDecider>;

// Thread-safe. Pipeline and handler outlive it.
class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  DirectoryService(service::Pipeline& pipeline, OrganisationHandler& handler)
      : pipeline_(pipeline), handler_(handler) {}

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* BootstrapAssociation(Context* context, const v1::BootstrapAssociationRequest* request,
                                v1::BootstrapAssociationResponse* response) override;
  Reactor* GetBootstrap(Context* context, const v1::GetBootstrapRequest* request,
                        v1::GetBootstrapResponse* response) override;
  Reactor* RegisterOrganisation(Context* context, const v1::RegisterOrganisationRequest* request,
                                v1::RegisterOrganisationResponse* response) override;
  Reactor* AddUnit(Context* context, const v1::AddUnitRequest* request,
                   v1::AddUnitResponse* response) override;
  Reactor* RegisterPerson(Context* context, const v1::RegisterPersonRequest* request,
                          v1::RegisterPersonResponse* response) override;
  Reactor* NameDeputy(Context* context, const v1::NameDeputyRequest* request,
                      v1::NameDeputyResponse* response) override;
  Reactor* GrantRoles(Context* context, const v1::GrantRolesRequest* request,
                      v1::GrantRolesResponse* response) override;
  Reactor* RequestDeactivation(Context* context, const v1::RequestDeactivationRequest* request,
                               v1::RequestDeactivationResponse* response) override;
  Reactor* WithdrawDeactivation(Context* context, const v1::WithdrawDeactivationRequest* request,
                                v1::WithdrawDeactivationResponse* response) override;
  Reactor* ReportAbsence(Context* context, const v1::ReportAbsenceRequest* request,
                         v1::ReportAbsenceResponse* response) override;
  Reactor* ReportOrganisationLeaving(Context* context, const v1::ReportOrganisationLeavingRequest* request,
                                     v1::ReportOrganisationLeavingResponse* response) override;
  Reactor* WithdrawOrganisationLeaving(Context* context,
                                       const v1::WithdrawOrganisationLeavingRequest* request,
                                       v1::WithdrawOrganisationLeavingResponse* response) override;
  Reactor* SetWorkingRules(Context* context, const v1::SetWorkingRulesRequest* request,
                           v1::SetWorkingRulesResponse* response) override;
  Reactor* ListOrganisations(Context* context, const v1::ListOrganisationsRequest* request,
                             v1::ListOrganisationsResponse* response) override;
  Reactor* GetPerson(Context* context, const v1::GetPersonRequest* request,
                     v1::GetPersonResponse* response) override;

 private:
  template <class Request, class Response>
  Reactor* Write(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  OrganisationHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_SERVICE_H_
