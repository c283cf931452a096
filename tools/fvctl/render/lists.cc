#include "tools/fvctl/render/lists.h"

#include "absl/strings/str_cat.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

std::string WorkloadLine(const std::string& who, const team::v1::Workload& load) {
  return absl::StrCat("  ", who, ": ", load.cases(), " held, ", load.resting(), " at rest, ", load.offered(),
                      " offered\n");
}

}  // namespace

std::string RenderWorkload(const team::v1::GetWorkloadResponse& workload, const Labels& labels) {
  std::string text;
  for (const team::v1::Workload& one : workload.people())
    absl::StrAppend(&text, WorkloadLine(labels(one.person_id()), one));
  return absl::StrCat(text, WorkloadLine("all together", workload.team()));
}

std::string RenderCoverage(const team::v1::GetConferenceCoverageResponse& report) {
  std::string text;
  for (const team::v1::Coverage& one : report.coverages()) {
    absl::StrAppend(&text, "  ", Word(one.kind()), ", ", one.area(), ": ", one.held(), " of ", one.planned(),
                    " held, ", one.missed(), " missed, ", one.overdue(), " overdue\n");
  }
  return text.empty() ? "Nothing was planned.\n" : text;
}

std::string RenderGap(const casework::v1::GapCount& gap) {
  const bool all = gap.kind() == casework::v1::GAP_KIND_UNSPECIFIED;
  return absl::StrCat("  ", gap.year(), "/", gap.quarter(), "  ", all ? "all together" : Word(gap.kind()),
                      ": ", gap.hidden() ? "(hidden)" : absl::StrCat(gap.records()), "\n");
}

std::string RenderHandoverState(casework::v1::HandoverState state) {
  return state == casework::v1::HANDOVER_STATE_UNSPECIFIED ? "" : absl::StrCat(", ", Word(state));
}

}  // namespace fallverbund::fvctl
