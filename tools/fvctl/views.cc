#include "tools/fvctl/views.h"

#include <functional>
#include <iostream>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/eventlog/v1/reader_service.pb.h"
#include "fallverbund/team/v1/calendar_service.pb.h"
#include "fallverbund/team/v1/social_space_service.pb.h"
#include "libs/base/check.h"
#include "libs/base/quarter.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/runtime/files.h"
#include "tools/fvctl/comments.h"
#include "tools/fvctl/explain.h"
#include "tools/fvctl/render/figures_csv.h"
#include "tools/fvctl/render/lists.h"
#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {
namespace {

constexpr absl::Duration kReadyTimeout = absl::Seconds(60);  // a long log is read first
constexpr int kPageSize = 100;

const MethodDescriptor& Method(std::string_view name) {
  const auto method = FindMethod(name);
  FV_CHECK(method.ok());
  return **method;
}

// "2026/1"; {} for anything else.
Quarter ParseQuarter(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  uint32_t year = 0, quarter = 0;
  if (!absl::SimpleAtoi(parts.first, &year) || !absl::SimpleAtoi(parts.second, &quarter)) return {};
  return QuarterNamed(year, quarter);
}

absl::Time BeginOf(const Quarter& quarter) {
  return EndOf(quarter.quarter == 1 ? Quarter{quarter.year - 1, 4}
                                    : Quarter{quarter.year, quarter.quarter - 1});
}

// Calls, and on failure says why; `use` sees the answer only on success.
template <class Response>
int Show(Caller& caller, std::string_view method, const google::protobuf::Message& request, bool json,
         const std::function<int(const Response&)>& use, absl::Duration timeout = absl::Seconds(15)) {
  const auto result = caller.Call(Method(method), request, {}, timeout);
  if (!result.ok()) {
    std::cerr << "fvctl: " << result.status().message() << "\n";
    return kBadInput;
  }
  if (!result->ok()) {
    (json ? std::cout : std::cerr) << (json ? ExplainJson(*result) + "\n" : Explain(*result));
    return ExitCodeOf(*result);
  }
  if (json) std::cout << AnswerJson(*result->answer, false) << "\n";
  return use(static_cast<const Response&>(*result->answer));
}

// All pages of a List method, one call a page.
template <class Response, class Request>
int ShowPages(Caller& caller, std::string_view method, Request request, bool json,
              const std::function<void(const Response&)>& use) {
  request.set_page_size(kPageSize);
  for (;;) {
    std::string next;
    const int code = Show<Response>(caller, method, request, json, [&](const Response& page) {
      use(page);
      next = page.next_page_token();
      return static_cast<int>(kDone);
    });
    if (code != kDone || next.empty()) return code;
    request.set_page_token(next);
  }
}

absl::Status SetTime(const std::string& text, google::protobuf::Timestamp* time) {
  FV_ASSIGN_OR_RETURN(const absl::Time parsed, ParseInstant(text));
  *time = ToProto(parsed);
  return absl::OkStatus();
}

template <class Request>
absl::Status SetTimes(const std::string& as_known_at, const std::string& as_true_at, Request& request) {
  if (!as_known_at.empty()) FV_RETURN_IF_ERROR(SetTime(as_known_at, request.mutable_as_known_at()));
  if (!as_true_at.empty()) FV_RETURN_IF_ERROR(SetTime(as_true_at, request.mutable_as_true_at()));
  return absl::OkStatus();
}

int Bad(const absl::Status& status) {
  std::cerr << "fvctl: " << status.message() << "\n";
  return kBadInput;
}

std::string Label(const Caller& caller, const std::string& id) {
  auto found = caller.profile().labels.find(id);
  return found == caller.profile().labels.end() ? id : found->second;
}

// Both times of what was entered late, and who did; nothing of the rest.
std::string Written(const Caller& caller, const char* what, const casework::v1::WrittenDown& written) {
  if (!written.late_entry()) return "";
  return absl::StrCat(
      "  [", what, ": happened ", FormatInstant(FromProto(written.occurred_at())), ", recorded ",
      FormatInstant(FromProto(written.recorded_at())), " by ",
      Label(caller, written.person_id().empty() ? written.organisation_id() : written.person_id()), "]");
}

std::string Item(const Caller& caller, const casework::v1::InboxItem& item) {
  using casework::v1::InboxItemKind;
  const std::string clock = item.clock() == common::v1::CLOCK_KIND_UNSPECIFIED
                                ? ""
                                : absl::StrCat(common::v1::ClockKind_Name(item.clock()).substr(11), " ");
  const std::string due = item.has_due() ? absl::StrCat("due ", FormatInstant(FromProto(item.due()))) : "";
  const std::string step =
      item.step() == common::v1::ESCALATION_STEP_UNSPECIFIED
          ? ""
          : absl::StrCat(", escalated to ", common::v1::EscalationStep_Name(item.step()).substr(16));
  const bool own = item.person_id().empty() || item.person_id() == caller.profile().person_id;
  const std::string whose = own ? "" : absl::StrCat("  (", Label(caller, item.person_id()), ")");
  const std::string of = item.case_id().empty()
                             ? absl::StrCat("no case yet, ", Label(caller, item.object_id()))
                             : absl::StrCat("case ", Label(caller, item.case_id()));
  return absl::StrCat("  ", InboxItemKind_Name(item.kind()).substr(16), "  ", of, "  ", clock, due,
                      RenderHandoverState(item.handover_state()), step, whose,
                      item.phase() == casework::v1::CASE_PHASE_STANDBY ? "  (standing by)" : "",
                      Written(caller, "late entry", item.began()),
                      Written(caller, "ended by a late entry", item.ended()), "\n");
}

// The enum's value by the end of its name, such as OVERDUE.
absl::StatusOr<int> ValueOf(const google::protobuf::EnumDescriptor& values, const std::string& word) {
  const size_t prefix = values.value(0)->name().size() - (sizeof("UNSPECIFIED") - 1);
  std::string words;
  for (int i = 1; i < values.value_count(); ++i) {
    const std::string known = values.value(i)->name().substr(prefix);
    if (known == word) return values.value(i)->number();
    absl::StrAppend(&words, words.empty() ? "" : ", ", known);
  }
  return absl::InvalidArgumentError(absl::StrCat("there is no ", word, "; there are ", words));
}

absl::StatusOr<casework::v1::WorkFilter> FilterOf(const WorkWish& wish) {
  casework::v1::WorkFilter filter;
  for (const std::string& kind : wish.kinds) {
    FV_ASSIGN_OR_RETURN(const int value, ValueOf(*casework::v1::InboxItemKind_descriptor(), kind));
    filter.add_kinds(static_cast<casework::v1::InboxItemKind>(value));
  }
  for (const std::string& clock : wish.clocks) {
    FV_ASSIGN_OR_RETURN(const int value, ValueOf(*common::v1::ClockKind_descriptor(), clock));
    filter.add_clocks(static_cast<common::v1::ClockKind>(value));
  }
  if (!wish.due_before.empty()) FV_RETURN_IF_ERROR(SetTime(wish.due_before, filter.mutable_due_before()));
  return filter;
}

template <class Request, class Response>
int ShowWork(Caller& caller, std::string_view method, const casework::v1::WorkFilter& filter, bool json,
             Request request = {}) {
  *request.mutable_filter() = filter;
  int items = 0;
  const int code = ShowPages<Response>(caller, method, request, json, [&](const Response& page) {
    items += page.items_size();
    if (json) return;
    for (const auto& item : page.items()) std::cout << Item(caller, item);
  });
  if (code == kDone && items == 0 && !json) std::cout << "Nothing waits.\n";
  return code;
}

template <class Response, class Request>
int ShowInboxThen(Caller& caller, std::string_view method, const WorkWish& wish,
                  const casework::v1::WorkFilter& filter, bool json, Request request) {
  if (auto status = SetTimes(wish.as_known_at, wish.as_true_at, request); !status.ok()) return Bad(status);
  return ShowWork<Request, Response>(caller, method, filter, json, std::move(request));
}

Labels LabelsOf(const Caller& caller) {
  return [&caller](const std::string& id) { return Label(caller, id); };
}

int ShowHolders(Caller& caller, const audit::v1::GetCaseHoldersRequest& request, bool json) {
  return Show<audit::v1::GetCaseHoldersResponse>(caller, "GetCaseHolders", request, json,
                                                 [&](const audit::v1::GetCaseHoldersResponse& answer) {
                                                   if (json) return static_cast<int>(kDone);
                                                   std::cout << RenderHolders(answer, LabelsOf(caller));
                                                   return static_cast<int>(kDone);
                                                 });
}

}  // namespace

