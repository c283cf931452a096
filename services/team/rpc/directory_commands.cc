#include "services/team/rpc/directory_commands.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "services/team/rpc/bootstrap_id.h"

namespace fallverbund::team {
namespace {

constexpr size_t kMaxDisplayNameBytes = 80;
constexpr size_t kMaxLogOriginBytes = 200;
constexpr int kMaxRoles = 25;                   // there are no more
constexpr uint32_t kMaxBrokenOffSupports = 10;  // whom as many have failed is never asked for one more

absl::Status CheckDisplayName(const std::string& name) {
  if (!name.empty() && name.size() <= kMaxDisplayNameBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("display_name must be the official name of the body, 1 to ",
                                                 kMaxDisplayNameBytes, " bytes"));
}

absl::Status CheckLogOrigin(const std::string& origin) {
  if (origin.size() <= kMaxLogOriginBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("home_log_origin has more than ", kMaxLogOriginBytes, " bytes"));
}

absl::Status CheckThere(const std::string& text, const char* field) {
  if (!text.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " is missing"));
}

absl::StatusOr<std::vector<common::v1::Role>> RolesOf(const google::protobuf::RepeatedField<int>& roles) {
  if (roles.size() > kMaxRoles)
    return absl::InvalidArgumentError(absl::StrCat("roles has more than ", kMaxRoles));
  std::vector<common::v1::Role> out;
  for (int role : roles) out.push_back(static_cast<common::v1::Role>(role));
  return out;
}

// The name of the person whom this command brings into the directory, under a key of that person alone.
absl::StatusOr<common::v1::Sealed> SealName(service::Call& call, const std::string& organisation_id,
                                            const std::string& name) {
  const seal::KeyScope scope{call.host().association(),
                             seal::StaffSubject(organisation_id, call.NewAggregateId("")),
                             common::v1::FILE_CLASS_STAFF, common::v1::CONFIDENTIALITY_ORDINARY};
  return call.Seal(scope, organisation_id, *v1::PersonRegistered::descriptor(),
                   absl::StrCat(v1::PersonRegistered::kNameFieldNumber), name);
}

}  // namespace

absl::StatusOr<OrganisationCommand> ToCommand(const v1::BootstrapAssociationRequest& request,
                                              service::Call& call) {
  FV_RETURN_IF_ERROR(CheckThere(request.organisation_id(), "organisation_id"));
  FV_RETURN_IF_ERROR(CheckDisplayName(request.display_name()));
  FV_RETURN_IF_ERROR(CheckThere(request.administrator_name(), "administrator_name"));
  FV_ASSIGN_OR_RETURN(auto name, SealName(call, request.organisation_id(), request.administrator_name()));
  return BootstrapAssociation{request.organisation_id(), BootstrapOrganisationId(call.host().association()),
                              request.display_name(), std::move(name)};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::RegisterOrganisationRequest& request,
                                              service::Call& call) {
  FV_RETURN_IF_ERROR(CheckThere(request.organisation_id(), "organisation_id"));
  FV_RETURN_IF_ERROR(CheckDisplayName(request.display_name()));
  FV_RETURN_IF_ERROR(CheckThere(request.administrator_name(), "administrator_name"));
  FV_ASSIGN_OR_RETURN(auto name, SealName(call, request.organisation_id(), request.administrator_name()));
  FV_RETURN_IF_ERROR(CheckLogOrigin(request.home_log_origin()));
  if (request.inspects() && request.kind() != v1::ORGANISATION_KIND_OTHER)
    return absl::InvalidArgumentError(
        "inspects is for ORGANISATION_KIND_OTHER: who works on cases does not check them");
  return RegisterOrganisation{request.organisation_id(),
                              BootstrapOrganisationId(call.host().association()),
                              request.kind(),
                              request.display_name(),
                              std::move(name),
                              request.home_log_origin(),
                              request.inspects()};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::AddUnitRequest& request, service::Call&) {
  FV_RETURN_IF_ERROR(CheckDisplayName(request.display_name()));
  return AddUnit{request.display_name()};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::RegisterPersonRequest& request, service::Call& call) {
  FV_RETURN_IF_ERROR(CheckThere(request.name(), "name"));
  FV_ASSIGN_OR_RETURN(auto roles, RolesOf(request.roles()));
  FV_ASSIGN_OR_RETURN(auto name, SealName(call, request.organisation_id(), request.name()));
  return RegisterPerson{request.unit_id(), std::move(roles), std::move(name)};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::NameDeputyRequest& request, service::Call&) {
  return NameDeputy{request.person_id(), request.deputy_person_id()};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::GrantRolesRequest& request, service::Call&) {
  FV_ASSIGN_OR_RETURN(auto roles, RolesOf(request.roles()));
  return GrantRoles{request.person_id(), std::move(roles)};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::RequestDeactivationRequest& request, service::Call&) {
  return RequestDeactivation{request.person_id()};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::WithdrawDeactivationRequest& request,
                                              service::Call&) {
  return WithdrawDeactivation{request.person_id()};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::ReportAbsenceRequest& request, service::Call&) {
  ReportAbsence command{request.person_id(), std::nullopt};
  if (request.has_until()) command.until = FromProto(request.until());
  return command;
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::ReportOrganisationLeavingRequest& request,
                                              service::Call& call) {
  return ReportOrganisationLeaving{BootstrapOrganisationId(call.host().association()), request.cause(),
                                   FromProto(request.until())};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::WithdrawOrganisationLeavingRequest&,
                                              service::Call& call) {
  return WithdrawOrganisationLeaving{BootstrapOrganisationId(call.host().association())};
}

absl::StatusOr<OrganisationCommand> ToCommand(const v1::SetWorkingRulesRequest& request, service::Call&) {
  if (request.broken_off_supports() > kMaxBrokenOffSupports)
    return absl::InvalidArgumentError(
        absl::StrCat("broken_off_supports is more than ", kMaxBrokenOffSupports));
  SetWorkingRules command;
  command.rules.set_adopts_after_approval(request.adopts_after_approval());
  command.rules.set_broken_off_supports(request.broken_off_supports());
  if (request.has_terms()) *command.rules.mutable_terms() = request.terms();
  return command;
}

}  // namespace fallverbund::team
