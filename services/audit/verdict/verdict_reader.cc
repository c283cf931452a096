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

// The first kMaxFindings are listed, the rest is counted. `chain`: only what stands in it; empty: all.
absl::Status AddInvalid(const projection::Rows& rows, std::string_view chain, Judged& judged) {
  uint64_t after = 0;
  while (true) {
    FV_ASSIGN_OR_RETURN(auto page, projection::ReadFindings(rows, after, kRowsAtOnce));
    for (const projection::Finding& finding : page) {
      const auto subject = eventlog::ParseSubject(finding.subject);
      const std::string aggregate_id = subject ? subject->aggregate_id : "";
      if (!chain.empty()) {
        FV_ASSIGN_OR_RETURN(const auto of, rows.Get(kChains, aggregate_id));
        if (!of || *of != chain) continue;
      }
      ++judged.invalid_total;
      if (judged.invalid.size() < static_cast<size_t>(kMaxFindings))
        judged.invalid.push_back({finding.position, aggregate_id, finding.defect});
    }
    if (page.size() < static_cast<size_t>(kRowsAtOnce)) return absl::OkStatus();
    after = page.back().position;
  }
}

absl::StatusOr<Judged> JudgedRows(const projection::Rows& rows, uint64_t position) {
  Judged judged{rows, position, {}, 0, 0};
  FV_RETURN_IF_ERROR(AddInvalid(rows, "", judged));
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

absl::StatusOr<v1::VerifyLogResponse> VerdictOnCase(const projection::ProjectionStore& log,
                                                    std::string_view case_id) {
  uint64_t position = 0;
  const std::unique_ptr<projection::Rows> rows = log.Snapshot(&position);
  FV_ASSIGN_OR_RETURN(const std::string chain, FindChain(*rows, case_id));
  FV_ASSIGN_OR_RETURN(const auto file, GetMessage<v1::CaseFile>(*rows, kFiles, chain));
  if (!file) return absl::NotFoundError("no such case");
  Judged judged{*rows, position, {}, 0, 0};
  FV_RETURN_IF_ERROR(AddInvalid(*rows, chain, judged));
  return ReadVerdictOnCase(judged, case_id, *file);
}

}  // namespace fallverbund::audit
