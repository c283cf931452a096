// Long, because it is the one way of every page: who asks, may they, which page, journaled, answered.
#include "services/audit/rpc/page_desk.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/audit/v1/proof_service.pb.h"
#include "libs/access/circle.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/quarter.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/projection/held.h"
#include "libs/refusal/refusal.h"
#include "libs/runtime/log.h"
#include "services/audit/pages/at.h"
#include "services/audit/pages/case_page.h"
#include "services/audit/pages/figures_page.h"
#include "services/audit/sealer/proofs.h"
#include "services/audit/verdict/verdict_reader.h"
#include "services/audit/views/journal_view.h"
#include "services/audit/views/questions.h"

namespace fallverbund::audit {
namespace {

using google::protobuf::MethodDescriptor;
using pages::Saying;

constexpr absl::Duration kPatience = absl::Seconds(20);  // of a reader; then the page says: once more
constexpr int kCasesAPage = 100;
constexpr int kMostEntries = 5000;  // of one case; a browser still shows them at once
constexpr int kMostRows = 500;      // of the other lists
constexpr int kQuarters = 8;
constexpr char kCasePath[] = "/case/";

const MethodDescriptor* MethodIn(const google::protobuf::FileDescriptor& file, const char* name) {
  const auto* method = file.service(0)->FindMethodByName(name);
  FV_CHECK(method != nullptr);
  return method;
}

const MethodDescriptor* MethodOf(const char* name) {
  return MethodIn(*v1::VerifyLogRequest::descriptor()->file(), name);
}

// "/case/<id>" and, where the proof of an entry is asked for, "/proof/<position>" behind it.
struct CasePath {
  std::string id;
  std::optional<uint64_t> proof_of;
};
std::optional<CasePath> ParseCasePath(const std::string& path) {
  if (!absl::StartsWith(path, kCasePath)) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(path.substr(sizeof(kCasePath) - 1), '/');
  uint64_t position = 0;
  const bool proof = parts.size() == 3 && parts[1] == "proof" && absl::SimpleAtoi(parts[2], &position);
  if (!IsHexId(parts[0]) || (parts.size() != 1 && !proof)) return std::nullopt;
  CasePath found{parts[0], std::nullopt};
  if (proof) found.proof_of = position;
  return found;
}

// Which methods a path shows; none: there is no such page.
std::vector<const MethodDescriptor*> MethodsOf(const std::string& path) {
  if (path == "/" || path == "/overdue") return {MethodOf("ListCases")};
  if (path == "/findings") return {MethodOf("VerifyLog")};
  if (path == "/figures") return {MethodOf("GetReport")};
  const auto of_case = ParseCasePath(path);
  if (!of_case) return {};
  if (of_case->proof_of)
    return {MethodIn(*v1::GetInclusionProofRequest::descriptor()->file(), "GetInclusionProof")};
  return {MethodOf("GetCaseHolders"), MethodOf("ListCaseHistory")};
}

PageReply Say(int http_status, const Saying& title, const Saying& text, const pages::Asked& asked) {
  return {http_status, pages::MessagePage(title, text, asked)};
}

PageReply NoSuchPage(const pages::Asked& asked) {
  return Say(404, {"Nicht gefunden", "Not found"},
             {"Diese Seite oder diesen Fall gibt es hier nicht, oder zu dieser Zeit war er nicht bekannt.",
              "There is no such page or case here, or it was not known at that time."},
             asked);
}

PageReply DeniedPage(const access::Denial& denial, const pages::Asked& asked) {
  const auto& text = refusal::Text(denial.reason);
  return Say(denial.code == absl::StatusCode::kNotFound ? 404 : 403, {"Nicht erlaubt", "Not allowed"},
             {text.german, text.english}, asked);
}

PageReply FailedPage(const absl::Status& status, const pages::Asked& asked) {
  if (absl::IsInvalidArgument(status)) {
    return Say(
        400, {"Nicht verstanden", "Not understood"},
        {"Ein Zeitpunkt ist eine Stelle im Protokoll wie 17, ein Tag wie 2026-03-05 oder 05.03.2026, oder "
         "2026-03-05T09:00:00Z. Eine Seite der Liste beginnt man ohne Angabe.",
         "A time is a position of the log such as 17, a day such as 2026-03-05 or 05.03.2026, or "
         "2026-03-05T09:00:00Z. A page of the list is begun without one."},
        asked);
  }
  if (!absl::IsUnavailable(status)) log::Error("page_failed", {{"cause", log::Cause(status)}});
  return Say(503, {"Gerade nicht", "Not now"},
             {"Die Prüfung kann das gerade nicht zeigen; bitte noch einmal versuchen.",
              "The audit cannot show this now; please try again."},
             asked);
}

pages::Asked AskedBy(const PageRequest& request) {
  const std::string wish = request.Parameter("lang");
  pages::Asked asked{.language = pages::LanguageOf(wish, request.accept_language)};
  if (wish == "de" || wish == "en") asked.asked_language = wish;
  return asked;
}

// When a drawing of the log up to a position ends: a little after its last event, so that this one is seen.
absl::Time DrawnUntil(const std::vector<v1::HistoryEntry>& history) {
  const absl::Time first = FromProto(history.front().occurred_at()),
                   last = FromProto(history.back().recorded_at());
  return last + std::max((last - first) / 50, absl::Hours(1));
}

// The first event of the case behind a position; nullopt: none.
absl::StatusOr<std::optional<uint64_t>> NextPosition(const projection::Rows& rows, const std::string& case_id,
                                                     uint64_t position) {
  const Page behind{1, absl::StrCat(position, ".", std::numeric_limits<uint32_t>::max())};
  FV_ASSIGN_OR_RETURN(const auto next, ReadHistory(rows, case_id, {}, behind));
  if (next.entries().empty()) return std::nullopt;
  return next.entries(0).position();
}

std::optional<uint64_t> PositionBefore(const std::vector<v1::HistoryEntry>& history) {
  for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
    if (entry->position() < history.back().position()) return entry->position();
  }
  return std::nullopt;
}

absl::Time BeginOf(const Quarter& quarter) {
  return EndOf(quarter.quarter == 1 ? Quarter{quarter.year - 1, 4}
                                    : Quarter{quarter.year, quarter.quarter - 1});
}

decider::Actor ActorOf(const access::Caller& reader) {
  return {reader.peer.name, reader.person, std::string(access::RoleName(reader.role))};
}

}  // namespace

