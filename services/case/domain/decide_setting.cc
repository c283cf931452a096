// Understanding first, then a setting that fits the young person (A11, A12, A14, A15).

#include "services/case/domain/rules.h"

namespace fallverbund::casework {
namespace {

bool EachProvided(const v1::SettingProposed& proposal) {
  for (const auto& component : proposal.components()) {
    if (component.kind() == v1::COMPONENT_KIND_UNSPECIFIED || component.organisation_id().empty())
      return false;
  }
  return proposal.components_size() > 0;
}

bool OnePlaceAtMost(const v1::SettingProposed& proposal) {
  int places = 0;
  for (const auto& component : proposal.components()) {
    if (component.kind() == v1::COMPONENT_KIND_RESIDENTIAL) ++places;
  }
  return places <= 1;
}

// The usual way of its kind, where nothing else is said (C9).
v1::Procurement UsualProcurement(v1::ComponentKind kind) {
  return kind == v1::COMPONENT_KIND_RESIDENTIAL ? v1::PROCUREMENT_FLEXIBLE : v1::PROCUREMENT_COMPETITION;
}

}  // namespace

Decision DecideOn(const State& state, const DocumentDiagnostics& command, const Given&) {
  Events events;
  v1::DiagnosticsDocumented& documented = *events.emplace_back().mutable_diagnostics_documented();
  documented = command.diagnostics;
  documented.set_version(state.diagnostics + 1);  // A12
  return events;
}

Decision DecideOn(const State& state, const RecordCaseUnderstanding& command, const Given& given) {
  v1::CaseUnderstandingRecorded understanding = command.understanding;
  const bool heard = IsHeard(state, understanding.participation(), given);
  if (auto no = Require(Reason::kAlreadyUnderstood, !state.understood)) return *no;  // A11
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;        // A16
  understanding.set_cycle(state.cycle);
  Events events;
  *events.emplace_back().mutable_case_understanding_recorded() = understanding;
  ReactivateIfHeard(state, understanding.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const ProposeSetting& command, const Given& given) {
  v1::SettingProposed proposal = command.proposal;
  const bool heard = IsHeard(state, proposal.participation(), given);
  if (auto no = Require(Reason::kCaseUnderstandingMissing, state.understood)) return *no;        // A11
  if (auto no = Require(Reason::kSettingWithoutComponents, EachProvided(proposal))) return *no;  // A14
  if (auto no = Require(Reason::kSettingWithTwoPlaces, OnePlaceAtMost(proposal))) return *no;    // N1
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                    // A16
  proposal.set_setting_id(given.new_id);
  for (auto& component : *proposal.mutable_components()) {
    if (component.procurement() == v1::PROCUREMENT_UNSPECIFIED)
      component.set_procurement(UsualProcurement(component.kind()));
  }
  Events events;
  *events.emplace_back().mutable_setting_proposed() = proposal;
  ReactivateIfHeard(state, proposal.participation(), events);
  return events;
}

// The latest answer counts, before and after adoption. Having asked is contact.
Decision DecideOn(const State& state, const AnswerSetting& command, const Given& given) {
  const v1::SettingAnswered& answer = command.answer;
  const Setting* setting = state.FindSetting(answer.setting_id());
  const bool asked = answer.answer() != v1::ANSWER_NOT_ASKED;
  const bool answered = answer.answer() != v1::ANSWER_UNSPECIFIED && (asked || answer.has_why());
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;                       // A14
  if (auto no = Require(Reason::kSettingHasEnded, setting->phase != SettingPhase::kEnded)) return *no;  // A15
  if (auto no = Require(Reason::kAnswerWithoutWhy, answered)) return *no;                               // A15
  Events events;
  *events.emplace_back().mutable_setting_answered() = answer;
  if (asked) Reactivate(state, v1::REACTIVATION_TRIGGER_CONTACT, given, events);
  return events;
}

Decision DecideOn(const State& state, const AdoptSetting& command, const Given& given) {
  v1::SettingAdopted adoption = command.adoption;
  const Setting* setting = state.FindSetting(adoption.setting_id());
  const bool heard = IsHeard(state, adoption.participation(), given);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kSettingUnknown, setting != nullptr)) return *no;              // A14
  if (auto no = Require(Reason::kSettingNotProposed, setting->phase == SettingPhase::kProposed))
    return *no;                                                                            // A14
  if (auto no = Require(Reason::kCaseUnderstandingMissing, state.understood)) return *no;  // A11
  if (auto no = Require(Reason::kAnswerMissing, setting->answer != v1::ANSWER_UNSPECIFIED))
    return *no;  // A15
  const bool by_approval = command.approval_required || state.planning.begun;
  if (auto no = Require(Reason::kApprovalMissing, !by_approval || setting->approved)) return *no;  // C8
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                      // A16
  adoption.set_version(state.adopted + 1);
  Events events;
  *events.emplace_back().mutable_setting_adopted() = adoption;
  ReactivateIfHeard(state, adoption.participation(), events);
  return events;
}

}  // namespace fallverbund::casework
