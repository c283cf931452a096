#include "tools/fvctl/inspect.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/audit/v1/proof_service.pb.h"
#include "fallverbund/team/v1/directory_service.pb.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/runtime/files.h"
#include "services/audit/pages/at.h"
#include "services/audit/pages/case_page.h"
#include "tools/fvctl/answers.h"
#include "tools/fvctl/explain.h"
#include "tools/fvctl/pdf.h"
#include "tools/fvctl/render/completeness.h"
#include "tools/fvctl/render/diff.h"
#include "tools/fvctl/render/statistics.h"

namespace fallverbund::fvctl {
namespace {

using audit::v1::AuditedCase;
using audit::v1::GetCaseHoldersResponse;
using audit::v1::HistoryEntry;

constexpr absl::Duration kVerdictTimeout = absl::Seconds(60);  // it waits for the end of the log
constexpr absl::Duration kProofTimeout = absl::Seconds(15);
constexpr size_t kMostEntries = 5000;  // of one page; a browser still shows them at once

int Bad(const absl::Status& status) {
  std::cerr << "fvctl: " << status.message() << "\n";
  return kBadInput;
}

Labels LabelsOf(const Caller& caller) {
  return [&caller](const std::string& id) {
    const auto found = caller.profile().labels.find(id);
    return found == caller.profile().labels.end() ? id : found->second;
  };
}

template <class Request>
Request OfCase(const std::string& case_id, std::optional<absl::Time> known_at,
               std::optional<absl::Time> true_at) {
  Request request;
  request.set_case_id(case_id);
  if (known_at) *request.mutable_as_known_at() = ToProto(*known_at);
  if (true_at) *request.mutable_as_true_at() = ToProto(*true_at);
  return request;
}

std::optional<std::vector<HistoryEntry>> WholeHistory(Answers& answers,
                                                      const audit::v1::ListCaseHistoryRequest& of) {
  const auto pages = answers.AskAll<audit::v1::ListCaseHistoryResponse>("ListCaseHistory", of);
  if (!pages) return std::nullopt;
  std::vector<HistoryEntry> history;
  for (const auto& page : *pages) history.insert(history.end(), page.entries().begin(), page.entries().end());
  return history;
}

std::optional<std::vector<AuditedCase>> AllCases(Answers& answers) {
  const auto pages = answers.AskAll<audit::v1::ListCasesResponse>("ListCases", audit::v1::ListCasesRequest());
  if (!pages) return std::nullopt;
  std::vector<AuditedCase> cases;
  for (const auto& page : *pages) cases.insert(cases.end(), page.cases().begin(), page.cases().end());
  return cases;
}

std::optional<std::vector<audit::v1::AuditedNumber>> AllNumbers(Answers& answers) {
  const auto pages =
      answers.AskAll<audit::v1::ListNumbersResponse>("ListNumbers", audit::v1::ListNumbersRequest());
  if (!pages) return std::nullopt;
  std::vector<audit::v1::AuditedNumber> numbers;
  for (const auto& page : *pages) numbers.insert(numbers.end(), page.numbers().begin(), page.numbers().end());
  return numbers;
}

std::string PathOfPrograms() {
  const char* path = std::getenv("PATH");
  return path == nullptr ? "" : path;
}

// What the log knew at a time, as a position.
std::optional<uint64_t> PositionOf(Answers& answers, const std::string& case_id, const audit::pages::At& at) {
  if (at.position) return *at.position;
  const auto then = answers.Ask<GetCaseHoldersResponse>(
      "GetCaseHolders", OfCase<audit::v1::GetCaseHoldersRequest>(case_id, at.time, std::nullopt));
  if (!then) return std::nullopt;
  return then->position();
}

// The proof of each entry, as far as the house has sealed it; an entry that is not yet sealed stands without.
void AddProofs(Caller& caller, audit::pages::KnownCase& known) {
  const auto method = FindMethod("GetInclusionProof");
  FV_CHECK(method.ok());
  for (const HistoryEntry& entry : known.history) {
    if (known.proofs.contains(entry.position())) continue;
    audit::v1::GetInclusionProofRequest request;
    request.set_position(entry.position());
    const auto result = caller.Call(**method, request, {}, kProofTimeout);
    if (!result.ok() || !result->ok()) {
      std::cerr << "fvctl: from position " << entry.position() << " on the page holds no proofs: "
                << (result.ok() ? result->message : std::string(result.status().message())) << "\n";
      return;
    }
    known.proofs[entry.position()] =
        static_cast<const audit::v1::GetInclusionProofResponse&>(*result->answer).tlog_proof();
  }
}

std::string DiffJson(const GetCaseHoldersResponse& holders, const std::vector<HistoryEntry>& history,
                     uint64_t from, uint64_t to) {
  std::string json;
  for (const auto& [name, position] : {std::pair("before", from), std::pair("after", to)}) {
    GetCaseHoldersResponse held;
    for (auto& span : HeldAt(holders, position)) *held.add_spans() = std::move(span);
    held.set_position(position);
    absl::StrAppend(&json, json.empty() ? "{" : ",", "\"", name, "\":", AnswerJson(held, false));
  }
  audit::v1::ListCaseHistoryResponse between;
  for (const HistoryEntry& entry : history) {
    if (entry.position() > from && entry.position() <= to) *between.add_entries() = entry;
  }
  return absl::StrCat(json, ",\"between\":", AnswerJson(between, false), "}");
}

// 16 digits: nobody counts so many helps that two would meet.
std::string Mark(const std::string& text) {
  return ToHex(crypto::Sha256(absl::StrCat("fallverbund.statistics/v1\n", text))).substr(0, 16);
}

// As the directory has them; where it does not answer, that was said and nobody has one.
KindOf KindsOfOrganisations(Caller& caller) {
  constexpr int kPageSize = 500;
  Answers answers(caller, false);
  const auto pages = answers.AskAll<team::v1::ListOrganisationsResponse>(
      "ListOrganisations", team::v1::ListOrganisationsRequest(), kPageSize);
  std::map<std::string, std::string> kinds;
  for (const auto& page : pages.value_or(std::vector<team::v1::ListOrganisationsResponse>{})) {
    for (const auto& one : page.organisations())
      kinds[one.organisation_id()] =
          team::v1::OrganisationKind_Name(one.kind()).substr(sizeof("ORGANISATION_KIND_") - 1);
  }
  return [kinds](const std::string& id) {
    const auto found = kinds.find(id);
    return found == kinds.end() ? std::string() : found->second;
  };
}

}  // namespace

int CaseDiff(Caller& caller, const std::string& case_id, const std::string& from, const std::string& to,
             bool json) {
  const auto first = audit::pages::ParseAt(from), second = audit::pages::ParseAt(to);
  if (!first.ok()) return Bad(first.status());
  if (!second.ok()) return Bad(second.status());
  Answers answers(caller, json);
  const auto a = PositionOf(answers, case_id, *first);
  if (!a) return answers.code();
  const auto b = PositionOf(answers, case_id, *second);
  if (!b) return answers.code();
  const auto holders = answers.Ask<GetCaseHoldersResponse>(
      "GetCaseHolders", OfCase<audit::v1::GetCaseHoldersRequest>(case_id, std::nullopt, std::nullopt));
  if (!holders) return answers.code();
  const auto history =
      WholeHistory(answers, OfCase<audit::v1::ListCaseHistoryRequest>(case_id, std::nullopt, std::nullopt));
  if (!history) return answers.code();
  const auto [earlier, later] = std::minmax(*a, *b);
  std::cout << (json ? DiffJson(*holders, *history, earlier, later) + "\n"
                     : RenderDiff(*holders, *history, earlier, later, LabelsOf(caller)));
  return kDone;
}

int WriteCasePage(Caller& caller, const PageWish& wish) {
  const auto known_at = audit::pages::ParseTrueAt(wish.as_known_at),
             true_at = audit::pages::ParseTrueAt(wish.as_true_at);
  if (!known_at.ok()) return Bad(known_at.status());
  if (!true_at.ok()) return Bad(true_at.status());
  Answers answers(caller, false);
  const auto holders = answers.Ask<GetCaseHoldersResponse>(
      "GetCaseHolders", OfCase<audit::v1::GetCaseHoldersRequest>(wish.case_id, *known_at, *true_at));
  if (!holders) return answers.code();
  auto history =
      WholeHistory(answers, OfCase<audit::v1::ListCaseHistoryRequest>(wish.case_id, *known_at, *true_at));
  if (!history) return answers.code();
  audit::v1::VerifyLogRequest of_case;
  of_case.set_case_id(wish.case_id);
  const auto verdict = answers.Ask<audit::v1::VerifyLogResponse>("VerifyLog", of_case, kVerdictTimeout);
  if (!verdict) return answers.code();
  if (verdict->findings_total() > static_cast<uint64_t>(verdict->findings_size()))
    std::cerr << "fvctl: the page tells the first " << verdict->findings_size()
              << " findings in this case of " << verdict->findings_total() << "\n";

  audit::pages::KnownCase known{.case_id = wish.case_id, .holders = *holders};
  for (const audit::v1::Finding& finding : verdict->findings()) {
    if (finding.position() <= holders->position()) known.findings.push_back(finding);
  }
  known.history_goes_on = history->size() > kMostEntries;
  if (known.history_goes_on) history->resize(kMostEntries);
  known.history = *std::move(history);
  // The log's time may be ahead of this machine's, where a story moves it.
  known.until = absl::Now();
  if (!known.history.empty())
    known.until = std::max(known.until, FromProto(known.history.back().recorded_at()));
  known.until = std::min(
      {known.until, known_at->value_or(absl::InfiniteFuture()), true_at->value_or(absl::InfiniteFuture())});
  AddProofs(caller, known);
  const std::string page = audit::pages::CasePage(known, {}, audit::pages::LanguageOf(wish.language, ""));
  const absl::Status written = wish.pdf ? PrintToPdf(page, wish.file, {.path = PathOfPrograms()})
                                        : runtime::WriteFileAtomically(wish.file, page, "the page");
  return written.ok() ? static_cast<int>(kDone) : Bad(written);
}

int WriteStatistics(Caller& caller, int year, const std::string& folder) {
  Answers answers(caller, false);
  const KindOf kind_of = KindsOfOrganisations(caller);
  const auto cases = AllCases(answers);
  if (!cases) return answers.code();
  std::vector<CaseHistoryOf> histories;
  std::vector<std::string> left_out;
  for (const AuditedCase& audited : *cases) {
    if (audited.case_id().empty()) continue;  // an inquiry has no help yet
    auto history = WholeHistory(
        answers, OfCase<audit::v1::ListCaseHistoryRequest>(audited.case_id(), std::nullopt, std::nullopt));
    if (!history && !answers.held_back()) return answers.code();
    if (!history) {
      std::cerr << "fvctl: case " << audited.case_id() << " is left out, and the dictionary says so\n";
      left_out.push_back(audited.case_id());
      continue;
    }
    histories.push_back({audited.case_id(), *std::move(history)});
  }
  for (const StatisticsFile& file : OfficialStatistics(histories, left_out, year, Mark, kind_of)) {
    const std::string path = absl::StrCat(folder, "/", file.name);
    const absl::Status written = runtime::WriteFileAtomically(path, file.csv, "--csv");
    if (!written.ok()) return Bad(written);
    std::cout << path << ": " << std::count(file.csv.begin(), file.csv.end(), '\n') - 1 << " lines\n";
  }
  return kDone;
}

int CheckCompleteness(Caller& caller, const std::string& list, bool json) {
  const auto csv = runtime::ReadFile(list, "the list");
  if (!csv.ok()) return Bad(csv.status());
  Answers answers(caller, json);
  const auto cases = AllCases(answers);
  if (!cases) return answers.code();
  const auto numbers = AllNumbers(answers);
  if (!numbers) return answers.code();
  const auto completeness = Compare(*csv, {*cases, *numbers}, absl::Now(), LabelsOf(caller));
  if (!completeness.ok()) return Bad(completeness.status());
  std::cout << (json ? CompletenessJson(*completeness) : RenderCompleteness(*completeness));
  return completeness->Whole() ? kDone : kFound;
}

}  // namespace fallverbund::fvctl