absl::StatusOr<access::Caller> ReaderOf(const crypto::Certificate& certificate) {
  FV_ASSIGN_OR_RETURN(access::Peer peer, access::ParsePeer(certificate.uris));
  if (peer.kind != access::PeerKind::kOrganisation)
    return absl::PermissionDeniedError("pages are for persons of an organisation");
  std::string person;
  for (const std::string& name : certificate.dns_names) {
    if (!absl::EndsWith(name, kPersonSuffix)) continue;
    if (!person.empty()) return absl::PermissionDeniedError("the certificate names two persons");
    person = std::string(absl::StripSuffix(name, kPersonSuffix));
  }
  if (!IsHexId(person)) return absl::PermissionDeniedError("the certificate names no person");
  return access::ParseCaller(std::move(peer), person, access::RoleName(common::v1::ROLE_AUDITOR));
}

PageReply PageDesk::Answer(const PageRequest& request) {
  const pages::Asked asked = AskedBy(request);
  auto reader = ReaderOf(request.peer);
  if (!reader.ok()) {
    return Say(
        403, {"Nicht erlaubt", "Not allowed"},
        {"Das Zertifikat nennt keinen Menschen einer Stelle dieses Verbundes. Die Stelle, die Zertifikate "
         "ausgibt, stellt eines für den Browser aus.",
         "The certificate names no person of an organisation of this association. Whoever issues "
         "certificates makes one for the browser."},
        asked);
  }
  Reading reading{.request = request,
                  .reader = *std::move(reader),
                  .asked = asked,
                  .methods = MethodsOf(request.path),
                  .deadline = absl::Now() + kPatience};
  if (reading.methods.empty()) return NoSuchPage(asked);  // what is no id stands in no journal
  if (const auto of_case = ParseCasePath(request.path)) {
    reading.object_id = of_case->id;
    reading.proof_of = of_case->proof_of;
  }

  if (const auto waited = WaitForAll(reading.deadline); !waited.ok()) return FailedPage(waited, asked);
  const auto denied = Denied(reading);
  if (!denied.ok()) return FailedPage(denied.status(), asked);
  if (*denied) return DeniedPage(**denied, asked);
  auto page = Read(reading);
  if (absl::IsNotFound(page.status())) {
    const auto journaled = JournalDenial(reading, access::NotFound());
    return journaled.ok() ? NoSuchPage(asked) : FailedPage(journaled, asked);
  }
  if (!page.ok()) return FailedPage(page.status(), asked);
  if (const auto journaled = JournalRead(reading); !journaled.ok()) return FailedPage(journaled, asked);
  return {200, *std::move(page), reading.proof_of ? absl::StrCat(*reading.proof_of, ".tlog-proof") : ""};
}

