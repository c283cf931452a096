#include <utility>
#include <variant>
#include <vector>

#include "services/team/domain/catalogue_decider.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Require;
using Event = v1::CatalogueEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

Decision DecideOn(const CatalogueState& state, const ListEntry& c, const Given&) {
  const bool offer = c.entry.kind() == v1::CATALOGUE_KIND_OFFER;
  // Offers of one name in one quarter meet in one aggregate, however the name is written.
  const bool in_quarter = !c.entry.quarter_id().empty();
  if (state.listed() && !in_quarter) return Events{};
  if (auto no = Require(Reason::kOfferListedAlready, !state.listed() || state.withdrawn)) return *no;  // E11
  if (auto no = Require(Reason::kQuarterUnknown, c.quarter_known)) return *no;                         // C2
  if (auto no = Require(Reason::kEntryNeedsTopic, c.entry.topics_size() > 0)) return *no;              // B13
  if (auto no = Require(Reason::kOnlyOffersHaveNames,
                        offer != c.entry.display_name().empty() && (offer || !in_quarter)))
    return *no;  // C12, B13
  Event event;
  *event.mutable_catalogue_entry_listed() = c.entry;
  return Events{event};
}

Decision DecideOn(const CatalogueState& state, const WithdrawEntry&, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.listed())) return *no;  // C12
  if (auto no = Require(Reason::kEntryOfAnother, given.actor.organisation == state.organisation_id))
    return *no;  // C12
  if (state.withdrawn) return Events{};
  Event event;
  event.mutable_catalogue_entry_withdrawn();
  return Events{event};
}

Decision DecideOn(const CatalogueState& state, const TellPlaces& c, const Given& given) {
  const bool offer = state.entry.kind() == v1::CATALOGUE_KIND_OFFER;
  const bool own = given.actor.organisation == state.organisation_id;
  if (auto no = Require(Reason::kObjectUnknown, state.listed() && !state.withdrawn)) return *no;       // C12
  if (auto no = Require(Reason::kPlacesOfAnother, own)) return *no;                                    // B8
  if (auto no = Require(Reason::kOnlyOffersHavePlaces, offer)) return *no;                             // B8
  if (auto no = Require(Reason::kMoreFreeThanThereAre, c.told.free() <= c.told.places())) return *no;  // B8
  Event event;
  *event.mutable_places_told() = c.told;
  event.mutable_places_told()->set_person_id(given.actor.person);
  return Events{event};
}

}  // namespace

Decision CatalogueDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

CatalogueState CatalogueDecider::Evolve(State state, const Event& event, const Given& given) {
  switch (event.event_case()) {
    case Event::kCatalogueEntryListed:
      state = {};  // also of one that was withdrawn and is listed anew
      state.entry = event.catalogue_entry_listed();
      state.organisation_id = given.actor.organisation;
      break;
    case Event::kCatalogueEntryWithdrawn:
      state.withdrawn = true;
      break;
    case Event::kPlacesTold:
      state.places = event.places_told();
      state.places_told_at = given.now;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
