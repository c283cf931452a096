#include "services/crisis/views/pool_view.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::crisis {
namespace {

using v1::DeploymentEvent;
using v1::PoolEvent;

constexpr char kPools[] = "pools";         // organisation -> pool, places and those taken, by mode
constexpr char kTeams[] = "pool_teams";    // pool -> organisation
constexpr char kPlaces[] = "pool_places";  // deployment -> organisation and mode
constexpr char kRunning[] = "deployments_beside_pool";  // organisation, deployment -> mode
constexpr char kOfCase[] = "deployments_of_case";       // case, deployment -> organisation
constexpr int kScan = 100;

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

absl::Status Take(const std::string& organisation_id, const std::string& deployment_id,
                  v1::DeploymentMode mode, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(PoolRow pool, Find(rows, organisation_id));
  ++pool.taken[IndexOf(mode)];
  rows.Put(kPools, organisation_id, Encode(pool));
  rows.Put(kPlaces, deployment_id,
           projection::RowWriter().Text(organisation_id).Number(static_cast<uint64_t>(mode)).Take());
  return absl::OkStatus();
}

absl::Status Free(const std::string& deployment_id, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto place, rows.Get(kPlaces, deployment_id));
  if (!place) return absl::OkStatus();  // over before it was counted
  projection::RowReader row(*place);
  const std::string organisation_id(row.Text());
  const auto mode = static_cast<v1::DeploymentMode>(row.Number());
  if (!row.ok()) return Unreadable();
  FV_ASSIGN_OR_RETURN(PoolRow pool, Find(rows, organisation_id));
  if (pool.taken[IndexOf(mode)] > 0) --pool.taken[IndexOf(mode)];
  rows.Put(kPools, organisation_id, Encode(pool));
  rows.Delete(kPlaces, deployment_id);
  return absl::OkStatus();
}

absl::Status On(const std::string& pool_id, const PoolEvent& event, projection::RowBatch& rows) {
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
      return Take(event.place_taken().holder().organisation_id(), event.place_taken().deployment_id(),
                  event.place_taken().mode(), rows);
    case PoolEvent::kPlaceCounted: {
      FV_ASSIGN_OR_RETURN(const auto team, rows.Get(kTeams, pool_id));
      if (!team) return absl::OkStatus();
      return Take(*team, event.place_counted().deployment_id(), event.place_counted().mode(), rows);
    }
    case PoolEvent::kPlaceFreed:
      return Free(event.place_freed().deployment_id(), rows);
    case PoolEvent::EVENT_NOT_SET:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status On(const std::string& deployment_id, const DeploymentEvent& event, projection::RowBatch& rows) {
  if (event.has_deployment_accepted()) {
    const auto& accepted = event.deployment_accepted();
    rows.Put(kOfCase, accepted.case_id() + deployment_id, accepted.holder().organisation_id());
  } else if (event.has_deployment_ended()) {
    rows.Delete(kOfCase, event.deployment_ended().case_id() + deployment_id);
  }
  if (event.has_deployment_accepted() && !event.deployment_accepted().place_taken()) {
    const auto& accepted = event.deployment_accepted();
    rows.Put(kRunning, absl::StrCat(accepted.holder().organisation_id(), deployment_id),
             projection::BigEndian(static_cast<uint64_t>(accepted.mode())));
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
    FV_RETURN_IF_ERROR(On(commit.aggregate_id, event, rows));
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
  std::string after;
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kPools, "", after, kScan));
    for (const auto& row : page) {
      after = row.key;
      FV_ASSIGN_OR_RETURN(const PoolRow pool, Decode(row.value));
      const size_t index = IndexOf(mode);
      if (pool.places[index] > pool.taken[index])
        teams.push_back({row.key, static_cast<int>(pool.places[index] - pool.taken[index])});
    }
    if (page.size() < kScan) return teams;
  }
}

absl::StatusOr<std::vector<RunningDeployment>> RunningBesidePool(const projection::Rows& rows,
                                                                 std::string_view organisation_id) {
  std::vector<RunningDeployment> running;
  std::string after;
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kRunning, organisation_id, after, kScan));
    for (const auto& row : page) {
      after = row.key;
      running.push_back({row.key.substr(organisation_id.size()),
                         static_cast<v1::DeploymentMode>(projection::FromBigEndian(row.value))});
    }
    if (page.size() < kScan) return running;
  }
}

absl::StatusOr<std::set<std::string>> DeployedFor(const projection::Rows& rows, std::string_view case_id) {
  std::set<std::string> teams;
  if (!IsHexId(case_id)) return teams;  // keys are ids one behind the other
  FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kOfCase, case_id, "", kScan));
  for (const auto& row : page) teams.insert(row.value);
  return teams;
}

}  // namespace fallverbund::crisis
