#include "services/team/views/team_resource.h"

#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

v1::TeamState StateOf(TeamPhase phase) {
  switch (phase) {
    case TeamPhase::kNone:
      return v1::TEAM_STATE_UNSPECIFIED;
    case TeamPhase::kProposed:
      return v1::TEAM_STATE_PROPOSED;
    case TeamPhase::kFormed:
      return v1::TEAM_STATE_FORMED;
    case TeamPhase::kActive:
      return v1::TEAM_STATE_ACTIVE;
    case TeamPhase::kPaused:
      return v1::TEAM_STATE_PAUSED;
  }
  return v1::TEAM_STATE_UNSPECIFIED;
}

}  // namespace

void ShowTeam(const history::History<TeamDecider>& team, v1::Team& shown) {
  const TeamState& state = team.state;
  shown.set_team_id(team.aggregate_id);
  shown.set_case_id(state.case_id);
  shown.set_state(StateOf(state.phase));
  *shown.mutable_coordinator() = care::ToProto(state.coordinator);
  for (const care::Seat& seat : state.seats) *shown.add_seats() = ToTeamSeat(seat);
  if (const care::Clock* review = state.clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "")) {
    *shown.mutable_review_due() = ToProto(review->due);
  }
  if (const care::Clock* meeting = state.clocks.Find(common::v1::CLOCK_KIND_TEAM_MEETING, "")) {
    *shown.mutable_meeting_due() = ToProto(meeting->due);
  }
}

}  // namespace fallverbund::team
