#include "services/case/views/case_resource.h"

#include <string>
#include <vector>

#include "libs/base/check.h"
#include "libs/base/time.h"
#include "services/case/views/planning_resource.h"

namespace fallverbund::casework {
namespace {

v1::SettingPhase ToProto(SettingPhase phase) {
  switch (phase) {
    case SettingPhase::kProposed:
      return v1::SETTING_PHASE_PROPOSED;
    case SettingPhase::kAdopted:
      return v1::SETTING_PHASE_ADOPTED;
    case SettingPhase::kRunning:
      return v1::SETTING_PHASE_RUNNING;
    case SettingPhase::kNotice:
      return v1::SETTING_PHASE_NOTICE;
    case SettingPhase::kEnded:
      return v1::SETTING_PHASE_ENDED;
  }
  FV_CHECK(false);
}

void Fill(const State& state, const Setting& setting, v1::Setting& out) {
  out.set_setting_id(setting.id);
  out.set_phase(ToProto(setting.phase));
  out.set_version(setting.version);
  out.set_answer(setting.answer);
  for (const Component& component : setting.components) {
    auto* added = out.add_components();
    added->set_kind(component.kind);
    added->set_organisation_id(component.organisation_id);
    added->set_procurement(component.procurement);
  }
  FillCourse(state, setting, out);
}

void Fill(const care::Clock& clock, v1::Clock& out) {
  out.set_kind(clock.kind);
  out.set_object_id(clock.object_id);
  *out.mutable_due() = fallverbund::ToProto(clock.due);
  out.set_overdue(clock.overdue);
  out.set_step(clock.step);
}

template <class Packages>
void FillPackage(const std::vector<PackagePart>& package, Packages& out) {
  for (const PackagePart& part : package) {
    if (part.withheld) continue;
    v1::PackedDocument& packed = *out.add_package();
    packed.set_position(part.position);
    packed.set_consent_id(part.consent_id);
  }
}

void FillCompetence(const State& state, v1::Case& out) {
  for (const Competence& entry : state.competences) {
    v1::Competence& shown = *out.add_competences();
    shown.set_competence_id(entry.id);
    shown.set_organisation_id(entry.organisation_id);
    shown.set_basis(entry.basis);
    *shown.mutable_effective_since() = fallverbund::ToProto(entry.since);
    shown.set_corrected(entry.corrected);
  }
  out.set_provisional(state.provisional);
  if (!state.change) return;
  const CompetenceChange& change = *state.change;
  v1::CompetenceChange& shown = *out.mutable_competence_change();
  shown.set_change_id(change.id);
  shown.set_cause(change.cause);
  shown.set_organisation_id(change.organisation_id);
  if (change.to) *shown.mutable_to() = care::ToProto(*change.to);
  shown.set_data_sent(change.sent);
  shown.set_conversation_held(change.met);
  if (change.continued_since)
    *shown.mutable_continued_since() = fallverbund::ToProto(*change.continued_since);
  shown.set_contested(change.contested);
  FillPackage(change.package, shown);
  for (const ProvisionalAsk& ask : change.asked) {
    *shown.add_asked() = care::ToProto(ask.to);
    v1::AskedToAct& asked = *shown.add_asks();
    *asked.mutable_to() = care::ToProto(ask.to);
    FillPackage(ask.package, asked);
  }
  if (change.held_before) *shown.mutable_held_before() = care::ToProto(*change.held_before);
  for (const std::string& office : change.agreed) shown.add_agreed_organisation_ids(office);
}

void FillAge(const State& state, v1::Case& out) {
  out.set_of_age(state.of_age);
  if (state.birth_date_proposal)
    out.set_birth_date_correction_by_person_id(state.birth_date_proposal->person_id);
  if (state.planned_end) *out.mutable_planned_end() = fallverbund::ToProto(*state.planned_end);
  if (state.guardian) {
    const Guardian& guardian = state.guardian->holder();
    out.mutable_guardianship()->set_kind(guardian.kind);
    if (care::IsNamed(guardian.holder))
      *out.mutable_guardianship()->mutable_holder() = care::ToProto(guardian.holder);
  }
  if (state.guardian_asked)
    *out.mutable_guardianship()->mutable_asked() = care::ToProto(*state.guardian_asked);
}

void FillEnding(const State& state, v1::LawfulEnd& out) {
  if (const auto& ending = state.ending) {
    out.set_end_id(ending->id);
    out.set_ground(ending->ground);
    out.set_continued_in_case_id(ending->continued_in);
    if (care::IsNamed(ending->continued_by))
      *out.mutable_continued_by() = care::ToProto(ending->continued_by);
    out.set_reviewer_person_id(ending->reviewer.person_id);
    for (const care::Approval& approval : ending->approvals)
      out.add_approved_by_person_ids(approval.person_id);
    if (ending->objection_until)
      *out.mutable_objection_until() = fallverbund::ToProto(*ending->objection_until);
  }
  if (const auto& ended = state.ended) {
    out.set_end_id(ended->id);
    out.set_ground(ended->ground);
    out.set_continued_in_case_id(ended->continued_in);
    out.set_in_effect(true);
    if (ended->door_open_until)
      *out.mutable_door_open_until() = fallverbund::ToProto(*ended->door_open_until);
  }
}

}  // namespace

v1::CasePhase PhaseOf(const State& state) {
  if (state.ended) return v1::CASE_PHASE_LAWFULLY_ENDED;
  return state.standby ? v1::CASE_PHASE_STANDBY : v1::CASE_PHASE_ACTIVE;
}

namespace {

bool IsOverdue(const State& state, common::v1::ClockKind kind, std::string_view object_id) {
  const care::Clock* clock = state.clocks.Find(kind, object_id);
  return clock != nullptr && clock->overdue;
}

v1::HandoverState ToProto(HowKept how) {
  switch (how) {
    case HowKept::kRejected:
      return v1::HANDOVER_STATE_REJECTED;
    case HowKept::kRevoked:
      return v1::HANDOVER_STATE_REVOKED;
    case HowKept::kTakenBack:
      return v1::HANDOVER_STATE_TAKEN_BACK;
  }
  FV_CHECK(false);
}

void FillHandovers(const State& state, v1::Case& out) {
  if (const auto& prepared = state.prepared) {
    v1::PreparedHandover& shown = *out.mutable_prepared_handover();
    shown.set_handover_id(prepared->handover_id);
    shown.set_to_organisation_id(prepared->to_organisation_id);
    shown.set_state(HandoverStateOf(state, prepared->handover_id));
    for (const PreparedItem& item : prepared->package) *shown.add_package() = AsPacked(item);
  }
  if (const auto& offer = state.handover.open()) {
    v1::Handover& shown = *out.mutable_open_handover();
    shown.set_handover_id(offer->id);
    *shown.mutable_to() = care::ToProto(offer->to);
    *shown.mutable_answer_due() = fallverbund::ToProto(offer->answer_due);
    FillPackage(state.package, shown);
    shown.set_state(HandoverStateOf(state, offer->id));
  }
  if (const auto& kept = state.kept) {
    v1::KeptHandover& shown = *out.mutable_kept_handover();
    shown.set_handover_id(kept->handover_id);
    *shown.mutable_to() = care::ToProto(kept->to);
    shown.set_state(HandoverStateOf(state, kept->handover_id));
  }
  if (const auto& move = state.last_move) {
    v1::FollowUp& last = *out.mutable_last_move();
    last.set_handover_id(move->handover_id);
    *last.mutable_giver() = care::ToProto(move->giver);
    last.set_held(move->held);
    last.set_state(HandoverStateOf(state, move->handover_id));
  }
}

}  // namespace

// A day that has come is known from the log alone: by then the clock has said that it was missed. So
// everybody who reads the same log sees the same state.
v1::HandoverState HandoverStateOf(const State& state, std::string_view handover_id) {
  if (state.prepared && state.prepared->handover_id == handover_id) return v1::HANDOVER_STATE_PREPARED;
  if (state.handover.IsOpen(handover_id)) {
    if (IsOverdue(state, common::v1::CLOCK_KIND_HANDOVER_ANSWER, handover_id))
      return v1::HANDOVER_STATE_EXPIRED;
    return state.handover.open()->met ? v1::HANDOVER_STATE_MEETING_SET : v1::HANDOVER_STATE_OFFERED;
  }
  if (state.coordination_offer.IsOpen(handover_id)) {
    return IsOverdue(state, common::v1::CLOCK_KIND_COORDINATION_ANSWER, handover_id)
               ? v1::HANDOVER_STATE_EXPIRED
               : v1::HANDOVER_STATE_OFFERED;
  }
  if (state.kept && state.kept->handover_id == handover_id) return ToProto(state.kept->how);
  if (!state.last_move || state.last_move->handover_id != handover_id) return v1::HANDOVER_STATE_UNSPECIFIED;
  if (IsConfirmed(state.last_move)) return v1::HANDOVER_STATE_CONFIRMED;
  return IsOverdue(state, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP, handover_id)
             ? v1::HANDOVER_STATE_FOLLOWUP_DUE
             : v1::HANDOVER_STATE_ACCEPTED;
}

v1::Case CaseResource(std::string_view case_id, const State& state, uint64_t version) {
  v1::Case out;
  out.set_case_id(std::string(case_id));
  out.set_phase(PhaseOf(state));
  if (state.responsibility.held()) *out.mutable_holder() = care::ToProto(state.responsibility.holder());
  if (state.tonight.held()) *out.mutable_tonight() = care::ToProto(state.tonight.holder());
  if (state.coordination.held()) *out.mutable_coordination() = care::ToProto(state.coordination.holder());
  out.set_team_id(state.team_id);
  for (const care::Seat& seat : state.seats) {
    auto* added = out.add_seats();
    added->set_organisation_id(seat.who.organisation_id);
    added->set_person_id(seat.who.person_id);
    added->set_lead(seat.lead);
    added->set_committed(seat.committed);
    if (!seat.successor) continue;
    added->set_asked_organisation_id(seat.successor->organisation_id);
    added->set_asked_person_id(seat.successor->person_id);
  }
  out.set_shared(state.shared);
  out.set_cycle(state.cycle);
  out.set_understood_this_cycle(state.understood);
  for (const Setting& setting : state.settings) Fill(state, setting, *out.add_settings());
  FillHandovers(state, out);
  for (const care::Clock& clock : OpenClocks(state)) Fill(clock, *out.add_clocks());
  if (state.crisis) {
    *out.mutable_crisis_lead() = care::ToProto(state.crisis->lead.holder());
    out.set_crisis_id(state.crisis->id);
  }
  out.set_kept_setting_id(state.kept_setting_id);
  out.set_setbacks(state.setbacks);
  out.set_version(version);
  if (const auto& aftercare = state.aftercare) {
    *out.mutable_aftercare()->mutable_holder() = care::ToProto(aftercare->strand.holder());
    *out.mutable_aftercare()->mutable_until() = fallverbund::ToProto(aftercare->until);
    out.mutable_aftercare()->set_contact_every_days(static_cast<uint32_t>(aftercare->contact_every_days));
  }
  for (const Withheld& item : state.withheld) {
    v1::WithheldDocument& withheld = *out.add_withheld();
    withheld.set_position(item.position);
    withheld.set_organisation_id(item.organisation_id);
  }
  for (const Consent& consent : state.consents) {
    v1::Consent& shown = *out.add_consents();
    shown.set_consent_id(consent.id);
    shown.set_matter(consent.matter);
    shown.set_organisation_id(consent.organisation_id);
    shown.set_given_by(consent.given_by);
    *shown.mutable_given_on() = fallverbund::ToProto(consent.given_on);
    *shown.mutable_until() = fallverbund::ToProto(consent.until);
    if (consent.withdrawn_at) *shown.mutable_withdrawn_at() = fallverbund::ToProto(*consent.withdrawn_at);
  }
  for (const Reading& reading : state.readings) {
    v1::Reading& shown = *out.add_readings();
    shown.set_reading_id(reading.id);
    shown.set_organisation_id(reading.organisation_id);
    shown.set_person_id(reading.person_id);
    *shown.mutable_until() = fallverbund::ToProto(reading.until);
    shown.set_endangered(reading.endangered);
    for (const care::Approval& review : reading.reviews) shown.add_reviewer_person_ids(review.person_id);
    for (const std::string& asked : reading.asked) shown.add_asked_person_ids(asked);
    if (const care::Clock* clock = state.clocks.Find(common::v1::CLOCK_KIND_GLASS_REVIEW, reading.id))
      *shown.mutable_review_due() = fallverbund::ToProto(clock->due);
  }
  for (const PackageOwed& owed : state.packages_owed) {
    v1::PackageOwed& shown = *out.add_packages_owed();
    shown.set_handover_id(owed.handover_id);
    *shown.mutable_giver() = care::ToProto(owed.giver);
    if (const care::Clock* clock =
            state.clocks.Find(common::v1::CLOCK_KIND_PACKAGE_OWED, owed.giver.organisation_id))
      *shown.mutable_due() = fallverbund::ToProto(clock->due);
  }
  FillCompetence(state, out);
  FillAge(state, out);
  for (const Succession& one : state.successions) {
    out.add_successions()->set_organisation_id(one.organisation_id);
    out.mutable_successions()->rbegin()->set_fell_back(one.fell_back);
  }
  if (const auto& offer = state.coordination_offer.open()) {
    out.mutable_coordination_offer()->set_offer_id(offer->id);
    *out.mutable_coordination_offer()->mutable_to() = care::ToProto(offer->to);
    *out.mutable_coordination_offer()->mutable_answer_due() = fallverbund::ToProto(offer->answer_due);
    out.mutable_coordination_offer()->set_state(HandoverStateOf(state, offer->id));
  }
  FillPlanning(state, *out.mutable_planning());
  FillRecordsAndRights(state, out);
  if (state.ending || state.ended) FillEnding(state, *out.mutable_lawful_end());
  return out;
}

}  // namespace fallverbund::casework
