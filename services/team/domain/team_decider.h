// Team auf Zeit: proposed, formed when the case says that everybody accepted, active with a review date,
// paused and resumed with the case's standby. Nothing ends it by silence (A8, N4).
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_DECIDER_H_

#include <optional>

#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/decider/decider.h"
#include "services/team/domain/team_commands.h"
#include "services/team/domain/team_state.h"

namespace fallverbund::team {

struct TeamDecider {
  using State = TeamState;
  using Command = TeamCommand;
  using Event = v1::TeamEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "team";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<TeamDecider>);

// Who has or is asked for each seat by now: as long as it is a proposal, the team says so; then the case
// does.
care::Seats SeatsNow(const TeamState& state, const std::optional<Standing>& standing);

// Seats as stored and back.
care::Seat ToSeat(const v1::TeamSeat& proto);
v1::TeamSeat ToTeamSeat(const care::Seat& seat);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_DECIDER_H_
