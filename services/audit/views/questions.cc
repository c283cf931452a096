#include "services/audit/views/questions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "libs/eventlog/trace.h"
#include "libs/projection/row_cursor.h"
#include "services/audit/domain/overdue.h"
#include "services/audit/domain/report.h"
#include "services/audit/domain/strands.h"
#include "services/audit/views/facts_json.h"
#include "services/audit/views/report_for_others.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

using projection::BigEndian;
using projection::RowCursor;
using projection::Rows;
using projection::SortableTime;

constexpr size_t kIdLength = 32;  // of a chain's id, with which its keys begin

absl::Status BadToken() {
  return absl::InvalidArgumentError("page_token is not one of this list; begin without one");
}

// Where a page ended: position and event index of its last entry.
struct Place {
  uint64_t position = 0;
  uint64_t index = 0;
};

absl::StatusOr<Place> ParsePlace(const std::string& token) {
  Place place;
  if (token.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &place.position) ||
      !absl::SimpleAtoi(parts[1], &place.index) || place.position == 0) {
    return BadToken();
  }
  return place;
}

const google::protobuf::Timestamp& OccurredAt(const eventlog::v1::Commit& commit) {
  return commit.has_occurred_at() ? commit.occurred_at() : commit.recorded_at();
}

absl::Time TrueTime(const eventlog::v1::Commit& commit, const eventlog::v1::Event& event) {
  casework::v1::ResponsibilityMoved moved;
  if (event.type() == moved.GetDescriptor()->full_name() && moved.ParseFromString(event.data()) &&
      moved.has_effective_at()) {
    return FromProto(moved.effective_at());
  }
  return FromProto(OccurredAt(commit));
}

Entry EntryOf(const v1::FiledCommit& filed) {
  return {filed.position(), filed.context(), filed.aggregate_id(), filed.commit(),
          FromProto(filed.known_at())};
}

// Of anything that has both times.
template <class Recorded>
bool IsLate(const Recorded& recorded) {
  return FromProto(recorded.recorded_at()) - FromProto(recorded.occurred_at()) > kLateAfter;
}

v1::HistoryEntry ToEntry(const v1::FiledCommit& filed, int index) {
  const eventlog::v1::Commit& commit = filed.commit();
  const Entry entry = EntryOf(filed);
  v1::HistoryEntry shown;
  shown.set_position(filed.position());
  shown.set_index(static_cast<uint32_t>(index));
  shown.set_event_type(commit.events(index).type());
  shown.set_context(filed.context());
  shown.set_organisation_id(commit.actor().organisation());
  shown.set_person_id(commit.actor().person());
  shown.set_role(commit.actor().role());
  *shown.mutable_occurred_at() = OccurredAt(commit);
  *shown.mutable_recorded_at() = commit.recorded_at();
  shown.set_late_entry(IsLate(shown));
  shown.set_facts_json(FactsJson(entry, commit.events(index)));
  shown.set_caused_by_position(commit.causation().position());
  shown.set_commit_id(commit.commit_id());
  shown.set_payload_sha256(filed.payload_sha256());
  shown.set_correction(Corrects(entry, commit.events(index)));
  if (const auto trace = eventlog::TraceOf(commit)) shown.set_trace_id(trace->trace_id);
  return shown;
}

// True while the page has room.
bool AddEvents(const v1::FiledCommit& filed, const Place& after, const AsOf& as_of, int page_size,
               v1::ListCaseHistoryResponse& response) {
  for (int i = 0; i < filed.commit().events_size(); ++i) {
    if (filed.position() == after.position && static_cast<uint64_t>(i) <= after.index) continue;
    if (as_of.true_at && TrueTime(filed.commit(), filed.commit().events(i)) > *as_of.true_at) continue;
    if (response.entries_size() == page_size) return false;
    *response.add_entries() = ToEntry(filed, i);
  }
  return true;
}

