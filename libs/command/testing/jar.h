// The toy decider of this room's tests: coins go into a jar while it is not sealed.
#ifndef FALLVERBUND_LIBS_COMMAND_TESTING_JAR_H_
#define FALLVERBUND_LIBS_COMMAND_TESTING_JAR_H_

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "libs/command/testing/jar_events.pb.h"
#include "libs/decider/decider.h"

namespace fallverbund::command::testing {

struct AddCoins {
  int64_t coins = 1;  // 0 or less: already done
};
struct SealJar {};
struct BreakSeal {};

struct JarDecider {
  struct State {
    int64_t coins = 0;
    bool sealed = false;
    std::string last_person;
    absl::Time last_at;
    friend bool operator==(const State&, const State&) = default;
  };
  using Command = std::variant<AddCoins, SealJar, BreakSeal>;
  using Event = JarEvent;
  static constexpr char kContext[] = "case";
  static constexpr char kAggregateType[] = "jar";
  static constexpr auto kSealed =
      refusal::Reason::kCaseUnderstandingMissing;  // any reason of the table would do

  static State Initial() { return {}; }

  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given) {
    if (on_decide) on_decide(state);
    if (std::holds_alternative<SealJar>(command)) {
      if (state.sealed) return std::vector<Event>{};
      Event event;
      event.mutable_jar_sealed();
      return std::vector<Event>{event};
    }
    if (std::holds_alternative<BreakSeal>(command)) {
      if (!state.sealed) return std::vector<Event>{};
      Event event;
      event.mutable_seal_broken();
      return std::vector<Event>{event};
    }
    if (auto no = decider::Require(kSealed, !state.sealed)) return *no;
    const int64_t coins = std::get<AddCoins>(command).coins;
    if (coins <= 0) return std::vector<Event>{};
    Event event;
    event.mutable_coins_added()->set_coins(coins);
    event.mutable_coins_added()->set_jar_note_id(given.new_id);
    return std::vector<Event>{event};
  }

  static State Evolve(State state, const Event& event, const decider::Given& given) {
    switch (event.event_case()) {
      case Event::kCoinsAdded:
        state.coins += event.coins_added().coins();
        break;
      case Event::kJarSealed:
        state.sealed = true;
        break;
      case Event::kSealBroken:
        state.sealed = false;
        break;
      case Event::EVENT_NOT_SET:
        break;
    }
    state.last_person = given.actor.person;
    state.last_at = given.now;
    return state;
  }

  // Runs in every Decide, so that a test can look at the state, or let something happen just then.
  static inline std::function<void(const State&)> on_decide;
};

}  // namespace fallverbund::command::testing

#endif  // FALLVERBUND_LIBS_COMMAND_TESTING_JAR_H_
