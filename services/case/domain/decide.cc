#include "services/case/domain/decide.h"

#include <algorithm>
#include <type_traits>

#include "libs/base/time.h"
#include "libs/care/participation.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {

bool IsOfCaseHolder(const State& state, const Given& given) {
  return given.actor.organisation == state.responsibility.holder().organisation_id;
}

namespace {

bool IsOfOffice(const State& state, const std::string& organisation_id) {
  return organisation_id == state.responsibility.holder().organisation_id;
}

}  // namespace

bool IsHeard(const State& state, const common::v1::Participation& participation, const Given& given) {
  return care::IsComplete(participation, given.now, state.of_age);
}

namespace {

void LeaveStandby(const State& state, v1::ReactivationTrigger trigger, Events& events) {
  if (state.standby) events.emplace_back().mutable_case_reactivated()->set_trigger(trigger);
}

}  // namespace

// Somebody is back: what was owed is owed again, and not at once where its date has passed; the plan is made
// anew, with a date for it (A8).
void Reactivate(const State& state, v1::ReactivationTrigger trigger, const Given& given, Events& events) {
  LeaveStandby(state, trigger, events);
  if (!state.ended) return;
  v1::CaseReopened& reopened = *events.emplace_back().mutable_case_reopened();
  reopened.set_trigger(trigger);
  *reopened.mutable_holder() = care::ToProto(state.responsibility.holder());
  const bool contact_made = std::any_of(events.begin(), events.end(), [](const v1::CaseEvent& event) {
    return event.has_aftercare_continued();
  });
  for (const care::Clock& owed : state.ended->owed) {
    if (contact_made && owed.kind == common::v1::CLOCK_KIND_AFTERCARE_CONTACT)
      continue;  // by this very contact
    v1::RestartedClock& clock = *reopened.add_clocks();
    clock.set_kind(owed.kind);  // of a minor's procedure, too: it is as open as it was (§ 42a)
    clock.set_object_id(owed.object_id);
    const bool endangered = owed.kind == common::v1::CLOCK_KIND_RISK_ASSESSMENT;  // § 8a: without delay
    const absl::Duration soon =
        care::Length(endangered ? care::kAssessment : care::kOverdueDate, given.terms);
    *clock.mutable_due() = ToProto(std::max(owed.due, given.now + soon));
  }
  const bool planned = std::any_of(events.begin(), events.end(),
                                   [](const v1::CaseEvent& event) { return event.has_replan_opened(); });
  if (!planned) OpenReplan(state, given, events);
}

void ReactivateIfHeard(const State& state, const common::v1::Participation& participation, Events& events) {
  if (participation.young_person().heard()) LeaveStandby(state, v1::REACTIVATION_TRIGGER_CONTACT, events);
}

