// The calls about a Team auf Zeit. Thin: a request becomes a command, a history becomes an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_TEAM_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_TEAM_SERVICE_H_

#include "fallverbund/team/v1/team_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {

using TeamHandler = command::CommandHandler<TeamDecider>;

// Thread-safe. Pipeline and handler outlive it.
class TeamService final : public rpc::UnaryService {
 public:
  TeamService(service::Pipeline& pipeline, TeamHandler& handler);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* ProposeTeam(Context* context, const v1::ProposeTeamRequest* request,
                       v1::ProposeTeamResponse* response);
  Reactor* ReplaceProposedMember(Context* context, const v1::ReplaceProposedMemberRequest* request,
                                 v1::ReplaceProposedMemberResponse* response);
  Reactor* ActivateTeam(Context* context, const v1::ActivateTeamRequest* request,
                        v1::ActivateTeamResponse* response);
  Reactor* PauseTeam(Context* context, const v1::PauseTeamRequest* request, v1::PauseTeamResponse* response);
  Reactor* ResumeTeam(Context* context, const v1::ResumeTeamRequest* request,
                      v1::ResumeTeamResponse* response);
  Reactor* RecordTeamMeeting(Context* context, const v1::RecordTeamMeetingRequest* request,
                             v1::RecordTeamMeetingResponse* response);
  Reactor* GetTeam(Context* context, const v1::GetTeamRequest* request, v1::GetTeamResponse* response);

 private:
  template <class Request, class Response>
  Reactor* WriteToTeam(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  TeamHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_TEAM_SERVICE_H_
