#include "services/audit/views/verdict.h"

#include <algorithm>
#include <utility>

#include "services/audit/views/questions.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

absl::Status AddFindings(const Judged& judged, bool in_journal, std::vector<v1::Finding>& findings) {
  FV_ASSIGN_OR_RETURN(auto found, ReadVerdictFindings(judged.rows, kMaxFindings));
  for (const InvalidMessage& invalid : judged.invalid) {
    v1::Finding finding;
    finding.set_kind(v1::FINDING_KIND_INVALID_MESSAGE);
    finding.set_position(invalid.position);
    finding.set_aggregate_id(invalid.aggregate_id);
    finding.set_detail(invalid.defect);
    finding.set_in_journal(in_journal);
    found.push_back(std::move(finding));
  }
  if (judged.held_aggregates > 0) {
    v1::Finding finding;
    finding.set_kind(v1::FINDING_KIND_NOT_UNDERSTOOD);
    finding.set_position(judged.position);
    finding.set_detail("HELD_BACK");
    finding.set_in_journal(in_journal);
    found.push_back(std::move(finding));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const v1::Finding& a, const v1::Finding& b) { return a.position() < b.position(); });
  for (v1::Finding& finding : found) findings.push_back(std::move(finding));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::VerifyLogResponse> ReadVerdict(const Judged& log, const Judged& journal) {
  FV_ASSIGN_OR_RETURN(const v1::Sums of_log, ReadSums(log.rows));
  FV_ASSIGN_OR_RETURN(const v1::Sums of_journal, ReadSums(journal.rows));
  v1::VerifyLogResponse verdict;
  verdict.set_position(log.position);
  verdict.set_journal_position(journal.position);
  verdict.set_commits(of_log.commits());
  verdict.set_cases(of_log.chains());
  verdict.set_gaps(of_log.gaps());
  verdict.set_rejected_discharge_attempts(of_journal.discharge_attempts());
  verdict.set_erasures(of_log.erasures());
  verdict.set_reads(of_journal.reads());
  verdict.set_refusals(of_journal.refusals());
  verdict.set_findings_total(of_log.findings() + of_journal.findings() + log.invalid_total +
                             journal.invalid_total + (log.held_aggregates > 0) +
                             (journal.held_aggregates > 0));

  std::vector<v1::Finding> findings;
  FV_RETURN_IF_ERROR(AddFindings(log, false, findings));
  FV_RETURN_IF_ERROR(AddFindings(journal, true, findings));
  if (findings.size() > static_cast<size_t>(kMaxFindings)) findings.resize(kMaxFindings);
  for (v1::Finding& finding : findings) *verdict.add_findings() = std::move(finding);
  return verdict;
}

}  // namespace fallverbund::audit
