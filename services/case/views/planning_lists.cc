#include "services/case/views/planning_lists.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/projection/page.h"

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
  const absl::CivilMonth month = absl::ToCivilMonth(recorded_at, absl::UTCTimeZone());
  v1::GapCount count;
  count.set_year(static_cast<uint32_t>(month.year()));
  count.set_quarter(static_cast<uint32_t>((month.month() - 1) / 3 + 1));
  count.set_kind(record.gap());
  const std::string key = absl::StrCat(absl::Dec(month.year(), absl::kZeroPad4), "/", count.quarter(), "/",
                                       absl::Dec(record.gap(), absl::kZeroPad4));
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

absl::StatusOr<GapPage> ReadGaps(const projection::Rows& rows, std::string_view after, int limit) {
  GapPage page;
  FV_RETURN_IF_ERROR(ReadPage(rows, kGaps, "", after, limit, page.gaps, page.next));
  return page;
}

}  // namespace fallverbund::casework