int Inbox(Caller& caller, const WorkWish& wish, bool json) {
  const auto filter = FilterOf(wish);
  if (!filter.ok()) return Bad(filter.status());
  const std::string others = wish.person_id + wish.organisation_id + wish.unit_id;
  if (wish.of != "person" && !others.empty()) {
    return Bad(
        absl::InvalidArgumentError("--of is of the caller's own lists: leave it out where --person, "
                                   "--organisation or --unit say whose"));
  }
  if (wish.of == "unit")
    return ShowInboxThen<casework::v1::ListUnitWorkResponse>(caller, "ListUnitWork", wish, *filter, json,
                                                             casework::v1::ListUnitWorkRequest());
  if (wish.of == "organisation")
    return ShowInboxThen<casework::v1::ListOrganisationWorkResponse>(
        caller, "ListOrganisationWork", wish, *filter, json, casework::v1::ListOrganisationWorkRequest());
  if (!others.empty()) {
    casework::v1::ListPersonInboxRequest request;
    request.set_person_id(wish.person_id);
    request.set_organisation_id(wish.organisation_id);
    request.set_unit_id(wish.unit_id);
    return ShowInboxThen<casework::v1::ListPersonInboxResponse>(caller, "ListPersonInbox", wish, *filter,
                                                                json, request);
  }
  return ShowInboxThen<casework::v1::ListInboxResponse>(caller, "ListInbox", wish, *filter, json,
                                                        casework::v1::ListInboxRequest());
}

