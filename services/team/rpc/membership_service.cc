#include "services/team/rpc/membership_service.h"

#include <optional>
#include <vector>

#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/rpc/membership_commands.h"
#include "services/team/views/membership_resource.h"

namespace fallverbund::team {
namespace {

using service::Answer;

}  // namespace

MembershipService::MembershipService(service::Pipeline& pipeline, MembershipHandler& members,
                                     JointDecisionHandler& decisions)
    : pipeline_(pipeline), members_(members), decisions_(decisions) {
  ServeAll(&MembershipService::FoundMembership, &MembershipService::EntrustMembership,
           &MembershipService::AcceptMembership, &MembershipService::NameMemberDeputy,
           &MembershipService::NameMemberSuccessor, &MembershipService::RequestToLeaveMembership,
           &MembershipService::ReportVacancy, &MembershipService::GetMembership,
           &MembershipService::OpenMembershipDecision, &MembershipService::OpenTeamDecision,
           &MembershipService::CastVote, &MembershipService::AnswerDissent, &MembershipService::LetDecisionGo,
           &MembershipService::GetJointDecision);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* MembershipService::WriteToMembership(Context* context, const Request& request,
                                                               Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Answer {
    if (request.membership_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const MembershipCommand command, ToCommand(request, call));
    return members_.Handle(call.ContextFor(request.membership_id()), command);
  });
}

template <class Request, class Response>
grpc::ServerUnaryReactor* MembershipService::OpenDecision(Context* context, const Request& request,
                                                          Response& response) {
  return pipeline_.Serve(
      context, request, &response, [this, &request, &response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const JointDecisionCommand command, ToCommand(request, call));
        response.set_decision_id(call.NewAggregateId(JointDecisionDecider::kAggregateType));
        return decisions_.Handle(call.ContextFor(response.decision_id()), command);
      });
}

template <class Request, class Response>
grpc::ServerUnaryReactor* MembershipService::WriteToDecision(Context* context, const Request& request,
                                                             Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Answer {
    if (request.decision_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const JointDecisionCommand command, ToCommand(request, call));
    return decisions_.Handle(call.ContextFor(request.decision_id()), command);
  });
}

grpc::ServerUnaryReactor* MembershipService::FoundMembership(Context* context,
                                                             const v1::FoundMembershipRequest* request,
                                                             v1::FoundMembershipResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const MembershipCommand command, ToCommand(*request, call));
        response->set_membership_id(call.NewAggregateId(MembershipDecider::kAggregateType));
        return members_.Handle(call.ContextFor(response->membership_id()), command);
      });
}
grpc::ServerUnaryReactor* MembershipService::AcceptMembership(Context* context,
                                                              const v1::AcceptMembershipRequest* request,
                                                              v1::AcceptMembershipResponse* response) {
  return WriteToMembership(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::EntrustMembership(Context* context,
                                                               const v1::EntrustMembershipRequest* request,
                                                               v1::EntrustMembershipResponse* response) {
  return WriteToMembership(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::NameMemberDeputy(Context* context,
                                                              const v1::NameMemberDeputyRequest* request,
                                                              v1::NameMemberDeputyResponse* response) {
  return WriteToMembership(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::NameMemberSuccessor(
    Context* context, const v1::NameMemberSuccessorRequest* request,
    v1::NameMemberSuccessorResponse* response) {
  return WriteToMembership(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::RequestToLeaveMembership(
    Context* context, const v1::RequestToLeaveMembershipRequest* request,
    v1::RequestToLeaveMembershipResponse* response) {
  return WriteToMembership(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::ReportVacancy(Context* context,
                                                           const v1::ReportVacancyRequest* request,
                                                           v1::ReportVacancyResponse* response) {
  return WriteToMembership(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::OpenMembershipDecision(
    Context* context, const v1::OpenMembershipDecisionRequest* request,
    v1::OpenMembershipDecisionResponse* response) {
  return OpenDecision(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::OpenTeamDecision(Context* context,
                                                              const v1::OpenTeamDecisionRequest* request,
                                                              v1::OpenTeamDecisionResponse* response) {
  return OpenDecision(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::CastVote(Context* context, const v1::CastVoteRequest* request,
                                                      v1::CastVoteResponse* response) {
  return WriteToDecision(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::AnswerDissent(Context* context,
                                                           const v1::AnswerDissentRequest* request,
                                                           v1::AnswerDissentResponse* response) {
  return WriteToDecision(context, *request, *response);
}
grpc::ServerUnaryReactor* MembershipService::LetDecisionGo(Context* context,
                                                           const v1::LetDecisionGoRequest* request,
                                                           v1::LetDecisionGoResponse* response) {
  return WriteToDecision(context, *request, *response);
}

grpc::ServerUnaryReactor* MembershipService::GetMembership(Context* context,
                                                           const v1::GetMembershipRequest* request,
                                                           v1::GetMembershipResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto membership,
                        command::ReadHistory<MembershipDecider>(call.rows(), request->membership_id()));
    ShowMembership(membership, *response->mutable_membership());
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* MembershipService::GetJointDecision(Context* context,
                                                              const v1::GetJointDecisionRequest* request,
                                                              v1::GetJointDecisionResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto decision,
                        command::ReadHistory<JointDecisionDecider>(call.rows(), request->decision_id()));
    // Need-to-know: for those who vote or have to answer, and as unknown to others as one that is not there.
    const bool concerned = decision.state.ConcernsOrganisation(call.caller().peer.name);
    if (!concerned) {
      FV_ASSIGN_OR_RETURN(const bool answers, StandsInForDissent(decision.state, call));
      if (!answers) return absl::NotFoundError("");
    }
    std::vector<history::SealedText> texts;
    ShowJointDecision(decision, *response->mutable_decision(), texts);
    // § 62: the steering group answers also where it stands outside, and opens no case by it.
    const bool of_a_case = !response->decision().case_id().empty();
    if (!concerned && of_a_case && call.caller().role == common::v1::ROLE_STEERING_GROUP) texts.clear();
    call.Show(request->decision_id(), texts);
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
