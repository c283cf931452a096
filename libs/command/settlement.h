// The durable answer of a reaction or clock that led to no event of its own: an aggregate per command, so
// that a rebuild and a second instance see that it is done. Pure.
#ifndef FALLVERBUND_LIBS_COMMAND_SETTLEMENT_H_
#define FALLVERBUND_LIBS_COMMAND_SETTLEMENT_H_

#include <vector>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/decider/decider.h"

namespace fallverbund::command {

// Its aggregate id is the id of the command it settles, and it is appended under that command id. `kContext`
// is that of whoever settles, so there is none here: see CommandHandler.
struct SettlementDecider {
  struct State {
    bool settled = false;
  };
  using Command = eventlog::v1::ReactionSettled;
  using Event = eventlog::v1::SettlementEvent;
  static constexpr char kContext[] = "";  // any
  static constexpr char kAggregateType[] = "settlement";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command, const decider::Given&) {
    if (state.settled) return std::vector<Event>{};
    Event event;
    *event.mutable_reaction_settled() = command;
    return std::vector<Event>{event};
  }
  static State Evolve(State state, const Event& event, const decider::Given&) {
    switch (event.event_case()) {
      case Event::kReactionSettled:
        state.settled = true;
        break;
      case Event::EVENT_NOT_SET:
        break;
    }
    return state;
  }
};

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_SETTLEMENT_H_
