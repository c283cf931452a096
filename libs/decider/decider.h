// Decide and Evolve, the two halves of an aggregate. Both pure: time, actor and new ids ride in as values.
//
//   struct CaseDecider {
//     using State = casework::State;
//     using Command = std::variant<OpenCase, RecordSetback, ...>;
//     using Event = v1::CaseEvent;                       // one oneof message: exhaustive switch, no default
//     static constexpr char kContext[] = "case";         // whose log subjects it writes
//     static constexpr char kAggregateType[] = "case";
//     static State Initial();
//     static Decision<Event> Decide(const State&, const Command&, const Given&);
//     static State Evolve(State, const Event&, const Given&);   // takes the event as given and never argues
//   };
#ifndef FALLVERBUND_LIBS_DECIDER_DECIDER_H_
#define FALLVERBUND_LIBS_DECIDER_DECIDER_H_

#include <concepts>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "libs/refusal/refusal.h"

namespace fallverbund::decider {

using refusal::Reason;
using refusal::Refusal;
using refusal::Require;

// Who acts. All three are empty for nobody; a service of the house has its name in `organisation` and no
// person.
struct Actor {
  std::string organisation;
  std::string person;
  std::string role;  // name of common.v1.Role without its prefix, such as CASE_WORKER
  friend bool operator==(const Actor&, const Actor&) = default;
};

// What the edge knows about one command, or the commit about its events.
struct Given {
  Actor actor;
  absl::Time now;          // recorded_at: the writer's clock
  absl::Time occurred_at;  // told by the caller; `now` when the caller said nothing
  std::string new_id;  // 32 hex digits, derived from the command id; for what this command brings into being
};

// Either events (none: already done, nothing to do) or one refusal.
template <class Event>
class Decision {
 public:
  Decision(Refusal refusal) : outcome_(std::move(refusal)) {}           // NOLINT: a refusal is a decision
  Decision(std::vector<Event> events) : outcome_(std::move(events)) {}  // NOLINT: so are events
  bool refused() const { return std::holds_alternative<Refusal>(outcome_); }
  const Refusal& refusal() const { return std::get<Refusal>(outcome_); }
  const std::vector<Event>& events() const { return std::get<std::vector<Event>>(outcome_); }

 private:
  std::variant<Refusal, std::vector<Event>> outcome_;
};

template <class D>
concept Decider = requires(const typename D::State& state, const typename D::Command& command,
                           const typename D::Event& event, const Given& given) {
  { D::Initial() } -> std::same_as<typename D::State>;
  { D::Decide(state, command, given) } -> std::same_as<Decision<typename D::Event>>;
  { D::Evolve(state, event, given) } -> std::same_as<typename D::State>;
  { D::kContext } -> std::convertible_to<const char*>;
  { D::kAggregateType } -> std::convertible_to<const char*>;
};

}  // namespace fallverbund::decider

#endif  // FALLVERBUND_LIBS_DECIDER_DECIDER_H_
