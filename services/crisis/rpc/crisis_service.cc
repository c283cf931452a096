#include "services/crisis/rpc/crisis_service.h"

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "libs/access/circle.h"
#include "libs/agreement/agreement.h"
#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "services/crisis/rpc/alarm_commands.h"
#include "services/crisis/rpc/crisis_commands.h"
#include "services/crisis/rpc/pool_service.h"
#include "services/crisis/views/crisis_resource.h"
#include "services/crisis/views/deployment_resource.h"
#include "services/crisis/views/pool_view.h"
#include "services/crisis/views/round_table.h"

namespace fallverbund::crisis {
namespace {

using Result = absl::StatusOr<std::optional<command::Outcome>>;

constexpr int kMostEpisodes = 50;  // in one answer, the latest

// What the method brings into being is named in its answer.
template <class Response>
void NameTheNew(const service::Call& call, Response& response) {
  if constexpr (std::is_same_v<Response, v1::AdmitToClinicResponse>)
    response.set_stay_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::ScheduleAftercareMeetingResponse>)
    response.set_meeting_id(call.NewAggregateId(""));
  if constexpr (std::is_same_v<Response, v1::AgreeAfterClinicTaskResponse>)
    response.set_task_id(call.NewAggregateId(""));
}

// Whoever does a task for the time after the clinic says that it is done, and acts on nothing else (D7). What
// was accepted while there was more is answered again (P9).
template <class Request>
absl::StatusOr<bool> IsHiddenFromCaller(service::Call& call, const Request& request) {
  if constexpr (std::is_same_v<Request, v1::RecordAfterClinicTaskDoneRequest>) return false;
  FV_ASSIGN_OR_RETURN(const bool only_a_task,
                      access::OnlyDoesATask(call.rows(), call.caller().peer.name, request.crisis_id()));
  if (!only_a_task) return false;
  FV_ASSIGN_OR_RETURN(const auto answered,
                      call.host().desk().AnsweredBefore(call.ContextFor(request.crisis_id())));
  return !answered.has_value();
}

// N6, § 62: who was only asked for something else in the case reads nothing of its crises and deployments.
absl::StatusOr<std::optional<refusal::Refusal>> RefuseWhoIsOnlyAsked(service::Call& call,
                                                                     const std::string& case_id) {
  FV_ASSIGN_OR_RETURN(const bool asked, call.ReadsOnlyTheQuestion(case_id));
  return decider::Require(decider::Reason::kOnlyAsked, !asked);
}

// D5, N11: as the agreement's list says it now, and not as it was when the alarm was raised.
absl::Status ShowWhomToReach(const projection::Rows& rows, v1::Crisis& shown) {
  for (v1::CrisisLeg& leg : *shown.mutable_legs()) {
    if (leg.organisation_id().empty()) continue;
    FV_ASSIGN_OR_RETURN(const auto named, agreement::ContactOf(rows, leg.organisation_id()));
    if (!named) continue;
    FV_ASSIGN_OR_RETURN(const auto who, agreement::Reach(rows, *named));
    leg.set_contact_person_id(who.contact_person_id);
    leg.set_deputy_person_id(who.deputy_person_id);
    leg.set_nobody_to_reach(who.nobody);
  }
  return absl::OkStatus();
}

}  // namespace

CrisisService::CrisisService(service::Pipeline& pipeline, DeploymentHandler& handler, CrisisHandler& crises,
                             PoolHandler& pools)
    : pipeline_(pipeline), handler_(handler), crises_(crises), pools_(pools) {
  ServeAll(&CrisisService::RequestDeployment, &CrisisService::AcceptDeployment,
           &CrisisService::RefuseDeployment, &CrisisService::WithdrawDeployment,
           &CrisisService::RecordOutreachContact, &CrisisService::TakeOverDeployment,
           &CrisisService::GetDeployment,
#define FV_CRISIS_WRITE(Method) &CrisisService::Method,
#include "services/crisis/rpc/crisis_writes.def"
#undef FV_CRISIS_WRITE
           &CrisisService::OpenCrisis, &CrisisService::OpenCrisisForUnknownPerson, &CrisisService::GetCrisis,
           &CrisisService::ListCrises, &CrisisService::GetRoundTableFigures);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* CrisisService::Answer(Context* context, const Request& request,
                                                Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Result {
    if (request.deployment_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const DeploymentCommand command, ToCommand(request, call));
    return handler_.Handle(call.ContextFor(request.deployment_id()), command);
  });
}

