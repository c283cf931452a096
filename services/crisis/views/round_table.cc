#include "services/crisis/views/round_table.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"
#include "libs/small_cells/small_cells.h"

namespace fallverbund::crisis {
namespace {

using small_cells::kTotal;

constexpr char kCounts[] = "round_table_counts";  // year, quarter, kind -> number
constexpr int kKinds = v1::CrisisKind_MAX;

std::string KeyOf(const Quarter& quarter, int kind) {
  return absl::StrCat(quarter.year, "/", quarter.quarter, "/", kind);
}

absl::StatusOr<uint64_t> CountOf(const projection::Rows& rows, const std::string& key) {
  FV_ASSIGN_OR_RETURN(const auto count, rows.Get(kCounts, key));
  return count ? projection::FromBigEndian(*count) : 0;
}

// One dimension of three; the others are always summed over.
bool IsShown(const small_cells::Figure& figure) {
  return figure[1] == kTotal && figure[2] == kTotal;
}

}  // namespace

absl::Status RoundTableView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "crisis" || commit.commit.aggregate_type() != "crisis") return absl::OkStatus();
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CrisisEvent>(stored));
    if (!event.has_crisis_opened()) continue;
    const int kind = event.crisis_opened().kind();
    const std::string key = KeyOf(QuarterOf(FromProto(commit.commit.recorded_at())),
                                  v1::CrisisKind_IsValid(kind) && kind != 0 ? kind : v1::CRISIS_KIND_OTHER);
    FV_ASSIGN_OR_RETURN(const uint64_t count, CountOf(rows, key));
    rows.Put(kCounts, key, projection::BigEndian(count + 1));
  }
  return absl::OkStatus();
}

absl::Time ToldFrom(const Quarter& quarter) {
  return EndOf(quarter) + absl::Hours(24);
}

absl::StatusOr<std::vector<v1::RoundTableFigure>> RoundTableFigures(const projection::Rows& rows,
                                                                    const Quarter& quarter) {
  small_cells::Table table({kKinds, 1, 1});
  for (int kind = 1; kind <= kKinds; ++kind) {
    FV_ASSIGN_OR_RETURN(const uint64_t count, CountOf(rows, KeyOf(quarter, kind)));
    table.Add({kind - 1, 0, 0}, static_cast<int64_t>(count));
  }
  const auto hidden = small_cells::Hidden(table, IsShown);
  std::vector<v1::RoundTableFigure> figures;
  for (const auto& [figure, count] : table.figures()) {
    if (!IsShown(figure)) continue;
    v1::RoundTableFigure& shown = figures.emplace_back();
    shown.set_kind(static_cast<v1::CrisisKind>(figure[0] + 1));  // the total: unset
    shown.set_hidden(hidden.contains(figure));
    if (!shown.hidden()) shown.set_count(static_cast<uint64_t>(count));
  }
  return figures;
}

static_assert(kTotal + 1 == 0);

}  // namespace fallverbund::crisis
