// Somebody who leaves (N11), as libs/decider knows an aggregate: what that person still has, as counted, and
// whom the cases were offered to. Its id is the person's.
#ifndef FALLVERBUND_SERVICES_CASE_DOMAIN_LEAVER_H_
#define FALLVERBUND_SERVICES_CASE_DOMAIN_LEAVER_H_

#include <optional>
#include <string>
#include <variant>

#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "libs/decider/decider.h"
#include "services/case/domain/commands.h"

namespace fallverbund::casework {

struct LeaverState {
  std::optional<std::string> counted;  // OpenResponsibilities as bytes; nullopt: never
};

// By reaction to a deactivation that was asked for, and whenever the person may have one less.
struct CountResponsibilities {
  v1::ResponsibilitiesCounted count;
  bool asked = false;  // an answer is owed even if nothing changed
};
// Each case is then offered by itself, by reaction.
struct OfferCasesOfPerson {
  v1::CasesOffered offered;
  HolderFacts to;
  bool of_actors_organisation = false;  // the person who holds them
};

struct LeaverDecider {
  using State = LeaverState;
  using Command = std::variant<CountResponsibilities, OfferCasesOfPerson>;
  using Event = v1::LeaverEvent;
  static constexpr char kContext[] = "case";
  static constexpr char kAggregateType[] = "leaver";
  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};
static_assert(decider::Decider<LeaverDecider>);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_DOMAIN_LEAVER_H_
