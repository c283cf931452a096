#include "services/audit/verdict/verdict_reader.h"

#include <memory>

#include "libs/base/status.h"
#include "libs/eventlog/subject.h"
#include "libs/projection/prefix.h"
#include "libs/projection/state_hash.h"
#include "services/audit/views/tables.h"
#include "services/audit/views/verdict.h"

namespace fallverbund::audit {
namespace {

constexpr int kRowsAtOnce = 1000;

// The first kMaxFindings are listed, the rest is counted.
absl::Status AddInvalid(const projection::Rows& rows, Judged& judged) {
  uint64_t after = 0;
  while (true) {
    FV_ASSIGN_OR_RETURN(auto page, projection::ReadFindings(rows, after, kRowsAtOnce));
    judged.invalid_total += page.size();
    for (const projection::Finding& finding : page) {
      if (judged.invalid.size() == static_cast<size_t>(kMaxFindings)) break;
      const auto subject = eventlog::ParseSubject(finding.subject);
      judged.invalid.push_back({finding.position, subject ? subject->aggregate_id : "", finding.defect});
    }
    if (page.size() < static_cast<size_t>(kRowsAtOnce)) return absl::OkStatus();
    after = page.back().position;
  }
}

absl::StatusOr<Judged> JudgedRows(const projection::Rows& rows, uint64_t position) {
  Judged judged{rows, position, {}, 0, 0};
  FV_RETURN_IF_ERROR(AddInvalid(rows, judged));
  FV_ASSIGN_OR_RETURN(judged.held_aggregates, projection::CountHeld(rows));
  return judged;
}

}  // namespace

absl::StatusOr<std::string> HashOfAuditRows(const projection::Rows& rows) {
  projection::StateHasher hasher;
  for (std::string_view table : kLogTables) {
    std::string after;
    while (true) {
      FV_ASSIGN_OR_RETURN(auto page, rows.Scan(table, "", after, kRowsAtOnce));
      for (const projection::Row& row : page) hasher.Add(table, row.key, row.value);
      if (page.size() < static_cast<size_t>(kRowsAtOnce)) break;
      after = page.back().key;
    }
  }
  return hasher.Finish();
}

absl::StatusOr<v1::VerifyLogResponse> VerdictNow(const projection::ProjectionStore& log,
                                                 const projection::ProjectionStore& journal) {
  uint64_t log_position = 0;
  uint64_t journal_position = 0;
  const std::unique_ptr<projection::Rows> log_rows = log.Snapshot(&log_position);
  const std::unique_ptr<projection::Rows> journal_rows = journal.Snapshot(&journal_position);
  FV_ASSIGN_OR_RETURN(const Judged of_log, JudgedRows(*log_rows, log_position));
  FV_ASSIGN_OR_RETURN(const Judged of_journal, JudgedRows(*journal_rows, journal_position));
  FV_ASSIGN_OR_RETURN(auto verdict, ReadVerdict(of_log, of_journal));
  FV_ASSIGN_OR_RETURN(*verdict.mutable_state_sha256(), HashOfAuditRows(*log_rows));
  return verdict;
}

}  // namespace fallverbund::audit
