#include <algorithm>
#include <optional>
#include <utility>

#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_decider.h"

namespace fallverbund::crisis {
namespace {

using common::v1::CLOCK_KIND_AFTER_CLINIC_TASK;
using common::v1::CLOCK_KIND_AFTERCARE_MEETING;
using common::v1::CLOCK_KIND_CARE_END;
using common::v1::CLOCK_KIND_CLINIC_LEAVE;
using common::v1::CLOCK_KIND_COURT_APPROVAL;
using common::v1::CLOCK_KIND_CRISIS_LEG;
using common::v1::CLOCK_KIND_DETENTION_LIMIT;
using common::v1::CLOCK_KIND_HEARING_RETRY;
using common::v1::CLOCK_KIND_NEW_DANGER;
using common::v1::CLOCK_KIND_NIGHT_CONFIRMATION;

void Heard(CrisisState& state, const common::v1::Participation& participation) {
  if (const auto next = care::NextHearing(participation)) {
    state.clocks.Start(CLOCK_KIND_HEARING_RETRY, "", *next);
  } else {
    state.clocks.Stop(CLOCK_KIND_HEARING_RETRY, "");
  }
}

// What was to be confirmed before is over with the next night.
void NightMoved(CrisisState& state) {
  state.clocks.StopAll(CLOCK_KIND_NIGHT_CONFIRMATION);
  state.episodes.back().night_object.clear();
  state.episodes.back().night_of.clear();
}

// The end of a stay or of care, by which somebody has the night who may have to say that it was heard.
template <class Ended>
void NightPassed(CrisisState& state, const std::string& object_id, uint32_t nights_entered,
                 const Ended& event) {
  NightMoved(state);
  if (!event.has_confirm_due()) return;
  Episode& episode = state.episodes.back();
  episode.night_object = object_id;
  episode.night_of = event.next().holder().organisation_id();
  episode.night_kind = event.next().kind();
  episode.nights_entered = nights_entered;
  state.clocks.Start(CLOCK_KIND_NIGHT_CONFIRMATION, object_id, FromProto(event.confirm_due()));
}

Terms TermsOf(const v1::CrisisOpened& event, absl::Time now) {
  Terms terms;
  terms.agreement_id = event.agreement_id();
  terms.version = event.agreement_version();
  terms.court_approval_within = absl::Seconds(event.court_approval_within_s());
  terms.meeting_within = absl::Seconds(event.meeting_within_s());
  for (const v1::LegStarted& leg : event.legs())
    terms.acknowledge_within[leg.party()] = FromProto(leg.acknowledge_due()) - now;
  return terms;
}

void Begin(const v1::LegStarted& leg, CrisisState& state) {
  state.episodes.back().legs.Started(leg.party(), leg.organisation_id(), FromProto(leg.acknowledge_due()),
                                     state.clocks);
}

// `event` is an alarm, the first or a later one.
template <class Alarm>
void Say(const Alarm& event, Episode& episode) {
  episode.risk_to_self |= event.risk_to_self();
  episode.risk_to_others |= event.risk_to_others();
  if (event.risk_to_self()) episode.said.insert(v1::DANGER_RISK_TO_SELF);
  if (event.risk_to_others()) episode.said.insert(v1::DANGER_RISK_TO_OTHERS);
}

void On(CrisisState& state, const v1::CrisisOpened& event, const decider::Given& given) {
  state.case_id = event.case_id();
  state.subject_id = event.subject_id();
  Episode& episode = state.episodes.emplace_back();
  episode.number = event.episode();
  episode.kind = event.kind();
  Say(event, episode);
  episode.alarm_at = given.occurred_at;
  episode.last_alarm = given.now;
  episode.lead = care::FromProto(event.lead());
  episode.first_raised_by = event.raised_by_organisation_id().empty() ? event.lead().organisation_id()
                                                                      : event.raised_by_organisation_id();
  episode.raised_by = {episode.first_raised_by};
  episode.terms = TermsOf(event, given.now);
  for (const v1::LegStarted& leg : event.legs()) Begin(leg, state);
  state.clocks.Start(CLOCK_KIND_AFTERCARE_MEETING, "", FromProto(event.meeting_due()));
}

// What was said, reached and met before says nothing of this emergency. Its legs follow by themselves.
void BeginAnew(CrisisState& state, const v1::AlarmRepeated& event, const decider::Given& given) {
  Episode& episode = state.episodes.back();
  episode.said.clear();
  episode.alarm_at = given.occurred_at;
  episode.stabilised = false;
  state.clocks.StopAll(CLOCK_KIND_CRISIS_LEG);
  if (!event.has_meeting_due()) return;
  episode.meeting.reset();
  state.clocks.Start(CLOCK_KIND_AFTERCARE_MEETING, "", FromProto(event.meeting_due()));
}

void On(CrisisState& state, const v1::AlarmRepeated& event, const decider::Given& given) {
  Episode& episode = state.episodes.back();
  ++episode.alarms;
  if (event.gives_lead()) episode.last_alarm = given.now;  // of before that it brought no case back
  if (event.again()) BeginAnew(state, event, given);
  Say(event, episode);
  if (!event.organisation_id().empty()) episode.raised_by.insert(event.organisation_id());
  episode.not_heard.insert(event.told_organisation_ids().begin(), event.told_organisation_ids().end());
  if (event.has_heard_due()) state.clocks.Start(CLOCK_KIND_NEW_DANGER, "", FromProto(event.heard_due()));
}

// Only that date; an event of before they were told apart ends all of them.
void On(CrisisState& state, const v1::NightMovedOn& event) {
  const bool all = event.clock() == common::v1::CLOCK_KIND_UNSPECIFIED;
  if (all) {
    state.clocks.StopAll(CLOCK_KIND_CLINIC_LEAVE);
    state.clocks.StopAll(CLOCK_KIND_CARE_END);
  }
  state.clocks.Stop(event.clock(), event.object_id());
  if (all || event.clock() == CLOCK_KIND_NIGHT_CONFIRMATION) NightMoved(state);
}

// The meeting is counted from leaving, so it is not due while the young person is in the clinic.
void On(CrisisState& state, const v1::AdmittedToClinic& event) {
  Episode& episode = state.episodes.back();
  ClinicStay& stay = episode.stay.emplace();
  stay.id = event.stay_id();
  stay.holder = care::FromProto(event.holder());
  stay.basis = event.basis();
  stay.detained = stay.was_detained = event.basis() == v1::CLINIC_BASIS_BGB_1631B;
  NightMoved(state);
  if (event.has_approval_due()) {
    stay.approval_due = FromProto(event.approval_due());
    state.clocks.Start(CLOCK_KIND_COURT_APPROVAL, event.stay_id(), *stay.approval_due);
  }
  episode.clinic_organisation_id = stay.holder.organisation_id;
  episode.meeting.reset();
  state.clocks.Stop(CLOCK_KIND_AFTERCARE_MEETING, "");
}

void Released(CrisisState& state, v1::Detention detention) {
  Episode& episode = state.episodes.back();
  state.clocks.Stop(CLOCK_KIND_DETENTION_LIMIT, DetentionObject(detention));
  if (detention == v1::DETENTION_IN_CARE) {
    if (episode.care) episode.care->detained = false;
  } else if (episode.stay) {
    episode.stay->detained = false;
    episode.stay->approval_due.reset();
    episode.stay->detained_until.reset();
    state.clocks.Stop(CLOCK_KIND_COURT_APPROVAL, episode.stay->id);
  }
}

void On(CrisisState& state, const v1::ClinicStayDetained& event) {
  Episode& episode = state.episodes.back();
  if (!episode.stay) return;
  ClinicStay& stay = *episode.stay;
  stay.basis = v1::CLINIC_BASIS_BGB_1631B;
  stay.detained = stay.was_detained = true;
  stay.approval_due = FromProto(event.approval_due());
  state.clocks.Start(CLOCK_KIND_COURT_APPROVAL, stay.id, *stay.approval_due);
}

void On(CrisisState& state, const v1::DetentionEnded& event) {
  Released(state, event.detention());
  const bool by_law =
      event.end() == v1::DETENTION_END_TIME_OVER || event.end() == v1::DETENTION_END_COURT_REFUSED;
  Episode& episode = state.episodes.back();
  if (event.detention() == v1::DETENTION_CLINIC && episode.stay) episode.stay->needs_court |= by_law;
}

// A refusal is followed by the end of the detention.
void On(CrisisState& state, const v1::CourtDecided& event) {
  Episode& episode = state.episodes.back();
  if (event.detention() == v1::DETENTION_CLINIC && episode.stay) {
    episode.stay->approval_due.reset();
    state.clocks.Stop(CLOCK_KIND_COURT_APPROVAL, episode.stay->id);
  }
  if (!event.granted()) return;
  const absl::Time until = FromProto(event.until());
  if (event.detention() == v1::DETENTION_CLINIC && episode.stay) {
    episode.stay->detained = true;  // likewise
    episode.stay->needs_court = false;
    episode.stay->detained_until = until;
  }
  if (event.detention() == v1::DETENTION_IN_CARE && episode.care) {
    episode.care->was_detained = true;
    episode.care->detained = true;  // it may have been over while the court had not decided yet
    episode.care->detention_until = until;
    episode.detained_since.reset();
  }
  state.clocks.Start(CLOCK_KIND_DETENTION_LIMIT, DetentionObject(event.detention()), until);
}

void On(CrisisState& state, const v1::TakenIntoCare& event, const decider::Given& given) {
  Episode& episode = state.episodes.back();
  const uint32_t before = event.again() && episode.care ? episode.care->nights_entered : 0;
  InCare& care = episode.care.emplace();
  care.organisation_id = event.organisation_id();
  care.detained = care.was_detained = event.detention();
  if (event.has_holder()) {
    care.id = event.care_id();
    care.holder = care::FromProto(event.holder());
    care.shelters = event.shelters();
    care.nights_entered = before + event.shelters();
    if (episode.stay && event.shelters()) episode.stay->night_taken = true;
  }
  state.clocks.StopAll(CLOCK_KIND_CARE_END);
  if (care.shelters) NightMoved(state);
  if (!event.detention()) return;
  care.detention_until = FromProto(event.detention_until());
  episode.detained_since = std::min(episode.detained_since.value_or(given.occurred_at), given.occurred_at);
  state.clocks.Start(CLOCK_KIND_DETENTION_LIMIT, DetentionObject(v1::DETENTION_IN_CARE),
                     care.detention_until);
}

// A plan may name another person of the office.
void BackInCare(Episode& episode, const v1::LeftClinic& event) {
  if (!episode.care) return;
  episode.care->shelters = !event.care_id().empty();
  if (!episode.care->shelters) return;
  episode.care->holder = care::FromProto(event.next().holder());
  ++episode.care->nights_entered;
}

void On(CrisisState& state, const v1::CareEnded& event) {
  std::optional<InCare>& care = state.episodes.back().care;
  if (event.has_next()) NightPassed(state, event.care_id(), care ? care->nights_entered : 1, event);
  state.clocks.StopAll(CLOCK_KIND_CARE_END);
  care.reset();
}

void On(CrisisState& state, const v1::CareEndPlanned& event) {
  if (auto& care = state.episodes.back().care)
    care->plan = LeavePlan{care::FromProto(event.next()), FromProto(event.on())};
  if (event.has_end_due())
    state.clocks.Start(CLOCK_KIND_CARE_END, event.care_id(), FromProto(event.end_due()));
  Heard(state, event.participation());
}

void On(CrisisState& state, const v1::ClinicLeavePlanned& event) {
  if (auto& stay = state.episodes.back().stay)
    stay->plan = LeavePlan{care::FromProto(event.next()), FromProto(event.on())};
  if (event.has_leave_due())
    state.clocks.Start(CLOCK_KIND_CLINIC_LEAVE, event.stay_id(), FromProto(event.leave_due()));
  Heard(state, event.participation());
}

void On(CrisisState& state, const v1::LeftClinic& event, const decider::Given& given) {
  Episode& episode = state.episodes.back();
  Released(state, v1::DETENTION_CLINIC);
  state.clocks.StopAll(CLOCK_KIND_CLINIC_LEAVE);
  if (event.has_next()) {  // else somebody has taken the night over since, and the office perhaps
    NightPassed(state, event.stay_id(), 1, event);
    BackInCare(episode, event);
  }
  episode.stay.reset();
  episode.left_clinic_at = given.occurred_at;
  state.clocks.Start(CLOCK_KIND_AFTERCARE_MEETING, "", FromProto(event.meeting_due()));
  if (event.has_participation()) Heard(state, event.participation());
}

// What was agreed for the time after goes on being due (D7), and who was not heard is asked again (A16).
void Conclude(CrisisState& state) {
  state.episodes.back().concluded = true;
  state.clocks.StopAll(CLOCK_KIND_CRISIS_LEG);
  state.clocks.StopAll(CLOCK_KIND_NEW_DANGER);
  state.clocks.StopAll(CLOCK_KIND_AFTERCARE_MEETING);
  state.clocks.StopAll(CLOCK_KIND_DETENTION_LIMIT);
  state.clocks.StopAll(CLOCK_KIND_COURT_APPROVAL);
  state.clocks.StopAll(CLOCK_KIND_CLINIC_LEAVE);
  state.clocks.StopAll(CLOCK_KIND_CARE_END);
  NightMoved(state);
}

void Done(CrisisState& state, const std::string& task_id) {
  state.clocks.Stop(CLOCK_KIND_AFTER_CLINIC_TASK, task_id);
  for (Episode& episode : state.episodes) {
    for (AfterClinicTask& task : episode.tasks) {
      if (task.id == task_id) task.done = true;
    }
  }
}

void OnEpisode(CrisisState& state, const v1::CrisisEvent& event, const decider::Given& given) {
  Episode& episode = state.episodes.back();
  switch (event.event_case()) {
    case v1::CrisisEvent::kAlarmRepeated:
      On(state, event.alarm_repeated(), given);
      break;
    case v1::CrisisEvent::kAlarmAcknowledged:
      episode.not_heard.erase(event.alarm_acknowledged().organisation_id());
      if (event.alarm_acknowledged().leads()) state.clocks.Stop(CLOCK_KIND_NEW_DANGER, "");
      break;
    case v1::CrisisEvent::kCrisisCaseRequested:
      state.first_holder = care::FromProto(event.crisis_case_requested().holder());
      break;
    case v1::CrisisEvent::kCrisisCaseOpened:
      state.case_id = event.crisis_case_opened().case_id();
      break;
    case v1::CrisisEvent::kLegAttempted:
      episode.legs.Attempted(event.leg_attempted().party(), event.leg_attempted().reached());
      break;
    case v1::CrisisEvent::kLegAcknowledged:
      episode.legs.Acknowledged(event.leg_acknowledged().party(),
                                absl::Seconds(event.leg_acknowledged().seconds_after_alarm()), state.clocks);
      break;
    case v1::CrisisEvent::kLegStarted:
      Begin(event.leg_started(), state);
      break;
    case v1::CrisisEvent::kCrisisDeadlineOverdue: {
      const auto& missed = event.crisis_deadline_overdue();
      state.clocks.MarkOverdue(missed.clock(), missed.object_id(), FromProto(missed.due()), given.now);
      break;
    }
    case v1::CrisisEvent::kCrisisDeadlineEscalated: {
      const auto& missed = event.crisis_deadline_escalated();
      state.clocks.MarkEscalated(missed.clock(), missed.object_id(), FromProto(missed.due()), missed.step(),
                                 given.now);
      break;
    }
    case v1::CrisisEvent::kCrisisStabilised:
      episode.stabilised = true;
      break;
    case v1::CrisisEvent::kTakenIntoCare:
      On(state, event.taken_into_care(), given);
      break;
    case v1::CrisisEvent::kCareEnded:
      On(state, event.care_ended());
      break;
    case v1::CrisisEvent::kCareEndPlanned:
      On(state, event.care_end_planned());
      break;
    case v1::CrisisEvent::kNightMovedOn:
      On(state, event.night_moved_on());
      break;
    case v1::CrisisEvent::kNightConfirmed:
      NightMoved(state);
      break;
    case v1::CrisisEvent::kClinicStayDetained:
      On(state, event.clinic_stay_detained());
      break;
    case v1::CrisisEvent::kAdmittedToClinic:
      On(state, event.admitted_to_clinic());
      break;
    case v1::CrisisEvent::kCourtDecided:
      On(state, event.court_decided());
      break;
    case v1::CrisisEvent::kDetentionEnded:
      On(state, event.detention_ended());
      break;
    case v1::CrisisEvent::kClinicLeavePlanned:
      On(state, event.clinic_leave_planned());
      break;
    case v1::CrisisEvent::kLeftClinic:
      On(state, event.left_clinic(), given);
      break;
    case v1::CrisisEvent::kAftercareMeetingScheduled:
      episode.meeting = AftercareMeeting{event.aftercare_meeting_scheduled().meeting_id(),
                                         FromProto(event.aftercare_meeting_scheduled().on())};
      break;
    case v1::CrisisEvent::kAftercareMeetingHeld:
      if (episode.meeting && episode.meeting->id == event.aftercare_meeting_held().meeting_id())
        episode.meeting->held = true;
      state.clocks.Stop(CLOCK_KIND_AFTERCARE_MEETING, "");
      Heard(state, event.aftercare_meeting_held().participation());
      break;
    case v1::CrisisEvent::kAfterClinicTaskAgreed: {
      const auto& task = event.after_clinic_task_agreed();
      episode.tasks.push_back({task.task_id(), task.domain(), task.organisation_id(), FromProto(task.due())});
      state.clocks.Start(CLOCK_KIND_AFTER_CLINIC_TASK, task.task_id(), FromProto(task.due()));
      break;
    }
    case v1::CrisisEvent::kAfterClinicTaskDone:
      Done(state, event.after_clinic_task_done().task_id());
      break;
    case v1::CrisisEvent::kParentsInvolved:
      Heard(state, event.parents_involved().participation());
      break;
    case v1::CrisisEvent::kCrisisConcluded:
      Conclude(state);
      break;
    case v1::CrisisEvent::kCrisisOpened:
    case v1::CrisisEvent::EVENT_NOT_SET:
      break;
  }
}

}  // namespace

CrisisState CrisisDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  if (event.has_crisis_opened()) {
    On(state, event.crisis_opened(), given);
  } else if (!state.episodes.empty()) {  // nothing is about a crisis before its alarm
    OnEpisode(state, event, given);
  }
  return state;
}

}  // namespace fallverbund::crisis
