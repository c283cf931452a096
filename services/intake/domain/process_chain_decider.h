// The process chain from one line of service to another (E4): what is told and by when, in versions. One
// aggregate for each pair of lines, so only one version is in force at a time.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_PROCESS_CHAIN_DECIDER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_PROCESS_CHAIN_DECIDER_H_

#include <optional>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/base/time.h"
#include "libs/decider/decider.h"

namespace fallverbund::intake {

// Proposed defaults; no paragraph fixes them.
inline const absl::Duration kWarmAnswerAtMost = Days(28);
inline const absl::Duration kWarmCheckAtMost = Days(90);

struct SetProcessChain {
  v1::ProcessChainVersionSet wanted;  // without version; valid_from unset: now
};

using ProcessChainCommand = std::variant<SetProcessChain>;

struct ProcessChainState {
  std::vector<v1::ProcessChainVersionSet>
      versions;  // in the order in which they were set, as they come into force

  // nullptr: none is in force at that time.
  const v1::ProcessChainVersionSet* InForce(absl::Time at) const;
};

struct ProcessChainDecider {
  using State = ProcessChainState;
  using Command = ProcessChainCommand;
  using Event = v1::ProcessChainEvent;
  static constexpr char kContext[] = "intake";
  static constexpr char kAggregateType[] = "process_chain";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<ProcessChainDecider>);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_PROCESS_CHAIN_DECIDER_H_
