#include "services/team/rpc/catalogue_service.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/rpc/pipeline/page.h"
#include "libs/seal/blind_index.h"
#include "services/team/domain/social_space_decider.h"
#include "services/team/rpc/bootstrap_id.h"
#include "services/team/rpc/requests.h"
#include "services/team/views/catalogue_view.h"

namespace fallverbund::team {
namespace {

using service::Answer;
using Listed = v1::CatalogueEntryListed;

constexpr int kMostTopics = 10;           // there are no more
constexpr uint32_t kMostPlaces = 10'000;  // of one offer; a typing error has more

absl::StatusOr<std::string> IdOf(const v1::ListEntryRequest& request, service::Call& call) {
  if (request.quarter_id().empty() || request.display_name().empty())
    return call.NewAggregateId(CatalogueDecider::kAggregateType);
  FV_ASSIGN_OR_RETURN(const std::string folded, seal::FoldForIndex(request.display_name()));
  return OfferIdIn(call.host().association(), request.quarter_id(), folded);
}

absl::StatusOr<bool> IsQuarterOf(service::Call& call, const std::string& social_space_id,
                                 const std::string& quarter_id) {
  if (quarter_id.empty()) return true;
  const auto space = command::ReadHistory<SocialSpaceDecider>(call.rows(), social_space_id);
  if (absl::IsNotFound(space.status())) return false;
  FV_RETURN_IF_ERROR(space.status());
  return space->state.quarters.contains(quarter_id);
}

absl::StatusOr<CatalogueCommand> ToCommand(const v1::ListEntryRequest& request, const std::string& entry_id,
                                           service::Call& call) {
  FV_RETURN_IF_ERROR(CheckFew(request.topics_size(), "topics", kMostTopics));
  if (!request.display_name().empty())
    FV_RETURN_IF_ERROR(CheckPlainName(request.display_name(), "display_name"));
  if (request.description().empty()) return absl::InvalidArgumentError("description is missing");
  team::ListEntry command;
  command.entry.set_kind(request.kind());
  *command.entry.mutable_topics() = request.topics();
  command.entry.set_display_name(request.display_name());
  command.entry.set_quarter_id(request.quarter_id());
  FV_ASSIGN_OR_RETURN(command.quarter_known,
                      IsQuarterOf(call, request.social_space_id(), request.quarter_id()));
  FV_ASSIGN_OR_RETURN(*command.entry.mutable_description(),
                      call.Seal(RegisterScope(call, entry_id), entry_id, *Listed::descriptor(),
                                absl::StrCat(Listed::kDescriptionFieldNumber), request.description()));
  return command;
}

}  // namespace

CatalogueService::CatalogueService(service::Pipeline& pipeline, CatalogueHandler& handler)
    : pipeline_(pipeline), handler_(handler) {
  ServeAll(&CatalogueService::ListEntry, &CatalogueService::WithdrawEntry, &CatalogueService::TellPlaces,
           &CatalogueService::SearchEntries);
}

grpc::ServerUnaryReactor* CatalogueService::ListEntry(Context* context, const v1::ListEntryRequest* request,
                                                      v1::ListEntryResponse* response) {
  return pipeline_.Serve(
      context, *request, response, [this, request, response](service::Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(*response->mutable_entry_id(), IdOf(*request, call));
        FV_ASSIGN_OR_RETURN(const auto command, ToCommand(*request, response->entry_id(), call));
        return handler_.Handle(call.ContextFor(response->entry_id()), command);
      });
}

grpc::ServerUnaryReactor* CatalogueService::WithdrawEntry(Context* context,
                                                          const v1::WithdrawEntryRequest* request,
                                                          v1::WithdrawEntryResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    if (request->entry_id().empty()) return absl::NotFoundError("");
    return handler_.Handle(call.ContextFor(request->entry_id()), CatalogueCommand(team::WithdrawEntry{}));
  });
}

grpc::ServerUnaryReactor* CatalogueService::TellPlaces(Context* context, const v1::TellPlacesRequest* request,
                                                       v1::TellPlacesResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request](service::Call& call) -> Answer {
    if (request->entry_id().empty()) return absl::NotFoundError("");
    if (request->places() > kMostPlaces)
      return absl::InvalidArgumentError(absl::StrCat("places is more than ", kMostPlaces));
    team::TellPlaces command;
    command.told.set_places(request->places());
    command.told.set_free(request->free());
    return handler_.Handle(call.ContextFor(request->entry_id()), CatalogueCommand(std::move(command)));
  });
}

grpc::ServerUnaryReactor* CatalogueService::SearchEntries(Context* context,
                                                          const v1::SearchEntriesRequest* request,
                                                          v1::SearchEntriesResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 50, 100));
    const service::PageTokens tokens(absl::StrCat("SearchEntries/", request->kind(), "/", request->topic()));
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(const auto page,
                        EntriesOf(call.rows(), request->kind(), request->topic(), after, size));
    for (const std::string& id : page.ids) {
      FV_ASSIGN_OR_RETURN(const auto entry, command::ReadHistory<CatalogueDecider>(call.rows(), id));
      v1::CatalogueEntry& shown = *response->add_entries();
      shown.set_entry_id(id);
      shown.set_kind(entry.state.entry.kind());
      *shown.mutable_topics() = entry.state.entry.topics();
      shown.set_display_name(entry.state.entry.display_name());
      shown.set_quarter_id(entry.state.entry.quarter_id());
      shown.set_organisation_id(entry.state.organisation_id);
      if (const auto& told = entry.state.places) {
        shown.mutable_places()->set_places(told->places());
        shown.mutable_places()->set_free(told->free());
        *shown.mutable_places()->mutable_told_at() = ToProto(entry.state.places_told_at);
        shown.mutable_places()->set_person_id(told->person_id());
      }
      call.Show(id, {{&entry.state.entry.description(), Listed::descriptor()->full_name(),
                      absl::StrCat(Listed::kDescriptionFieldNumber), shown.mutable_description()}});
    }
    response->set_next_page_token(tokens.For(page.next));
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
