#include "services/team/reactions/team_reactions.h"

#include "libs/base/time.h"
#include "libs/care/clock.h"

namespace fallverbund::team {
namespace {

std::vector<Draft> Passing(const Trigger& trigger, common::v1::ClockKind clock,
                           const google::protobuf::Timestamp& due, absl::Time at) {
  Draft draft{trigger.aggregate_id, {}, at};
  draft.command.mutable_pass_deadline()->set_clock(clock);
  *draft.command.mutable_pass_deadline()->mutable_due() = due;
  return {draft};
}

std::vector<Draft> AtDue(const Trigger& trigger, common::v1::ClockKind clock,
                         const google::protobuf::Timestamp& due) {
  return Passing(trigger, clock, due, FromProto(due));
}

// A missed clock climbs: the next step comes a while after this one was recorded.
template <class MissedEvent>
std::vector<Draft> AtNextStep(const Trigger& trigger, const MissedEvent& event,
                              common::v1::EscalationStep step) {
  const auto next = care::NextStepAt(step, trigger.recorded_at);
  if (!next) return {};
  return Passing(trigger, event.clock(), event.due(), *next);
}

}  // namespace

std::vector<Draft> React(const casework::v1::CaseEvent& event, const Trigger& trigger,
                         const std::string& team_id) {
  if (team_id.empty()) return {};
  Draft draft{team_id, {}, std::nullopt};
  const std::string& case_id = trigger.aggregate_id;
  if (event.has_shared_responsibility_taken()) {
    draft.target_id = event.shared_responsibility_taken().team_id();
    draft.command.mutable_record_formed()->set_case_id(case_id);
    return {draft};
  }
  if (event.has_standby_entered()) {
    draft.command.mutable_pause()->set_case_id(case_id);
    return {draft};
  }
  if (event.has_case_lawfully_ended()) {
    draft.command.mutable_wind_down()->set_case_id(case_id);
    return {draft};
  }
  if (event.has_case_reactivated() || event.has_case_reopened()) {
    draft.command.mutable_resume()->set_case_id(case_id);
    return {draft};
  }
  if (event.has_replan_opened()) {
    v1::TeamMeetingCalled& call = *draft.command.mutable_call_meeting();
    call.set_case_id(case_id);
    *call.mutable_due() = event.replan_opened().meeting_due();
    *call.mutable_setback_at() = ToProto(trigger.occurred_at);
    return {draft};
  }
  return {};
}

std::vector<Draft> React(const v1::TeamEvent& event, const Trigger& trigger) {
  using common::v1::CLOCK_KIND_TEAM_MEETING;
  using common::v1::CLOCK_KIND_TEAM_REVIEW;
  switch (event.event_case()) {
    case v1::TeamEvent::kTeamActivated:
      return AtDue(trigger, CLOCK_KIND_TEAM_REVIEW, event.team_activated().review_due());
    case v1::TeamEvent::kTeamMeetingHeld:
      return AtDue(trigger, CLOCK_KIND_TEAM_REVIEW, event.team_meeting_held().review_due());
    case v1::TeamEvent::kTeamMeetingCalled:
      return AtDue(trigger, CLOCK_KIND_TEAM_MEETING, event.team_meeting_called().due());
    case v1::TeamEvent::kTeamDeadlineOverdue:
      return AtNextStep(trigger, event.team_deadline_overdue(), common::v1::ESCALATION_STEP_UNSPECIFIED);
    case v1::TeamEvent::kTeamDeadlineEscalated:
      return AtNextStep(trigger, event.team_deadline_escalated(), event.team_deadline_escalated().step());
    case v1::TeamEvent::kTeamPaused:
      if (!event.team_paused().has_review_due()) return {};
      return AtDue(trigger, CLOCK_KIND_TEAM_REVIEW, event.team_paused().review_due());
    case v1::TeamEvent::kTeamResumed:
      if (!event.team_resumed().has_review_due()) return {};
      return AtDue(trigger, CLOCK_KIND_TEAM_REVIEW, event.team_resumed().review_due());
    case v1::TeamEvent::kTeamProposed:
    case v1::TeamEvent::kProposedMemberReplaced:
    case v1::TeamEvent::kTeamFormed:
    case v1::TeamEvent::kTeamWoundDown:
    case v1::TeamEvent::EVENT_NOT_SET:
      return {};
  }
  return {};
}

Draft React(const casework::v1::ResponsibilitiesCounted& event) {
  Draft draft{event.organisation_id(), {}, std::nullopt};
  draft.command.mutable_take_answer()->set_person_id(event.person_id());
  *draft.command.mutable_take_answer()->mutable_open() = event.open();
  return draft;
}

std::optional<TeamCommand> ToCommand(const v1::TeamReaction& reaction) {
  switch (reaction.command_case()) {
    case v1::TeamReaction::kRecordFormed:
      return RecordFormed{reaction.record_formed().case_id()};
    case v1::TeamReaction::kPause:
      return PauseTeam{reaction.pause().case_id()};
    case v1::TeamReaction::kResume:
      return ResumeTeam{reaction.resume().case_id()};
    case v1::TeamReaction::kCallMeeting: {
      const auto& call = reaction.call_meeting();
      return CallTeamMeeting{call.case_id(), FromProto(call.due()), FromProto(call.setback_at())};
    }
    case v1::TeamReaction::kPassDeadline:
      return PassTeamDeadline{reaction.pass_deadline().clock(), FromProto(reaction.pass_deadline().due())};
    case v1::TeamReaction::kWindDown:
      return WindDownTeam{reaction.wind_down().case_id()};
    case v1::TeamReaction::kTakeAnswer:  // of the directory
    case v1::TeamReaction::COMMAND_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fallverbund::team
