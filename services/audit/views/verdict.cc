#include "services/audit/views/verdict.h"

#include <algorithm>
#include <utility>

#include "services/audit/views/questions.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

// `found`: the checker's.
void AddFindings(const Judged& judged, bool in_journal, std::vector<v1::Finding> found,
                 std::vector<v1::Finding>& findings) {
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
}

// Every strand in its order, whether something was found of it or not.
void ListStrands(const google::protobuf::RepeatedPtrField<v1::StrandVerdict>& found,
                 v1::VerifyLogResponse& verdict) {
  for (int strand = common::v1::STRAND_UNSPECIFIED + 1; strand <= common::v1::Strand_MAX; ++strand) {
    v1::StrandVerdict& one = *verdict.add_strands();
    one.set_strand(static_cast<common::v1::Strand>(strand));
    for (const v1::StrandVerdict& of : found) {
      if (of.strand() == strand) one = of;
    }
  }
}

void List(std::vector<v1::Finding> findings, v1::VerifyLogResponse& verdict) {
  if (findings.size() > static_cast<size_t>(kMaxFindings)) findings.resize(kMaxFindings);
  for (v1::Finding& finding : findings) *verdict.add_findings() = std::move(finding);
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
  ListStrands(of_log.strands(), verdict);
  verdict.set_rejected_discharge_attempts(of_journal.discharge_attempts());
  verdict.set_erasures(of_log.erasures());
  verdict.set_reads(of_journal.reads());
  verdict.set_refusals(of_journal.refusals());
  verdict.set_findings_total(of_log.findings() + of_journal.findings() + log.invalid_total +
                             journal.invalid_total + (log.held_aggregates > 0) +
                             (journal.held_aggregates > 0));

  std::vector<v1::Finding> findings;
  FV_ASSIGN_OR_RETURN(auto found_in_log, ReadVerdictFindings(log.rows, kMaxFindings));
  AddFindings(log, false, std::move(found_in_log), findings);
  FV_ASSIGN_OR_RETURN(auto found_in_journal, ReadVerdictFindings(journal.rows, kMaxFindings));
  AddFindings(journal, true, std::move(found_in_journal), findings);
  List(std::move(findings), verdict);
  return verdict;
}

absl::StatusOr<v1::VerifyLogResponse> ReadVerdictOnCase(const Judged& log, std::string_view case_id,
                                                        const v1::CaseFile& file) {
  v1::VerifyLogResponse verdict;
  verdict.set_position(log.position);
  verdict.set_cases(1);
  verdict.set_gaps(file.gaps());
  ListStrands(file.strands(), verdict);
  verdict.set_findings_total(file.findings() + log.invalid_total);
  FV_ASSIGN_OR_RETURN(auto found, ReadCaseFindings(log.rows, case_id, log.position, kMaxFindings));
  std::vector<v1::Finding> findings;
  AddFindings(log, false, std::move(found), findings);
  List(std::move(findings), verdict);
  return verdict;
}

}  // namespace fallverbund::audit