// Both streams as far as their leaders know them now.
absl::Status PageDesk::WaitForAll(absl::Time deadline) {
  FV_ASSIGN_OR_RETURN(const uint64_t head, host_.log().HeadFromLeader(deadline));
  FV_ASSIGN_OR_RETURN(const uint64_t of_journal, journal_.HeadFromLeader(deadline));
  if (!host_.projector().WaitFor(head, deadline).ok() || !of_journal_.WaitFor(of_journal, deadline).ok())
    return absl::UnavailableError("not yet read to the end here");
  return absl::OkStatus();
}

absl::StatusOr<std::optional<access::Denial>> PageDesk::Denied(const Reading& reading) {
  FV_ASSIGN_OR_RETURN(const auto facts, access::ReadDirectoryFacts(host_.rows(), reading.reader));
  for (const MethodDescriptor* method : reading.methods) {
    const access::Call call{reading.reader, access::PolicyOf(*method), true};
    const auto denial = access::Check(call, facts, {});
    if (!denial) continue;
    FV_RETURN_IF_ERROR(JournalDenial(reading, *denial));
    return denial;
  }
  return std::nullopt;
}

absl::Status PageDesk::JournalDenial(const Reading& reading, const access::Denial& denial) {
  eventlog::v1::CallDenied entry;
  entry.set_method_id(reading.methods.front()->full_name());
  entry.set_reason_id(std::string(refusal::Text(denial.reason).code));
  entry.set_row_id(denial.row);
  entry.set_object_id(reading.object_id);
  return host_.journal().Denied(ActorOf(reading.reader), std::move(entry), reading.deadline);
}

