// A crisis: five legs begin at once, exactly one named person leads while it is open, a clinic shelters only
// whom it admitted, and nothing is concluded before the parties have met (D1 to D4).
#include <algorithm>
#include <iterator>
#include <set>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

using common::v1::STRAND_CRISIS_LEAD;
using common::v1::TONIGHT_KIND_UNSPECIFIED;

void Lead(const Bench& bench, const common::v1::Holder& lead) {
  if (!bench.IsNamedPerson(lead.person_id(), lead.organisation_id())) return;  // JudgeStanding: nobody leads
  MoveStrand(STRAND_CRISIS_LEAD, lead, TONIGHT_KIND_UNSPECIFIED, bench.Now(), bench.file, bench.verdict);
}

constexpr common::v1::CrisisParty kAlarmed[] = {
    common::v1::CRISIS_PARTY_YOUTH_OFFICE, common::v1::CRISIS_PARTY_PROVIDER,
    common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE, common::v1::CRISIS_PARTY_RESCUE_SERVICE,
    common::v1::CRISIS_PARTY_CLINIC};

bool AllAtOnce(const crisis::v1::CrisisOpened& e) {
  std::set<int> parties;
  for (const auto& leg : e.legs()) parties.insert(leg.party());
  return e.legs_size() == 5 && parties == std::set<int>(std::begin(kAlarmed), std::end(kAlarmed));
}

void On(const Bench& bench, const crisis::v1::CrisisOpened& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (crisis.open()) bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "opened_twice");
  if (!AllAtOnce(e)) bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "legs_not_at_once");
  crisis.Clear();
  crisis.set_crisis_id(bench.aggregate_id());
  crisis.set_episode(e.episode());
  crisis.set_open(true);
  crisis.set_risk_to_self(e.risk_to_self());
  crisis.set_risk_to_others(e.risk_to_others());
  *crisis.mutable_opened_at() = ToProto(bench.Now().recorded_at);
  if (bench.file.has_ending() && !bench.file.ending().has_crisis_at())
    *bench.file.mutable_ending()->mutable_crisis_at() = crisis.opened_at();  // speaks against an end (N14)
  *crisis.mutable_lead() = e.lead();
  Lead(bench, e.lead());
}

template <class Ids>
bool Among(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

void Note(const std::string& id, google::protobuf::RepeatedPtrField<std::string>& ids) {
  if (!Among(ids, id)) ids.Add(std::string(id));
}

// Once it was stabilised, or the parties have met, an alarm is an emergency of its own: every danger is new,
// all five legs begin in its commit, and nothing is concluded before the parties have met again (D2, D3).
void BeginAnew(v1::CrisisFile& crisis) {
  crisis.set_stabilised(false);
  crisis.set_met_for_now(false);
  crisis.set_met(false);
  crisis.set_risk_to_self(false);
  crisis.set_risk_to_others(false);
  crisis.clear_not_begun();
  for (const common::v1::CrisisParty party : kAlarmed) crisis.add_not_begun(party);
}

void On(const Bench& bench, const crisis::v1::LegStarted& e) {
  if (bench.file.crisis().not_begun_size() == 0) return;
  auto& left = *bench.file.mutable_crisis()->mutable_not_begun();
  left.erase(std::remove(left.begin(), left.end(), e.party()), left.end());
}

// A death that was none let go of whoever led: the alarm names who leads from now on, and the case comes back
// (N12). One that was recorded in error stays ended, and its crisis is as open as it was.
void LeadAgain(const Bench& bench, const crisis::v1::AlarmRepeated& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (bench.file.lawfully_ended() && crisis.open()) return;
  crisis.set_ended_since_alarm(false);
  if (crisis.open()) return;
  crisis.set_open(true);
  *crisis.mutable_lead() = e.lead();
  Lead(bench, e.lead());
}

// A danger that no alarm has said before is heard by whoever leads, by a date; unless that person says it
// (D2). Which dangers were said is counted here, whatever the event says of it.
void On(const Bench& bench, const crisis::v1::AlarmRepeated& e) {
  if (e.gives_lead()) LeadAgain(bench, e);
  NoteWhoAnswers(bench);
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (!e.again() && (crisis.stabilised() || crisis.met_for_now()))
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "second_emergency_begins_nothing");
  if (e.again()) BeginAnew(crisis);
  const bool new_danger = e.again() || (e.risk_to_self() && !crisis.risk_to_self()) ||
                          (e.risk_to_others() && !crisis.risk_to_others());
  crisis.set_risk_to_self(crisis.risk_to_self() || e.risk_to_self());
  crisis.set_risk_to_others(crisis.risk_to_others() || e.risk_to_others());
  const auto& led_by = crisis.led_by_person_ids();
  if (!new_danger || (Among(led_by, e.person_id()) && e.lead().person_id() == e.person_id())) return;
  const bool passed_on = Among(led_by, e.lead().person_id()) &&
                         Among(e.told_organisation_ids(), e.lead().organisation_id()) &&
                         (e.has_heard_due() || crisis.danger_unheard());
  if (!passed_on) bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "danger_not_passed_on");
  crisis.set_danger_unheard(true);
}

