// The calls about calendars. Thin: a request becomes a command, a history or rows become an answer.
#ifndef FALLVERBUND_SERVICES_TEAM_RPC_CALENDAR_SERVICE_H_
#define FALLVERBUND_SERVICES_TEAM_RPC_CALENDAR_SERVICE_H_

#include "fallverbund/team/v1/calendar_service.pb.h"
#include "libs/command/command_handler.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/team/domain/calendar_decider.h"

namespace fallverbund::team {

using CalendarHandler = command::CommandHandler<CalendarDecider>;

// Thread-safe. Pipeline and handler outlive it.
class CalendarService final : public rpc::UnaryService {
 public:
  CalendarService(service::Pipeline& pipeline, CalendarHandler& handler);

  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  Reactor* OpenCalendar(Context* context, const v1::OpenCalendarRequest* request,
                        v1::OpenCalendarResponse* response);
  Reactor* EntrustCalendar(Context* context, const v1::EntrustCalendarRequest* request,
                           v1::EntrustCalendarResponse* response);
  Reactor* PlanSession(Context* context, const v1::PlanSessionRequest* request,
                       v1::PlanSessionResponse* response);
  Reactor* PostponeSession(Context* context, const v1::PostponeSessionRequest* request,
                           v1::PostponeSessionResponse* response);
  Reactor* RecordSession(Context* context, const v1::RecordSessionRequest* request,
                         v1::RecordSessionResponse* response);
  Reactor* RecordMissedSession(Context* context, const v1::RecordMissedSessionRequest* request,
                               v1::RecordMissedSessionResponse* response);
  Reactor* HandBackResult(Context* context, const v1::HandBackResultRequest* request,
                          v1::HandBackResultResponse* response);
  Reactor* GetCalendar(Context* context, const v1::GetCalendarRequest* request,
                       v1::GetCalendarResponse* response);
  Reactor* ListSessions(Context* context, const v1::ListSessionsRequest* request,
                        v1::ListSessionsResponse* response);
  Reactor* GetConferenceCoverage(Context* context, const v1::GetConferenceCoverageRequest* request,
                                 v1::GetConferenceCoverageResponse* response);

 private:
  template <class Request, class Response>
  Reactor* Write(Context* context, const Request& request, Response& response);

  service::Pipeline& pipeline_;
  CalendarHandler& handler_;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_RPC_CALENDAR_SERVICE_H_