namespace {

// What an ended case still listens to: what brings it back, and dates, which have nothing to say any more.
// Consent is taken back at any time (§ 65): whom the case went to reads on otherwise.
// One that was recorded in error comes back only when somebody asks, since another goes on in its place.
template <class C>
bool Admits(const LawfullyEnded& ended, const C&) {
  if (std::is_same_v<C, ReopenCase> || std::is_same_v<C, PassDeadline> || std::is_same_v<C, ReviewReading> ||
      std::is_same_v<C, WithdrawConsent>) {
    return true;
  }
  return ended.ground != v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR &&
         (std::is_same_v<C, RecordContactWithYoungPerson> || std::is_same_v<C, RecordSetback> ||
          std::is_same_v<C, TakeOverTonight> || std::is_same_v<C, AwakenForCrisis> ||
          std::is_same_v<C, BeginCrisisLead> || std::is_same_v<C, EndCrisisLead> ||
          std::is_same_v<C, MoveForClinic> || std::is_same_v<C, OpenRiskAssessment>);
}

// Who leaves is given nothing new, whoever gives it (N11). A case that opens repeats its origin's holder.
template <class C>
bool GivesToALeaver(const C& wish) {
  if constexpr (std::is_same_v<C, OpenCase>)
    return false;
  else if constexpr (requires { wish.receiver_leaves; })
    return wish.receiver_leaves;
  else if constexpr (requires { wish.to.leaves; })
    return wish.to.leaves;
  else if constexpr (requires { wish.holder.leaves; })
    return wish.holder.leaves;
  else if constexpr (requires { wish.next.leaves; })
    return wish.next.leaves;
  else if constexpr (requires { wish.receiver.leaves; })
    return wish.receiver.leaves;
  else
    return false;
}

// Whoever held an ended case may have left since: then it comes back to who stands in, with the seat and the
// night (N11).
Decision WithStandIn(const State& state, const StandIn& stand_in, const Given& given, Decision decision) {
  if (decision.refused() || !stand_in) return decision;
  Events events = decision.events();
  const auto reopened = std::find_if(events.begin(), events.end(),
                                     [](const v1::CaseEvent& event) { return event.has_case_reopened(); });
  if (reopened == events.end()) return decision;
  *reopened->mutable_case_reopened()->mutable_holder() = care::ToProto(*stand_in);
  PassOnNight(state, *stand_in, events);
  PassOnSeat(state, state.responsibility.holder(), *stand_in, given, events);
  return events;
}

// A crisis that was open when the case ended and is so still is led by whoever holds CASE (R0, D1), unless an
// alarm has just said who leads.
Decision WithLead(const State& state, Decision decision) {
  if (decision.refused() || !state.ended || !state.ended->crisis) return decision;
  Events events = decision.events();
  const v1::CaseReopened* reopened = nullptr;
  for (const v1::CaseEvent& event : events) {
    if (event.has_crisis_lead_taken()) return decision;
    if (event.has_case_reopened()) reopened = &event.case_reopened();
  }
  if (reopened == nullptr) return decision;
  v1::CrisisLeadTaken taken;
  taken.set_crisis_id(state.ended->crisis->id);
  taken.set_episode(state.ended->crisis->episode);
  *taken.mutable_to() = reopened->holder();
  *events.emplace_back().mutable_crisis_lead_taken() = taken;
  return events;
}

// Nobody can act who holds now: that somebody is to be named is overdue from the first moment, and climbs
// (R0).
Decision WithDate(bool unreachable, const Given& given, Decision decision) {
  if (decision.refused() || !unreachable) return decision;
  Events events = decision.events();
  for (v1::CaseEvent& event : events) {
    if (event.has_case_reopened())
      *event.mutable_case_reopened()->mutable_reachable_due() = ToProto(given.now);
  }
  return events;
}

}  // namespace

Decision Decide(const State& state, const Command& command, const decider::Given& known) {
  const bool holds = !state.opened() || IsOfOffice(state, command.office_id);
  const Given given{known, holds ? command.terms : common::v1::OfficeTerms::default_instance(),
                    command.others_terms};
  return Visit(
      [&](const auto& wish) -> Decision {
        if constexpr (!std::is_same_v<std::decay_t<decltype(wish)>, OpenCase>) {
          if (auto no = Require(Reason::kCaseNotOpened, state.opened())) return *no;  // N1
          const bool admits = !state.ended || Admits(*state.ended, wish);
          if (auto no = Require(Reason::kCaseLawfullyEnded, admits)) return *no;            // N14
          if (auto no = Require(Reason::kPersonLeaves, !GivesToALeaver(wish))) return *no;  // N11
        }
        if constexpr (std::is_same_v<std::decay_t<decltype(wish)>, RecordSearchContact>)
          return DecideOn(state, wish, given);  // says itself when to try again
        else if constexpr (requires { wish.unreachable; })
          return WithSearch(state, given,
                            WithLead(state, WithDate(wish.unreachable, given,
                                                     WithStandIn(state, wish.stand_in, given,
                                                                 DecideOn(state, wish, given)))));
        else
          return WithSearch(state, given, DecideOn(state, wish, given));
      },
      command);
}

}  // namespace fallverbund::casework