void On(const Bench& bench, const crisis::v1::AlarmAcknowledged& e) {
  if (!e.leads()) return;
  NoteWhoAnswers(bench);
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (!Among(crisis.answered_by_organisation_ids(), bench.actor().organisation()))
    return bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "danger_heard_by_another");
  crisis.set_danger_unheard(false);
}

// N2: whoever received the alarm holds from this commit on.
void On(const Bench& bench, const crisis::v1::CrisisCaseRequested& e) {
  bench.file.set_origin_id(bench.aggregate_id());
  bench.file.set_subject_id(e.subject_id());
  if (!bench.file.rival_id().empty()) bench.Report(v1::FINDING_KIND_TWO_HOLDERS, bench.file.rival_id());
  bench.file.clear_rival_id();
  bench.file.add_asked_positions(bench.entry.position);
  HoldCase(bench, e.holder(), bench.Now().true_at,
           {team::v1::ORGANISATION_KIND_YOUTH_OFFICE, team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE});
}

void On(const Bench& bench, const crisis::v1::AdmittedToClinic& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (!bench.InPerson(e.holder().person_id(), e.holder().organisation_id()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "clinic_has_not_admitted_in_person");
  crisis.set_stay_id(e.stay_id());
  v1::StayFile& stay = *bench.file.add_stays();
  stay.set_stay_id(e.stay_id());
  *stay.mutable_clinic() = e.holder();
  crisis.set_in_clinic(true);
  crisis.set_met(false);
  crisis.set_met_for_now(false);
}

v1::StayFile* FindStay(v1::CaseFile& file, std::string_view stay_id) {
  auto& stays = *file.mutable_stays();
  const auto at =
      std::find_if(stays.begin(), stays.end(), [&](const auto& stay) { return stay.stay_id() == stay_id; });
  return at == stays.end() ? nullptr : &*at;
}

// A colleague has it from now on; the case follows each word in its turn, perhaps after the next was said.
void GiveTo(const common::v1::Holder& holder, v1::StayFile& stay) {
  if (stay.has_clinic()) *stay.add_earlier() = stay.clinic();
  *stay.mutable_clinic() = holder;
}

bool HasHad(const v1::StayFile& stay, const common::v1::Holder& holder) {
  const auto same = [&](const common::v1::Holder& one) { return SameHolder(one, holder); };
  return same(stay.clinic()) || std::any_of(stay.earlier().begin(), stay.earlier().end(), same);
}

// Only where the event says who answers there: of before that it moved nothing (N9). While care runs its own
// office alone takes the night again; another one ends it in the same commit (§ 42).
void On(const Bench& bench, const crisis::v1::TakenIntoCare& e) {
  if (!e.has_holder()) return;
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (!bench.InPerson(e.holder().person_id(), e.holder().organisation_id()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "not_taken_into_care_in_person");
  const bool same =
      crisis.care_id() == e.care_id() && crisis.care_organisation_id() == e.holder().organisation_id();
  if (e.again() ? !same : !crisis.care_id().empty())
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "taken_into_care_while_in_care");
  crisis.set_care_id(e.care_id());
  crisis.set_care_organisation_id(e.holder().organisation_id());
  crisis.set_care_shelters(e.shelters());
  crisis.clear_night_of_organisation_id();
  v1::StayFile* known = FindStay(bench.file, e.care_id());
  v1::StayFile& stay = known != nullptr ? *known : *bench.file.add_stays();
  stay.set_stay_id(e.care_id());
  GiveTo(e.holder(), stay);
}

// Whoever gets the night by another's word says by a date that it was heard (D4).
template <class Ended>
void NoteNight(const Bench& bench, const Ended& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  crisis.clear_night_of_organisation_id();
  if (e.has_confirm_due()) crisis.set_night_of_organisation_id(e.next().holder().organisation_id());
}

bool PassesOn(const Bench& bench, const crisis::v1::CareEnded& e) {
  return e.reason() == crisis::v1::CARE_END_REASON_TAKEN_INTO_CARE_ELSEWHERE &&
         bench.CommitHas<crisis::v1::TakenIntoCare>();
}

// By the office that took into care, by another one that takes into care with it or, once the night is
// elsewhere, by who holds CASE. Of before the event said who: by that office.
bool MayEndCare(const Bench& bench, const crisis::v1::CareEnded& e, bool here) {
  const v1::CrisisFile& crisis = bench.file.crisis();
  const std::string& by = bench.actor().organisation();
  if (e.ended_by_organisation_id().empty()) return by == crisis.care_organisation_id();
  if (by != e.ended_by_organisation_id()) return false;
  return by == crisis.care_organisation_id() || PassesOn(bench, e) ||
         (!here && !e.has_next() && Among(crisis.answered_by_organisation_ids(), by));
}

// Who runs away is still in care (§ 42(4)). The crisis knows the case as it was a moment ago.
bool EndsWhileMissing(const Bench& bench, const crisis::v1::CareEnded& e, const v1::HoldingSpan* tonight) {
  if (e.ended_by_organisation_id().empty() || PassesOn(bench, e)) return false;
  const auto unknown = common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
  if (e.has_next()) return e.next().kind() == unknown;
  return tonight != nullptr && tonight->tonight_kind() == unknown &&
         FromProto(tonight->recorded_at()) + bench.bounds.overdue_grace < bench.Now().recorded_at;
}

// Its end names who answers for the night, unless TONIGHT is elsewhere by then (N9).
void On(const Bench& bench, const crisis::v1::CareEnded& e) {
  NoteWhoAnswers(bench);
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  if (crisis.care_id().empty() || crisis.care_id() != e.care_id()) return;
  const v1::HoldingSpan* tonight = Held(bench.file, common::v1::STRAND_TONIGHT);
  const bool here = crisis.care_shelters() && !crisis.in_clinic() && tonight != nullptr &&
                    tonight->tonight_kind() == common::v1::TONIGHT_KIND_IN_CARE;
  if (!MayEndCare(bench, e, here))
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "care_ended_by_another");
  if (EndsWhileMissing(bench, e, tonight))
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "care_ended_while_missing");
  const common::v1::Holder& next = e.next().holder();
  if (here && !PassesOn(bench, e) && !bench.IsNamedPerson(next.person_id(), next.organisation_id()))
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "care_ended_into_nothing");
  if (v1::StayFile* stay = FindStay(bench.file, e.care_id()); stay != nullptr && e.has_next())
    *stay->mutable_next() = e.next();
  if (e.has_next()) NoteNight(bench, e);
  crisis.clear_care_id();
  crisis.clear_care_organisation_id();
  crisis.clear_care_shelters();
}

