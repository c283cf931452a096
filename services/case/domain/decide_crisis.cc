// The strand CRISIS_LEAD and the night in a clinic (D1, D4): exactly one named person leads while a crisis is
// open, and a stay in a clinic suspends nothing.
#include "services/case/domain/rules.h"

namespace fallverbund::casework {

// Who raised the alarm leads first, and no case rests or ends in a crisis (N12, N14).
Decision DecideOn(const State& state, const BeginCrisisLead& command, const Given& given) {
  const v1::CrisisLeadTaken& begins = command.begins;
  const care::Holder lead = care::FromProto(begins.to());
  const bool same =
      state.crisis && state.crisis->id == begins.crisis_id() && state.crisis->episode >= begins.episode();
  if (same) return Events{};
  if (auto no = Require(Reason::kCrisisLedAlready, !state.crisis)) return *no;          // D1
  if (auto no = Require(Reason::kCrisisLeadNotNamed, care::IsNamed(lead))) return *no;  // R0
  Events events;
  v1::CrisisLeadTaken& taken = *events.emplace_back().mutable_crisis_lead_taken();
  taken = begins;
  taken.clear_from();
  Reactivate(state, v1::REACTIVATION_TRIGGER_CRISIS, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_CRISIS, events);
  return events;
}

// Another person, in person (A9).
Decision DecideOn(const State& state, const AcceptCrisisLead& command, const Given& given) {
  if (auto no = Require(Reason::kNoCrisisToLead, state.crisis.has_value())) return *no;  // D1
  const common::v1::LegalBasis basis =
      IsOfCaseHolder(state, given) ? common::v1::LEGAL_BASIS_SGB8_36A : common::v1::LEGAL_BASIS_AGREEMENT;
  const care::Holder next{given.actor.organisation, command.actor_unit_id, given.actor.person,
                          command.deputy_person_id, basis};
  if (auto no = Require(Reason::kDeputyNotNamed, command.deputy_known && care::HasDeputy(next)))
    return *no;  // C3
  if (state.crisis->lead.holder().person_id == next.person_id) return Events{};
  Events events;
  v1::CrisisLeadTaken& taken = *events.emplace_back().mutable_crisis_lead_taken();
  taken.set_crisis_id(state.crisis->id);
  taken.set_episode(state.crisis->episode);
  *taken.mutable_from() = care::ToProto(state.crisis->lead.holder());
  *taken.mutable_to() = care::ToProto(next);
  return events;
}

// Also of an ended case, so that nobody leads when it comes back.
Decision DecideOn(const State& state, const EndCrisisLead& command, const Given&) {
  const std::optional<LedCrisis>& led = state.ended ? state.ended->crisis : state.crisis;
  const bool open = led && led->id == command.ends.crisis_id() && led->episode == command.ends.episode();
  if (!open) return Events{};
  Events events;
  *events.emplace_back().mutable_crisis_lead_ended() = command.ends;
  return events;
}

// The clinic admitted, or a youth office took into care, in person and in the crisis' own context; the
// setting that sheltered keeps its place (N9). Out of it the night goes where leaving said, unless somebody
// has taken it over since; back to that place, or elsewhere, and it is kept on.
Decision DecideOn(const State& state, const MoveForClinic& command, const Given& given) {
  const care::Tonight next = care::FromProto(command.to);
  if (auto no = Require(Reason::kTonightNotNamed, care::IsNamed(next))) return *no;  // N9
  Events events;
  if (command.leaves) {
    if (state.clinic_stay_id != command.stay_id) return events;
    const bool into_care = !command.into_care_id.empty();
    MoveTonight(state, next, events).set_stay_id(into_care ? command.into_care_id : command.stay_id);
    return events;
  }
  if (state.clinic_stay_id == command.stay_id) return events;
  MoveTonight(state, next, events).set_stay_id(command.stay_id);
  Reactivate(state, v1::REACTIVATION_TRIGGER_CRISIS, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_CRISIS, events);
  return events;
}

}  // namespace fallverbund::casework
