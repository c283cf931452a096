// The directory's calls. Thin: a request becomes a command, rows become an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_SERVICE_H_

#include "fallverbund/team/v1/directory_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/organisation_decider.h"

namespace fallverbund::team {

using OrganisationHandler = command::CommandHandler<OrganisationDecider>;

// Thread-safe. Pipeline and handler outlive it.
class DirectoryService final : public rpc::UnaryService {
 public:
  DirectoryService(service::Pipeline& pipeline, OrganisationHandler& handler);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* BootstrapAssociation(Context* context, const v1::BootstrapAssociationRequest* request,
                                v1::BootstrapAssociationResponse* response);
  Reactor* GetBootstrap(Context* context, const v1::GetBootstrapRequest* request,
                        v1::GetBootstrapResponse* response);
  Reactor* RegisterOrganisation(Context* context, const v1::RegisterOrganisationRequest* request,
                                v1::RegisterOrganisationResponse* response);
  Reactor* AddUnit(Context* context, const v1::AddUnitRequest* request, v1::AddUnitResponse* response);
  Reactor* RegisterPerson(Context* context, const v1::RegisterPersonRequest* request,
                          v1::RegisterPersonResponse* response);
  Reactor* NameDeputy(Context* context, const v1::NameDeputyRequest* request,
                      v1::NameDeputyResponse* response);
  Reactor* GrantRoles(Context* context, const v1::GrantRolesRequest* request,
                      v1::GrantRolesResponse* response);
  Reactor* RequestDeactivation(Context* context, const v1::RequestDeactivationRequest* request,
                               v1::RequestDeactivationResponse* response);
  Reactor* WithdrawDeactivation(Context* context, const v1::WithdrawDeactivationRequest* request,
                                v1::WithdrawDeactivationResponse* response);
  Reactor* ReportAbsence(Context* context, const v1::ReportAbsenceRequest* request,
                         v1::ReportAbsenceResponse* response);
  Reactor* ReportOrganisationLeaving(Context* context, const v1::ReportOrganisationLeavingRequest* request,
                                     v1::ReportOrganisationLeavingResponse* response);
  Reactor* WithdrawOrganisationLeaving(Context* context,
                                       const v1::WithdrawOrganisationLeavingRequest* request,
                                       v1::WithdrawOrganisationLeavingResponse* response);
  Reactor* SetWorkingRules(Context* context, const v1::SetWorkingRulesRequest* request,
                           v1::SetWorkingRulesResponse* response);
  Reactor* ListOrganisations(Context* context, const v1::ListOrganisationsRequest* request,
                             v1::ListOrganisationsResponse* response);
  Reactor* GetPerson(Context* context, const v1::GetPersonRequest* request, v1::GetPersonResponse* response);

 private:
  template <class Request, class Response>
  Reactor* Write(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  OrganisationHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_DIRECTORY_SERVICE_H_
