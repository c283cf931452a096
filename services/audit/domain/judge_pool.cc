#include "services/audit/domain/judge_pool.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "services/audit/domain/bench.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using crisis::v1::DeploymentMode;

void SetPlaces(const crisis::v1::PoolCapacitySet& e, v1::PoolFile& pool) {
  pool.clear_places();
  const auto add = [&pool](DeploymentMode mode, int places) {
    v1::PoolPlacesFile& one = *pool.add_places();
    one.set_mode(mode);
    one.set_places(places);
  };
  add(crisis::v1::DEPLOYMENT_MODE_SUPPORT, e.support_places());
  add(crisis::v1::DEPLOYMENT_MODE_OUTREACH, e.outreach_places());
  add(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT, e.overnight_places());
}

// A night that colleagues of the team pass on to each other takes one place (N11).
bool SharesANight(const v1::PoolTakenFile& one, const v1::PoolTakenFile& other) {
  const bool overnight = one.mode() == crisis::v1::DEPLOYMENT_MODE_OVERNIGHT && one.mode() == other.mode();
  return overnight && !one.case_id().empty() && one.case_id() == other.case_id();
}

bool AnyFree(const v1::PoolFile& pool, const v1::PoolTakenFile& wanted) {
  const auto& taken = pool.taken();
  int in_use = 0;
  for (auto each = taken.begin(); each != taken.end(); ++each) {
    if (SharesANight(*each, wanted)) return true;
    const bool counted =
        std::any_of(taken.begin(), each, [&](const auto& before) { return SharesANight(before, *each); });
    if (each->mode() == wanted.mode() && !counted) ++in_use;
  }
  const auto places = std::find_if(pool.places().begin(), pool.places().end(),
                                   [&](const auto& each) { return each.mode() == wanted.mode(); });
  return places != pool.places().end() && in_use < places->places();
}

template <class Event>
v1::PoolTakenFile FileOf(const Event& event) {
  v1::PoolTakenFile file;
  file.set_deployment_id(event.deployment_id());
  file.set_mode(event.mode());
  file.set_case_id(event.case_id());
  return file;
}

void Free(const std::string& deployment_id, v1::PoolFile& pool) {
  auto& taken = *pool.mutable_taken();
  taken.erase(std::remove_if(taken.begin(), taken.end(),
                             [&](const auto& each) { return each.deployment_id() == deployment_id; }),
              taken.end());
}

void Occupy(const v1::PoolTakenFile& place, v1::PoolFile& pool) {
  Free(place.deployment_id(), pool);
  *pool.add_taken() = place;
}

// By its mode, such as "no_overnight_place_was_free".
std::string Detail(DeploymentMode mode) {
  if (!crisis::v1::DeploymentMode_IsValid(mode)) return "of_no_mode";
  const std::string name = crisis::v1::DeploymentMode_Name(mode).substr(sizeof("DEPLOYMENT_MODE_") - 1);
  return "no_" + absl::AsciiStrToLower(name) + "_place_was_free";
}

// What was only counted was running before the team had set a capacity, and who has a place keeps it: neither
// fills a pool beyond what it has. Given is a place where somebody accepts.
void On(const crisis::v1::PoolEvent& event, const Entry& entry, v1::PoolFile& pool, Verdict& verdict) {
  switch (event.event_case()) {
    case crisis::v1::PoolEvent::kPoolCapacitySet:
      return SetPlaces(event.pool_capacity_set(), pool);
    case crisis::v1::PoolEvent::kPlaceTaken: {
      const crisis::v1::PlaceTaken& taken = event.place_taken();
      v1::CaseFile nobody;
      if (!AnyFree(pool, FileOf(taken)))
        AddFinding(v1::FINDING_KIND_POOL_OVERFULL, entry.position, entry.aggregate_id, Detail(taken.mode()),
                   nobody, verdict);
      return Occupy(FileOf(taken), pool);
    }
    case crisis::v1::PoolEvent::kPlaceCounted:
      return Occupy(FileOf(event.place_counted()), pool);
    case crisis::v1::PoolEvent::kPlaceFreed:
      return Free(event.place_freed().deployment_id(), pool);
    case crisis::v1::PoolEvent::EVENT_NOT_SET:
      return;
  }
}

}  // namespace

void TakePool(const Entry& entry, Memory& memory, Verdict& verdict) {
  if (entry.context != "crisis" || entry.commit.aggregate_type() != "pool") return;
  v1::PoolFile pool = memory.Pool(entry.aggregate_id).value_or(v1::PoolFile());
  for (const eventlog::v1::Event& event : entry.commit.events()) {
    if (const auto known = Unpack<crisis::v1::PoolEvent>(event)) On(*known, entry, pool, verdict);
  }
  memory.PutPool(entry.aggregate_id, pool);
}

}  // namespace fallverbund::audit