bool SameNight(const v1::HoldingSpan& tonight, const common::v1::Tonight& night) {
  return tonight.tonight_kind() == night.kind() &&
         tonight.holder().organisation_id() == night.holder().organisation_id();
}

// By whose night it is, or who has held CASE in the crisis.
void On(const Bench& bench, const crisis::v1::NightConfirmed& e) {
  NoteWhoAnswers(bench);
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  const std::string& by = bench.actor().organisation();
  const bool own =
      by == crisis.night_of_organisation_id() || Among(crisis.answered_by_organisation_ids(), by);
  if (!own || e.organisation_id() != by)
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "night_confirmed_by_another");
  crisis.clear_night_of_organisation_id();
}

// Nobody has to confirm a night that is elsewhere; the crisis knows the case as it was a moment ago.
void On(const Bench& bench, const crisis::v1::NightMovedOn& e) {
  const v1::StayFile* stay = FindStay(bench.file, e.object_id());
  const v1::HoldingSpan* tonight = Held(bench.file, common::v1::STRAND_TONIGHT);
  // Before it was left, or care ended, the night is there itself.
  const bool same =
      stay != nullptr && tonight != nullptr &&
      (stay->has_next() ? SameNight(*tonight, stay->next()) : SameHolder(tonight->holder(), stay->clinic()));
  const bool there =
      same && FromProto(tonight->recorded_at()) + bench.bounds.overdue_grace < bench.Now().recorded_at;
  const common::v1::Holder& to = e.to().holder();
  if (there || !bench.IsNamedPerson(to.person_id(), to.organisation_id()))
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "night_has_not_moved_on");
  if (e.clock() != common::v1::CLOCK_KIND_CLINIC_LEAVE && e.clock() != common::v1::CLOCK_KIND_CARE_END)
    bench.file.mutable_crisis()->clear_night_of_organisation_id();
}

