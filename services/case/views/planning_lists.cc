#include "services/case/views/planning_lists.h"

#include <map>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "libs/base/quarter.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/projection/page.h"
#include "libs/small_cells/small_cells.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kUncovered = "uncovered_rights";  // organisation, "/", case, domain
constexpr std::string_view kGaps = "gaps";                   // year, quarter, kind

std::map<std::string, std::string> UncoveredRows(std::string_view case_id, const State& state) {
  std::map<std::string, std::string> rows;
  if (!state.opened() || state.ended) return rows;
  for (const Right& right : state.rights) {
    if (right.covered) continue;
    v1::UncoveredRight shown;
    shown.set_case_id(std::string(case_id));
    shown.set_domain(right.domain);
    *shown.mutable_since() = fallverbund::ToProto(right.since);
    rows[absl::StrCat(state.responsibility.holder().organisation_id, "/", ToAbsl(case_id), right.domain)] =
        shown.SerializeAsString();
  }
  return rows;
}

// Parses up to `limit` rows behind `after`; tells the key to go on after, empty on the last page.
template <class Shown>
absl::Status ReadPage(const projection::Rows& rows, std::string_view table, std::string_view prefix,
                      std::string_view after, int limit, std::vector<Shown>& shown, std::string& next) {
  const auto show = [&](const projection::Row& row) {
    if (shown.emplace_back().ParseFromString(row.value)) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("a row of ", ToAbsl(table), " is unreadable"));
  };
  FV_ASSIGN_OR_RETURN(next, projection::ReadPage(rows, table, prefix, after, limit, show));
  return absl::OkStatus();
}

constexpr int kKinds = v1::GapKind_MAX;

std::string GapKey(const Quarter& quarter, int kind) {
  return absl::StrCat(absl::Dec(quarter.year, absl::kZeroPad4), "/", quarter.quarter, "/",
                      absl::Dec(kind, absl::kZeroPad4));
}

absl::StatusOr<v1::GapCount> ParseGap(const std::string& row) {
  v1::GapCount count;
  if (!count.ParseFromString(row)) return absl::DataLossError("a row of gaps is unreadable");
  return count;
}

// A quarter that is not over, or one with nothing in it between two others, would tell by being there or not.
absl::StatusOr<std::vector<Quarter>> QuartersToTell(const projection::Rows& rows, absl::Time now) {
  std::vector<Quarter> quarters;
  FV_ASSIGN_OR_RETURN(const auto first, rows.Scan(kGaps, "", "", 1));
  if (first.empty()) return quarters;
  FV_ASSIGN_OR_RETURN(const v1::GapCount begin, ParseGap(first[0].value));
  for (Quarter quarter = QuarterNamed(begin.year(), begin.quarter()); EndOf(quarter) + absl::Hours(24) <= now;
       quarter = QuarterOf(EndOf(quarter))) {
    quarters.push_back(quarter);
  }
  return quarters;
}

absl::StatusOr<std::vector<v1::GapCount>> GapsOf(const projection::Rows& rows, const Quarter& quarter) {
  std::vector<int64_t> counts(kKinds);
  for (int kind = 1; kind <= kKinds; ++kind) {
    FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kGaps, GapKey(quarter, kind)));
    if (!row) continue;
    FV_ASSIGN_OR_RETURN(const v1::GapCount count, ParseGap(*row));
    counts[static_cast<size_t>(kind - 1)] = count.records();
  }
  const small_cells::HiddenOfList hidden = small_cells::HiddenInList(counts);
  std::vector<v1::GapCount> told;
  const auto tell = [&](int kind, int64_t count, bool is_hidden) {
    v1::GapCount& gap = told.emplace_back();
    gap.set_year(static_cast<uint32_t>(quarter.year));
    gap.set_quarter(static_cast<uint32_t>(quarter.quarter));
    gap.set_kind(static_cast<v1::GapKind>(kind));
    gap.set_hidden(is_hidden);
    if (!is_hidden) gap.set_records(static_cast<uint32_t>(count));
  };
  tell(v1::GAP_KIND_UNSPECIFIED, std::accumulate(counts.begin(), counts.end(), int64_t{0}),
       hidden.sum);  // all
  for (int kind = 1; kind <= kKinds; ++kind) {
    const auto at = static_cast<size_t>(kind - 1);
    tell(kind, counts[at], hidden.counts[at]);
  }
  return told;
}

}  // namespace

void ReplaceUncoveredRights(std::string_view case_id, const State& before, const State& state,
                            projection::RowBatch& rows) {
  const auto old = UncoveredRows(case_id, before), now = UncoveredRows(case_id, state);
  if (old == now) return;
  for (const auto& [key, row] : old) rows.Delete(kUncovered, key);
  for (const auto& [key, row] : now) rows.Put(kUncovered, key, row);
}

absl::Status CountGap(const v1::RecordEntered& record, absl::Time recorded_at, projection::RowBatch& rows) {
  if (record.kind() != v1::RECORD_KIND_STRUCTURAL_GAP || record.version() != 1) return absl::OkStatus();
  const Quarter quarter = QuarterOf(recorded_at);
  v1::GapCount count;
  count.set_year(static_cast<uint32_t>(quarter.year));
  count.set_quarter(static_cast<uint32_t>(quarter.quarter));
  count.set_kind(record.gap());
  const std::string key = GapKey(quarter, record.gap());
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kGaps, key));
  if (row && !count.ParseFromString(*row)) return absl::DataLossError("a row of gaps is unreadable");
  count.set_records(count.records() + 1);
  rows.Put(kGaps, key, count.SerializeAsString());
  return absl::OkStatus();
}

absl::StatusOr<UncoveredPage> ReadUncoveredRights(const projection::Rows& rows,
                                                  std::string_view organisation_id, std::string_view after,
                                                  int limit) {
  UncoveredPage page;
  FV_RETURN_IF_ERROR(ReadPage(rows, kUncovered, absl::StrCat(ToAbsl(organisation_id), "/"), after, limit,
                              page.rights, page.next));
  return page;
}

absl::StatusOr<GapPage> ReadGaps(const projection::Rows& rows, absl::Time now, std::string_view after,
                                 int limit) {
  FV_ASSIGN_OR_RETURN(const std::vector<Quarter> quarters, QuartersToTell(rows, now));
  GapPage page;
  for (const Quarter& quarter : quarters) {
    if (!after.empty() && GapKey(quarter, v1::GapKind_MAX + 1) <= after) continue;  // told on an earlier page
    FV_ASSIGN_OR_RETURN(const auto told, GapsOf(rows, quarter));
    for (const v1::GapCount& gap : told) {
      const std::string key = GapKey(quarter, gap.kind());
      if (!after.empty() && key <= after) continue;
      if (static_cast<int>(page.gaps.size()) == limit) return page;  // `next` names the last one shown
      page.gaps.push_back(gap);
      page.next = key;
    }
  }
  page.next.clear();
  return page;
}

}  // namespace fallverbund::casework
