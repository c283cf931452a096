// What follows a crisis, until the parties have met (D3, D7, D8).
#include <algorithm>

#include "libs/care/participation.h"
#include "services/crisis/domain/crisis_rules.h"

namespace fallverbund::crisis {
namespace {

using common::v1::CrisisParty;

// Nobody comes for two parties.
bool ComesForOne(const RecordAftercareMeeting& c, const v1::PartyPresent& who) {
  return std::none_of(c.held.present().begin(), c.held.present().end(), [&](const v1::PartyPresent& other) {
    return other.person_id() == who.person_id() && other.party() != who.party();
  });
}

bool IsPresent(const RecordAftercareMeeting& c, CrisisParty party, const std::string& organisation_id) {
  return std::any_of(c.held.present().begin(), c.held.present().end(), [&](const v1::PartyPresent& who) {
    return who.party() == party && who.organisation_id() == organisation_id &&
           c.known.contains({who.organisation_id(), who.person_id()}) && ComesForOne(c, who);
  });
}

// D3: who holds CASE (A6), provider, clinic and an office that represents came; where there was no provider,
// or no clinic stay, nobody has to come for it. The young person and parents who represent are heard, or
// there is a reason (A16).
bool AllCame(const RecordAftercareMeeting& c, const Episode& episode) {
  const care::Leg* provider = episode.legs.Find(common::v1::CRISIS_PARTY_PROVIDER);
  const bool has_provider = provider != nullptr && !provider->organisation_id.empty();
  return IsPresent(c, common::v1::CRISIS_PARTY_YOUTH_OFFICE, c.case_holder.organisation_id) &&
         (!has_provider || IsPresent(c, common::v1::CRISIS_PARTY_PROVIDER, provider->organisation_id)) &&
         (episode.clinic_organisation_id.empty() ||
          IsPresent(c, common::v1::CRISIS_PARTY_CLINIC, episode.clinic_organisation_id)) &&
         (c.guardian_organisation_id.empty() ||
          IsPresent(c, common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE, c.guardian_organisation_id));
}

const AfterClinicTask* FindTask(const CrisisState& state, const std::string& id) {
  for (const Episode& episode : state.episodes) {
    for (const AfterClinicTask& task : episode.tasks) {
      if (task.id == id) return &task;
    }
  }
  return nullptr;
}

// Nobody can meet any more. An alarm brings a case back that had ended before, also by a death that was none;
// only one that was recorded in error stays as it is (N12).
bool HasEndedSince(const Episode& open, const ConcludeCrisis& c) {
  return c.case_ended_at && (c.recorded_in_error || *c.case_ended_at > open.last_alarm);
}

bool IsDetained(const Episode& episode) {
  return (episode.care && episode.care->detained) || (episode.stay && episode.stay->detained);
}

}  // namespace

CrisisDecision DecideOn(const CrisisState& state, const ScheduleAftercareMeeting& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool held = open->meeting && open->meeting->held;
  if (auto no = Require(Reason::kAftercareMeetingHeld, !held)) return *no;  // D3
  if (auto no = Require(Reason::kCrisisDateImpossible, care::IsDueWithin(c.on, given.now, kLongestPlanAhead)))
    return *no;  // D3
  CrisisEvents events;
  auto& scheduled = *events.emplace_back().mutable_aftercare_meeting_scheduled();
  scheduled.set_meeting_id(given.new_id);
  *scheduled.mutable_on() = ToProto(c.on);
  ToldOthers told(given);
  for (const care::Leg& leg : open->legs.all()) {
    if (leg.party != common::v1::CRISIS_PARTY_RESCUE_SERVICE) told.Add(leg.organisation_id, scheduled);
  }
  told.Add(open->clinic_organisation_id, scheduled);
  told.Add(c.case_holder.organisation_id, scheduled);
  told.Add(c.guardian_organisation_id, scheduled);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const RecordAftercareMeeting& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  const bool dated = open->meeting && open->meeting->id == c.held.meeting_id();
  if (auto no = Require(Reason::kAftercareMeetingUnknown, dated)) return *no;  // D3
  if (open->meeting->held) return CrisisEvents{};
  const bool after = !open->stay && (open->clinic_organisation_id.empty() ||
                                     FromProto(c.held.held_at()) >= open->left_clinic_at);
  if (auto no = Require(Reason::kMeetingBeforeLeaving, after)) return *no;  // D3: after the clinic
  const absl::Time held_at = FromProto(c.held.held_at());
  const bool possible = c.held.has_held_at() && held_at >= open->alarm_at && held_at <= given.now;
  if (auto no = Require(Reason::kCrisisDateImpossible, possible)) return *no;                 // D3
  if (auto no = Require(Reason::kAftercareMeetingIncomplete, AllCame(c, *open))) return *no;  // D3
  if (auto no = Require(Reason::kParticipationIncomplete,
                        care::IsComplete(c.held.participation(), given.now, c.of_age))) {
    return *no;  // D3, D8
  }
  CrisisEvents events;
  v1::AftercareMeetingHeld& held = *events.emplace_back().mutable_aftercare_meeting_held();
  held = c.held;
  held.set_next_alarm_begins_anew(true);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const AgreeAfterClinicTask& c, const Given& given) {
  const Episode* open = state.Open();
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  // Everybody in the crisis may take a task upon itself; who gives it to another lets that one in.
  const bool may = ActsInPersonFor(given, c.task.organisation_id()) ||
                   MayLetIn(*open, c.leads_crisis, c.case_holder, given);
  if (auto no = Require(Reason::kAfterClinicTaskNotYoursToAgree, may)) return *no;  // D7
  if (auto no = Require(Reason::kCrisisPartyUnknown, c.doer_known)) return *no;     // D7
  const absl::Time due = FromProto(c.task.due());
  if (auto no = Require(Reason::kCrisisDateImpossible, care::IsDueWithin(due, given.now, kLongestPlanAhead)))
    return *no;  // D7
  const bool fits = !c.task.has_diagnosis() || c.task.domain() == v1::AFTER_CLINIC_DOMAIN_HELP_BY_DIAGNOSIS;
  if (auto no = Require(Reason::kDiagnosisBelongsElsewhere, fits)) return *no;  // D7
  CrisisEvents events;
  auto& agreed = *events.emplace_back().mutable_after_clinic_task_agreed();
  agreed = c.task;
  agreed.set_task_id(given.new_id);
  return events;
}

// Also after the crisis: what was agreed goes on. Whoever does it says so, or who holds CASE.
CrisisDecision DecideOn(const CrisisState& state, const RecordAfterClinicTaskDone& c, const Given& given) {
  const AfterClinicTask* task = FindTask(state, c.task_id);
  if (auto no = Require(Reason::kAfterClinicTaskUnknown, task != nullptr)) return *no;  // D7
  const bool may =
      ActsInPersonFor(given, task->organisation_id) || ActsInPersonFor(given, c.case_holder.organisation_id);
  if (auto no = Require(Reason::kAfterClinicTaskOfAnother, may)) return *no;  // D7
  if (task->done) return CrisisEvents{};
  CrisisEvents events;
  auto& done = *events.emplace_back().mutable_after_clinic_task_done();
  done.set_task_id(c.task_id);
  done.set_person_id(given.actor.person);
  return events;
}

CrisisDecision DecideOn(const CrisisState& state, const InvolveParents& c, const Given& given) {
  // Also after the crisis, as long as somebody is still to be heard (A16).
  const bool awaited = state.clocks.Find(common::v1::CLOCK_KIND_HEARING_RETRY, "") != nullptr;
  if (auto no = Require(Reason::kCrisisNotOpen, state.Open() != nullptr || awaited)) return *no;  // D1
  if (auto no = Require(Reason::kParticipationIncomplete,
                        care::IsComplete(c.involved.participation(), given.now, c.of_age))) {
    return *no;  // D8
  }
  CrisisEvents events;
  *events.emplace_back().mutable_parents_involved() = c.involved;
  return events;
}

// D3: only after the meeting. A missing leg is no blocker, and nobody is discharged (D10).
CrisisDecision DecideOn(const CrisisState& state, const ConcludeCrisis& c, const Given& given) {
  const Episode* open = state.Open();
  if (open == nullptr && !state.episodes.empty()) return CrisisEvents{};
  if (auto no = Require(Reason::kCrisisNotOpen, open != nullptr)) return *no;  // D1
  if (auto no = Require(Reason::kNotTheCaseHolder, ActsInPersonFor(given, c.case_holder.organisation_id)))
    return *no;                                                                   // A6
  if (auto no = Require(Reason::kStillInClinic, !open->stay)) return *no;         // D4
  if (auto no = Require(Reason::kStillDetained, !IsDetained(*open))) return *no;  // § 42(5)
  const bool over = HasEndedSince(*open, c);
  if (auto no = Require(Reason::kStillInCare, !open->care || over)) return *no;  // § 42
  const bool met = (open->meeting && open->meeting->held) || over;
  if (auto no = Require(Reason::kAftercareMeetingMissing, met)) return *no;  // D3
  const bool heard = state.clocks.Find(common::v1::CLOCK_KIND_NEW_DANGER, "") == nullptr;
  if (auto no = Require(Reason::kNewDangerUnheard, heard)) return *no;  // D2
  CrisisEvents events;
  auto& concluded = *events.emplace_back().mutable_crisis_concluded();
  concluded.set_case_id(state.case_id);
  concluded.set_episode(open->number);
  if (open->meeting) concluded.set_meeting_id(open->meeting->id);
  concluded.set_excused_only_since_alarm(true);
  return events;
}

}  // namespace fallverbund::crisis
