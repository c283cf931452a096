#include "services/team/rpc/team_service.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "libs/base/status.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/rpc/team_commands.h"
#include "services/team/views/team_resource.h"

namespace fallverbund::team {
namespace {

using service::Answer;

// Who sits there, or is asked to.
bool IsForSomebodyOf(const care::Seats& seats, const std::string& organisation) {
  return std::any_of(seats.begin(), seats.end(), [&](const care::Seat& seat) {
    return seat.who.organisation_id == organisation ||
           (seat.successor && seat.successor->organisation_id == organisation);
  });
}

}  // namespace

TeamService::TeamService(service::Pipeline& pipeline, TeamHandler& handler)
    : pipeline_(pipeline), handler_(handler) {
  ServeAll(&TeamService::ProposeTeam, &TeamService::ReplaceProposedMember, &TeamService::ActivateTeam,
           &TeamService::PauseTeam, &TeamService::ResumeTeam, &TeamService::RecordTeamMeeting,
           &TeamService::GetTeam);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* TeamService::WriteToTeam(Context* context, const Request& request,
                                                   Response& response) {
  return pipeline_.Serve(context, request, &response, [this, &request](service::Call& call) -> Answer {
    if (request.team_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const TeamCommand command, ToCommand(request, call));
    return handler_.Handle(call.ContextFor(request.team_id()), command);
  });
}

grpc::ServerUnaryReactor* TeamService::ProposeTeam(Context* context, const v1::ProposeTeamRequest* request,
                                                   v1::ProposeTeamResponse* response) {
  return pipeline_.Serve(context, *request, response,
                         [this, request, response](service::Call& call) -> Answer {
                           FV_ASSIGN_OR_RETURN(const TeamCommand command, ToCommand(*request, call));
                           response->set_team_id(call.NewAggregateId(TeamDecider::kAggregateType));
                           return handler_.Handle(call.ContextFor(response->team_id()), command);
                         });
}

grpc::ServerUnaryReactor* TeamService::ReplaceProposedMember(Context* context,
                                                             const v1::ReplaceProposedMemberRequest* request,
                                                             v1::ReplaceProposedMemberResponse* response) {
  return WriteToTeam(context, *request, *response);
}
grpc::ServerUnaryReactor* TeamService::ActivateTeam(Context* context, const v1::ActivateTeamRequest* request,
                                                    v1::ActivateTeamResponse* response) {
  return WriteToTeam(context, *request, *response);
}
grpc::ServerUnaryReactor* TeamService::PauseTeam(Context* context, const v1::PauseTeamRequest* request,
                                                 v1::PauseTeamResponse* response) {
  return WriteToTeam(context, *request, *response);
}
grpc::ServerUnaryReactor* TeamService::ResumeTeam(Context* context, const v1::ResumeTeamRequest* request,
                                                  v1::ResumeTeamResponse* response) {
  return WriteToTeam(context, *request, *response);
}
grpc::ServerUnaryReactor* TeamService::RecordTeamMeeting(Context* context,
                                                         const v1::RecordTeamMeetingRequest* request,
                                                         v1::RecordTeamMeetingResponse* response) {
  return WriteToTeam(context, *request, *response);
}

grpc::ServerUnaryReactor* TeamService::GetTeam(Context* context, const v1::GetTeamRequest* request,
                                               v1::GetTeamResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto team, command::ReadHistory<TeamDecider>(call.rows(), request->team_id()));
    // Allowed for the case it names, so the team must be of that case.
    if (team.state.case_id != request->case_id()) return absl::NotFoundError("");
    std::vector<history::SealedText> texts;
    FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(call.rows(), request->case_id()));
    const auto standing = facts ? StandingOf(*facts, request->team_id()) : std::nullopt;
    // N6, § 62: who was only asked for a seat sees whom it would sit with, and nothing of what was said
    // there.
    FV_ASSIGN_OR_RETURN(const bool asked, call.ReadsOnlyTheQuestion(request->case_id()));
    const bool invited = IsForSomebodyOf(SeatsNow(team.state, standing), call.caller().peer.name);
    if (auto no = decider::Require(decider::Reason::kOnlyAsked, !asked || invited))
      return command::Outcome{.kind = command::OutcomeKind::kRefused, .refusal = *no};
    ShowTeam(team, standing, *response->mutable_team(), texts);
    if (asked) {
      texts.clear();
      response->mutable_team()->clear_meetings();
    }
    call.Show(request->team_id(), texts);
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
