#include "libs/rpc/pipeline/reader_service.h"

#include <optional>

#include "libs/base/status.h"
#include "libs/base/time.h"

namespace fallverbund::service {

ReaderService::ReaderService(Host& host, Pipeline& pipeline) : host_(host), pipeline_(pipeline) {
  ServeAll(&ReaderService::WaitSettled, &ReaderService::GetProjection);
}

grpc::ServerUnaryReactor* ReaderService::WaitSettled(grpc::CallbackServerContext* context,
                                                     const eventlog::v1::WaitSettledRequest* request,
                                                     eventlog::v1::WaitSettledResponse* response) {
  return pipeline_.ServeLater(
      context, *request, response,
      [this, request, response](Call&, absl::Time deadline, const Pipeline::Done& done) {
        const absl::Time time = request->has_time() ? FromProto(request->time()) : host_.clock().Now();
        host_.runner().Poke();  // the clock may just have been moved
        host_.runner().WaitSettled(request->position(), time, deadline,
                                   [this, response, done](const absl::Status& status) {
                                     response->set_position(host_.projector().position());
                                     done(status);
                                   });
      });
}

grpc::ServerUnaryReactor* ReaderService::GetProjection(grpc::CallbackServerContext* context,
                                                       const eventlog::v1::GetProjectionRequest* request,
                                                       eventlog::v1::GetProjectionResponse* response) {
  return pipeline_.Serve(
      context, *request, response,
      [this, request, response](Call& call) -> absl::StatusOr<std::optional<command::Outcome>> {
        FV_ASSIGN_OR_RETURN(const auto open, reaction::CountOpen(call.rows()));
        response->set_context(host_.context());
        response->set_position(host_.projector().position());
        response->set_open_reactions(open.reactions);
        response->set_open_clocks(open.clocks);
        if (request->with_state_hash()) {
          FV_ASSIGN_OR_RETURN(*response->mutable_state_sha256(), host_.rows().StateHash());
        }
        return std::nullopt;
      });
}

}  // namespace fallverbund::service