// What the spans of a strand looked like to somebody who knew the log up to `known`, and up to the time
// `true_at`.
std::optional<v1::HoldingSpan> AsSeen(v1::HoldingSpan span, uint64_t known,
                                      std::optional<absl::Time> true_at) {
  if (span.from_position() > known) return std::nullopt;
  if (true_at && FromProto(span.from()) > *true_at) return std::nullopt;
  const bool ends_later = span.until_position() > known || (true_at && FromProto(span.until()) > *true_at);
  if (span.until_position() != 0 && ends_later) {
    span.clear_until();
    span.clear_until_position();
  }
  return span;
}

// Of what a span begins or ends with. A move may hold from an earlier time than it was agreed on.
absl::StatusOr<v1::WrittenDown> WrittenDownAt(const Rows& rows, const std::string& chain, uint64_t position,
                                              absl::Time true_at) {
  FV_ASSIGN_OR_RETURN(const auto filed,
                      GetMessage<v1::FiledCommit>(rows, kCommits, chain + BigEndian(position)));
  if (!filed)
    return absl::DataLossError(absl::StrCat("the commit at position ", position,
                                            " is not filed; delete the projection, it is rebuilt"));
  const eventlog::v1::Commit& commit = filed->commit();
  const Entry entry = EntryOf(*filed);
  v1::WrittenDown written;
  written.set_organisation_id(commit.actor().organisation());
  written.set_person_id(commit.actor().person());
  written.set_role(commit.actor().role());
  *written.mutable_occurred_at() = ToProto(std::min(true_at, FromProto(OccurredAt(commit))));
  *written.mutable_recorded_at() = commit.recorded_at();
  written.set_late_entry(IsLate(written));
  written.set_correction(
      std::any_of(commit.events().begin(), commit.events().end(),
                  [&](const eventlog::v1::Event& event) { return Corrects(entry, event); }));
  return written;
}

absl::Status AddWrittenDown(const Rows& rows, const std::string& chain, v1::HoldingSpan& span) {
  FV_ASSIGN_OR_RETURN(*span.mutable_began(),
                      WrittenDownAt(rows, chain, span.from_position(), FromProto(span.from())));
  if (span.until_position() == 0) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(*span.mutable_ended(),
                      WrittenDownAt(rows, chain, span.until_position(), FromProto(span.until())));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::HoldingSpan>> AllSpans(const Rows& rows, const std::string& chain,
                                                      const v1::CaseFile& file) {
  std::vector<v1::HoldingSpan> spans;
  RowCursor cursor(rows, kSpans, chain);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) break;
    FV_ASSIGN_OR_RETURN(spans.emplace_back(), FromBytes<v1::HoldingSpan>(row->value));
  }
  spans.insert(spans.end(), file.open_spans().begin(), file.open_spans().end());
  return spans;
}

// Of `table`'s findings that begin so, in the order of the log, up to a position.
absl::StatusOr<uint64_t> GapsKnown(const Rows& rows, const char* table, const std::string& prefix,
                                   uint64_t known) {
  uint64_t gaps = 0;
  RowCursor cursor(rows, table, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return gaps;
    FV_ASSIGN_OR_RETURN(const auto finding, FromBytes<v1::Finding>(row->value));
    if (finding.position() > known) return gaps;
    if (IsGap(finding.kind())) ++gaps;
  }
}

std::vector<v1::CaseFact> KnownFacts(const std::vector<v1::CaseFact>& facts, absl::Time known_at) {
  std::vector<v1::CaseFact> known;
  for (const v1::CaseFact& fact : facts) {
    if (FromProto(fact.known_at()) <= known_at) known.push_back(fact);
  }
  return known;
}

// What people call the chain: its case, or its origin as long as there is none.
std::string NameOf(const v1::CaseFile& file) {
  return file.case_id().empty() ? file.origin_id() : file.case_id();
}

absl::StatusOr<bool> HasMissedAny(const Rows& rows, const std::string& chain) {
  RowCursor cursor(rows, kFacts, chain);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return false;
    FV_ASSIGN_OR_RETURN(const auto fact, FromBytes<v1::CaseFact>(row->value));
    if (fact.kind() == v1::CASE_FACT_KIND_OVERDUE) return true;
  }
}

// The dates of one chain, commit by commit.
class MissedInChain {
 public:
  MissedInChain(std::string name, OverdueBoard& board) : name_(std::move(name)), board_(board) {}

