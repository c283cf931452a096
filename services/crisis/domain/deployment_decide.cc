#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "libs/care/holidays.h"
#include "services/crisis/domain/deployment_decider.h"

namespace fallverbund::crisis {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::DeploymentEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

// An answer by the asked team in person, to a question of this case that is open.
std::optional<Refusal> RequireAnswerable(const DeploymentState& state, const std::string& case_id,
                                         const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.requested() && state.case_id == case_id))
    return no;  // N2
  const bool asked = given.actor.organisation == state.crisis_team_organisation_id &&
                     !given.actor.person.empty() && given.actor.role == "CRISIS_WORKER";
  if (auto no = Require(Reason::kOnlyTheAskedCrisisTeam, asked)) return no;  // A19
  return Require(Reason::kDeploymentAnswered,
                 state.phase == DeploymentPhase::kRequested);  // A18: an answer stands
}

bool IsOfHoldersUnit(const care::Holder& holder, const std::string& actor_unit_id, const Given& given) {
  return given.actor.organisation == holder.organisation_id && actor_unit_id == holder.unit_id;
}

// OUTREACH needs a place and a rhythm; the others have none.
bool SaysWhereAndHowOften(const RequestDeployment& c) {
  if (c.mode != v1::DEPLOYMENT_MODE_OUTREACH) return !c.names_place && c.contact_every_hours == 0;
  return c.names_place && c.contact_every_hours >= 1 && c.contact_every_hours <= kLongestContactHours;
}

Decision DecideOn(const DeploymentState& state, const RequestDeployment& c, const Given& given) {
  if (state.requested()) return Events{};
  const bool holds = IsOfHoldersUnit(c.case_holder, c.actor_unit_id, given);
  if (auto no = Require(Reason::kDeploymentOnlyByHolder, holds)) return *no;       // A18
  if (auto no = Require(Reason::kNotACrisisTeam, c.asks_crisis_team)) return *no;  // A17
  const absl::Time due = c.answer_due.value_or(given.now + kDeploymentAnswerWithin);
  if (auto no = Require(Reason::kDeploymentAnswerTooLate,
                        care::IsDueWithin(due, given.now, kLongestDeploymentAnswer))) {
    return *no;  // A18: at short notice
  }
  if (auto no =
          Require(Reason::kSupportNeedsASetting, c.mode != v1::DEPLOYMENT_MODE_SUPPORT || c.setting_runs)) {
    return *no;  // A19: a fragile setting, not none
  }
  if (auto no = Require(Reason::kOutreachNeedsPlaceAndRhythm, SaysWhereAndHowOften(c))) return *no;  // A19
  Event event;
  auto& requested = *event.mutable_deployment_requested();
  requested.set_case_id(c.case_id);
  requested.set_mode(c.mode);
  requested.set_crisis_team_organisation_id(c.crisis_team_organisation_id);
  *requested.mutable_answer_due() = fallverbund::ToProto(due);
  *requested.mutable_situation() = c.situation;
  requested.set_by_pool(c.by_pool);
  if (c.mode == v1::DEPLOYMENT_MODE_OUTREACH) {
    *requested.mutable_outreach_place() = c.outreach_place;
    requested.set_contact_every_hours(c.contact_every_hours);
  }
  return Events{event};
}

absl::Time NextContact(const DeploymentState& state, absl::Time from) {
  return from + absl::Hours(state.contact_every_hours);
}

Event Accepted(const DeploymentState& state, const common::v1::Holder& holder, bool place_taken,
               absl::Time now) {
  Event event;
  auto& accepted = *event.mutable_deployment_accepted();
  accepted.set_case_id(state.case_id);
  accepted.set_mode(state.mode);
  *accepted.mutable_holder() = holder;
  *accepted.mutable_requested_at() = fallverbund::ToProto(state.requested_at);
  accepted.set_place_taken(place_taken);
  if (state.mode == v1::DEPLOYMENT_MODE_OUTREACH)
    *accepted.mutable_first_contact_due() = fallverbund::ToProto(NextContact(state, now));
  return event;
}

Decision DecideOn(const DeploymentState& state, const AcceptDeployment& c, const Given& given) {
  if (auto no = RefuseAcceptance(state, c, given)) return *no;
  return Events{Accepted(state, care::ToProto(AcceptingHolder(c, given)), false, given.now)};
}

// One that was accepted meanwhile beside the pool keeps the place; one that was not needs none.
Decision DecideOn(const DeploymentState& state, const FollowPlace& c, const Given& given) {
  if (state.phase == DeploymentPhase::kAccepted) return Events{};
  if (state.phase == DeploymentPhase::kRequested)
    return Events{Accepted(state, c.place.holder(), true, given.now)};
  Event event;
  event.mutable_place_returned()->set_crisis_team_organisation_id(c.place.holder().organisation_id());
  return Events{event};
}

// The deployed team, or the unit that holds the case.
std::optional<Refusal> RequireParty(const DeploymentState& state, const std::string& case_id,
                                    const care::Holder& case_holder, const std::string& actor_unit_id,
                                    const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.requested() && state.case_id == case_id))
    return no;  // N2
  const bool party = given.actor.organisation == state.crisis_team_organisation_id ||
                     IsOfHoldersUnit(case_holder, actor_unit_id, given);
  return Require(Reason::kNotAPartyOfTheDeployment, party);  // A18
}

