// The catalogue's calls. Thin: a request becomes a command, a history an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_CATALOGUE_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_CATALOGUE_SERVICE_H_

#include "fallverbund/team/v1/catalogue_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/catalogue_decider.h"

namespace fallverbund::team {

using CatalogueHandler = command::CommandHandler<CatalogueDecider>;

// Thread-safe. Pipeline and handler outlive it.
class CatalogueService final : public rpc::UnaryService {
 public:
  CatalogueService(service::Pipeline& pipeline, CatalogueHandler& handler);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* ListEntry(Context* context, const v1::ListEntryRequest* request, v1::ListEntryResponse* response);
  Reactor* WithdrawEntry(Context* context, const v1::WithdrawEntryRequest* request,
                         v1::WithdrawEntryResponse* response);
  Reactor* TellPlaces(Context* context, const v1::TellPlacesRequest* request,
                      v1::TellPlacesResponse* response);
  Reactor* SearchEntries(Context* context, const v1::SearchEntriesRequest* request,
                         v1::SearchEntriesResponse* response);

 private:
  service::Pipeline& pipeline_;
  CatalogueHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_CATALOGUE_SERVICE_H_
