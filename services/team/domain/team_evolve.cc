#include <algorithm>

#include "libs/base/time.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {

namespace {

// What was never active goes on being asked for; everything else works again.
void Resume(TeamState& state, const v1::TeamResumed& event) {
  const bool back = state.phase == TeamPhase::kWoundDown;
  const bool began = state.before_end == TeamPhase::kActive || state.before_end == TeamPhase::kPaused;
  state.phase = back && !began ? state.before_end : TeamPhase::kActive;
  if (event.has_review_due() && state.phase == TeamPhase::kActive)
    state.clocks.Start(common::v1::CLOCK_KIND_TEAM_REVIEW, "", FromProto(event.review_due()));
}

}  // namespace

care::Seat ToSeat(const v1::TeamSeat& proto) {
  return {.who = {proto.organisation_id(), proto.person_id(), proto.discipline()}, .lead = proto.lead()};
}

v1::TeamSeat ToTeamSeat(const care::Seat& seat) {
  v1::TeamSeat proto;
  proto.set_organisation_id(seat.who.organisation_id);
  proto.set_person_id(seat.who.person_id);
  proto.set_discipline(static_cast<v1::Discipline>(seat.who.discipline));
  proto.set_lead(seat.lead);
  return proto;
}

TeamState TeamDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  using common::v1::CLOCK_KIND_TEAM_MEETING;
  using common::v1::CLOCK_KIND_TEAM_REVIEW;
  switch (event.event_case()) {
    case Event::kTeamProposed: {
      const auto& proposed = event.team_proposed();
      state.phase = TeamPhase::kProposed;
      state.case_id = proposed.case_id();
      state.coordinator = care::FromProto(proposed.coordinator());
      state.case_worker_person_id = proposed.case_worker_person_id();
      for (const auto& seat : proposed.seats()) state.seats.push_back(ToSeat(seat));
      break;
    }
    case Event::kProposedMemberReplaced: {
      const care::Seat seat = ToSeat(event.proposed_member_replaced().seat());
      care::Replace(state.seats, event.proposed_member_replaced().person_id(), seat.who, seat.lead);
      break;
    }
    case Event::kTeamFormed:
      state.phase = TeamPhase::kFormed;
      break;
    case Event::kTeamActivated:
      state.phase = TeamPhase::kActive;
      state.clocks.Start(CLOCK_KIND_TEAM_REVIEW, "", FromProto(event.team_activated().review_due()));
      break;
    case Event::kTeamPaused:
      state.phase = TeamPhase::kPaused;
      if (event.team_paused().has_review_due())
        state.clocks.Start(CLOCK_KIND_TEAM_REVIEW, "", FromProto(event.team_paused().review_due()));
      break;
    case Event::kTeamResumed:
      Resume(state, event.team_resumed());
      break;
    case Event::kTeamWoundDown:
      state.before_end = state.phase;
      state.phase = TeamPhase::kWoundDown;
      state.clocks = {};
      break;
    case Event::kTeamMeetingCalled: {
      const absl::Time due = FromProto(event.team_meeting_called().due());
      state.last_setback_at =
          std::max(state.last_setback_at, FromProto(event.team_meeting_called().setback_at()));
      const care::Clock* called = state.clocks.Find(CLOCK_KIND_TEAM_MEETING, "");
      if (called == nullptr || due < called->due) state.clocks.Start(CLOCK_KIND_TEAM_MEETING, "", due);
      break;
    }
    case Event::kTeamMeetingHeld: {
      const auto& held = event.team_meeting_held();
      if (FromProto(held.held_at()) >= state.last_setback_at) {
        state.clocks.Stop(CLOCK_KIND_TEAM_MEETING, "");
      }
      state.clocks.Start(CLOCK_KIND_TEAM_REVIEW, "", FromProto(held.review_due()));
      break;
    }
    case Event::kTeamDeadlineOverdue:
      state.clocks.MarkOverdue(event.team_deadline_overdue().clock(), "",
                               FromProto(event.team_deadline_overdue().due()), given.now);
      break;
    case Event::kTeamDeadlineEscalated: {
      const auto& escalated = event.team_deadline_escalated();
      state.clocks.MarkEscalated(escalated.clock(), "", FromProto(escalated.due()), escalated.step(),
                                 given.now);
      break;
    }
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
