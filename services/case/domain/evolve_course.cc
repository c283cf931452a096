// What records, rights and the course of settings leave in the state (A10, A21, B4, B12, B14, C17).
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/evolve_parts.h"

namespace fallverbund::casework {

using common::v1::CLOCK_KIND_RETURN_ANSWER;
using common::v1::CLOCK_KIND_RETURN_CONTACT;
using common::v1::CLOCK_KIND_RETURN_PLANNED;
using common::v1::CLOCK_KIND_RIGHT_UNCOVERED;
using common::v1::CLOCK_KIND_SETTING_EVALUATION;

void On(State& state, const v1::RecordEntered& event, const decider::Given& given) {
  const v1::DepartmentRole& role = event.role();
  const Record record{event.record_id(),      event.version(),         event.kind(), event.source(),
                      event.basis(),          event.confidentiality(), event.gap(),  role.department(),
                      role.organisation_id(), role.person_id(),        role.task(),  given.actor.organisation,
                      given.actor.person};
  const auto earlier = std::find_if(state.records.begin(), state.records.end(),
                                    [&](const Record& known) { return known.id == record.id; });
  if (earlier == state.records.end()) {
    state.records.push_back(record);
  } else {
    *earlier = record;
  }
}

void On(State& state, const v1::RightAssessed& event) {
  const Right right{event.domain(), event.covered(), FromProto(event.since())};
  const auto at = std::lower_bound(state.rights.begin(), state.rights.end(), right,
                                   [](const Right& a, const Right& b) { return a.domain < b.domain; });
  if (at != state.rights.end() && at->domain == right.domain) {
    *at = right;
  } else {
    state.rights.insert(at, right);
  }
  if (event.has_look_again_due()) {
    state.clocks.Start(CLOCK_KIND_RIGHT_UNCOVERED, ClockObject(event.domain()),
                       FromProto(event.look_again_due()));
  } else {
    state.clocks.Stop(CLOCK_KIND_RIGHT_UNCOVERED, ClockObject(event.domain()));
  }
}

void On(State& state, const v1::TrialBegun& event) {
  if (Setting* setting = FindSetting(state, event.setting_id()))
    setting->trial_until = FromProto(event.until());
  state.clocks.Start(CLOCK_KIND_SETTING_EVALUATION, event.setting_id(), FromProto(event.until()));
}

void On(State& state, const v1::SettingEvaluated& event) {
  if (Setting* setting = FindSetting(state, event.setting_id())) {
    setting->evaluated = event.outcome();
    setting->trial_until.reset();
  }
  state.clocks.Stop(CLOCK_KIND_SETTING_EVALUATION, event.setting_id());
  Heard(state, event.participation());
}

void On(State& state, const v1::FundingDecided& event) {
  if (Setting* setting = FindSetting(state, event.setting_id())) setting->funding = event.decision();
}

void On(State& state, const v1::OfferFoundUnsuitable& event) {
  Setting* setting = FindSetting(state, event.setting_id());
  if (setting == nullptr) return;
  Unsuitable& unsuitable = setting->unsuitable.emplace_back();
  unsuitable.organisation_id = event.organisation_id();
  unsuitable.kind = event.kind();
  for (const int because : event.because())
    unsuitable.because.push_back(static_cast<v1::UnsuitableBecause>(because));
}

namespace {

// The day is due of whoever holds CASE, and the answer of whoever is asked to receive.
void AskReceiver(State& state, const v1::ResidentialPhaseEntered& event, Setting& setting) {
  setting.return_planned_at = FromProto(event.return_planned_at());
  setting.return_accepted = false;
  state.clocks.Start(CLOCK_KIND_RETURN_PLANNED, setting.id, *setting.return_planned_at);
  state.clocks.Start(CLOCK_KIND_RETURN_ANSWER, setting.id, FromProto(event.receiver_answer_due()));
}

}  // namespace

void On(State& state, const v1::ResidentialPhaseEntered& event) {
  if (Setting* setting = FindSetting(state, event.setting_id())) {
    setting->residential = event.phase();
    if (event.has_receiver()) setting->return_receiver = care::FromProto(event.receiver());
    if (event.has_receiver_answer_due()) AskReceiver(state, event, *setting);
  }
  Heard(state, event.participation());
}

void On(State& state, const v1::ReturnAnswered& event) {
  Setting* setting = FindSetting(state, event.setting_id());
  if (setting == nullptr) return;
  state.clocks.Stop(CLOCK_KIND_RETURN_ANSWER, setting->id);
  state.clocks.Stop(CLOCK_KIND_RETURN_CONTACT, setting->id);
  setting->return_accepted = event.accepted();
  if (event.accepted()) return;
  setting->return_receiver = {};
  setting->return_planned_at.reset();
  if (event.has_plan_anew_due())  // else that help has ended, and everything is planned anew
    state.clocks.Start(CLOCK_KIND_RETURN_PLANNED, setting->id, FromProto(event.plan_anew_due()));
}

void EndReturn(State& state, const v1::SettingEnded& event) {
  state.clocks.Stop(CLOCK_KIND_RETURN_ANSWER, event.setting_id());
  state.clocks.Stop(CLOCK_KIND_RETURN_PLANNED, event.setting_id());
  if (event.has_return_contact_due())
    state.clocks.Start(CLOCK_KIND_RETURN_CONTACT, event.setting_id(), FromProto(event.return_contact_due()));
}

void NobodyAwaited(State& state, const google::protobuf::RepeatedPtrField<std::string>& setting_ids) {
  for (const std::string& id : setting_ids) state.clocks.Stop(CLOCK_KIND_RETURN_CONTACT, id);
}

bool IsOfReturn(common::v1::ClockKind kind) {
  return kind == CLOCK_KIND_RETURN_ANSWER || kind == CLOCK_KIND_RETURN_PLANNED;
}

}  // namespace fallverbund::casework