grpc::ServerUnaryReactor* CrisisService::RequestDeployment(Context* context,
                                                           const v1::RequestDeploymentRequest* request,
                                                           v1::RequestDeploymentResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Result {
        FV_ASSIGN_OR_RETURN(const DeploymentCommand command, ToCommand(*request, call));
        response->set_deployment_id(call.NewAggregateId(DeploymentDecider::kAggregateType));
        return handler_.Handle(call.ContextFor(response->deployment_id()), command);
      });
}

grpc::ServerUnaryReactor* CrisisService::AcceptDeployment(Context* context,
                                                          const v1::AcceptDeploymentRequest* request,
                                                          v1::AcceptDeploymentResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Result {
    if (request->deployment_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const auto acceptance, ToCommand(*request, call));
    // Where the team had set a capacity its pool decides who gets the place, and the deployment follows
    // (A17). Which of the two decides is said by the request that stands in the log, and hangs neither on how
    // far this instance has read nor on a pool that is set up between two tries: sent again to another
    // instance, one acceptance would take effect in both (P9). The pool is asked for, too, since one of
    // before the request said so may have been accepted there.
    const std::string pool_id = PoolId(call.host().association(), call.caller().peer.name);
    const auto of_pool = call.ContextFor(pool_id), of_deployment = call.ContextFor(request->deployment_id());
    const command::CommandDesk& desk = call.host().desk();
    for (const auto& either : {of_pool, of_deployment}) {
      const std::string subject = desk.SubjectOf(either.aggregate_id);
      FV_RETURN_IF_ERROR(desk.WasUpToDate(subject, 0, either.deadline).status());
    }
    const auto rows = desk.Snapshot();
    const auto deployment = command::ReadHistory<DeploymentDecider>(*rows, request->deployment_id());
    if (!deployment.ok() && !absl::IsNotFound(deployment.status())) return deployment.status();
    if (!deployment.ok() || !deployment->state.by_pool)
      return handler_.Handle(of_deployment, DeploymentCommand(acceptance));
    return pools_.Handle(of_pool,
                         PoolCommand(TakePlace{request->deployment_id(), acceptance, deployment->state}));
  });
}

grpc::ServerUnaryReactor* CrisisService::RefuseDeployment(Context* context,
                                                          const v1::RefuseDeploymentRequest* request,
                                                          v1::RefuseDeploymentResponse* response) {
  return Answer(context, *request, *response);
}

grpc::ServerUnaryReactor* CrisisService::WithdrawDeployment(Context* context,
                                                            const v1::WithdrawDeploymentRequest* request,
                                                            v1::WithdrawDeploymentResponse* response) {
  return Answer(context, *request, *response);
}

grpc::ServerUnaryReactor* CrisisService::RecordOutreachContact(
    Context* context, const v1::RecordOutreachContactRequest* request,
    v1::RecordOutreachContactResponse* response) {
  return Answer(context, *request, *response);
}

grpc::ServerUnaryReactor* CrisisService::TakeOverDeployment(Context* context,
                                                            const v1::TakeOverDeploymentRequest* request,
                                                            v1::TakeOverDeploymentResponse* response) {
  return Answer(context, *request, *response);
}

grpc::ServerUnaryReactor* CrisisService::GetDeployment(Context* context,
                                                       const v1::GetDeploymentRequest* request,
                                                       v1::GetDeploymentResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const auto deployment,
                        command::ReadHistory<DeploymentDecider>(call.rows(), request->deployment_id()));
    // Allowed for the case it names, so the deployment must be of that case.
    if (deployment.state.case_id != request->case_id()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const auto no, RefuseWhoIsOnlyAsked(call, request->case_id()));
    if (no) return command::Outcome{.kind = command::OutcomeKind::kRefused, .refusal = *no};
    std::vector<history::SealedText> texts;
    ShowDeployment(deployment, *response->mutable_deployment(), texts);
    call.Show(request->deployment_id(), texts);
    return std::nullopt;
  });
}

template <class Request, class Response>
grpc::ServerUnaryReactor* CrisisService::Act(Context* context, const Request& request, Response& response) {
  return pipeline_.Serve(
      context, request, &response, [this, &request, &response](service::Call& call) -> Result {
        FV_ASSIGN_OR_RETURN(const auto crisis,
                            command::ReadHistory<CrisisDecider>(call.rows(), request.crisis_id()));
        FV_ASSIGN_OR_RETURN(const bool hidden, IsHiddenFromCaller(call, request));
        if (hidden || !crisis.exists()) return absl::NotFoundError("");
        FV_ASSIGN_OR_RETURN(const CrisisCommand command, ToCommand(request, crisis.state, call));
        NameTheNew(call, response);
        return crises_.Handle(call.ContextFor(request.crisis_id()), command);
      });
}