// Until when the night was this deployment's; nullopt: it still is, and the team stays (N9). A colleague who
// goes on in the same place has accepted a deployment of their own, which counts from then on (N11).
std::optional<absl::Time> NightUntil(const DeploymentState& state, const EndDeployment& c) {
  const bool here = c.tonight.kind == common::v1::TONIGHT_KIND_CRISIS_TEAM &&
                    c.tonight.holder.organisation_id == state.crisis_team_organisation_id;
  if (here) return c.tonight.holder.person_id == state.holder.person_id ? std::nullopt : c.next_night_since;
  if (c.tonight_since <= state.requested_at) return std::nullopt;
  return std::min(c.tonight_since, c.next_night_since.value_or(c.tonight_since));
}

Decision DecideOn(const DeploymentState& state, const EndDeployment& c, const Given& given) {
  if (auto no = RequireParty(state, c.case_id, c.case_holder, c.actor_unit_id, given)) return *no;
  if (auto no = Require(Reason::kDeploymentNotRunning, state.phase == DeploymentPhase::kAccepted))
    return *no;  // A18
  if (auto no = Require(Reason::kHandsBackToTheHolder, c.receiver_of_holders_unit && c.written))
    return *no;  // A18
  const bool overnight = state.mode == v1::DEPLOYMENT_MODE_OVERNIGHT;
  const auto night_until = NightUntil(state, c);
  if (auto no = Require(Reason::kTonightStillWithTheTeam, !overnight || night_until)) return *no;  // N9
  const absl::Time due = c.debrief_due.value_or(given.now + kDebriefWithin);
  if (auto no = Require(Reason::kDebriefDueTooLate, care::IsDueWithin(due, given.now, kLongestDebrief)))
    return *no;  // A18
  Event event;
  auto& ended = *event.mutable_deployment_ended();
  ended.set_case_id(state.case_id);
  ended.set_mode(state.mode);
  ended.set_handed_back_to_person_id(c.handed_back_to_person_id);
  *ended.mutable_handed_back() = c.handed_back;
  if (overnight) {
    ended.set_nights(care::NightsBetween(state.accepted_at, *night_until));
    *ended.mutable_nights_until() = fallverbund::ToProto(*night_until);
  }
  *ended.mutable_debrief_due() = fallverbund::ToProto(due);
  ended.set_crisis_team_organisation_id(state.crisis_team_organisation_id);
  return Events{event};
}

bool TookPart(const RecordDebrief& c, const std::string& organisation_id) {
  return std::find(c.organisation_ids.begin(), c.organisation_ids.end(), organisation_id) !=
         c.organisation_ids.end();
}

Decision DecideOn(const DeploymentState& state, const RecordDebrief& c, const Given& given) {
  if (auto no = RequireParty(state, c.case_id, c.case_holder, c.actor_unit_id, given)) return *no;
  const bool open = state.clocks.Find(common::v1::CLOCK_KIND_DEBRIEF, "") != nullptr;
  if (auto no = Require(Reason::kNoDebriefOpen, open)) return *no;  // A18
  const absl::Time held_at = c.held_at.value_or(given.now);
  const bool after = held_at >= state.ended_at && held_at <= given.now;
  const bool both =
      TookPart(c, state.crisis_team_organisation_id) && TookPart(c, c.case_holder.organisation_id);
  if (auto no = Require(Reason::kDebriefNeedsBoth, after && both && c.written)) return *no;  // A18
  Event event;
  auto& recorded = *event.mutable_debrief_recorded();
  recorded.set_case_id(state.case_id);
  *recorded.mutable_held_at() = fallverbund::ToProto(held_at);
  for (const std::string& id : c.organisation_ids) recorded.add_organisation_ids(id);
  *recorded.mutable_text() = c.text;
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const PassDebriefDate& c, const Given& given) {
  const auto missed = state.clocks.MissedSince(common::v1::CLOCK_KIND_DEBRIEF, "", c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    *event.mutable_debrief_overdue()->mutable_due() = fallverbund::ToProto(c.due);
  } else {
    *event.mutable_debrief_escalated()->mutable_due() = fallverbund::ToProto(c.due);
    event.mutable_debrief_escalated()->set_step(missed->step);
  }
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const RefuseDeployment& c, const Given& given) {
  if (auto no = RequireAnswerable(state, c.case_id, given)) return *no;
  Event event;
  event.mutable_deployment_refused()->set_case_id(state.case_id);
  event.mutable_deployment_refused()->set_reason(c.reason);
  event.mutable_deployment_refused()->set_settled_by_holder(true);
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const WithdrawDeployment& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.requested() && state.case_id == c.case_id))
    return *no;  // N2
  const bool holds = IsOfHoldersUnit(c.case_holder, c.actor_unit_id, given);
  if (auto no = Require(Reason::kDeploymentOnlyByHolder, holds)) return *no;  // A18
  if (state.phase == DeploymentPhase::kWithdrawn) return Events{};
  // What was refused is not needed any more; what was accepted ends (A18).
  const bool open = state.phase == DeploymentPhase::kRequested || state.phase == DeploymentPhase::kRefused;
  if (auto no = Require(Reason::kDeploymentAnswered, open)) return *no;  // A18
  Event event;
  event.mutable_deployment_withdrawn()->set_case_id(state.case_id);
  return Events{event};
}

