#include "services/crisis/views/round_table.h"

#include <numeric>
#include <string>

#include "absl/strings/str_cat.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"
#include "libs/small_cells/small_cells.h"

namespace fallverbund::crisis {
namespace {

constexpr char kCounts[] = "round_table_counts";  // year, quarter, kind -> number
constexpr char kTables[] = "round_tables";        // calendar -> who keeps it
constexpr char kSeats[] = "round_table_seats";    // organisation -> date of its latest session
constexpr int kKinds = v1::CrisisKind_MAX;

std::string KeyOf(const Quarter& quarter, int kind) {
  return absl::StrCat(quarter.year, "/", quarter.quarter, "/", kind);
}

absl::StatusOr<uint64_t> CountOf(const projection::Rows& rows, const std::string& key) {
  FV_ASSIGN_OR_RETURN(const auto count, rows.Get(kCounts, key));
  return count ? projection::FromBigEndian(*count) : 0;
}

bool IsRoundTable(team::v1::CalendarKind kind) {
  return kind == team::v1::CALENDAR_KIND_ROUND_TABLE || kind == team::v1::CALENDAR_KIND_INTERDISCIPLINARY;
}

absl::Status Seat(const std::string& organisation_id, absl::Time at, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto known, rows.Get(kSeats, organisation_id));
  if (!known || projection::FromSortableTime(*known) < at)
    rows.Put(kSeats, organisation_id, projection::SortableTime(at));
  return absl::OkStatus();
}

absl::Status OnCalendar(const std::string& calendar_id, const team::v1::CalendarEvent& event,
                        projection::RowBatch& rows) {
  if (event.has_calendar_opened()) {
    const auto& opened = event.calendar_opened();
    if (!IsRoundTable(opened.kind())) return absl::OkStatus();
    rows.Put(kTables, calendar_id, opened.keeper().organisation_id());
    return Seat(opened.keeper().organisation_id(), FromProto(opened.first_due()), rows);
  }
  FV_ASSIGN_OR_RETURN(const auto keeper, rows.Get(kTables, calendar_id));
  if (!keeper) return absl::OkStatus();
  if (event.has_session_planned()) {
    const absl::Time due = FromProto(event.session_planned().due());
    FV_RETURN_IF_ERROR(Seat(*keeper, due, rows));
    for (const std::string& invited : event.session_planned().invited_organisation_ids())
      FV_RETURN_IF_ERROR(Seat(invited, due, rows));
  }
  for (const auto& came : event.session_held().attendances())
    FV_RETURN_IF_ERROR(Seat(came.organisation_id(), FromProto(event.session_held().held_at()), rows));
  return absl::OkStatus();
}

absl::Status ApplyCalendar(const eventlog::ValidCommit& commit, projection::RowBatch& rows) {
  for (const auto& stored : commit.commit.events()) {
    if (!eventlog::HasAlternative(team::v1::CalendarEvent::descriptor(), stored)) continue;  // a settlement
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<team::v1::CalendarEvent>(stored));
    FV_RETURN_IF_ERROR(OnCalendar(commit.aggregate_id, event, rows));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RoundTableView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context == "team" && commit.commit.aggregate_type() == "calendar")
    return ApplyCalendar(commit, rows);
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

absl::StatusOr<bool> SitsAtRoundTable(const projection::Rows& rows, std::string_view organisation_id,
                                      absl::Time now) {
  FV_ASSIGN_OR_RETURN(const auto latest, rows.Get(kSeats, organisation_id));
  return latest && projection::FromSortableTime(*latest) > now - kSeatFor;
}

absl::Time ToldFrom(const Quarter& quarter) {
  return EndOf(quarter) + absl::Hours(24);
}

absl::StatusOr<std::vector<v1::RoundTableFigure>> RoundTableFigures(const projection::Rows& rows,
                                                                    const Quarter& quarter) {
  std::vector<int64_t> counts;
  for (int kind = 1; kind <= kKinds; ++kind) {
    FV_ASSIGN_OR_RETURN(const uint64_t count, CountOf(rows, KeyOf(quarter, kind)));
    counts.push_back(static_cast<int64_t>(count));
  }
  const small_cells::HiddenOfList hidden = small_cells::HiddenInList(counts);
  std::vector<v1::RoundTableFigure> figures;
  const auto show = [&figures](int kind, bool is_hidden, int64_t count) {
    v1::RoundTableFigure& shown = figures.emplace_back();
    shown.set_kind(static_cast<v1::CrisisKind>(kind));
    shown.set_hidden(is_hidden);
    if (!is_hidden) shown.set_count(static_cast<uint64_t>(count));
  };
  show(v1::CRISIS_KIND_UNSPECIFIED, hidden.sum, std::accumulate(counts.begin(), counts.end(), int64_t{0}));
  for (int kind = 1; kind <= kKinds; ++kind) {
    const auto at = static_cast<size_t>(kind) - 1;
    show(kind, hidden.counts[at], counts[at]);
  }
  return figures;
}

}  // namespace fallverbund::crisis
