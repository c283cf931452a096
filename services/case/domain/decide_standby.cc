// Setbacks, rest and return (N8, N12, B2, B4), and the clocks that never move anything (N4).
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {

void OpenReplan(const State& state, const Given& given, Events& events) {
  v1::ReplanOpened& replan = *events.emplace_back().mutable_replan_opened();
  replan.set_cycle(state.cycle + 1);
  *replan.mutable_meeting_due() = ToProto(given.now + care::Length(care::kReplan, given.terms));
}

// Adds a new plan and a meeting; no edge to any holder, seat or running setting.
Decision DecideOn(const State& state, const RecordSetback& command, const Given& given) {
  const bool named = command.setback.kinds_size() > 0;
  if (auto no = Require(Reason::kSetbackWithoutKind, named)) return *no;  // N8
  if (auto no = CheckUnsuitable(state, command.unsuitable)) return *no;
  Events events;
  *events.emplace_back().mutable_setback_recorded() = command.setback;
  AddUnsuitable(command.unsuitable, events);
  if (!state.ended) OpenReplan(state, given, events);
  Reactivate(state, v1::REACTIVATION_TRIGGER_REPORT, given,
             events);  // of an ended case with its plan: first a team again
  StopEnding(state, v1::END_STOP_CAUSE_SETBACK, events);
  return events;
}

Decision DecideOn(const State& state, const EnterStandby& command, const Given& given) {
  const v1::StandbyEntered& standby = command.standby;
  const absl::Time due = FromProto(standby.next_contact_due());
  const bool dated = standby.has_next_contact_due() && due > given.now;
  const care::Term& limit = StandbyLimit(standby.reason(), state.tonight.holder().kind);
  const bool soon = care::IsDueWithin(due, given.now, care::Length(limit, given.terms));
  const bool heard = IsHeard(state, standby.participation(), given);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kAlreadyInStandby, !state.standby)) return *no;                // N12
  if (auto no = Require(Reason::kCrisisStillOpen, !state.crisis)) return *no;                  // N12
  const bool assessed = state.planning.assessment_id.empty();
  if (auto no = Require(Reason::kAssessmentStillOpen, assessed)) return *no;   // C7
  if (auto no = Require(Reason::kStandbyWithoutDate, dated)) return *no;       // N12
  if (auto no = Require(Reason::kStandbyDateTooFar, soon)) return *no;         // N12
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;  // A16
  Events events;
  v1::StandbyEntered& entered = *events.emplace_back().mutable_standby_entered();
  entered = standby;
  entered.set_at_most_days(care::OwnNumber(limit, given.terms));
  return events;
}

Decision DecideOn(const State& state, const RecordContactWithYoungPerson& command, const Given& given) {
  Events events;
  v1::ContactWithYoungPersonRecorded& contact =
      *events.emplace_back().mutable_contact_with_young_person_recorded();
  contact = command.contact;
  contact.set_person_id(given.actor.person);
  MeetReceiver(state, given, contact);
  ContinueAftercare(state, given, events);
  Reactivate(state, v1::REACTIVATION_TRIGGER_CONTACT, given, events);
  return events;
}

Decision DecideOn(const State& state, const RecordHearing& command, const Given& given) {
  const bool heard = IsHeard(state, command.hearing.participation(), given);
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;  // A16
  Events events;
  *events.emplace_back().mutable_hearing_recorded() = command.hearing;
  ReactivateIfHeard(state, command.hearing.participation(), events);
  return events;
}

// Nothing to say when the clock was stopped or restarted meanwhile, or its next step has not come.
Decision DecideOn(const State& state, const PassDeadline& command, const Given& given) {
  const auto missed = state.clocks.MissedSince(command.clock, command.object_id, command.due, given.now);
  if (!missed) return Events{};
  if (command.clock == common::v1::CLOCK_KIND_OBJECTION_PERIOD)
    return TakeEffect(state, command.object_id, command.goes_on_in, given);
  Events events;
  if (command.clock == common::v1::CLOCK_KIND_COMING_OF_AGE) {
    ComeOfAge(state, given, events);
    return events;
  }
  if (command.clock == common::v1::CLOCK_KIND_HOLDER_REACHABLE && command.holder_reachable) {
    events.emplace_back().mutable_holder_found_reachable();  // R0: a role was given meanwhile
    return events;
  }
  if (missed->overdue()) {
    v1::CaseDeadlineOverdue& overdue = *events.emplace_back().mutable_case_deadline_overdue();
    overdue.set_clock(command.clock);
    overdue.set_object_id(command.object_id);
    *overdue.mutable_due() = ToProto(command.due);
    care::SetNextStep(given.terms, missed->step, given.now, overdue);
    if (command.clock == common::v1::CLOCK_KIND_SUCCESSION) FallBack(state, command.object_id, events);
  } else {
    v1::CaseDeadlineEscalated& escalated = *events.emplace_back().mutable_case_deadline_escalated();
    escalated.set_clock(command.clock);
    escalated.set_object_id(command.object_id);
    *escalated.mutable_due() = ToProto(command.due);
    escalated.set_step(missed->step);
    care::SetNextStep(given.terms, missed->step, given.now, escalated);
  }
  return events;
}

}  // namespace fallverbund::casework
