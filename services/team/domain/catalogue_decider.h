// An entry of the catalogue: an offer of a partner (C12), or a resource, competence or idea (B13).
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_CATALOGUE_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_CATALOGUE_DECIDER_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "libs/decider/decider.h"

namespace fallverbund::team {

struct ListEntry {
  v1::CatalogueEntryListed entry;
  bool quarter_known = true;  // fact: the catalogue of social spaces has it, or none is named
};
struct WithdrawEntry {};
struct TellPlaces {
  v1::PlacesTold told;  // without person_id
};

using CatalogueCommand = std::variant<ListEntry, WithdrawEntry, TellPlaces>;

struct CatalogueState {
  v1::CatalogueEntryListed entry;
  std::string organisation_id;  // who listed it; empty: there is none
  bool withdrawn = false;
  std::optional<v1::PlacesTold> places;  // B8; nullopt: nobody has said
  absl::Time places_told_at;

  bool listed() const { return !organisation_id.empty(); }
};

struct CatalogueDecider {
  using State = CatalogueState;
  using Command = CatalogueCommand;
  using Event = v1::CatalogueEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "catalogue_entry";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<CatalogueDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_CATALOGUE_DECIDER_H_