  void Take(const v1::FiledCommit& filed) {
    const Entry entry = EntryOf(filed);
    for (const eventlog::v1::Event& event : filed.commit().events()) {
      Settle([&](const OverdueDate& date) { return Settles(entry, event, date); });
      const auto late = OverdueOf(entry, event);
      if (!late) continue;
      Settle([&](const OverdueDate& date) {  // another date of the same clock was missed since
        return date.clock == late->clock && date.aggregate_id == late->aggregate_id &&
               date.object_id == late->object_id;
      });
      standing_.push_back({*late, {name_, late->clock, late->due, FromProto(filed.commit().recorded_at())}});
    }
  }
  void End() {
    for (const Standing& one : standing_) board_.standing.push_back(one.missed);
  }

 private:
  struct Standing {
    OverdueDate date;
    MissedDate missed;
  };
  template <class Is>
  void Settle(const Is& is) {
    std::erase_if(standing_, [&](const Standing& one) {
      if (!is(one.date)) return false;
      board_.missed.push_back(one.missed);
      return true;
    });
  }

  const std::string name_;
  OverdueBoard& board_;
  std::vector<Standing> standing_;
};

absl::StatusOr<std::optional<absl::Time>> LastContact(const Rows& rows, const std::string& chain) {
  std::optional<absl::Time> last;
  RowCursor cursor(rows, kFacts, chain);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return last;
    FV_ASSIGN_OR_RETURN(const auto fact, FromBytes<v1::CaseFact>(row->value));
    if (fact.kind() == v1::CASE_FACT_KIND_CONTACT) last = FromProto(fact.at());
  }
}

absl::Status AddMissed(const Rows& rows, const std::string& chain, const std::string& name,
                       OverdueBoard& board) {
  FV_ASSIGN_OR_RETURN(const bool any, HasMissedAny(rows, chain));
  if (!any) return absl::OkStatus();
  MissedInChain missed(name, board);
  RowCursor cursor(rows, kCommits, chain);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) break;
    FV_ASSIGN_OR_RETURN(const auto filed, FromBytes<v1::FiledCommit>(row->value));
    missed.Take(filed);
  }
  missed.End();
  return absl::OkStatus();
}

// Sorted by `before`, the first `limit` of them; how many there were.
template <class Date, class Before>
uint64_t KeepFirst(int limit, const Before& before, std::vector<Date>& dates) {
  const uint64_t total = dates.size();
  std::stable_sort(dates.begin(), dates.end(), before);
  if (dates.size() > static_cast<size_t>(limit)) dates.resize(static_cast<size_t>(limit));
  return total;
}

// All facts of each chain, or of each register's entry, by time.
template <class Add>
absl::Status EachWithFacts(const Rows& rows, const char* table, const Add& add) {
  std::string whose;
  std::vector<v1::CaseFact> facts;
  RowCursor cursor(rows, table, "");
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) break;
    if (const std::string of = row->key.substr(0, kIdLength); of != whose) {
      add(facts);
      facts.clear();
      whose = of;
    }
    FV_ASSIGN_OR_RETURN(facts.emplace_back(), FromBytes<v1::CaseFact>(row->value));
  }
  add(facts);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> KnownPosition(const Rows& rows, std::optional<absl::Time> known_at, uint64_t head) {
  if (!known_at) return head;
  FV_ASSIGN_OR_RETURN(auto later, rows.Scan(kTimes, "", SortableTime(*known_at), 1));
  return later.empty() ? head : projection::FromBigEndian(later[0].value) - 1;
}

absl::StatusOr<v1::ListCaseHistoryResponse> ReadHistory(const Rows& rows, std::string_view case_id,
                                                        const AsOf& as_of, const Page& page) {
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(rows, case_id));
  FV_ASSIGN_OR_RETURN(const Place begin, ParsePlace(page.token));
  v1::ListCaseHistoryResponse response;
  RowCursor cursor(rows, kCommits, chain, begin.position == 0 ? "" : chain + BigEndian(begin.position - 1));
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return response;
    FV_ASSIGN_OR_RETURN(const auto filed, FromBytes<v1::FiledCommit>(row->value));
    if (as_of.known_at && FromProto(filed.known_at()) > *as_of.known_at) return response;
    if (as_of.known_position && filed.position() > *as_of.known_position) return response;
    if (AddEvents(filed, begin, as_of, page.size, response)) continue;
    const v1::HistoryEntry& last = *response.entries().rbegin();
    response.set_next_page_token(absl::StrCat(last.position(), ".", last.index()));
    return response;
  }
}

