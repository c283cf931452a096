#include "services/crisis/rpc/crisis_commands.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/case_facts/case_facts.h"
#include "libs/directory/directory.h"
#include "services/crisis/domain/deployment_decider.h"
#include "services/crisis/rpc/colleagues.h"
#include "services/crisis/rpc/pool_service.h"
#include "services/crisis/views/pool_view.h"

namespace fallverbund::crisis {
namespace {

// As the log has it, however far this instance has read: it is said once and for ever (P9).
absl::StatusOr<bool> HasPool(const std::string& team_id, service::Call& call) {
  const command::CommandDesk& desk = call.host().desk();
  const auto pool = call.ContextFor(PoolId(call.host().association(), team_id));
  FV_RETURN_IF_ERROR(desk.WasUpToDate(desk.SubjectOf(pool.aggregate_id), 0, pool.deadline).status());
  const auto rows = desk.Snapshot();
  FV_ASSIGN_OR_RETURN(const std::string pool_id, PoolOf(*rows, team_id));
  return !pool_id.empty();
}

}  // namespace

absl::StatusOr<DeploymentCommand> ToCommand(const v1::RequestDeploymentRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), request.case_id()));
  if (!facts) return absl::NotFoundError("");
  RequestDeployment command;
  command.case_id = request.case_id();
  command.mode = request.mode();
  command.crisis_team_organisation_id = request.crisis_team_organisation_id();
  if (request.has_answer_due()) command.answer_due = FromProto(request.answer_due());
  const seal::KeyScope scope{call.host().association(), facts->subject_id, common::v1::FILE_CLASS_HELP,
                             common::v1::CONFIDENTIALITY_ORDINARY};
  FV_ASSIGN_OR_RETURN(
      command.situation,
      call.Seal(scope, call.NewAggregateId(DeploymentDecider::kAggregateType),
                *v1::DeploymentRequested::descriptor(),
                absl::StrCat(v1::DeploymentRequested::kSituationFieldNumber), request.situation()));
  FV_ASSIGN_OR_RETURN(
      command.outreach_place,
      call.Seal(scope, call.NewAggregateId(DeploymentDecider::kAggregateType),
                *v1::DeploymentRequested::descriptor(),
                absl::StrCat(v1::DeploymentRequested::kOutreachPlaceFieldNumber), request.outreach_place()));
  command.names_place = !request.outreach_place().empty();
  command.contact_every_hours = request.contact_every_hours();
  command.setting_runs = !facts->running_settings.empty();
  command.case_holder = facts->holder;
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  FV_ASSIGN_OR_RETURN(const auto asked,
                      directory::FindOrganisation(call.rows(), command.crisis_team_organisation_id));
  command.asks_crisis_team = asked && asked->kind == team::v1::ORGANISATION_KIND_CRISIS_TEAM;
  FV_ASSIGN_OR_RETURN(command.by_pool, HasPool(command.crisis_team_organisation_id, call));
  return command;
}

absl::StatusOr<AcceptDeployment> ToCommand(const v1::AcceptDeploymentRequest& request, service::Call& call) {
  AcceptDeployment command{request.case_id(), request.unit_id(), request.deputy_person_id()};
  FV_RETURN_IF_ERROR(ReadColleagues(call, command));
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), request.case_id()));
  if (facts) command.tonight_since = facts->tonight_since;
  return command;
}

absl::StatusOr<DeploymentCommand> ToCommand(const v1::WithdrawDeploymentRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), request.case_id()));
  if (!facts) return absl::NotFoundError("");
  WithdrawDeployment command{request.case_id(), facts->holder, ""};
  FV_ASSIGN_OR_RETURN(command.actor_unit_id, call.ActorUnit());
  return command;
}

absl::StatusOr<DeploymentCommand> ToCommand(const v1::RecordOutreachContactRequest& request,
                                            service::Call& call) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), request.case_id()));
  if (!facts) return absl::NotFoundError("");
  RecordOutreachContact command{request.case_id(), request.reached(), {}, !request.account().empty()};
  const seal::KeyScope scope{call.host().association(), facts->subject_id, common::v1::FILE_CLASS_HELP,
                             common::v1::CONFIDENTIALITY_ORDINARY};
  FV_ASSIGN_OR_RETURN(
      command.account,
      call.Seal(scope, request.deployment_id(), *v1::OutreachContactMade::descriptor(),
                absl::StrCat(v1::OutreachContactMade::kAccountFieldNumber), request.account()));
  return command;
}

absl::StatusOr<DeploymentCommand> ToCommand(const v1::TakeOverDeploymentRequest& request,
                                            service::Call& call) {
  TakeOverDeployment command{request.case_id(), request.unit_id(), request.deputy_person_id()};
  FV_RETURN_IF_ERROR(ReadColleagues(call, command));
  return command;
}

absl::StatusOr<DeploymentCommand> ToCommand(const v1::RefuseDeploymentRequest& request, service::Call&) {
  return RefuseDeployment{request.case_id(), request.reason()};
}

}  // namespace fallverbund::crisis