int ShowCase(Caller& caller, const std::string& case_id, bool json) {
  casework::v1::GetCaseRequest request;
  request.set_case_id(case_id);
  return Show<casework::v1::GetCaseResponse>(caller, "GetCase", request, json,
                                             [&](const casework::v1::GetCaseResponse& answer) {
                                               if (!json) std::cout << AnswerJson(answer, true);
                                               return static_cast<int>(kDone);
                                             });
}

int CaseHistory(Caller& caller, const std::string& case_id, const std::string& as_known_at,
                const std::string& as_true_at, bool json) {
  audit::v1::ListCaseHistoryRequest request;
  request.set_case_id(case_id);
  if (auto status = SetTimes(as_known_at, as_true_at, request); !status.ok()) return Bad(status);
  return ShowPages<audit::v1::ListCaseHistoryResponse>(
      caller, "ListCaseHistory", request, json, [&](const audit::v1::ListCaseHistoryResponse& page) {
        if (json) return;
        for (const auto& entry : page.entries()) std::cout << RenderHistoryEntry(entry, LabelsOf(caller));
      });
}

int CaseHolders(Caller& caller, const std::string& case_id, const std::string& as_known_at,
                const std::string& as_true_at, bool json) {
  audit::v1::GetCaseHoldersRequest request;
  request.set_case_id(case_id);
  if (auto status = SetTimes(as_known_at, as_true_at, request); !status.ok()) return Bad(status);
  return ShowHolders(caller, request, json);
}

int CaseReaders(Caller& caller, const std::string& case_id, const std::string& as_known_at, bool opened_only,
                bool json) {
  audit::v1::ListCaseReadersRequest request;
  request.set_case_id(case_id);
  request.set_opened_only(opened_only);
  if (!as_known_at.empty()) {
    if (auto status = SetTime(as_known_at, request.mutable_as_known_at()); !status.ok()) return Bad(status);
  }
  int reads = 0;
  const int code = ShowPages<audit::v1::ListCaseReadersResponse>(
      caller, "ListCaseReaders", request, json, [&](const audit::v1::ListCaseReadersResponse& page) {
        reads += page.reads_size();
        if (json) return;
        for (const auto& read : page.reads()) std::cout << RenderRead(read, LabelsOf(caller));
      });
  if (code == kDone && reads == 0 && !json) std::cout << "Nobody has read it.\n";
  return code;
}

int AuditVerify(Caller& caller, bool json) {
  return Show<audit::v1::VerifyLogResponse>(
      caller, "VerifyLog", audit::v1::VerifyLogRequest(), json,
      [&](const audit::v1::VerifyLogResponse& verdict) -> int {
        if (!json) std::cout << RenderVerdict(verdict, LabelsOf(caller));
        return verdict.gaps() == 0 && verdict.findings_total() == 0 ? kDone : kFound;
      },
      kReadyTimeout);
}

int AuditReport(Caller& caller, bool json) {
  std::vector<std::string> cases;
  int code = ShowPages<audit::v1::ListCasesResponse>(caller, "ListCases", audit::v1::ListCasesRequest(), json,
                                                     [&](const audit::v1::ListCasesResponse& page) {
                                                       for (const auto& each : page.cases())
                                                         cases.push_back(each.case_id());
                                                     });
  for (size_t i = 0; i < cases.size() && code == kDone; ++i) {
    if (!json) std::cout << "\nWho was responsible when, case " << cases[i] << ":\n";
    code = CaseHolders(caller, cases[i], "", "", json);
  }
  if (code != kDone) return code;
  if (!json) std::cout << "\nThe verdict of the audit, from the log alone:\n";
  return AuditVerify(caller, json);
}

