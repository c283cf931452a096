#include "services/team/rpc/social_space_service.h"

#include <optional>
#include <type_traits>

#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/directory/directory.h"
#include "libs/rpc/pipeline/call.h"
#include "services/team/rpc/social_space_commands.h"
#include "services/team/views/social_space_view.h"
#include "services/team/views/workload_view.h"

namespace fallverbund::team {
namespace {

using service::Answer;

template <class Request>
absl::Time AskedAt(const Request& request, service::Call& call) {
  return request.has_at() ? FromProto(request.at()) : call.host().clock().Now();
}

void Show(const std::string& person_id, const Load& load, v1::GetWorkloadResponse& response) {
  v1::Workload& shown = *response.add_people();
  shown.set_person_id(person_id);
  shown.set_cases(load.cases);
  shown.set_resting(load.resting);
  shown.set_offered(load.offered);
  v1::Workload& team = *response.mutable_team();
  team.set_cases(team.cases() + load.cases);
  team.set_resting(team.resting() + load.resting);
  team.set_offered(team.offered() + load.offered);
}

}  // namespace

SocialSpaceService::SocialSpaceService(service::Pipeline& pipeline, SocialSpaceHandler& handler)
    : pipeline_(pipeline), handler_(handler) {
  ServeAll(&SocialSpaceService::DefineSocialSpace, &SocialSpaceService::EntrustSocialSpace,
           &SocialSpaceService::AddQuarter, &SocialSpaceService::EndQuarter, &SocialSpaceService::AddStreet,
           &SocialSpaceService::EndStreetEntry, &SocialSpaceService::GetSocialSpace,
           &SocialSpaceService::RouteStreet, &SocialSpaceService::GetWorkload);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* SocialSpaceService::Write(Context* context, const Request& request,
                                                    Response& response) {
  return pipeline_.Serve(context, request, &response, [&](service::Call& call) -> Answer {
    if (request.social_space_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const SocialSpaceCommand command, ToCommand(request, call));
    // What the method brings into being is named in its answer.
    const std::string id = call.NewAggregateId("");
    if constexpr (std::is_same_v<Response, v1::AddQuarterResponse>) response.set_quarter_id(id);
    if constexpr (std::is_same_v<Response, v1::AddStreetResponse>) response.set_entry_id(id);
    return handler_.Handle(call.ContextFor(request.social_space_id()), command);
  });
}

grpc::ServerUnaryReactor* SocialSpaceService::DefineSocialSpace(Context* context,
                                                                const v1::DefineSocialSpaceRequest* request,
                                                                v1::DefineSocialSpaceResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(const SocialSpaceCommand command, ToCommand(*request, call));
        response->set_social_space_id(call.NewAggregateId(SocialSpaceDecider::kAggregateType));
        return handler_.Handle(call.ContextFor(response->social_space_id()), command);
      });
}
grpc::ServerUnaryReactor* SocialSpaceService::EntrustSocialSpace(Context* context,
                                                                 const v1::EntrustSocialSpaceRequest* request,
                                                                 v1::EntrustSocialSpaceResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* SocialSpaceService::AddQuarter(Context* context,
                                                         const v1::AddQuarterRequest* request,
                                                         v1::AddQuarterResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* SocialSpaceService::EndQuarter(Context* context,
                                                         const v1::EndQuarterRequest* request,
                                                         v1::EndQuarterResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* SocialSpaceService::AddStreet(Context* context, const v1::AddStreetRequest* request,
                                                        v1::AddStreetResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* SocialSpaceService::EndStreetEntry(Context* context,
                                                             const v1::EndStreetEntryRequest* request,
                                                             v1::EndStreetEntryResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* SocialSpaceService::GetSocialSpace(Context* context,
                                                             const v1::GetSocialSpaceRequest* request,
                                                             v1::GetSocialSpaceResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto space,
                        command::ReadHistory<SocialSpaceDecider>(call.rows(), request->social_space_id()));
    ShowSocialSpace(request->social_space_id(), space.state, AskedAt(*request, call),
                    *response->mutable_social_space());
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* SocialSpaceService::RouteStreet(Context* context,
                                                          const v1::RouteStreetRequest* request,
                                                          v1::RouteStreetResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto spaces, SpacesOfStreet(call.rows(), request->street()));
    for (const std::string& id : spaces) {
      FV_ASSIGN_OR_RETURN(const auto space, command::ReadHistory<SocialSpaceDecider>(call.rows(), id));
      AddHints(id, space.state, request->street(), AskedAt(*request, call), *response);
    }
    // C1, C13: known or unknown, whoever asks owns it until somebody else has accepted.
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(call.rows(), call.caller().person));
    if (!person) return absl::NotFoundError("");
    common::v1::Holder& owner = *response->mutable_owner();
    owner.set_organisation_id(person->organisation_id);
    owner.set_unit_id(person->unit_id);
    owner.set_person_id(person->id);
    owner.set_deputy_person_id(person->deputy_person_id);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* SocialSpaceService::GetWorkload(Context* context,
                                                          const v1::GetWorkloadRequest* request,
                                                          v1::GetWorkloadResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(auto loads, WorkloadOf(call.rows(), request->organisation_id(), request->unit_id()));
    FV_ASSIGN_OR_RETURN(const auto workers,
                        directory::PersonsWithRole(call.rows(), request->organisation_id(),
                                                   request->unit_id(), common::v1::ROLE_CASE_WORKER));
    for (const auto& worker : workers) loads.try_emplace(worker.id);
    for (const auto& [person_id, load] : loads) Show(person_id, load, *response);
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