// § 1631b: of somebody who is in that clinic, and by it.
void On(const Bench& bench, const crisis::v1::ClinicStayDetained& e) {
  const v1::StayFile* stay = FindStay(bench.file, e.stay_id());
  const bool there = stay != nullptr && bench.file.crisis().in_clinic() &&
                     bench.InPerson(e.person_id(), stay->clinic().organisation_id());
  if (!there) bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "detained_by_another_than_the_clinic");
}

// It names who answers for the night, unless TONIGHT is elsewhere by then (D4).
void On(const Bench& bench, const crisis::v1::LeftClinic& e) {
  bench.file.mutable_crisis()->set_in_clinic(false);
  v1::StayFile* stay = FindStay(bench.file, e.stay_id());
  if (!e.has_next()) {
    const v1::HoldingSpan* tonight = Held(bench.file, common::v1::STRAND_TONIGHT);
    const bool here = stay != nullptr && tonight != nullptr &&
                      tonight->tonight_kind() == common::v1::TONIGHT_KIND_CLINIC &&
                      tonight->holder().organisation_id() == stay->clinic().organisation_id();
    if (here) bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "clinic_left_into_nothing");
    return;
  }
  bench.file.mutable_crisis()->set_care_shelters(!e.care_id().empty());
  if (stay != nullptr) *stay->mutable_next() = e.next();
  v1::StayFile* care = e.care_id().empty() ? nullptr : FindStay(bench.file, e.care_id());
  if (care != nullptr && care->clinic().organisation_id() == e.next().holder().organisation_id())
    GiveTo(e.next().holder(), *care);  // back there, perhaps to a colleague
  NoteNight(bench, e);
}

void On(const Bench& bench, const crisis::v1::AftercareMeetingHeld& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  const auto came = [&](common::v1::CrisisParty party) {
    return std::any_of(e.present().begin(), e.present().end(), [&](const crisis::v1::PartyPresent& who) {
      return who.party() == party && bench.IsNamedPerson(who.person_id(), who.organisation_id());
    });
  };
  const bool all = came(common::v1::CRISIS_PARTY_YOUTH_OFFICE) &&
                   (crisis.stay_id().empty() || came(common::v1::CRISIS_PARTY_CLINIC));
  if (!all || crisis.in_clinic())
    return bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "meeting_without_its_parties");
  crisis.set_met(true);
  crisis.set_met_for_now(e.next_alarm_begins_anew());
}

