#include "services/crisis/views/crisis_resource.h"

#include <algorithm>

#include "libs/base/time.h"

namespace fallverbund::crisis {
namespace {

constexpr uint32_t kShownLaterAlarms = 20;  // the last ones; nobody reads more at once

v1::CrisisState StateOf(const Episode& episode) {
  if (episode.concluded) return v1::CRISIS_STATE_CONCLUDED;
  if (episode.meeting) return v1::CRISIS_STATE_AFTERCARE_MEETING_SET;
  return episode.stabilised ? v1::CRISIS_STATE_STABILISED : v1::CRISIS_STATE_LEGS_RUNNING;
}

void ShowLeg(const care::Leg& leg, const care::Clocks& clocks, v1::CrisisLeg& shown) {
  shown.set_party(leg.party);
  shown.set_organisation_id(leg.organisation_id);
  *shown.mutable_acknowledge_due() = ToProto(leg.acknowledge_due);
  shown.set_attempts(leg.attempts);
  shown.set_acknowledged(leg.acknowledged());
  if (leg.acknowledged())
    shown.set_seconds_after_alarm(static_cast<uint32_t>(absl::ToInt64Seconds(*leg.acknowledged_after)));
  const care::Clock* clock = clocks.Find(common::v1::CLOCK_KIND_CRISIS_LEG, care::LegObject(leg.party));
  if (clock == nullptr || clock->due != leg.acknowledge_due) return;
  shown.set_overdue(clock->overdue);
  shown.set_step(clock->step);
}

void ShowStay(const Episode& episode, v1::Crisis& shown) {
  shown.set_in_care(episode.care.has_value());
  if (episode.care && episode.care->detained) {
    shown.set_detained_in_care(true);
    *shown.mutable_detention_until() = ToProto(episode.care->detention_until);
  }
  if (episode.care && !episode.care->id.empty()) *shown.mutable_care() = care::ToProto(episode.care->holder);
  if (episode.care && episode.care->plan) {
    *shown.mutable_care_planned_next() = care::ToProto(episode.care->plan->next);
    *shown.mutable_care_planned_end_on() = ToProto(episode.care->plan->on);
  }
  if (!episode.stay) return;
  const ClinicStay& stay = *episode.stay;
  shown.set_stay_id(stay.id);
  *shown.mutable_clinic() = care::ToProto(stay.holder);
  shown.set_clinic_basis(stay.basis);
  shown.set_detained_in_clinic(stay.detained);
  if (stay.approval_due) *shown.mutable_approval_due() = ToProto(*stay.approval_due);
  if (stay.detained_until) *shown.mutable_clinic_detention_until() = ToProto(*stay.detained_until);
  if (!stay.plan) return;
  *shown.mutable_planned_next() = care::ToProto(stay.plan->next);
  *shown.mutable_planned_leave_on() = ToProto(stay.plan->on);
}

void ShowMeeting(const Episode& episode, const care::Clocks& clocks, v1::Crisis& shown) {
  if (episode.meeting) {
    shown.set_meeting_id(episode.meeting->id);
    *shown.mutable_meeting_on() = ToProto(episode.meeting->on);
    shown.set_meeting_held(episode.meeting->held);
  }
  const care::Clock* due = clocks.Find(common::v1::CLOCK_KIND_AFTERCARE_MEETING, "");
  if (due != nullptr && !episode.concluded) *shown.mutable_meeting_due() = ToProto(due->due);
}

void ShowNight(const Episode& episode, const care::Clocks& clocks, v1::Crisis& shown) {
  const care::Clock* night = clocks.Find(common::v1::CLOCK_KIND_NIGHT_CONFIRMATION, episode.night_object);
  if (night == nullptr || episode.concluded) return;
  *shown.mutable_night_confirm_due() = ToProto(night->due);
  shown.set_night_confirm_overdue(night->overdue);
}

void ShowUnheard(const Episode& episode, const care::Clocks& clocks, v1::Crisis& shown) {
  if (episode.concluded) return;
  for (const std::string& organisation : episode.not_heard)
    shown.add_not_heard_organisation_ids(organisation);
  const care::Clock* danger = clocks.Find(common::v1::CLOCK_KIND_NEW_DANGER, "");
  if (danger == nullptr) return;
  *shown.mutable_danger_heard_due() = ToProto(danger->due);
  shown.set_danger_overdue(danger->overdue);
}

v1::RepeatedAlarm& ShowLaterAlarm(const v1::AlarmRepeated& alarm, absl::Time at, bool leads,
                                  v1::Crisis& shown) {
  v1::RepeatedAlarm& out = *shown.add_repeated_alarms();
  *out.mutable_occurred_at() = ToProto(at);
  out.set_organisation_id(alarm.organisation_id());
  if (leads) {
    out.set_outside_organisation_id(alarm.outside_organisation_id());
    out.set_outside_person_id(alarm.outside_person_id());
  }
  out.set_risk_to_self(alarm.risk_to_self());
  out.set_risk_to_others(alarm.risk_to_others());
  *out.mutable_first_said() = alarm.first_said();
  out.set_again(alarm.again());
  return out;
}

void ShowTask(const AfterClinicTask& task, v1::Crisis& shown) {
  v1::AfterClinicTask& out = *shown.add_tasks();
  out.set_task_id(task.id);
  out.set_domain(task.domain);
  out.set_organisation_id(task.organisation_id);
  *out.mutable_due() = ToProto(task.due);
  out.set_done(task.done);
}

v1::AfterClinicTask* FindTask(v1::Crisis& shown, const std::string& id) {
  for (v1::AfterClinicTask& task : *shown.mutable_tasks()) {
    if (task.task_id() == id) return &task;
  }
  return nullptr;
}

bool MayReadDiagnosis(const Episode& episode, const v1::AfterClinicTaskAgreed& task,
                      const std::string& organisation_id) {
  const care::Leg* office = episode.legs.Find(common::v1::CRISIS_PARTY_YOUTH_OFFICE);
  return organisation_id == task.organisation_id() || organisation_id == episode.clinic_organisation_id ||
         (office != nullptr && organisation_id == office->organisation_id);
}

void ShowTexts(const v1::AfterClinicTaskAgreed& agreed, bool diagnosis, v1::Crisis& shown,
               std::vector<history::SealedText>& texts) {
  v1::AfterClinicTask* task = FindTask(shown, agreed.task_id());
  if (task == nullptr) return;
  texts.push_back(history::TextAt(agreed, agreed.task(), "5", task->mutable_task()));
  if (agreed.has_diagnosis() && diagnosis)
    texts.push_back(history::TextAt(agreed, agreed.diagnosis(), "6", task->mutable_diagnosis()));
}

}  // namespace

void ShowTasksOf(const history::History<CrisisDecider>& crisis, const std::string& organisation_id,
                 v1::Crisis& shown, std::vector<history::SealedText>& texts) {
  shown.set_crisis_id(crisis.aggregate_id);
  for (const Episode& episode : crisis.state.episodes) {
    for (const AfterClinicTask& task : episode.tasks) {
      if (task.done || task.organisation_id != organisation_id) continue;
      shown.set_episode(episode.number);
      ShowTask(task, shown);
    }
  }
  for (const auto& entry : crisis.entries) {
    if (entry.event.has_after_clinic_task_agreed())
      ShowTexts(entry.event.after_clinic_task_agreed(), /*diagnosis=*/true, shown, texts);
  }
}

void ShowCrisis(const history::History<CrisisDecider>& crisis, const Episode& episode,
                const std::string& organisation_id, v1::Crisis& shown,
                std::vector<history::SealedText>& texts) {
  const CrisisState& state = crisis.state;
  shown.set_crisis_id(crisis.aggregate_id);
  shown.set_case_id(state.case_id);
  shown.set_episode(episode.number);
  shown.set_state(StateOf(episode));
  shown.set_kind(episode.kind);
  shown.set_risk_to_self(episode.risk_to_self);
  shown.set_risk_to_others(episode.risk_to_others);
  *shown.mutable_alarm_at() = ToProto(episode.alarm_at);
  shown.set_alarms(episode.alarms);
  for (const care::Leg& leg : episode.legs.all()) ShowLeg(leg, state.clocks, *shown.add_legs());
  shown.set_agreement_id(episode.terms.agreement_id);
  shown.set_agreement_version(episode.terms.version);
  ShowStay(episode, shown);
  ShowMeeting(episode, state.clocks, shown);
  ShowNight(episode, state.clocks, shown);
  ShowUnheard(episode, state.clocks, shown);
  for (const AfterClinicTask& task : episode.tasks) ShowTask(task, shown);

  // § 62: whom to call back of an alarm from outside is for whoever leads first, and not for who may be meant
  // by it.
  const bool leads = organisation_id == episode.lead.organisation_id;
  uint32_t number = 0;
  uint32_t alarms_left_out = episode.alarms - std::min(episode.alarms, kShownLaterAlarms + 1);
  shown.mutable_repeated_alarms()->Reserve(static_cast<int>(kShownLaterAlarms));  // texts point into them
  for (const auto& entry : crisis.entries) {
    const v1::CrisisEvent& event = entry.event;
    if (event.has_crisis_opened()) number = event.crisis_opened().episode();
    if (number != episode.number) continue;
    if (event.has_crisis_opened()) {
      const auto& opened = event.crisis_opened();
      if (leads) {
        shown.set_outside_organisation_id(opened.outside_organisation_id());
        shown.set_outside_person_id(opened.outside_person_id());
      }
      texts.push_back(history::TextAt(opened, opened.account(), "6", shown.mutable_account()));
    } else if (event.has_alarm_repeated()) {
      const auto& alarm = event.alarm_repeated();
      if (alarms_left_out > 0) {
        --alarms_left_out;
        continue;
      }
      v1::RepeatedAlarm& later = ShowLaterAlarm(alarm, entry.given.occurred_at, leads, shown);
      texts.push_back(history::TextAt(alarm, alarm.account(), "6", later.mutable_account()));
    } else if (event.has_aftercare_meeting_held()) {
      const auto& held = event.aftercare_meeting_held();
      *shown.mutable_meeting_present() = held.present();  // of the latest, as all of it
      *shown.mutable_meeting_participation() = held.participation();
      texts.push_back(history::TextAt(held, held.outcome(), "5", shown.mutable_meeting_outcome()));
    } else if (event.has_after_clinic_task_agreed()) {
      const auto& agreed = event.after_clinic_task_agreed();
      ShowTexts(agreed, MayReadDiagnosis(episode, agreed, organisation_id), shown, texts);
    }
  }
}

}  // namespace fallverbund::crisis