absl::Status PageDesk::JournalRead(const Reading& reading) {
  for (const MethodDescriptor* method : reading.methods) {
    eventlog::v1::ReadRecorded entry;
    entry.set_method_id(method->full_name());
    entry.set_object_id(reading.object_id);
    const access::Call call{reading.reader, access::PolicyOf(*method), true};
    entry.set_row_id(call.policy.row());
    entry.set_ground_id(access::GroundOf(call, {}));
    FV_RETURN_IF_ERROR(host_.journal().Read(ActorOf(reading.reader), std::move(entry), reading.deadline));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PageDesk::Read(const Reading& reading) {
  const std::string& path = reading.request.path;
  if (path == "/") return CasesPage(reading);
  if (path == "/findings") return FindingsPage(reading);
  if (path == "/overdue") return OverduePage(reading);
  if (path == "/figures") return FiguresPage(reading);
  return reading.proof_of ? Proof(reading) : CasePage(reading);
}

absl::StatusOr<std::string> PageDesk::CasesPage(const Reading& reading) {
  const std::string after = reading.request.Parameter("after");
  FV_ASSIGN_OR_RETURN(auto cases, ReadCases(host_.rows(), {kCasesAPage, after}));
  pages::ListedCases listed{
      .next = cases.next_page_token(), .from_start = after.empty(), .now = host_.clock().Now()};
  listed.cases.assign(cases.cases().begin(), cases.cases().end());
  return pages::CasesPage(listed, reading.asked);
}

absl::StatusOr<std::string> PageDesk::FindingsPage(const Reading& reading) {
  FV_ASSIGN_OR_RETURN(const auto verdict, VerdictNow(host_.rows(), of_journal_.store()));
  return pages::FindingsPage(verdict, reading.asked);
}

absl::StatusOr<std::string> PageDesk::OverduePage(const Reading& reading) {
  uint64_t position = 0;
  const auto rows = host_.rows().Snapshot(&position);
  FV_ASSIGN_OR_RETURN(const OverdueBoard board, ReadOverdueBoard(*rows, kMostRows));
  pages::Overdue shown{.standing_total = board.standing_total,
                       .missed_total = board.missed_total,
                       .resting_total = board.resting_total,
                       .now = host_.clock().Now()};
  for (const MissedDate& one : board.standing)
    shown.standing.push_back({one.case_id, one.clock, one.at, one.recorded_at});
  for (const MissedDate& one : board.missed)
    shown.missed.push_back({one.case_id, one.clock, one.at, one.recorded_at});
  for (const Resting& one : board.resting)
    shown.resting.push_back({one.case_id, one.contact_due, one.last_contact});
  return pages::OverduePage(shown, reading.asked);
}

// Eight quarters, the running one last; each reads all facts, and auditors are few.
absl::StatusOr<std::string> PageDesk::FiguresPage(const Reading& reading) {
  uint64_t head = 0;
  const auto rows = host_.rows().Snapshot(&head);
  std::vector<pages::QuarterFigures> quarters;
  absl::Time end = EndOf(QuarterOf(host_.clock().Now()));
  for (int i = 0; i < kQuarters; ++i) {
    const Quarter quarter = QuarterOf(end - absl::Nanoseconds(1));
    const absl::Time begin = BeginOf(quarter);
    pages::QuarterFigures& shown = quarters.emplace_back();
    shown.name = absl::StrCat(quarter.year, "/", quarter.quarter);
    const Period period{.from = begin, .until = end};
    FV_ASSIGN_OR_RETURN(shown.report, ReadReport(*rows, period, head));
    FV_ASSIGN_OR_RETURN(const uint64_t refused, CountDischargeAttempts(of_journal_.store(), period));
    shown.report.set_rejected_discharge_attempts(refused);
    end = begin;
  }
  std::reverse(quarters.begin(), quarters.end());
  return pages::FiguresPage(quarters, reading.asked);
}

// Of an entry of this case alone, and only if what was published is the message that the case has there.
absl::StatusOr<std::string> PageDesk::Proof(const Reading& reading) {
  const uint64_t position = *reading.proof_of;
  if (position == 0) return absl::NotFoundError("positions begin with 1");
  const Page behind{1, absl::StrCat(position - 1, ".", std::numeric_limits<uint32_t>::max())};
  FV_ASSIGN_OR_RETURN(const auto history,
                      ReadHistory(host_.rows(), reading.object_id, {}, position == 1 ? Page{1, ""} : behind));
  if (history.entries().empty() || history.entries(0).position() != position)
    return absl::NotFoundError("no entry of this case");
  if (!published_) return absl::UnavailableError("no published log is here");
  auto prover = Prover::Open(tiles_);
  auto inclusion = prover.ok() ? prover->Prove(position) : prover.status();
  if (absl::IsNotFound(inclusion.status()) || absl::IsOutOfRange(inclusion.status()))
    return absl::UnavailableError("not sealed yet");
  FV_RETURN_IF_ERROR(inclusion.status());
  if (!absl::EndsWith(inclusion->entry, history.entries(0).payload_sha256()))
    return absl::DataLossError("the published log has another message there than the log");
  return FormatInclusion(position, *inclusion, prover->published().note);
}

absl::StatusOr<std::string> PageDesk::CasePage(const Reading& reading) {
  const std::string& id = reading.object_id;
  pages::CaseAsked asked{.at = reading.request.Parameter("at"),
                         .true_at = reading.request.Parameter("true"),
                         .served = true,
                         .proofs_served = published_,
                         .asked_language = reading.asked.asked_language};
  FV_ASSIGN_OR_RETURN(const pages::At at, pages::ParseAt(asked.at));
  FV_ASSIGN_OR_RETURN(const auto true_at, pages::ParseTrueAt(asked.true_at));
  const AsOf as_of{.known_at = at.time, .known_position = at.position, .true_at = true_at};

  uint64_t head = 0;
  const auto rows = host_.rows().Snapshot(&head);
  FV_ASSIGN_OR_RETURN(const auto held_since, projection::AggregateHeldSince(*rows, id));
  if (held_since) return projection::HeldBack(*held_since);
  pages::KnownCase known{.case_id = id};
  FV_ASSIGN_OR_RETURN(known.holders, ReadHolders(*rows, id, as_of, head));
  FV_ASSIGN_OR_RETURN(const auto history, ReadHistory(*rows, id, as_of, {kMostEntries, ""}));
  known.history.assign(history.entries().begin(), history.entries().end());
  known.history_goes_on = !history.next_page_token().empty();
  FV_ASSIGN_OR_RETURN(known.findings, ReadCaseFindings(*rows, id, known.holders.position(), kMostRows));

  known.until = std::min(host_.clock().Now(), at.time.value_or(absl::InfiniteFuture()));
  known.until = std::min(known.until, true_at.value_or(absl::InfiniteFuture()));
  if (at.position && !known.history.empty()) known.until = std::min(known.until, DrawnUntil(known.history));
  FV_ASSIGN_OR_RETURN(const Extent extent, ReadExtent(*rows, id));
  asked.first_position = extent.first_position;
  asked.last_position = extent.last_position;
  asked.first_at = extent.first_at;
  asked.last_at = extent.last_at;
  if (!known.history.empty()) {
    asked.earlier = PositionBefore(known.history);
    FV_ASSIGN_OR_RETURN(asked.later, NextPosition(*rows, id, known.history.back().position()));
  }
  return pages::CasePage(known, asked, reading.asked.language);
}

}  // namespace fallverbund::audit
