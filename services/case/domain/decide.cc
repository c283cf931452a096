#include "services/case/domain/decide.h"

#include <type_traits>
#include <variant>

#include "services/case/domain/rules.h"

namespace fallverbund::casework {

bool IsOfCaseHolder(const State& state, const Given& given) {
  return given.actor.organisation == state.responsibility.holder().organisation_id;
}

void Reactivate(const State& state, v1::ReactivationTrigger trigger, Events& events) {
  if (state.standby) events.emplace_back().mutable_case_reactivated()->set_trigger(trigger);
}

void ReactivateIfHeard(const State& state, const common::v1::Participation& participation, Events& events) {
  if (participation.young_person().heard()) Reactivate(state, v1::REACTIVATION_TRIGGER_CONTACT, events);
}

Decision Decide(const State& state, const Command& command, const Given& given) {
  return std::visit(
      [&](const auto& wish) -> Decision {
        if constexpr (!std::is_same_v<std::decay_t<decltype(wish)>, OpenCase>) {
          if (auto no = Require(Reason::kCaseNotOpened, state.opened())) return *no;  // N1
        }
        return DecideOn(state, wish, given);
      },
      command);
}

}  // namespace fallverbund::casework
