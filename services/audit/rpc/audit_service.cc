#include "services/audit/rpc/audit_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/quarter.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/rpc/pipeline/page.h"
#include "services/audit/verdict/verdict_reader.h"
#include "services/audit/views/journal_view.h"
#include "services/audit/views/questions.h"
#include "services/audit/views/readers.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

using service::Call;

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 1000;

using service::Answer;

// A read: the response is filled, or there is a reason why not.
template <class Response>
Answer Fill(absl::StatusOr<Response> answer, Response* response) {
  if (!answer.ok()) return answer.status();
  *response = *std::move(answer);
  return std::nullopt;
}

// A read of one page; what the views call its token goes out as one of `tokens`.
template <class Response>
Answer FillPage(absl::StatusOr<Response> answer, const service::PageTokens& tokens, Response* response) {
  if (answer.ok()) answer->set_next_page_token(tokens.For(answer->next_page_token()));
  return Fill(std::move(answer), response);
}

template <class Request>
absl::StatusOr<Page> ParsePage(const Request& request, const service::PageTokens& tokens) {
  FV_ASSIGN_OR_RETURN(const int limit, service::PageSize(request.page_size(), kDefaultPage, kLargestPage));
  FV_ASSIGN_OR_RETURN(std::string after, tokens.Read(request.page_token()));
  return Page{limit, std::move(after)};
}

template <class Request>
AsOf ParseAsOf(const Request& request) {
  AsOf as_of;
  if (request.has_as_known_at()) as_of.known_at = FromProto(request.as_known_at());
  if (request.has_as_true_at()) as_of.true_at = FromProto(request.as_true_at());
  return as_of;
}

// A day later the last clock of the house is through with it.
bool IsOverQuarter(const Period& period, absl::Time now) {
  if (period.from < absl::UnixEpoch() || period.from > now) return false;
  const absl::Time end = EndOf(QuarterOf(period.from));
  return EndOf(QuarterOf(period.from - absl::Nanoseconds(1))) == period.from && end == period.until &&
         end + absl::Hours(24) <= now;
}

}  // namespace

AuditService::AuditService(service::Host& host, service::Pipeline& pipeline, eventlog::EventLog& journal,
                           projection::Projector& of_journal)
    : host_(host), pipeline_(pipeline), journal_(journal), of_journal_(of_journal) {
  ServeAll(&AuditService::VerifyLog, &AuditService::ListCaseHistory, &AuditService::GetCaseHolders,
           &AuditService::ListCases, &AuditService::ListNumbers, &AuditService::ListRefusals,
           &AuditService::ListCaseReaders, &AuditService::GetReport);
}

absl::Status AuditService::WaitForJournal(uint64_t position, absl::Time deadline) {
  FV_ASSIGN_OR_RETURN(const uint64_t head, journal_.HeadFromLeader());
  const absl::Status reached = of_journal_.WaitFor(std::max(position, head), deadline);
  if (!absl::IsDeadlineExceeded(reached)) return reached;
  return absl::UnavailableError("the journal is not yet read that far here; ask again");
}

absl::Status AuditService::Verify(const v1::VerifyLogRequest& request, absl::Time deadline,
                                  v1::VerifyLogResponse& response) {
  FV_ASSIGN_OR_RETURN(const uint64_t head, host_.log().HeadFromLeader());
  if (!host_.projector().WaitFor(head, deadline).ok()) {
    return absl::UnavailableError("the log is not yet read to its end here; ask again");
  }
  if (!request.case_id().empty()) {
    FV_ASSIGN_OR_RETURN(response, VerdictOnCase(host_.rows(), request.case_id()));
    return absl::OkStatus();
  }
  FV_RETURN_IF_ERROR(WaitForJournal(request.at_least_journal_position(), deadline));
  FV_ASSIGN_OR_RETURN(response, VerdictNow(host_.rows(), of_journal_.store()));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AuditService::VerifyLog(grpc::CallbackServerContext* context,
                                                  const v1::VerifyLogRequest* request,
                                                  v1::VerifyLogResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request, response](Call& call) -> Answer {
    FV_RETURN_IF_ERROR(Verify(*request, call.deadline(), *response));
    return std::nullopt;
  });
}

grpc::ServerUnaryReactor* AuditService::ListCaseHistory(grpc::CallbackServerContext* context,
                                                        const v1::ListCaseHistoryRequest* request,
                                                        v1::ListCaseHistoryResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](Call& call) -> Answer {
    const service::PageTokens tokens(absl::StrCat("ListCaseHistory/", request->case_id()));
    FV_ASSIGN_OR_RETURN(const Page page, ParsePage(*request, tokens));
    return FillPage(ReadHistory(call.rows(), request->case_id(), ParseAsOf(*request), page), tokens,
                    response);
  });
}

grpc::ServerUnaryReactor* AuditService::GetCaseHolders(grpc::CallbackServerContext* context,
                                                       const v1::GetCaseHoldersRequest* request,
                                                       v1::GetCaseHoldersResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request, response](Call&) -> Answer {
    uint64_t head = 0;
    const std::unique_ptr<projection::Rows> rows = host_.rows().Snapshot(&head);
    return Fill(ReadHolders(*rows, request->case_id(), ParseAsOf(*request), head), response);
  });
}

