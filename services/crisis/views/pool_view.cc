#include "services/crisis/views/pool_view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::crisis {
namespace {

using v1::DeploymentEvent;
using v1::PoolEvent;

constexpr char kPools[] = "pools";         // organisation -> pool, places and those taken, by mode
constexpr char kTeams[] = "pool_teams";    // pool -> organisation
constexpr char kPlaces[] = "pool_places";  // deployment -> organisation, mode and case
constexpr char kNights[] =
    "pool_nights";  // organisation, case -> how many OVERNIGHT deployments share a place
constexpr char kRunning[] = "deployments_beside_pool";  // organisation, deployment -> mode and case
constexpr char kOfCase[] = "deployments_of_case";       // case, deployment -> organisation
constexpr char kNightsOfCase[] =
    "nights_of_case";  // case, deployment -> organisation, position, since; for ever

constexpr size_t kModes = 3;

struct PoolRow {
  std::string pool_id;
  std::array<uint64_t, kModes> places = {}, taken = {};
};

absl::Status Unreadable() {
  return absl::InternalError("a row of the pools cannot be read");
}

size_t IndexOf(v1::DeploymentMode mode) {
  return mode == v1::DEPLOYMENT_MODE_SUPPORT ? 0 : mode == v1::DEPLOYMENT_MODE_OUTREACH ? 1 : 2;
}

std::string Encode(const PoolRow& pool) {
  projection::RowWriter row;
  row.Text(pool.pool_id);
  for (size_t mode = 0; mode < kModes; ++mode) row.Number(pool.places[mode]).Number(pool.taken[mode]);
  return row.Take();
}

absl::StatusOr<PoolRow> Decode(std::string_view bytes) {
  projection::RowReader row(bytes);
  PoolRow pool;
  pool.pool_id = std::string(row.Text());
  for (size_t mode = 0; mode < kModes; ++mode) {
    pool.places[mode] = row.Number();
    pool.taken[mode] = row.Number();
  }
  if (!row.ok()) return Unreadable();
  return pool;
}

absl::StatusOr<PoolRow> Find(const projection::Rows& rows, std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kPools, organisation_id));
  if (!row) return PoolRow{};
  return Decode(*row);
}

// A place in the pool; colleagues share the one of a night (N11).
struct PlaceRow {
  std::string organisation_id;
  v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
  std::string case_id;
};

// How many share the place after `change` by one; 1 for a place that nobody shares.
absl::StatusOr<uint64_t> Sharing(const PlaceRow& place, int change, projection::RowBatch& rows) {
  if (place.mode != v1::DEPLOYMENT_MODE_OVERNIGHT || place.case_id.empty()) return change > 0 ? 1 : 0;
  const std::string key = absl::StrCat(place.organisation_id, place.case_id);
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kNights, key));
  const uint64_t sharing = (row ? projection::FromBigEndian(*row) : 0) + static_cast<uint64_t>(change);
  if (sharing == 0) rows.Delete(kNights, key);
  if (sharing > 0) rows.Put(kNights, key, projection::BigEndian(sharing));
  return sharing;
}

absl::Status Take(const std::string& deployment_id, const PlaceRow& place, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(PoolRow pool, Find(rows, place.organisation_id));
  FV_ASSIGN_OR_RETURN(const uint64_t sharing, Sharing(place, 1, rows));
  if (sharing == 1) ++pool.taken[IndexOf(place.mode)];
  rows.Put(kPools, place.organisation_id, Encode(pool));
  rows.Put(kPlaces, deployment_id,
           projection::RowWriter()
               .Text(place.organisation_id)
               .Number(static_cast<uint64_t>(place.mode))
               .Text(place.case_id)
               .Take());
  return absl::OkStatus();
}

absl::Status Free(const std::string& deployment_id, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto known, rows.Get(kPlaces, deployment_id));
  if (!known) return absl::OkStatus();  // over before it was counted
  projection::RowReader row(*known);
  PlaceRow place;
  place.organisation_id = std::string(row.Text());
  place.mode = static_cast<v1::DeploymentMode>(row.Number());
  place.case_id = std::string(row.Text());
  if (!row.ok()) return Unreadable();
  FV_ASSIGN_OR_RETURN(PoolRow pool, Find(rows, place.organisation_id));
  FV_ASSIGN_OR_RETURN(const uint64_t sharing, Sharing(place, -1, rows));
  uint64_t& taken = pool.taken[IndexOf(place.mode)];
  if (sharing == 0 && taken > 0) --taken;
  rows.Put(kPools, place.organisation_id, Encode(pool));
  rows.Delete(kPlaces, deployment_id);
  return absl::OkStatus();
}