// Where the case has ended nobody can meet any more; one that had ended before the alarm comes back with it
// (D3, N12).
void On(const Bench& bench, const crisis::v1::CrisisConcluded& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  const bool excused =
      bench.file.lawfully_ended() && (crisis.ended_since_alarm() || !e.excused_only_since_alarm());
  if (!excused && (!crisis.met() || crisis.in_clinic()))
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "concluded_without_meeting");
  if (crisis.danger_unheard())
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "concluded_with_a_danger_unheard");
  crisis.set_rests(false);
  EndCrisis(bench);
}

}  // namespace

void NoteWhoAnswers(const Bench& bench) {
  if (!bench.file.crisis().open()) return;
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  const v1::HoldingSpan* leads = Held(bench.file, STRAND_CRISIS_LEAD);
  const common::v1::Holder& lead = leads == nullptr ? crisis.lead() : leads->holder();
  Note(lead.person_id(), *crisis.mutable_led_by_person_ids());
  Note(lead.organisation_id(), *crisis.mutable_answered_by_organisation_ids());
  if (const v1::HoldingSpan* holds = Held(bench.file, common::v1::STRAND_CASE))
    Note(holds->holder().organisation_id(), *crisis.mutable_answered_by_organisation_ids());
}

void JudgeAnew(const Bench& bench) {
  if (bench.file.crisis().not_begun_size() == 0) return;
  bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "legs_not_begun_anew");
  bench.file.mutable_crisis()->clear_not_begun();
}

void EndCrisis(const Bench& bench) {
  if (bench.file.has_crisis()) bench.file.mutable_crisis()->set_open(false);
  EndStrand(STRAND_CRISIS_LEAD, bench.Now(), bench.file, bench.verdict);
}

namespace {

// Who came back after an end that was none is led by whoever holds CASE, or by whom an alarm has named since
// (R0).
void LeadWithTheCase(const Bench& bench, const casework::v1::CrisisLeadTaken& e) {
  v1::CrisisFile& crisis = *bench.file.mutable_crisis();
  const v1::HoldingSpan* holds = Held(bench.file, common::v1::STRAND_CASE);
  const bool by_holder = holds != nullptr && SameHolder(holds->holder(), e.to());
  const bool by_alarm = !crisis.ended_since_alarm() && SameHolder(crisis.lead(), e.to());
  if (!by_holder && !by_alarm)
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "lead_is_not_who_raised_the_alarm");
  crisis.set_open(true);
  crisis.set_led(true);
  crisis.set_rests(false);
  Lead(bench, e.to());
}

}  // namespace

void On(const Bench& bench, const casework::v1::CrisisLeadTaken& e) {
  const v1::CrisisFile& crisis = bench.file.crisis();
  if (crisis.crisis_id() != e.crisis_id() || crisis.episode() < e.episode())
    return bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "lead_of_no_crisis");
  const bool again = crisis.rests() && bench.CommitHas<casework::v1::CaseReopened>();
  if (again && !e.has_from()) return LeadWithTheCase(bench, e);
  if (!crisis.open() || crisis.episode() > e.episode()) return;  // it is over by now
  bench.file.mutable_crisis()->set_led(true);
  if (!e.has_from()) {  // begins in the case: whoever raised the alarm
    if (!SameHolder(crisis.lead(), e.to()))
      bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "lead_is_not_who_raised_the_alarm");
    return Lead(bench, e.to());
  }
  const v1::HoldingSpan* held = Held(bench.file, STRAND_CRISIS_LEAD);
  if (held == nullptr || !SameHolder(held->holder(), e.from()))
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "lead_moved_from_another_than_the_holder", STRAND_CRISIS_LEAD);
  if (!bench.InPerson(e.to().person_id(), e.to().organisation_id()))
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "lead_not_taken_in_person");
  Lead(bench, e.to());
}

