// The calls about social spaces and workload. Thin: a request becomes a command, a history or rows an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_SOCIAL_SPACE_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_SOCIAL_SPACE_SERVICE_H_

#include "fallverbund/team/v1/social_space_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/social_space_decider.h"

namespace fallverbund::team {

using SocialSpaceHandler = command::CommandHandler<SocialSpaceDecider>;

// Thread-safe. Pipeline and handler outlive it.
class SocialSpaceService final : public rpc::UnaryService {
 public:
  SocialSpaceService(service::Pipeline& pipeline, SocialSpaceHandler& handler);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* DefineSocialSpace(Context* context, const v1::DefineSocialSpaceRequest* request,
                             v1::DefineSocialSpaceResponse* response);
  Reactor* EntrustSocialSpace(Context* context, const v1::EntrustSocialSpaceRequest* request,
                              v1::EntrustSocialSpaceResponse* response);
  Reactor* AddQuarter(Context* context, const v1::AddQuarterRequest* request,
                      v1::AddQuarterResponse* response);
  Reactor* EndQuarter(Context* context, const v1::EndQuarterRequest* request,
                      v1::EndQuarterResponse* response);
  Reactor* AddStreet(Context* context, const v1::AddStreetRequest* request, v1::AddStreetResponse* response);
  Reactor* EndStreetEntry(Context* context, const v1::EndStreetEntryRequest* request,
                          v1::EndStreetEntryResponse* response);
  Reactor* GetSocialSpace(Context* context, const v1::GetSocialSpaceRequest* request,
                          v1::GetSocialSpaceResponse* response);
  Reactor* RouteStreet(Context* context, const v1::RouteStreetRequest* request,
                       v1::RouteStreetResponse* response);
  Reactor* GetWorkload(Context* context, const v1::GetWorkloadRequest* request,
                       v1::GetWorkloadResponse* response);

 private:
  template <class Request, class Response>
  Reactor* Write(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  SocialSpaceHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_SOCIAL_SPACE_SERVICE_H_