absl::StatusOr<v1::GetCaseHoldersResponse> ReadHolders(const Rows& rows, std::string_view case_id,
                                                       const AsOf& as_of, uint64_t head) {
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(rows, case_id));
  FV_ASSIGN_OR_RETURN(auto file, GetMessage<v1::CaseFile>(rows, kFiles, chain));
  if (!file) return absl::NotFoundError("no such case");
  FV_ASSIGN_OR_RETURN(uint64_t known, KnownPosition(rows, as_of.known_at, head));
  if (as_of.known_position) known = std::min(known, *as_of.known_position);
  if (file->first_position() > known) return absl::NotFoundError("no such case was known then");

  FV_ASSIGN_OR_RETURN(auto spans, AllSpans(rows, chain, *file));
  v1::GetCaseHoldersResponse response;
  for (v1::HoldingSpan& span : spans) {
    auto seen = AsSeen(std::move(span), known, as_of.true_at);
    if (!seen) continue;
    FV_RETURN_IF_ERROR(AddWrittenDown(rows, chain, *seen));
    *response.add_spans() = *std::move(seen);
  }
  std::stable_sort(response.mutable_spans()->begin(), response.mutable_spans()->end(),
                   [](const v1::HoldingSpan& a, const v1::HoldingSpan& b) {
                     return std::pair(a.strand(), a.from_position()) <
                            std::pair(b.strand(), b.from_position());
                   });
  response.set_position(known);
  FV_ASSIGN_OR_RETURN(const uint64_t gaps, GapsKnown(rows, kOfChain, chain, known));
  response.set_gaps(gaps);
  return response;
}

absl::StatusOr<v1::ListCasesResponse> ReadCases(const Rows& rows, const Page& page) {
  if (!page.token.empty() && !IsHexId(page.token)) return BadToken();
  FV_ASSIGN_OR_RETURN(auto files, rows.Scan(kFiles, "", page.token, page.size + 1));
  v1::ListCasesResponse response;
  for (const projection::Row& row : files) {
    if (response.cases_size() == page.size) {
      response.set_next_page_token(files[files.size() - 2].key);
      break;
    }
    FV_ASSIGN_OR_RETURN(auto file, FromBytes<v1::CaseFile>(row.value));
    v1::AuditedCase& audited = *response.add_cases();
    audited.set_case_id(file.case_id());
    audited.set_origin_id(file.origin_id());
    if (const v1::HoldingSpan* held = Held(file, common::v1::STRAND_CASE))
      *audited.mutable_holder() = held->holder();
    audited.set_gaps(file.gaps());
    audited.set_last_position(file.last_position());
    audited.set_findings(file.findings());
    audited.set_lawfully_ended(file.lawfully_ended());
    if (file.has_standby()) *audited.mutable_standby_due() = file.standby().due();
  }
  return response;
}

absl::StatusOr<v1::ListNumbersResponse> ReadNumbers(const Rows& rows, const Page& page) {
  if (!page.token.empty() && !IsHexId(page.token)) return BadToken();
  FV_ASSIGN_OR_RETURN(auto numbers, rows.Scan(kNumbers, "", page.token, page.size + 1));
  v1::ListNumbersResponse response;
  for (const projection::Row& row : numbers) {
    if (response.numbers_size() == page.size) {
      response.set_next_page_token(numbers[numbers.size() - 2].key);
      break;
    }
    FV_ASSIGN_OR_RETURN(*response.add_numbers(), FromBytes<v1::AuditedNumber>(row.value));
  }
  return response;
}

