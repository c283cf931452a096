// What the way to an approval, and § 8a, leave in the state (C5 to C8).
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {

using common::v1::CLOCK_KIND_COMMISSION;
using common::v1::CLOCK_KIND_RISK_ASSESSMENT;

// Repeating an earlier step undoes nothing.
void Reach(State& state, Step step) {
  state.planning.begun = true;
  state.planning.step = std::max(state.planning.step, step);
}

void DismissCommission(State& state) {
  state.planning.commission.reset();
  state.clocks.StopAll(CLOCK_KIND_COMMISSION);
}

// The current class stays until there is another; an approval was about the plan before.
void BeginPlanningAnew(State& state) {
  state.planning.step = Step::kNone;
  DismissCommission(state);
  for (Setting& setting : state.settings) {
    if (setting.phase == SettingPhase::kProposed) setting.approved = false;
  }
}

void On(State& state, const v1::PeerConsultationHeld& event) {
  Reach(state, Step::kConsulted);
  Heard(state, event.participation());
}

void On(State& state, const v1::NeedClassified& event, const decider::Given& given) {
  Reach(state, Step::kClassified);
  state.planning.classifications.push_back(
      {event.need_class(), event.cycle(), given.now, given.actor.person});
}

void On(State& state, const v1::RiskAssessmentOpened& event) {
  state.planning.assessment_id = event.assessment_id();
  state.clocks.Start(CLOCK_KIND_RISK_ASSESSMENT, event.assessment_id(), FromProto(event.due()));
}

void On(State& state, const v1::RiskAssessmentMade& event) {
  if (state.planning.assessment_id == event.assessment_id()) state.planning.assessment_id.clear();
  state.clocks.Stop(CLOCK_KIND_RISK_ASSESSMENT, event.assessment_id());
  Heard(state, event.participation());
}

void On(State& state, const v1::CommissionCalled& event) {
  DismissCommission(state);
  state.planning.commission = Commission{event.commission_id(), event.setting_id(), {}};
  state.clocks.Start(CLOCK_KIND_COMMISSION, event.commission_id(), FromProto(event.due()));
}

void On(State& state, const v1::CommissionVoteCast& event, const decider::Given& given) {
  auto& commission = state.planning.commission;
  if (!commission || commission->id != event.commission_id() || !event.approves()) return;
  care::Approve(commission->votes, {given.actor.organisation, event.person_id(), event.seat()});
}

void On(State& state, const v1::HelpApproved& event) {
  if (Setting* setting = FindSetting(state, event.setting_id())) setting->approved = true;
  DismissCommission(state);
}

}  // namespace fallverbund::casework