#define FV_CRISIS_WRITE(Method)                                                                         \
  grpc::ServerUnaryReactor* CrisisService::Method(Context* context, const v1::Method##Request* request, \
                                                  v1::Method##Response* response) {                     \
    return Act(context, *request, *response);                                                           \
  }
#include "services/crisis/rpc/crisis_writes.def"
#undef FV_CRISIS_WRITE

grpc::ServerUnaryReactor* CrisisService::OpenCrisis(Context* context, const v1::OpenCrisisRequest* request,
                                                    v1::OpenCrisisResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Result {
        FV_ASSIGN_OR_RETURN(const std::string crisis_id, CrisisOfCase(call, request->case_id()));
        FV_ASSIGN_OR_RETURN(const CrisisCommand command, ToCommand(*request, crisis_id, call));
        response->set_crisis_id(crisis_id);
        return crises_.Handle(call.ContextFor(crisis_id), command);
      });
}

grpc::ServerUnaryReactor* CrisisService::OpenCrisisForUnknownPerson(
    Context* context, const v1::OpenCrisisForUnknownPersonRequest* request,
    v1::OpenCrisisForUnknownPersonResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Result {
        const std::string crisis_id = call.NewAggregateId(CrisisDecider::kAggregateType);
        FV_ASSIGN_OR_RETURN(const CrisisCommand command, ToCommand(*request, crisis_id, call));
        response->set_crisis_id(crisis_id);
        return crises_.Handle(call.ContextFor(crisis_id), command);
      });
}

grpc::ServerUnaryReactor* CrisisService::GetCrisis(Context* context, const v1::GetCrisisRequest* request,
                                                   v1::GetCrisisResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const auto crisis,
                        command::ReadHistory<CrisisDecider>(call.rows(), request->crisis_id()));
    if (crisis.state.episodes.empty()) return absl::NotFoundError("");
    std::vector<history::SealedText> texts;
    const std::string& own = call.caller().peer.name;
    v1::Crisis& shown = *response->mutable_crisis();
    FV_ASSIGN_OR_RETURN(const bool only_a_task,
                        access::OnlyDoesATask(call.rows(), own, request->crisis_id()));
    if (only_a_task) {
      ShowTasksOf(crisis, own, shown, texts);
    } else {
      ShowCrisis(crisis, crisis.state.episodes.back(), own, shown, texts);
      if (call.caller().role != common::v1::ROLE_LEGAL_REPRESENTATIVE)
        FV_RETURN_IF_ERROR(ShowWhomToReach(call.rows(), shown));
    }
    call.Show(request->crisis_id(), texts);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CrisisService::ListCrises(Context* context, const v1::ListCrisesRequest* request,
                                                    v1::ListCrisesResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const auto no, RefuseWhoIsOnlyAsked(call, request->case_id()));
    if (no) return command::Outcome{.kind = command::OutcomeKind::kRefused, .refusal = *no};
    FV_ASSIGN_OR_RETURN(const std::string crisis_id, CrisisOfCase(call, request->case_id()));
    FV_ASSIGN_OR_RETURN(const auto crisis, command::ReadHistory<CrisisDecider>(call.rows(), crisis_id));
    std::vector<history::SealedText> texts;
    const auto& episodes = crisis.state.episodes;
    for (auto episode = episodes.rbegin();
         episode != episodes.rend() && response->crises_size() < kMostEpisodes; ++episode)
      ShowCrisis(crisis, *episode, call.caller().peer.name, *response->add_crises(), texts);
    call.Show(crisis_id, texts);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CrisisService::GetRoundTableFigures(Context* context,
                                                              const v1::GetRoundTableFiguresRequest* request,
                                                              v1::GetRoundTableFiguresResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Result {
    FV_ASSIGN_OR_RETURN(const bool sits,
                        SitsAtRoundTable(call.rows(), call.caller().peer.name, call.host().clock().Now()));
    if (auto no = decider::Require(decider::Reason::kNotAtTheRoundTable, sits))  // D6
      return command::Outcome{.kind = command::OutcomeKind::kRefused, .refusal = *no};
    const Quarter quarter = QuarterNamed(request->year(), request->quarter());
    if (call.host().clock().Now() < ToldFrom(quarter))
      return absl::InvalidArgumentError(
          "quarter must be one that has been over for a day: name year and quarter");
    FV_ASSIGN_OR_RETURN(const auto figures, RoundTableFigures(call.rows(), quarter));
    response->mutable_figures()->Assign(figures.begin(), figures.end());
    return std::nullopt;
  });
}

}  // namespace fallverbund::crisis