absl::StatusOr<v1::GetReportResponse> ReadReport(const Rows& rows, const Period& period, uint64_t head) {
  FV_ASSIGN_OR_RETURN(const v1::Sums sums, ReadSums(rows));
  // As known on a day: until then, also where the log was quiet, so that it is the same whenever it is asked.
  const absl::Time last = period.known_at.value_or(FromProto(sums.known_at()));
  const absl::Time known = last + absl::Nanoseconds(1);  // the last commit belongs to it
  const absl::Time until = std::min(period.until, known);
  ReportSum sum(period.from, until);
  const auto as_known = [&period](const std::vector<v1::CaseFact>& facts) {
    return period.known_at ? KnownFacts(facts, *period.known_at) : facts;
  };
  FV_RETURN_IF_ERROR(EachWithFacts(rows, kFacts, [&](const auto& facts) {
    sum.AddCase(period.for_others ? AsRecorded(facts) : as_known(facts));
  }));
  FV_RETURN_IF_ERROR(
      EachWithFacts(rows, kRegisters, [&](const auto& facts) { sum.AddRegister(as_known(facts)); }));
  v1::GetReportResponse report = sum.Done();
  FV_ASSIGN_OR_RETURN(const uint64_t position, KnownPosition(rows, period.known_at, head));
  report.set_position(position);
  *report.mutable_until() = ToProto(until);
  report.set_gaps(sums.gaps());
  if (period.known_at) {
    FV_ASSIGN_OR_RETURN(const uint64_t gaps, GapsKnown(rows, kFindings, "", position));
    report.set_gaps(gaps);
  }
  return period.for_others ? ForOthers(report) : report;
}

absl::StatusOr<Extent> ReadExtent(const Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(rows, case_id));
  Extent extent;
  RowCursor cursor(rows, kCommits, chain);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return extent;
    FV_ASSIGN_OR_RETURN(const auto filed, FromBytes<v1::FiledCommit>(row->value));
    extent.last_position = filed.position();
    extent.last_at = FromProto(filed.known_at());
    if (extent.first_position != 0) continue;
    extent.first_position = extent.last_position;
    extent.first_at = extent.last_at;
  }
}

absl::StatusOr<std::vector<v1::Finding>> ReadCaseFindings(const Rows& rows, std::string_view case_id,
                                                          uint64_t known, int limit) {
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(rows, case_id));
  FV_ASSIGN_OR_RETURN(auto page, rows.Scan(kOfChain, chain, "", limit));
  std::vector<v1::Finding> findings;
  for (const projection::Row& row : page) {
    FV_ASSIGN_OR_RETURN(auto finding, FromBytes<v1::Finding>(row.value));
    if (finding.position() > known) break;
    findings.push_back(std::move(finding));
  }
  return findings;
}

absl::StatusOr<OverdueBoard> ReadOverdueBoard(const Rows& rows, int limit) {
  OverdueBoard board;
  RowCursor cursor(rows, kFiles, "");
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) break;
    FV_ASSIGN_OR_RETURN(const auto file, FromBytes<v1::CaseFile>(row->value));
    if (file.lawfully_ended()) continue;
    if (file.has_standby()) {
      FV_ASSIGN_OR_RETURN(const auto last_contact, LastContact(rows, row->key));
      board.resting.push_back(
          {NameOf(file), FromProto(file.standby().due()), file.standby().overdue_recorded(), last_contact});
    }
    FV_RETURN_IF_ERROR(AddMissed(rows, row->key, NameOf(file), board));
  }
  board.standing_total = KeepFirst(
      limit, [](const MissedDate& a, const MissedDate& b) { return a.at < b.at; }, board.standing);
  board.missed_total = KeepFirst(
      limit, [](const MissedDate& a, const MissedDate& b) { return a.at > b.at; }, board.missed);
  board.resting_total = KeepFirst(
      limit, [](const Resting& a, const Resting& b) { return a.contact_due < b.contact_due; }, board.resting);
  return board;
}

absl::StatusOr<std::vector<v1::Finding>> ReadVerdictFindings(const Rows& rows, int limit) {
  FV_ASSIGN_OR_RETURN(auto page, rows.Scan(kFindings, "", "", limit));
  std::vector<v1::Finding> findings;
  for (const projection::Row& row : page) {
    FV_ASSIGN_OR_RETURN(auto finding, FromBytes<v1::Finding>(row.value));
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace fallverbund::audit
