// § 8a(1): signs of endangerment are assessed without delay, by several professionals and with child and
// parents, unless that endangers the protection (C7). It waits for no step of the planning and moves nobody.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

// At least two known persons, whoever records it among them.
bool ByTwoProfessionals(const RecordRiskAssessment& command, const Given& given) {
  KnownPersons assessors;
  for (const auto& assessor : command.made.assessors()) {
    if (command.known.contains(assessor.person_id())) assessors.insert(assessor.person_id());
  }
  return assessors.size() >= 2 && assessors.contains(given.actor.person);
}

// Both took part, or there is a reason why that could not be; "not yet" is none.
bool Involved(const State& state, const common::v1::Participation& participation, const Given& given) {
  const auto put_off = [](const common::v1::Hearing& hearing) {
    return !hearing.heard() && hearing.reason() == common::v1::NOT_HEARD_REASON_NOT_YET;
  };
  return IsHeard(state, participation, given) && !put_off(participation.young_person()) &&
         (state.of_age || !put_off(participation.family()));
}

}  // namespace

bool IsAssessmentDueSoon(const v1::RiskAssessmentOpened& opened, const Given& given) {
  return !opened.has_due() || care::IsDueWithin(FromProto(opened.due()), given.now, kAssessmentAtMost);
}

void OpenAssessment(const State& state, v1::RiskAssessmentOpened opened, const Given& given, Events& events) {
  if (!state.planning.assessment_id.empty()) return;
  opened.set_assessment_id(given.new_id);
  if (!opened.has_due())
    *opened.mutable_due() = ToProto(given.now + care::Length(care::kAssessment, given.terms));
  *events.emplace_back().mutable_risk_assessment_opened() = opened;
  Reactivate(state, v1::REACTIVATION_TRIGGER_REPORT, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_ENDANGERMENT, events);
}

Decision DecideOn(const State& state, const OpenRiskAssessment& command, const Given& given) {
  const bool none = state.planning.assessment_id.empty();
  if (auto no = Require(Reason::kAssessmentAlreadyOpen, none)) return *no;  // C7
  if (auto no = Require(Reason::kAssessmentDateTooFar, IsAssessmentDueSoon(command.opened, given)))
    return *no;  // C7
  Events events;
  OpenAssessment(state, command.opened, given, events);
  return events;
}

Decision DecideOn(const State& state, const RecordRiskAssessment& command, const Given& given) {
  const v1::RiskAssessmentMade& made = command.made;
  const std::string& open = state.planning.assessment_id;
  const bool asked = !open.empty() && made.assessment_id() == open;
  const care::Clock* clock = state.clocks.Find(common::v1::CLOCK_KIND_RISK_ASSESSMENT, open);
  const bool late = clock != nullptr && clock->due < given.now;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;          // A6
  if (auto no = Require(Reason::kNoAssessmentOpen, asked)) return *no;                                 // C7
  if (auto no = Require(Reason::kAssessmentNeedsTwo, ByTwoProfessionals(command, given))) return *no;  // C7
  if (auto no = Require(Reason::kInvolvementMissing, Involved(state, made.participation(), given)))
    return *no;                                                                                    // C7
  if (auto no = Require(Reason::kLateWithoutReason, !late || made.has_late_reason())) return *no;  // C7
  Events events;
  *events.emplace_back().mutable_risk_assessment_made() = made;
  ReactivateIfHeard(state, made.participation(), events);
  return events;
}

}  // namespace fallverbund::casework