// In person by somebody of the deployed team, while it runs.
std::optional<Refusal> RequireDeployed(const DeploymentState& state, const std::string& case_id,
                                       const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.requested() && state.case_id == case_id))
    return no;  // N2
  const bool team =
      given.actor.organisation == state.crisis_team_organisation_id && !given.actor.person.empty();
  if (auto no = Require(Reason::kNotAPartyOfTheDeployment, team)) return no;                 // A19
  return Require(Reason::kDeploymentNotRunning, state.phase == DeploymentPhase::kAccepted);  // A18
}

// Where nobody was reached the date stands: somebody tries again.
Decision DecideOn(const DeploymentState& state, const RecordOutreachContact& c, const Given& given) {
  if (auto no = RequireDeployed(state, c.case_id, given)) return *no;
  const bool outreach = state.mode == v1::DEPLOYMENT_MODE_OUTREACH;
  if (auto no = Require(Reason::kDeploymentNotOutreach, outreach)) return *no;       // A19
  if (auto no = Require(Reason::kOutreachContactIncomplete, c.written)) return *no;  // A19
  Event event;
  auto& made = *event.mutable_outreach_contact_made();
  made.set_case_id(state.case_id);
  made.set_person_id(given.actor.person);
  made.set_reached(c.reached);
  *made.mutable_account() = c.account;
  if (c.reached) *made.mutable_next_due() = fallverbund::ToProto(NextContact(state, given.now));
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const PassOutreachContact& c, const Given& given) {
  const auto missed = state.clocks.MissedSince(common::v1::CLOCK_KIND_OUTREACH_CONTACT, "", c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    *event.mutable_outreach_contact_overdue()->mutable_due() = fallverbund::ToProto(c.due);
  } else {
    *event.mutable_outreach_contact_escalated()->mutable_due() = fallverbund::ToProto(c.due);
    event.mutable_outreach_contact_escalated()->set_step(missed->step);
  }
  return Events{event};
}

// Whoever leaves is followed by a colleague (N11). Overnight the night itself is taken over (N9).
Decision DecideOn(const DeploymentState& state, const TakeOverDeployment& c, const Given& given) {
  if (auto no = RequireDeployed(state, c.case_id, given)) return *no;
  const bool by_day = state.mode != v1::DEPLOYMENT_MODE_OVERNIGHT;
  if (auto no = Require(Reason::kOvernightNotPassedOn, by_day)) return *no;  // N9
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return *no;       // N11
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;     // C3
  const care::Holder next{given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                          common::v1::LEGAL_BASIS_AGREEMENT};
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(next))) return *no;  // C3
  if (next == state.holder) return Events{};
  Event event;
  auto& taken = *event.mutable_deployment_taken_over();
  taken.set_case_id(state.case_id);
  *taken.mutable_from() = care::ToProto(state.holder);
  *taken.mutable_to() = care::ToProto(next);
  return Events{event};
}

Decision DecideOn(const DeploymentState& state, const PassDeploymentDeadline& c, const Given& given) {
  const auto missed =
      state.clocks.MissedSince(common::v1::CLOCK_KIND_DEPLOYMENT_ANSWER, "", c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    *event.mutable_deployment_answer_overdue()->mutable_due() = fallverbund::ToProto(c.due);
  } else {
    *event.mutable_deployment_answer_escalated()->mutable_due() = fallverbund::ToProto(c.due);
    event.mutable_deployment_answer_escalated()->set_step(missed->step);
  }
  return Events{event};
}

}  // namespace

care::Holder AcceptingHolder(const AcceptDeployment& c, const Given& given) {
  return {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
          common::v1::LEGAL_BASIS_AGREEMENT};
}

std::optional<Refusal> RefuseAcceptance(const DeploymentState& state, const AcceptDeployment& c,
                                        const Given& given) {
  if (auto no = RequireAnswerable(state, c.case_id, given)) return no;
  const bool fresh = given.now <= state.requested_at + kLongestDeploymentAnswer;
  const bool moved =
      state.mode == v1::DEPLOYMENT_MODE_OVERNIGHT && c.tonight_since && *c.tonight_since > state.requested_at;
  if (auto no = Require(Reason::kPersonLeaves, !c.leaves)) return no;    // N11
  if (auto no = Require(Reason::kDeploymentTooOld, fresh)) return no;    // A18
  if (auto no = Require(Reason::kTonightMovedSince, !moved)) return no;  // N9
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return no;  // C3
  return Require(Reason::kDeputyNotNamed,
                 c.deputy_known && care::HasDeputy(AcceptingHolder(c, given)));  // C3
}

Decision DeploymentDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::crisis
