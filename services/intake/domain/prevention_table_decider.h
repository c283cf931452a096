// The published figures of one quarter (E12). Published once: a second publication with other figures would
// tell by difference what both hide, so asking again changes nothing.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_PREVENTION_TABLE_DECIDER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_PREVENTION_TABLE_DECIDER_H_

#include <optional>
#include <variant>

#include "absl/time/time.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/decider/decider.h"

namespace fallverbund::intake {

struct PublishPreventionTable {
  v1::PreventionTablePublished table;  // fact: what was counted, small cells hidden already
  absl::Time quarter_ends;             // exclusive; InfiniteFuture: there is no such quarter
};

using PreventionTableCommand = std::variant<PublishPreventionTable>;

struct PreventionTableState {
  std::optional<v1::PreventionTablePublished> table;
};

struct PreventionTableDecider {
  using State = PreventionTableState;
  using Command = PreventionTableCommand;
  using Event = v1::PreventionTableEvent;
  static constexpr char kContext[] = "intake";
  static constexpr char kAggregateType[] = "prevention_table";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<PreventionTableDecider>);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_PREVENTION_TABLE_DECIDER_H_