// Only a crisis that was concluded lets go of its lead.
void On(const Bench& bench, const casework::v1::CrisisLeadEnded& e) {
  if (!bench.file.crisis().open() || bench.file.crisis().episode() != e.episode()) return;
  bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "lead_ended_in_an_open_crisis");
  EndStrand(STRAND_CRISIS_LEAD, bench.Now(), bench.file, bench.verdict);
}

// TONIGHT follows what the clinic, or whoever takes over from it, said in the crisis (D4).
void RequireStay(const Bench& bench, const casework::v1::TonightMoved& e) {
  const std::string& care_id = e.missing_from_care_id();
  const bool from_care = e.to().kind() == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN &&
                         FindStay(bench.file, care_id) != nullptr;
  if (!care_id.empty() && !from_care)
    bench.Report(v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE, "missing_from_no_care");
  if (e.stay_id().empty()) return;
  const v1::StayFile* stay = FindStay(bench.file, e.stay_id());
  const auto kind = e.to().kind();
  const bool in = kind == common::v1::TONIGHT_KIND_CLINIC || kind == common::v1::TONIGHT_KIND_IN_CARE;
  const common::v1::Holder& holder = e.to().holder();
  const bool told =
      stay != nullptr && (in ? HasHad(*stay, holder) : SameHolder(stay->next().holder(), holder));
  if (!told) bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "not_the_stay_that_the_clinic_told");
}

void On(const Bench& bench, const crisis::v1::CrisisEvent& event) {
  using crisis::v1::CrisisEvent;
  switch (event.event_case()) {
    case CrisisEvent::kCrisisOpened:
      return On(bench, event.crisis_opened());
    case CrisisEvent::kCrisisCaseRequested:
      return On(bench, event.crisis_case_requested());
    case CrisisEvent::kCrisisCaseOpened:
      if (bench.file.case_id() != event.crisis_case_opened().case_id())
        bench.Report(v1::FINDING_KIND_ORIGIN_MISMATCH, "opened_as_another_case");
      return;
    case CrisisEvent::kAdmittedToClinic:
      return On(bench, event.admitted_to_clinic());
    case CrisisEvent::kTakenIntoCare:
      return On(bench, event.taken_into_care());
    case CrisisEvent::kCareEnded:
      return On(bench, event.care_ended());
    case CrisisEvent::kNightConfirmed:
      return On(bench, event.night_confirmed());
    case CrisisEvent::kNightMovedOn:
      return On(bench, event.night_moved_on());
    case CrisisEvent::kClinicStayDetained:
      return On(bench, event.clinic_stay_detained());
    case CrisisEvent::kLeftClinic:
      return On(bench, event.left_clinic());
    case CrisisEvent::kAftercareMeetingHeld:
      return On(bench, event.aftercare_meeting_held());
    case CrisisEvent::kCrisisConcluded:
      return On(bench, event.crisis_concluded());
    case CrisisEvent::kAlarmRepeated:
      return On(bench, event.alarm_repeated());
    case CrisisEvent::kAlarmAcknowledged:
      return On(bench, event.alarm_acknowledged());
    case CrisisEvent::kLegStarted:
      return On(bench, event.leg_started());
    case CrisisEvent::kCrisisStabilised:
      if (event.crisis_stabilised().next_alarm_begins_anew())
        bench.file.mutable_crisis()->set_stabilised(true);
      return;
    case CrisisEvent::kLegAttempted:
    case CrisisEvent::kLegAcknowledged:
    case CrisisEvent::kCrisisDeadlineOverdue:
    case CrisisEvent::kCrisisDeadlineEscalated:
    case CrisisEvent::kCareEndPlanned:
    case CrisisEvent::kCourtDecided:  // moves no strand, and its end ends none
    case CrisisEvent::kDetentionEnded:
    case CrisisEvent::kClinicLeavePlanned:
    case CrisisEvent::kAftercareMeetingScheduled:
    case CrisisEvent::kAfterClinicTaskAgreed:
    case CrisisEvent::kAfterClinicTaskDone:
    case CrisisEvent::kParentsInvolved:
    case CrisisEvent::EVENT_NOT_SET:
      return;
  }
}

}  // namespace fallverbund::audit
