#include <algorithm>
#include <set>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "services/crisis/domain/pool_decider.h"

namespace fallverbund::crisis {
namespace {

using decider::Given;
using decider::Reason;
using decider::Require;
using Event = v1::PoolEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

int PlacesOf(const SetPoolCapacity& c, v1::DeploymentMode mode) {
  const auto found = c.places.find(mode);
  return found == c.places.end() ? 0 : found->second;
}

Decision DecideOn(const PoolState& state, const SetPoolCapacity& c, const Given& given) {
  const bool in_range = std::all_of(c.places.begin(), c.places.end(), [](const auto& each) {
    return each.second >= 0 && each.second <= kMostPlaces;
  });
  if (auto no = Require(Reason::kPoolCapacityOutOfRange, in_range)) return *no;  // A17
  if (state.has_capacity() && state.places == c.places) return Events{};
  Event event;
  auto& set = *event.mutable_pool_capacity_set();
  set.set_organisation_id(given.actor.organisation);
  set.set_support_places(PlacesOf(c, v1::DEPLOYMENT_MODE_SUPPORT));
  set.set_outreach_places(PlacesOf(c, v1::DEPLOYMENT_MODE_OUTREACH));
  set.set_overnight_places(PlacesOf(c, v1::DEPLOYMENT_MODE_OVERNIGHT));
  return Events{event};
}

Decision DecideOn(const PoolState& state, const TakePlace& c, const Given& given) {
  if (auto no = RefuseAcceptance(c.deployment, c.acceptance, given)) return *no;
  const bool answered = state.taken.contains(c.deployment_id) || state.freed.contains(c.deployment_id);
  if (auto no = Require(Reason::kDeploymentAnswered, !answered)) return *no;  // A18
  const bool shares =
      c.deployment.mode == v1::DEPLOYMENT_MODE_OVERNIGHT && state.HasNightOf(c.deployment.case_id);
  if (auto no = Require(Reason::kPoolIsFull, shares || state.Free(c.deployment.mode) > 0)) return *no;  // A17
  Event event;
  auto& taken = *event.mutable_place_taken();
  taken.set_deployment_id(c.deployment_id);
  taken.set_case_id(c.deployment.case_id);
  taken.set_mode(c.deployment.mode);
  *taken.mutable_holder() = care::ToProto(AcceptingHolder(c.acceptance, given));
  *taken.mutable_requested_at() = fallverbund::ToProto(c.deployment.requested_at);
  return Events{event};
}

// It is running already, so it is counted also where nothing is free.
Decision DecideOn(const PoolState& state, const CountPlace& c, const Given&) {
  if (state.taken.contains(c.deployment_id) || state.freed.contains(c.deployment_id)) return Events{};
  Event event;
  event.mutable_place_counted()->set_deployment_id(c.deployment_id);
  event.mutable_place_counted()->set_mode(c.mode);
  event.mutable_place_counted()->set_case_id(c.case_id);
  return Events{event};
}

Decision DecideOn(const PoolState& state, const FreePlace& c, const Given&) {
  if (state.freed.contains(c.deployment_id)) return Events{};
  Event event;
  event.mutable_place_freed()->set_deployment_id(c.deployment_id);
  return Events{event};
}

}  // namespace

int PoolState::Free(v1::DeploymentMode mode) const {
  const auto found = places.find(mode);
  int in_use = 0;
  std::set<std::string> nights;  // of which case
  for (const auto& [deployment_id, place] : taken) {
    if (place.mode != mode) continue;
    const bool shares = mode == v1::DEPLOYMENT_MODE_OVERNIGHT && !place.case_id.empty();
    if (!shares || nights.insert(place.case_id).second) ++in_use;
  }
  return std::max(0, (found == places.end() ? 0 : found->second) - in_use);
}

bool PoolState::HasNightOf(const std::string& case_id) const {
  return !case_id.empty() && std::any_of(taken.begin(), taken.end(), [&](const auto& each) {
    return each.second.mode == v1::DEPLOYMENT_MODE_OVERNIGHT && each.second.case_id == case_id;
  });
}

Decision PoolDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

PoolState PoolDecider::Evolve(State state, const Event& event, const Given&) {
  switch (event.event_case()) {
    case Event::kPoolCapacitySet: {
      const auto& set = event.pool_capacity_set();
      state.organisation_id = set.organisation_id();
      state.places = {{v1::DEPLOYMENT_MODE_SUPPORT, set.support_places()},
                      {v1::DEPLOYMENT_MODE_OUTREACH, set.outreach_places()},
                      {v1::DEPLOYMENT_MODE_OVERNIGHT, set.overnight_places()}};
      break;
    }
    case Event::kPlaceTaken:
      state.taken[event.place_taken().deployment_id()] = {event.place_taken().mode(),
                                                          event.place_taken().case_id()};
      break;
    case Event::kPlaceCounted:
      state.taken[event.place_counted().deployment_id()] = {event.place_counted().mode(),
                                                            event.place_counted().case_id()};
      break;
    case Event::kPlaceFreed:
      state.taken.erase(event.place_freed().deployment_id());
      state.freed.insert(event.place_freed().deployment_id());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::crisis
