#include "services/team/rpc/agreement_service.h"

#include <optional>

#include "libs/agreement/agreement.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/rpc/bootstrap_id.h"
#include "services/team/rpc/requests.h"
#include "services/team/views/agreement_resource.h"

namespace fallverbund::team {
namespace {

using service::Answer;
using Command = absl::StatusOr<AgreementCommand>;

template <class Request>
std::optional<absl::Time> EffectiveFrom(const Request& request) {
  if (!request.has_effective_from()) return std::nullopt;
  return FromProto(request.effective_from());
}

Command ToCommand(const v1::AdoptAgreementRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckPlainName(request.display_name(), "display_name"));
  FV_RETURN_IF_ERROR(CheckFew(request.procedure().legs_size(), "procedure.legs"));
  AdoptAgreement command;
  command.display_name = request.display_name();
  command.unit_id = request.unit_id();
  command.deputy_person_id = request.deputy_person_id();
  command.effective_from = EffectiveFrom(request);
  command.procedure = request.procedure();
  FV_ASSIGN_OR_RETURN(command.unit_known, IsOwnUnit(call, request.unit_id()));
  FV_ASSIGN_OR_RETURN(command.deputy_known, IsOwnPerson(call, request.deputy_person_id()));
  return command;
}

Command ToCommand(const v1::AdoptAgreementVersionRequest& request, service::Call&) {
  FV_RETURN_IF_ERROR(CheckFew(request.procedure().legs_size(), "procedure.legs"));
  return AdoptAgreementVersion{EffectiveFrom(request), request.procedure()};
}

Command ToCommand(const v1::EntrustAgreementRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const bool person, IsOwnPerson(call, request.person_id()));
  FV_ASSIGN_OR_RETURN(const bool deputy, IsOwnPerson(call, request.deputy_person_id()));
  return EntrustAgreement{request.person_id(), request.deputy_person_id(), person && deputy};
}

Command ToCommand(const v1::SignAgreementRequest& request, service::Call& call) {
  SignAgreement command{request.contact_person_id(), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(command.contact_known, IsOwnPerson(call, request.contact_person_id()));
  FV_ASSIGN_OR_RETURN(command.deputy_known, IsOwnPerson(call, request.deputy_person_id()));
  return command;
}

Command ToCommand(const v1::NameCrisisContactRequest& request, service::Call& call) {
  NameCrisisContact command{request.contact_person_id(), request.deputy_person_id()};
  FV_ASSIGN_OR_RETURN(command.contact_known, IsOwnPerson(call, request.contact_person_id()));
  FV_ASSIGN_OR_RETURN(command.deputy_known, IsOwnPerson(call, request.deputy_person_id()));
  return command;
}

Command ToCommand(const v1::LeaveAgreementRequest&, service::Call&) {
  return LeaveAgreement{};
}

}  // namespace

AgreementService::AgreementService(service::Pipeline& pipeline, AgreementHandler& handler)
    : pipeline_(pipeline), handler_(handler) {
  ServeAll(&AgreementService::AdoptAgreement, &AgreementService::AdoptAgreementVersion,
           &AgreementService::EntrustAgreement, &AgreementService::SignAgreement,
           &AgreementService::LeaveAgreement, &AgreementService::NameCrisisContact,
           &AgreementService::GetAgreement, &AgreementService::ListCrisisContacts);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* AgreementService::Write(Context* context, const Request& request,
                                                  Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const AgreementCommand command, ToCommand(request, call));
    return handler_.Handle(call.ContextFor(AgreementId(call.host().association())), command);
  });
}

grpc::ServerUnaryReactor* AgreementService::AdoptAgreement(Context* context,
                                                           const v1::AdoptAgreementRequest* request,
                                                           v1::AdoptAgreementResponse* response) {
  return pipeline_.Serve(context, *request, response,
                         [this, request, response](service::Call& call) -> Answer {
                           FV_ASSIGN_OR_RETURN(const AgreementCommand command, ToCommand(*request, call));
                           response->set_agreement_id(AgreementId(call.host().association()));
                           return handler_.Handle(call.ContextFor(response->agreement_id()), command);
                         });
}

grpc::ServerUnaryReactor* AgreementService::AdoptAgreementVersion(
    Context* context, const v1::AdoptAgreementVersionRequest* request,
    v1::AdoptAgreementVersionResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* AgreementService::EntrustAgreement(Context* context,
                                                             const v1::EntrustAgreementRequest* request,
                                                             v1::EntrustAgreementResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* AgreementService::SignAgreement(Context* context,
                                                          const v1::SignAgreementRequest* request,
                                                          v1::SignAgreementResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* AgreementService::LeaveAgreement(Context* context,
                                                           const v1::LeaveAgreementRequest* request,
                                                           v1::LeaveAgreementResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* AgreementService::NameCrisisContact(Context* context,
                                                              const v1::NameCrisisContactRequest* request,
                                                              v1::NameCrisisContactResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* AgreementService::GetAgreement(Context* context,
                                                         const v1::GetAgreementRequest* request,
                                                         v1::GetAgreementResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto agreement, command::ReadHistory<AgreementDecider>(
                                                  call.rows(), AgreementId(call.host().association())));
    const absl::Time at = request->has_at() ? FromProto(request->at()) : call.host().clock().Now();
    ShowAgreement(agreement, at, *response->mutable_agreement());
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* AgreementService::ListCrisisContacts(Context* context,
                                                               const v1::ListCrisisContactsRequest* request,
                                                               v1::ListCrisisContactsResponse* response) {
  return pipeline_.Serve(context, *request, response, [response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto history, command::ReadHistory<AgreementDecider>(
                                                call.rows(), AgreementId(call.host().association())));
    for (const auto& [organisation_id, signatory] : history.state.signatories) {
      FV_ASSIGN_OR_RETURN(const auto who,
                          agreement::Reach(call.rows(), {organisation_id, signatory.contact_person_id,
                                                         signatory.deputy_person_id}));
      v1::ShownCrisisContact& contact = *response->add_contacts();
      contact.set_organisation_id(organisation_id);
      contact.set_contact_person_id(who.contact_person_id);
      contact.set_deputy_person_id(who.deputy_person_id);
      contact.set_deputy_acts(who.deputy_acts);
      contact.set_nobody(who.nobody);
    }
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