absl::Status On(const eventlog::ValidCommit& commit, const PoolEvent& event, projection::RowBatch& rows) {
  const std::string& pool_id = commit.aggregate_id;
  switch (event.event_case()) {
    case PoolEvent::kPoolCapacitySet: {
      const auto& set = event.pool_capacity_set();
      FV_ASSIGN_OR_RETURN(PoolRow pool, Find(rows, set.organisation_id()));
      pool.pool_id = pool_id;
      pool.places = {static_cast<uint64_t>(set.support_places()),
                     static_cast<uint64_t>(set.outreach_places()),
                     static_cast<uint64_t>(set.overnight_places())};
      rows.Put(kPools, set.organisation_id(), Encode(pool));
      rows.Put(kTeams, pool_id, set.organisation_id());
      return absl::OkStatus();
    }
    case PoolEvent::kPlaceTaken:
      return Take(event.place_taken().deployment_id(),
                  {event.place_taken().holder().organisation_id(), event.place_taken().mode(),
                   event.place_taken().case_id()},
                  rows);
    case PoolEvent::kPlaceCounted: {
      FV_ASSIGN_OR_RETURN(const auto team, rows.Get(kTeams, pool_id));
      if (!team) return absl::OkStatus();
      return Take(event.place_counted().deployment_id(),
                  {*team, event.place_counted().mode(), event.place_counted().case_id()}, rows);
    }
    case PoolEvent::kPlaceFreed:
      return Free(event.place_freed().deployment_id(), rows);
    case PoolEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status On(const eventlog::ValidCommit& commit, const DeploymentEvent& event,
                projection::RowBatch& rows) {
  const std::string& deployment_id = commit.aggregate_id;
  if (event.has_deployment_accepted()) {
    const auto& accepted = event.deployment_accepted();
    rows.Put(kOfCase, accepted.case_id() + deployment_id, accepted.holder().organisation_id());
    if (accepted.mode() == v1::DEPLOYMENT_MODE_OVERNIGHT)
      rows.Put(kNightsOfCase, accepted.case_id() + deployment_id,
               projection::RowWriter()
                   .Text(accepted.holder().organisation_id())
                   .Number(commit.position)
                   .Time(FromProto(commit.commit.recorded_at()))
                   .Take());
  } else if (event.has_deployment_ended()) {
    rows.Delete(kOfCase, event.deployment_ended().case_id() + deployment_id);
  }
  if (event.has_deployment_accepted() && !event.deployment_accepted().place_taken()) {
    const auto& accepted = event.deployment_accepted();
    rows.Put(kRunning, absl::StrCat(accepted.holder().organisation_id(), deployment_id),
             projection::RowWriter()
                 .Number(static_cast<uint64_t>(accepted.mode()))
                 .Text(accepted.case_id())
                 .Take());
  } else if (event.has_deployment_ended()) {
    rows.Delete(kRunning,
                absl::StrCat(event.deployment_ended().crisis_team_organisation_id(), deployment_id));
  }
  return absl::OkStatus();
}

template <class Event>
absl::Status ApplyAll(const eventlog::ValidCommit& commit, projection::RowBatch& rows) {
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    FV_RETURN_IF_ERROR(On(commit, event, rows));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PoolView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "crisis") return absl::OkStatus();
  if (commit.commit.aggregate_type() == "pool") return ApplyAll<PoolEvent>(commit, rows);
  if (commit.commit.aggregate_type() == "deployment") return ApplyAll<DeploymentEvent>(commit, rows);
  return absl::OkStatus();
}

absl::StatusOr<std::string> PoolOf(const projection::Rows& rows, std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const PoolRow pool, Find(rows, organisation_id));
  return pool.pool_id;
}

absl::StatusOr<std::vector<TeamWithPlaces>> FreePlacesOf(const projection::Rows& rows,
                                                         v1::DeploymentMode mode) {
  std::vector<TeamWithPlaces> teams;
  projection::RowCursor cursor(rows, kPools, "");
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return teams;
    FV_ASSIGN_OR_RETURN(const PoolRow pool, Decode(row->value));
    const size_t index = IndexOf(mode);
    if (pool.places[index] > pool.taken[index])
      teams.push_back({row->key, static_cast<int>(pool.places[index] - pool.taken[index])});
  }
}

absl::StatusOr<std::vector<RunningDeployment>> RunningBesidePool(const projection::Rows& rows,
                                                                 std::string_view organisation_id) {
  std::vector<RunningDeployment> running;
  projection::RowCursor cursor(rows, kRunning, organisation_id);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return running;
    projection::RowReader reader(row->value);
    const auto mode = static_cast<v1::DeploymentMode>(reader.Number());
    running.push_back({row->key.substr(organisation_id.size()), mode, std::string(reader.Text())});
    if (!reader.ok()) return Unreadable();
  }
}

absl::StatusOr<std::optional<absl::Time>> NextNightSince(const projection::Rows& rows,
                                                         std::string_view case_id,
                                                         std::string_view deployment_id) {
  if (!IsHexId(case_id)) return std::nullopt;  // keys are ids one behind the other
  FV_ASSIGN_OR_RETURN(const auto own,
                      rows.Get(kNightsOfCase, absl::StrCat(ToAbsl(case_id), ToAbsl(deployment_id))));
  if (!own) return std::nullopt;
  projection::RowReader mine(*own);
  const std::string team(mine.Text());
  const uint64_t position = mine.Number();
  uint64_t first = ~uint64_t{0};  // by their places in the log: clocks differ
  std::optional<absl::Time> next;
  projection::RowCursor cursor(rows, kNightsOfCase, case_id);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return next;
    projection::RowReader other(row->value);
    const bool same_team = other.Text() == team;
    const uint64_t at = other.Number();
    const absl::Time since = other.Time();
    if (!other.ok()) return Unreadable();
    if (!same_team || at <= position || at >= first) continue;
    first = at;
    next = since;
  }
}

absl::StatusOr<std::set<std::string>> DeployedFor(const projection::Rows& rows, std::string_view case_id) {
  std::set<std::string> teams;
  if (!IsHexId(case_id)) return teams;  // keys are ids one behind the other
  FV_RETURN_IF_ERROR(projection::ForEachRow(rows, kOfCase, case_id, [&](const projection::Row& row) {
    teams.insert(row.value);
    return absl::OkStatus();
  }));
  return teams;
}

}  // namespace fallverbund::crisis
