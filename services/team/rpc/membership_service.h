// The calls about members and joint decisions. Thin: a request becomes a command, a history becomes an
// answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_MEMBERSHIP_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_MEMBERSHIP_SERVICE_H_

#include "fallverbund/team/v1/membership_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/joint_decision_decider.h"
#include "services/team/domain/membership_decider.h"

namespace fallverbund::team {

using MembershipHandler = command::CommandHandler<MembershipDecider>;
using JointDecisionHandler = command::CommandHandler<JointDecisionDecider>;

// Thread-safe. Pipeline and handlers outlive it.
class MembershipService final : public rpc::UnaryService {
 public:
  MembershipService(service::Pipeline& pipeline, MembershipHandler& members, JointDecisionHandler& decisions);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* FoundMembership(Context* context, const v1::FoundMembershipRequest* request,
                           v1::FoundMembershipResponse* response);
  Reactor* EntrustMembership(Context* context, const v1::EntrustMembershipRequest* request,
                             v1::EntrustMembershipResponse* response);
  Reactor* AcceptMembership(Context* context, const v1::AcceptMembershipRequest* request,
                            v1::AcceptMembershipResponse* response);
  Reactor* NameMemberDeputy(Context* context, const v1::NameMemberDeputyRequest* request,
                            v1::NameMemberDeputyResponse* response);
  Reactor* NameMemberSuccessor(Context* context, const v1::NameMemberSuccessorRequest* request,
                               v1::NameMemberSuccessorResponse* response);
  Reactor* RequestToLeaveMembership(Context* context, const v1::RequestToLeaveMembershipRequest* request,
                                    v1::RequestToLeaveMembershipResponse* response);
  Reactor* ReportVacancy(Context* context, const v1::ReportVacancyRequest* request,
                         v1::ReportVacancyResponse* response);
  Reactor* GetMembership(Context* context, const v1::GetMembershipRequest* request,
                         v1::GetMembershipResponse* response);
  Reactor* OpenMembershipDecision(Context* context, const v1::OpenMembershipDecisionRequest* request,
                                  v1::OpenMembershipDecisionResponse* response);
  Reactor* OpenTeamDecision(Context* context, const v1::OpenTeamDecisionRequest* request,
                            v1::OpenTeamDecisionResponse* response);
  Reactor* CastVote(Context* context, const v1::CastVoteRequest* request, v1::CastVoteResponse* response);
  Reactor* AnswerDissent(Context* context, const v1::AnswerDissentRequest* request,
                         v1::AnswerDissentResponse* response);
  Reactor* LetDecisionGo(Context* context, const v1::LetDecisionGoRequest* request,
                         v1::LetDecisionGoResponse* response);
  Reactor* GetJointDecision(Context* context, const v1::GetJointDecisionRequest* request,
                            v1::GetJointDecisionResponse* response);

 private:
  template <class Request, class Response>
  Reactor* WriteToMembership(Context* context, const Request& request, Response& response);
  template <class Request, class Response>
  Reactor* OpenDecision(Context* context, const Request& request, Response& response);
  template <class Request, class Response>
  Reactor* WriteToDecision(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  MembershipHandler& members_;
  JointDecisionHandler& decisions_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_MEMBERSHIP_SERVICE_H_
