#include "services/team/rpc/directory_service.h"

#include <optional>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/rpc/pipeline/page.h"
#include "services/team/rpc/bootstrap_id.h"
#include "services/team/rpc/directory_commands.h"

namespace fallverbund::team {
namespace {

using service::Answer;

// What the method brings into being is named in its answer.
template <class Response>
void NameTheNew(const service::Call& call, Response& response) {
  const std::string id = call.NewAggregateId("");
  if constexpr (std::is_same_v<Response, v1::BootstrapAssociationResponse> ||
                std::is_same_v<Response, v1::RegisterOrganisationResponse>) {
    response.set_administrator_person_id(id);
  }
  if constexpr (std::is_same_v<Response, v1::AddUnitResponse>) response.set_unit_id(id);
  if constexpr (std::is_same_v<Response, v1::RegisterPersonResponse>) response.set_person_id(id);
}

}  // namespace

DirectoryService::DirectoryService(service::Pipeline& pipeline, OrganisationHandler& handler)
    : pipeline_(pipeline), handler_(handler) {
  ServeAll(&DirectoryService::BootstrapAssociation, &DirectoryService::GetBootstrap,
           &DirectoryService::RegisterOrganisation, &DirectoryService::AddUnit,
           &DirectoryService::RegisterPerson, &DirectoryService::NameDeputy, &DirectoryService::GrantRoles,
           &DirectoryService::RequestDeactivation, &DirectoryService::WithdrawDeactivation,
           &DirectoryService::ReportAbsence, &DirectoryService::ReportOrganisationLeaving,
           &DirectoryService::WithdrawOrganisationLeaving, &DirectoryService::SetWorkingRules,
           &DirectoryService::ListOrganisations, &DirectoryService::GetPerson);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* DirectoryService::Write(Context* context, const Request& request,
                                                  Response& response) {
  return pipeline_.Serve(
      context, request, &response, [this, &request, &response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const OrganisationCommand command, ToCommand(request, call));
        FV_ASSIGN_OR_RETURN(auto outcome,
                            handler_.Handle(call.ContextFor(request.organisation_id()), command));
        NameTheNew(call, response);
        return outcome;
      });
}

grpc::ServerUnaryReactor* DirectoryService::BootstrapAssociation(
    Context* context, const v1::BootstrapAssociationRequest* request,
    v1::BootstrapAssociationResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* DirectoryService::RegisterOrganisation(
    Context* context, const v1::RegisterOrganisationRequest* request,
    v1::RegisterOrganisationResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* DirectoryService::AddUnit(Context* context, const v1::AddUnitRequest* request,
                                                    v1::AddUnitResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* DirectoryService::RegisterPerson(Context* context,
                                                           const v1::RegisterPersonRequest* request,
                                                           v1::RegisterPersonResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* DirectoryService::NameDeputy(Context* context, const v1::NameDeputyRequest* request,
                                                       v1::NameDeputyResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* DirectoryService::GrantRoles(Context* context, const v1::GrantRolesRequest* request,
                                                       v1::GrantRolesResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::RequestDeactivation(Context* context,
                                                                const v1::RequestDeactivationRequest* request,
                                                                v1::RequestDeactivationResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::WithdrawDeactivation(
    Context* context, const v1::WithdrawDeactivationRequest* request,
    v1::WithdrawDeactivationResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::ReportAbsence(Context* context,
                                                          const v1::ReportAbsenceRequest* request,
                                                          v1::ReportAbsenceResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::ReportOrganisationLeaving(
    Context* context, const v1::ReportOrganisationLeavingRequest* request,
    v1::ReportOrganisationLeavingResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::WithdrawOrganisationLeaving(
    Context* context, const v1::WithdrawOrganisationLeavingRequest* request,
    v1::WithdrawOrganisationLeavingResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::SetWorkingRules(Context* context,
                                                            const v1::SetWorkingRulesRequest* request,
                                                            v1::SetWorkingRulesResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* DirectoryService::GetBootstrap(Context* context,
                                                         const v1::GetBootstrapRequest* request,
                                                         v1::GetBootstrapResponse* response) {
  return pipeline_.Serve(context, *request, response, [response](service::Call& call) -> Answer {
    const std::string id = BootstrapOrganisationId(call.host().association());
    FV_ASSIGN_OR_RETURN(const auto organisation, directory::FindOrganisation(call.rows(), id));
    response->set_organisation_id(id);
    response->set_done(organisation.has_value());
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* DirectoryService::ListOrganisations(Context* context,
                                                              const v1::ListOrganisationsRequest* request,
                                                              v1::ListOrganisationsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 100, 500));
    const service::PageTokens tokens("ListOrganisations");
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(auto found, directory::ListOrganisations(call.rows(), after, size + 1));
    const bool more = found.size() > static_cast<size_t>(size);
    if (more) found.pop_back();
    for (const auto& organisation : found) {
      v1::Organisation& shown = *response->add_organisations();
      shown.set_organisation_id(organisation.id);
      shown.set_kind(organisation.kind);
      shown.set_display_name(organisation.display_name);
      shown.set_inspects(organisation.inspects);
      FV_ASSIGN_OR_RETURN(const bool leaving, directory::IsLeavingBody(call.rows(), organisation.id));
      shown.set_leaving(leaving);
      FV_ASSIGN_OR_RETURN(const auto rules, directory::FindWorkingRules(call.rows(), organisation.id));
      shown.set_adopts_after_approval(rules.adopts_after_approval);
      shown.set_broken_off_supports(rules.broken_off_supports);
      if (rules.terms.ByteSizeLong() > 0) *shown.mutable_terms() = rules.terms;
      FV_ASSIGN_OR_RETURN(const auto units, directory::UnitsOf(call.rows(), organisation.id));
      for (const auto& unit : units) {
        shown.add_units()->set_unit_id(unit.id);
        shown.mutable_units()->rbegin()->set_display_name(unit.display_name);
      }
    }
    if (more) response->set_next_page_token(tokens.For(found.back().id));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* DirectoryService::GetPerson(Context* context, const v1::GetPersonRequest* request,
                                                      v1::GetPersonResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), request->person_id()));
    if (!person) return absl::NotFoundError("");
    v1::Person& shown = *response->mutable_person();
    shown.set_person_id(person->id);
    shown.set_organisation_id(person->organisation_id);
    shown.set_unit_id(person->unit_id);
    for (const auto role : person->roles) shown.add_roles(role);
    shown.set_deputy_person_id(person->deputy_person_id);
    FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(call.rows(), person->id));
    if (leaver) {
      shown.mutable_leaving()->set_deactivated(leaver->deactivated);
      if (leaver->open) *shown.mutable_leaving()->mutable_open() = *leaver->open;
      shown.mutable_leaving()->set_acting_deputy_person_id(leaver->deputy_person_id);
    }
    call.Show(person->organisation_id,
              {{&person->name, v1::PersonRegistered::descriptor()->full_name(),
                absl::StrCat(v1::PersonRegistered::kNameFieldNumber), shown.mutable_name()}});
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