grpc::ServerUnaryReactor* AuditService::ListCases(grpc::CallbackServerContext* context,
                                                  const v1::ListCasesRequest* request,
                                                  v1::ListCasesResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](Call& call) -> Answer {
    const service::PageTokens tokens("ListCases");
    FV_ASSIGN_OR_RETURN(const Page page, ParsePage(*request, tokens));
    return FillPage(ReadCases(call.rows(), page), tokens, response);
  });
}

grpc::ServerUnaryReactor* AuditService::ListNumbers(grpc::CallbackServerContext* context,
                                                    const v1::ListNumbersRequest* request,
                                                    v1::ListNumbersResponse* response) {
  return pipeline_.Serve(context, *request, response, [request, response](Call& call) -> Answer {
    const service::PageTokens tokens("ListNumbers");
    FV_ASSIGN_OR_RETURN(const Page page, ParsePage(*request, tokens));
    return FillPage(ReadNumbers(call.rows(), page), tokens, response);
  });
}

grpc::ServerUnaryReactor* AuditService::ListRefusals(grpc::CallbackServerContext* context,
                                                     const v1::ListRefusalsRequest* request,
                                                     v1::ListRefusalsResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request, response](Call& call) -> Answer {
    const service::PageTokens tokens(request->discharge_attempts_only() ? "ListRefusals/discharges"
                                                                        : "ListRefusals");
    FV_ASSIGN_OR_RETURN(const Page page, ParsePage(*request, tokens));
    FV_RETURN_IF_ERROR(WaitForJournal(request->at_least_journal_position(), call.deadline()));
    return FillPage(ReadRefusals(of_journal_.store(), request->discharge_attempts_only(), page), tokens,
                    response);
  });
}

grpc::ServerUnaryReactor* AuditService::ListCaseReaders(grpc::CallbackServerContext* context,
                                                        const v1::ListCaseReadersRequest* request,
                                                        v1::ListCaseReadersResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request, response](Call& call) -> Answer {
    const service::PageTokens tokens(
        absl::StrCat("ListCaseReaders/", request->case_id(), request->opened_only() ? "/opened" : ""));
    FV_ASSIGN_OR_RETURN(const Page page, ParsePage(*request, tokens));
    FV_RETURN_IF_ERROR(WaitForJournal(request->at_least_journal_position(), call.deadline()));
    uint64_t journal_position = 0;
    const std::unique_ptr<projection::Rows> journal = of_journal_.store().Snapshot(&journal_position);
    ReadersAsked asked{.opened_only = request->opened_only()};
    if (request->has_as_known_at()) asked.known_at = FromProto(request->as_known_at());
    auto readers = ReadCaseReaders(call.rows(), *journal, request->case_id(), asked, page);
    if (readers.ok()) readers->set_journal_position(journal_position);
    return FillPage(std::move(readers), tokens, response);
  });
}

absl::Status AuditService::Report(const v1::GetReportRequest& request, absl::Time deadline,
                                  v1::GetReportResponse& response) {
  Period period;
  if (request.has_from()) period.from = FromProto(request.from());
  if (request.has_until()) period.until = FromProto(request.until());
  if (request.has_as_true_at())
    period.until = std::min(period.until, FromProto(request.as_true_at()) + absl::Nanoseconds(1));
  if (period.from >= period.until)
    return absl::InvalidArgumentError("from must lie before until, and not after as_true_at");
  period.for_others = request.for_others();
  if (request.has_as_known_at()) period.known_at = FromProto(request.as_known_at());
  if (period.for_others && (period.known_at || request.has_as_true_at()))
    return absl::InvalidArgumentError(
        "as_known_at, as_true_at: figures for others never change, so leave them out");
  if (period.for_others && !IsOverQuarter(period, host_.clock().Now()))
    return absl::InvalidArgumentError(
        "for_others: from and until must be the bounds of one quarter that has been over for a day");
  FV_RETURN_IF_ERROR(WaitForJournal(request.at_least_journal_position(), deadline));
  uint64_t head = 0;
  const std::unique_ptr<projection::Rows> rows = host_.rows().Snapshot(&head);
  FV_ASSIGN_OR_RETURN(const v1::Sums sums, ReadSums(*rows));
  if (period.known_at && *period.known_at > std::max(host_.clock().Now(), FromProto(sums.known_at())))
    return absl::InvalidArgumentError("as_known_at lies in the future: the answer would not stay the same");
  FV_ASSIGN_OR_RETURN(response, ReadReport(*rows, period, head));
  FV_ASSIGN_OR_RETURN(const uint64_t refused, CountDischargeAttempts(of_journal_.store(), period));
  if (!period.for_others) response.set_rejected_discharge_attempts(refused);
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* AuditService::GetReport(grpc::CallbackServerContext* context,
                                                  const v1::GetReportRequest* request,
                                                  v1::GetReportResponse* response) {
  return pipeline_.Serve(context, *request, response, [this, request, response](Call& call) -> Answer {
    FV_RETURN_IF_ERROR(Report(*request, call.deadline(), *response));
    return std::nullopt;
  });
}

}  // namespace fallverbund::audit
