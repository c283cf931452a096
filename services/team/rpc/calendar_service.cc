#include "services/team/rpc/calendar_service.h"

#include <optional>
#include <type_traits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/command/read_history.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/rpc/pipeline/page.h"
#include "services/team/rpc/calendar_commands.h"
#include "services/team/views/calendar_resource.h"
#include "services/team/views/session_view.h"

namespace fallverbund::team {
namespace {

using service::Answer;

constexpr int kLongestReportDays = 3660;  // ten years; a report for a steering group looks no further back

template <class Request>
absl::Status CheckSpan(const Request& request) {
  const absl::Duration span = FromProto(request.until()) - FromProto(request.from());
  if (!request.has_from() || !request.has_until() || span <= absl::ZeroDuration())
    return absl::InvalidArgumentError("from and until must name a span of time");
  if (span > Days(kLongestReportDays))
    return absl::InvalidArgumentError("until must lie within ten years of from");
  return absl::OkStatus();
}

}  // namespace

CalendarService::CalendarService(service::Pipeline& pipeline, CalendarHandler& handler)
    : pipeline_(pipeline), handler_(handler) {
  ServeAll(&CalendarService::OpenCalendar, &CalendarService::EntrustCalendar, &CalendarService::PlanSession,
           &CalendarService::PostponeSession, &CalendarService::RecordSession,
           &CalendarService::RecordMissedSession, &CalendarService::HandBackResult,
           &CalendarService::GetCalendar, &CalendarService::ListSessions,
           &CalendarService::GetConferenceCoverage);
}

template <class Request, class Response>
grpc::ServerUnaryReactor* CalendarService::Write(Context* context, const Request& request,
                                                 Response& response) {
  return pipeline_.Serve(context, request, &response, [&](service::Call& call) -> Answer {
    if (request.calendar_id().empty()) return absl::NotFoundError("");
    FV_ASSIGN_OR_RETURN(const CalendarCommand command, ToCommand(request, call));
    // What the method brings into being is named in its answer.
    const std::string id = call.NewAggregateId("");
    if constexpr (std::is_same_v<Response, v1::PlanSessionResponse>) response.set_session_id(id);
    if constexpr (std::is_same_v<Response, v1::HandBackResultResponse>) response.set_hand_back_id(id);
    return handler_.Handle(call.ContextFor(request.calendar_id()), command);
  });
}

grpc::ServerUnaryReactor* CalendarService::OpenCalendar(Context* context,
                                                        const v1::OpenCalendarRequest* request,
                                                        v1::OpenCalendarResponse* response) {
  return pipeline_.Serve(context, *request, response,
                         [this, request, response](service::Call& call) -> Answer {
                           FV_ASSIGN_OR_RETURN(const CalendarCommand command, ToCommand(*request, call));
                           response->set_calendar_id(call.NewAggregateId(CalendarDecider::kAggregateType));
                           return handler_.Handle(call.ContextFor(response->calendar_id()), command);
                         });
}
grpc::ServerUnaryReactor* CalendarService::EntrustCalendar(Context* context,
                                                           const v1::EntrustCalendarRequest* request,
                                                           v1::EntrustCalendarResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* CalendarService::PlanSession(Context* context,
                                                       const v1::PlanSessionRequest* request,
                                                       v1::PlanSessionResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* CalendarService::PostponeSession(Context* context,
                                                           const v1::PostponeSessionRequest* request,
                                                           v1::PostponeSessionResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* CalendarService::RecordSession(Context* context,
                                                         const v1::RecordSessionRequest* request,
                                                         v1::RecordSessionResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* CalendarService::RecordMissedSession(Context* context,
                                                               const v1::RecordMissedSessionRequest* request,
                                                               v1::RecordMissedSessionResponse* response) {
  return Write(context, *request, *response);
}
grpc::ServerUnaryReactor* CalendarService::HandBackResult(Context* context,
                                                          const v1::HandBackResultRequest* request,
                                                          v1::HandBackResultResponse* response) {
  return Write(context, *request, *response);
}

grpc::ServerUnaryReactor* CalendarService::GetCalendar(Context* context,
                                                       const v1::GetCalendarRequest* request,
                                                       v1::GetCalendarResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_ASSIGN_OR_RETURN(const auto calendar,
                        command::ReadHistory<CalendarDecider>(call.rows(), request->calendar_id()));
    std::vector<history::SealedText> texts;
    ShowCalendar(calendar, *response->mutable_calendar(), texts);
    call.Show(request->calendar_id(), texts);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CalendarService::ListSessions(Context* context,
                                                        const v1::ListSessionsRequest* request,
                                                        v1::ListSessionsResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_RETURN_IF_ERROR(CheckSpan(*request));
    FV_ASSIGN_OR_RETURN(const int size, service::PageSize(request->page_size(), 100, 500));
    const absl::Time from = FromProto(request->from()), until = FromProto(request->until());
    const service::PageTokens tokens(absl::StrCat("ListSessions/", absl::ToUnixSeconds(from), "/",
                                                  absl::ToUnixSeconds(until), "/", request->kind()));
    FV_ASSIGN_OR_RETURN(const std::string after, tokens.Read(request->page_token()));
    FV_ASSIGN_OR_RETURN(auto found, SessionsBetween(call.rows(), from, until, request->kind(),
                                                    call.host().clock().Now(), after, size + 1));
    const bool more = found.size() > static_cast<size_t>(size);
    if (more) found.pop_back();
    if (more) response->set_next_page_token(tokens.For(found.back().key));
    for (auto& row : found) *response->add_sessions() = std::move(row.session);
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* CalendarService::GetConferenceCoverage(
    Context* context, const v1::GetConferenceCoverageRequest* request,
    v1::GetConferenceCoverageResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](service::Call& call) -> Answer {
    FV_RETURN_IF_ERROR(CheckSpan(*request));
    FV_ASSIGN_OR_RETURN(const auto coverages,
                        CoverageBetween(call.rows(), FromProto(request->from()), FromProto(request->until()),
                                        request->kind(), call.host().clock().Now()));
    for (const auto& coverage : coverages) *response->add_coverages() = coverage;
    return std::nullopt;
  });
}

}  // namespace fallverbund::team