int AuditFigures(Caller& caller, const FiguresOf& of, bool json) {
  audit::v1::GetReportRequest request;
  if (!of.from.empty()) {
    if (auto status = SetTime(of.from, request.mutable_from()); !status.ok()) return Bad(status);
  }
  if (!of.until.empty()) {
    if (auto status = SetTime(of.until, request.mutable_until()); !status.ok()) return Bad(status);
  }
  if (!of.as_known_at.empty()) {
    if (auto status = SetTime(of.as_known_at, request.mutable_as_known_at()); !status.ok())
      return Bad(status);
  }
  if (!of.as_true_at.empty()) {
    if (auto status = SetTime(of.as_true_at, request.mutable_as_true_at()); !status.ok()) return Bad(status);
  }
  if (!of.for_others.empty()) {
    const Quarter quarter = ParseQuarter(of.for_others);
    if (quarter == Quarter{} || request.has_from() || request.has_until())
      return Bad(
          absl::InvalidArgumentError("--for-others names a quarter, such as 2026/1, and no other time"));
    request.set_for_others(true);
    *request.mutable_from() = ToProto(BeginOf(quarter));
    *request.mutable_until() = ToProto(EndOf(quarter));
  }
  return Show<audit::v1::GetReportResponse>(
      caller, "GetReport", request, json, [&](const audit::v1::GetReportResponse& report) {
        if (json) return static_cast<int>(kDone);
        if (!of.csv.empty()) {
          absl::Status written =
              runtime::WriteFileAtomically(of.csv, FiguresCsv(report, request.for_others()), "--csv");
          if (written.ok() && !of.dictionary.empty())
            written = runtime::WriteFileAtomically(
                of.dictionary, FiguresDictionary([](const google::protobuf::FieldDescriptor& field) {
                  return CommentOf(field);
                }),
                "--dictionary");
          return written.ok() ? static_cast<int>(kDone) : Bad(written);
        }
        if (request.for_others()) {
          std::cout << RenderReportForOthers(report);
        } else {
          std::cout
              << "for auditors alone, small numbers are shown; what others get: --for-others YEAR/QUARTER\n"
              << RenderReport(report);
        }
        return static_cast<int>(kDone);
      });
}

int ShowWorkload(Caller& caller, const std::string& unit_id, bool json) {
  team::v1::GetWorkloadRequest request;
  request.set_organisation_id(caller.profile().organisation_id);
  request.set_unit_id(unit_id.empty() ? caller.profile().unit_id : unit_id);
  return Show<team::v1::GetWorkloadResponse>(caller, "GetWorkload", request, json,
                                             [&](const team::v1::GetWorkloadResponse& answer) {
                                               if (!json)
                                                 std::cout << RenderWorkload(answer, LabelsOf(caller));
                                               return static_cast<int>(kDone);
                                             });
}

int ShowConferences(Caller& caller, const std::string& from, const std::string& until, bool json) {
  team::v1::GetConferenceCoverageRequest request;
  if (auto status = SetTime(from, request.mutable_from()); !status.ok()) return Bad(status);
  if (auto status = SetTime(until, request.mutable_until()); !status.ok()) return Bad(status);
  return Show<team::v1::GetConferenceCoverageResponse>(
      caller, "GetConferenceCoverage", request, json,
      [&](const team::v1::GetConferenceCoverageResponse& answer) {
        if (!json) std::cout << RenderCoverage(answer);
        return static_cast<int>(kDone);
      });
}

int ShowGaps(Caller& caller, bool json) {
  int gaps = 0;
  const int code = ShowPages<casework::v1::ListStructuralGapsResponse>(
      caller, "ListStructuralGaps", casework::v1::ListStructuralGapsRequest(), json,
      [&](const casework::v1::ListStructuralGapsResponse& page) {
        gaps += page.gaps_size();
        if (json) return;
        for (const auto& gap : page.gaps()) std::cout << RenderGap(gap);
      });
  if (code == kDone && gaps == 0 && !json) std::cout << "No quarter with a gap has been over for a day.\n";
  return code;
}

int WaitReady(Caller& caller) {
  for (const auto& [service, endpoint] : caller.profile().endpoints) {
    for (int instance = 1; instance <= caller.Instances(service); ++instance) {
      const auto result = caller.Call(Method("WaitSettled"), eventlog::v1::WaitSettledRequest(),
                                      {service, instance}, kReadyTimeout);
      if (!result.ok()) return Bad(result.status());
      if (!result->ok()) {
        std::cerr << "fvctl: instance " << instance << " of the " << service
                  << " service is not ready: " << result->message << "\n";
        return kUnavailable;
      }
    }
  }
  return kDone;
}

}  // namespace fallverbund::fvctl
