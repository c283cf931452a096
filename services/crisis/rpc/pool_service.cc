#include "services/crisis/rpc/pool_service.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/case_facts/case_facts.h"
#include "libs/crypto/hash.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/call.h"
#include "services/crisis/views/pool_view.h"

namespace fallverbund::crisis {
namespace {

using Result = absl::StatusOr<std::optional<command::Outcome>>;
using Command = absl::StatusOr<DeploymentCommand>;

constexpr int kMaxOrganisations = 64;

absl::StatusOr<common::v1::Sealed> SealInto(const google::protobuf::Descriptor& event, int field,
                                            const std::string& deployment_id,
                                            const case_facts::CaseFacts& facts, const std::string& text,
                                            service::Call& call) {
  const seal::KeyScope scope{call.host().association(), facts.subject_id, common::v1::FILE_CLASS_HELP,
                             common::v1::CONFIDENTIALITY_ORDINARY};
  return call.Seal(scope, deployment_id, event, absl::StrCat(field), text);
}

absl::StatusOr<case_facts::CaseFacts> FactsOf(const std::string& case_id, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), case_id));
  if (!facts) return absl::NotFoundError("");
  return *facts;
}

Command ToCommand(const v1::EndDeploymentRequest& request, service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(request.case_id(), call));
  EndDeployment command;
  command.case_id = request.case_id();
  command.handed_back_to_person_id = request.handed_back_to_person_id();
  command.written = !request.handed_back().empty();
  if (request.has_debrief_due()) command.debrief_due = FromProto(request.debrief_due());
  command.case_holder = facts.holder;
  command.tonight = facts.tonight;
  command.tonight_since = facts.tonight_since;
  FV_ASSIGN_OR_RETURN(command.next_night_since,
                      NextNightSince(call.rows(), request.case_id(), request.deployment_id()));
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(command.receiver_of_holders_unit,
                      directory::IsPersonOfUnit(call.rows(), facts.holder.organisation_id,
                                                facts.holder.unit_id, request.handed_back_to_person_id()));
  FV_ASSIGN_OR_RETURN(
      command.handed_back,
      SealInto(*v1::DeploymentEnded::descriptor(), v1::DeploymentEnded::kHandedBackFieldNumber,
               request.deployment_id(), facts, request.handed_back(), call));
  return command;
}

Command ToCommand(const v1::RecordDebriefRequest& request, service::Call& call) {
  if (request.organisation_ids_size() > kMaxOrganisations)
    return absl::InvalidArgumentError(
        absl::StrCat("organisation_ids has more than ", kMaxOrganisations, " entries"));
  FV_ASSIGN_OR_RETURN(const auto facts, FactsOf(request.case_id(), call));
  RecordDebrief command;
  command.case_id = request.case_id();
  if (request.has_held_at()) command.held_at = FromProto(request.held_at());
  command.organisation_ids.assign(request.organisation_ids().begin(), request.organisation_ids().end());
  command.written = !request.text().empty();
  command.case_holder = facts.holder;
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(command.text,
                      SealInto(*v1::DebriefRecorded::descriptor(), v1::DebriefRecorded::kTextFieldNumber,
                               request.deployment_id(), facts, request.text(), call));
  return command;
}

PoolCommand ToCommand(const v1::SetPoolCapacityRequest& request) {
  return SetPoolCapacity{{{v1::DEPLOYMENT_MODE_SUPPORT, request.support_places()},
                          {v1::DEPLOYMENT_MODE_OUTREACH, request.outreach_places()},
                          {v1::DEPLOYMENT_MODE_OVERNIGHT, request.overnight_places()}}};
}

}  // namespace

std::string PoolId(std::string_view association, std::string_view organisation_id) {
  return ToHex(crypto::Sha256(
                   absl::StrCat("fallverbund.pool/v1\n", ToAbsl(association), "\n", ToAbsl(organisation_id)))
                   .substr(0, 16));
}

PoolService::PoolService(service::Pipeline& pipeline, PoolHandler& pools,
                         command::CommandHandler<DeploymentDecider>& deployments)
    : pipeline_(pipeline), pools_(pools), deployments_(deployments) {
  ServeAll(&PoolService::SetPoolCapacity, &PoolService::ListFreePlaces, &PoolService::EndDeployment,
           &PoolService::RecordDebrief);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* PoolService::Write(Context* context, const Request& request, Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Result {
    if (request.deployment_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const DeploymentCommand command, ToCommand(request, call));
    return deployments_.Handle(call.ContextFor(request.deployment_id()), command);
  });
}

grpc::ServerUnaryReactor* PoolService::SetPoolCapacity(Context* context,
                                                       const v1::SetPoolCapacityRequest* request,
                                                       v1::SetPoolCapacityResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Result {
    return pools_.Handle(call.ContextFor(PoolId(call.host().association(), call.caller().peer.name)),
                         ToCommand(*request));
  });
}

grpc::ServerUnaryReactor* PoolService::ListFreePlaces(Context* context,
                                                      const v1::ListFreePlacesRequest* request,
                                                      v1::ListFreePlacesResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const auto teams, FreePlacesOf(call.rows(), request->mode()));
    for (const TeamWithPlaces& team : teams) {
      v1::FreePlaces& shown = *response->add_teams();
      shown.set_crisis_team_organisation_id(team.organisation_id);
      shown.set_free_places(team.free_places);
    }
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* PoolService::EndDeployment(Context* context,
                                                     const v1::EndDeploymentRequest* request,
                                                     v1::EndDeploymentResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* PoolService::RecordDebrief(Context* context,
                                                     const v1::RecordDebriefRequest* request,
                                                     v1::RecordDebriefResponse* response) {
  return Write(context, *request, *response);
}

}  // namespace fallverbund::crisis
