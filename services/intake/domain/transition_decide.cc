#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "libs/care/participation.h"
#include "services/intake/domain/process_chain_decider.h"
#include "services/intake/domain/transition_decider.h"

namespace fallverbund::intake {
namespace {

using common::v1::CLOCK_KIND_SUCCESSION;
using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::TransitionEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

std::optional<Refusal> RequireGoesOn(const TransitionState& state) {
  if (auto no = Require(Reason::kObjectUnknown, state.begun())) return no;  // E5
  return Require(Reason::kAccompanimentIsOver, state.goes_on());            // E5
}

// E5; and A16, of one that is completed: whom nobody has heard yet is still heard.
std::optional<Refusal> RequireGoesOnOrHears(const TransitionState& state) {
  if (auto no = Require(Reason::kObjectUnknown, state.begun())) return no;                     // E5
  return Require(Reason::kAccompanimentIsOver, state.goes_on() || state.has_still_to_hear());  // E5, A16
}

// E5: the navigator, or who stands in.
std::optional<Refusal> RequireActsForNavigator(const TransitionState& state, const Given& given) {
  const care::Holder& navigator = state.navigator.holder();
  const bool acts =
      given.actor.organisation == navigator.organisation_id && !given.actor.person.empty() &&
      (given.actor.person == navigator.person_id || given.actor.person == navigator.deputy_person_id);
  return Require(Reason::kNotTheNavigator, acts);  // E5
}

std::optional<Refusal> RequireNavigator(const TransitionState& state, const Given& given) {
  if (auto no = RequireGoesOn(state)) return no;
  return RequireActsForNavigator(state, given);
}

// E10: the family itself was heard; the child, too, or there is a reason and a date.
std::optional<Refusal> RequireFamily(const common::v1::Participation& participation, const Given& given) {
  return Require(Reason::kFamilyTakesPart,
                 participation.family().heard() && care::IsComplete(participation, given.now));
}

// No date of birth stands in clear, neither an expected one nor what a phase counts from (E9): kept is the
// first day of the month after, by which the phase should be reached.
v1::ExpectedPhase ByMonth(v1::ExpectedPhase expected) {
  const auto month = absl::ToCivilMonth(FromProto(expected.due()), absl::UTCTimeZone());
  *expected.mutable_due() = ToProto(absl::FromCivil(absl::CivilDay(month + 1), absl::UTCTimeZone()));
  return expected;
}

bool IsExpectable(const v1::ExpectedPhase& expected, absl::Time now) {
  return expected.phase() != v1::LIFE_PHASE_UNSPECIFIED && expected.has_due() &&
         care::IsDueWithin(FromProto(expected.due()), now, kPhaseAtMost);
}

Decision DecideOn(const TransitionState& state, const BeginTransition& c, const Given& given) {
  if (state.begun()) return Events{};
  const v1::TransitionBegun& wanted = c.wanted;
  const bool agreed = wanted.consent_by() != v1::CONSENT_GIVER_UNSPECIFIED;
  const bool understood = wanted.interpreted() || !NeedsInterpreter(wanted.language_need());
  const bool named = c.navigator_known && care::IsNamed(care::FromProto(wanted.navigator())) &&
                     care::HasDeputy(care::FromProto(wanted.navigator()));
  const bool dated = wanted.expected_size() > 0 &&
                     std::all_of(wanted.expected().begin(), wanted.expected().end(),
                                 [&](const auto& expected) { return IsExpectable(expected, given.now); });
  if (auto no = Require(Reason::kPreventionNeedsConsent, agreed)) return *no;            // E9
  if (auto no = Require(Reason::kInterpreterNeeded, understood)) return *no;             // E8
  if (auto no = Require(Reason::kSocialSpaceUnknown, c.social_space_known)) return *no;  // E7
  if (auto no = Require(Reason::kNavigatorNotNamed, named)) return *no;                  // E5
  if (auto no = Require(Reason::kPhaseWithoutDate, dated)) return *no;                   // E3
  Event event;
  auto& begun = *event.mutable_transition_begun();
  begun = wanted;
  for (auto& expected : *begun.mutable_expected()) expected = ByMonth(expected);
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const ExpectPhase& c, const Given& given) {
  if (auto no = RequireNavigator(state, given)) return *no;
  if (auto no = Require(Reason::kPhaseWithoutDate, IsExpectable(c.expected, given.now))) return *no;  // E3
  Event event;
  *event.mutable_phase_expected()->mutable_expected() = ByMonth(c.expected);
  return Events{event};
}

bool TellsAll(const v1::WarmHandoverOffered& offered, const v1::ProcessChainVersionSet& chain) {
  return std::all_of(chain.required_items().begin(), chain.required_items().end(), [&](int required) {
    return std::find(offered.items().begin(), offered.items().end(), required) != offered.items().end();
  });
}

Decision DecideOn(const TransitionState& state, const OfferWarmHandover& c, const Given& given) {
  if (auto no = RequireNavigator(state, given)) return *no;
  const bool other = c.receiver_known && c.wanted.to().person_id() != state.navigator.holder().person_id;
  const bool same_line = c.wanted.to_line() == state.service_line;
  // The edge looked it up before it was known what has happened meanwhile.
  const auto& chain = c.chain;
  const bool fits = chain && chain->version.from_line() == state.service_line &&
                    chain->version.to_line() == c.wanted.to_line();
  const absl::Duration within =
      fits && !same_line ? absl::Seconds(chain->version.answer_within().seconds()) : kWarmAnswerWithin;
  const absl::Time due = c.answer_due.value_or(given.now + within);
  if (auto no = Require(Reason::kWarmHandoverIsOpen, !state.handover.open())) return *no;  // E1
  if (auto no = Require(Reason::kNextServiceUnknown, other)) return *no;                   // E1
  if (auto no = Require(Reason::kPhaseNotExpected, state.expected.contains(c.wanted.for_phase())))
    return *no;                                                                        // E3
  if (auto no = Require(Reason::kProcessChainMissing, same_line || fits)) return *no;  // E4
  if (auto no = Require(Reason::kProcessChainNotFollowed, same_line || TellsAll(c.wanted, chain->version)))
    return *no;                                                              // E4
  if (auto no = RequireFamily(c.wanted.participation(), given)) return *no;  // E10
  if (auto no = Require(Reason::kWarmAnswerDate, care::IsDueWithin(due, given.now, kWarmAnswerAtMost)))
    return *no;  // E1
  Event event;
  auto& offered = *event.mutable_warm_handover_offered();
  offered = c.wanted;
  offered.set_handover_id(given.new_id);
  offered.set_offered_by_person_id(given.actor.person);
  *offered.mutable_answer_due() = ToProto(due);
  offered.mutable_check_after()->set_seconds(absl::ToInt64Seconds(kWarmCheckAfter));
  if (!same_line) {
    offered.set_chain_id(chain->chain_id);
    offered.set_chain_version(chain->version.version());
    *offered.mutable_check_after() = chain->version.check_after();
  }
  return Events{event};
}

// Who was not there; UNSPECIFIED: everybody was (E1, E8).
v1::MissingAtMeeting MissingAt(const TransitionState& state, const RecordWarmMeeting& c) {
  if (c.receiver_person_id.empty()) return v1::MISSING_AT_MEETING_RECEIVER;
  if (!c.family_present) return v1::MISSING_AT_MEETING_FAMILY;
  if (NeedsInterpreter(state.language_need) && !c.interpreted) return v1::MISSING_AT_MEETING_INTERPRETER;
  return v1::MISSING_AT_MEETING_UNSPECIFIED;
}

Decision DecideOn(const TransitionState& state, const RecordWarmMeeting& c, const Given& given) {
  if (auto no = RequireNavigator(state, given)) return *no;
  if (auto no = Require(Reason::kWarmHandoverIsNotOpen, state.handover.IsOpen(c.handover_id)))
    return *no;  // E1
  if (auto no = Require(Reason::kNextServiceUnknown, c.receiver_person_id.empty() || c.receiver_known))
    return *no;  // E1
  Event event;
  const v1::MissingAtMeeting missing = MissingAt(state, c);
  if (missing != v1::MISSING_AT_MEETING_UNSPECIFIED) {
    auto& failed = *event.mutable_warm_handover_attempt_failed();
    failed.set_handover_id(c.handover_id);
    failed.set_missing(missing);
    *failed.mutable_note() = c.note_of_attempt;
    return Events{event};
  }
  auto& met = *event.mutable_warm_handover_met();
  met.set_handover_id(c.handover_id);
  met.set_receiver_person_id(c.receiver_person_id);
  met.set_interpreted(c.interpreted);
  *met.mutable_note() = c.note_of_meeting;
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const AcceptWarmHandover& c, const Given& given) {
  if (auto no = RequireGoesOn(state)) return *no;
  if (auto no = Require(Reason::kWarmHandoverIsNotOpen, state.handover.IsOpen(c.handover_id)))
    return *no;  // E1
  const care::Offer& offer = *state.handover.open();
  const care::Answerer who = {given.actor.organisation, c.actor_unit_id, given.actor.person};
  const bool in_person = !who.person_id.empty() && care::SpeaksForReceiver(offer, who) &&
                         care::IsIndependentOf(offer, state.navigator.holder(), who);
  const care::Holder next = {who.organisation_id, who.unit_id, who.person_id, c.deputy_person_id,
                             common::v1::LEGAL_BASIS_UNSPECIFIED};
  if (auto no = Require(Reason::kReceiverAcceptsInPerson, in_person)) return *no;  // E1
  if (auto no = Require(Reason::kPersonLeaves, !c.actor_leaves)) return *no;       // N11
  if (auto no = Require(Reason::kWarmMeetingMissing, offer.met)) return *no;       // E1
  if (auto no = Require(Reason::kNavigatorNotNamed, c.deputy_known && care::HasDeputy(next)))
    return *no;  // E5
  Event event;
  auto& moved = *event.mutable_navigator_moved();
  moved.set_handover_id(c.handover_id);
  *moved.mutable_from() = care::ToProto(state.navigator.holder());
  *moved.mutable_to() = care::ToProto(next);
  moved.set_service_line(state.offer.to_line);
  moved.set_reached(state.offer.for_phase);
  *moved.mutable_check_due() = ToProto(given.now + state.offer.check_after);
  moved.set_givers_look_on(true);
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const DeclineWarmHandover& c, const Given& given) {
  if (auto no = RequireGoesOn(state)) return *no;
  if (auto no = Require(Reason::kWarmHandoverIsNotOpen, state.handover.IsOpen(c.declined.handover_id())))
    return *no;  // E1
  const bool receiver = given.actor.organisation == state.handover.open()->to.organisation_id;
  if (auto no = Require(Reason::kReceiverAcceptsInPerson, receiver)) return *no;  // E1
  Event event;
  *event.mutable_warm_handover_declined() = c.declined;
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const RevokeWarmHandover& c, const Given& given) {
  if (auto no = RequireNavigator(state, given)) return *no;
  if (auto no = Require(Reason::kWarmHandoverIsNotOpen, state.handover.IsOpen(c.handover_id)))
    return *no;  // E1
  Event event;
  event.mutable_warm_handover_revoked()->set_handover_id(c.handover_id);
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const CheckWarmHandover& c, const Given& given) {
  if (auto no = RequireGoesOn(state)) return *no;
  const v1::WarmHandoverChecked& checked = c.checked;
  const WarmCheck* open = state.FindCheck(checked.handover_id());
  if (auto no = Require(Reason::kNoWarmCheckOpen, open != nullptr)) return *no;  // E1
  if (auto no = Require(Reason::kWarmCheckIsTheGivers,
                        given.actor.organisation == open->giver.organisation_id &&
                            given.actor.person != state.navigator.holder().person_id))
    return *no;  // E1
  const bool arrived = checked.outcome() == v1::ARRIVAL_OUTCOME_ARRIVED;
  const bool again =
      checked.has_next_due() && care::IsDueWithin(FromProto(checked.next_due()), given.now, kWarmCheckAtMost);
  if (auto no = Require(Reason::kWarmCheckNeedsDate, arrived != again)) return *no;  // E1
  Event event;
  *event.mutable_warm_handover_checked() = checked;
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const RecordFamilyDecision& c, const Given& given) {
  if (auto no = RequireGoesOnOrHears(state)) return *no;
  if (auto no = RequireActsForNavigator(state, given)) return *no;
  if (auto no = RequireFamily(c.decided.participation(), given)) return *no;  // E10
  Event event;
  *event.mutable_family_decided() = c.decided;
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const TakeOver& c, const Given& given) {
  if (auto no = RequireGoesOnOrHears(state)) return *no;
  if (auto no = CheckTakeOver(state.navigator.holder(), c, given)) return *no;
  Event event;
  auto& taken = *event.mutable_navigator_taken_over();
  *taken.mutable_from() = care::ToProto(state.navigator.holder());
  *taken.mutable_to() = care::ToProto(Successor(state.navigator.holder(), c, given));
  return Events{event};
}

// Whoever the family says it to writes it down; also when the accompaniment is over, since its texts are
// still there.
Decision DecideOn(const TransitionState& state, const WithdrawPreventionConsent& c, const Given&) {
  if (auto no = Require(Reason::kObjectUnknown, state.begun())) return *no;  // E9
  if (state.phase == Accompaniment::kWithdrawn) return Events{};
  Event event;
  auto& withdrawn = *event.mutable_prevention_consent_withdrawn();
  withdrawn.set_withdrawn_by(c.withdrawn_by);
  withdrawn.set_subject_id(state.subject_id);
  for (const std::string& key_id : state.key_ids) withdrawn.add_key_ids(key_id);
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const CompleteTransition& c, const Given& given) {
  if (auto no = RequireNavigator(state, given)) return *no;
  if (auto no = Require(Reason::kWarmHandoverIsOpen, !state.handover.open())) return *no;  // E1
  const bool looked = std::all_of(state.checks.begin(), state.checks.end(), [&](const WarmCheck& check) {
    return c.gone.contains(check.giver.organisation_id);
  });
  if (auto no = Require(Reason::kWarmCheckIsTheGivers, looked)) return *no;  // E1
  if (auto no = RequireFamily(c.participation, given)) return *no;           // E10
  Event event;
  *event.mutable_transition_completed()->mutable_participation() = c.participation;
  return Events{event};
}

Decision DecideOn(const TransitionState& state, const PassTransitionDate& c, const Given& given) {
  const auto missed = state.clocks.MissedSince(c.kind, c.object_id, c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    auto& overdue = *event.mutable_transition_date_missed();
    overdue.set_kind(c.kind);
    overdue.set_object_id(c.object_id);
    *overdue.mutable_due() = ToProto(c.due);
  } else {
    auto& escalated = *event.mutable_transition_date_escalated();
    escalated.set_kind(c.kind);
    escalated.set_object_id(c.object_id);
    *escalated.mutable_due() = ToProto(c.due);
    escalated.set_step(missed->step);
  }
  return Events{event};
}

// The family stays with who leaves until another service has accepted it warm; that is due, and climbs (N10).
// Asked already, it is said again where it comes sooner, as when an organisation turns out to be insolvent.
Decision DecideOn(const TransitionState& state, const LetNavigatorGo& c, const Given& given) {
  const bool navigates = state.goes_on() && state.navigator.holder().organisation_id == c.organisation_id;
  if (c.overtaken || !navigates) return Events{};
  const absl::Time due = c.insolvent ? given.now + kInsolventNavigatorSuccession
                                     : std::max(c.until, given.now + kNavigatorSuccessionAtLeast);
  const care::Clock* asked = state.clocks.Find(CLOCK_KIND_SUCCESSION, c.organisation_id);
  if (asked != nullptr && asked->due <= due) return Events{};
  Event event;
  event.mutable_navigator_to_succeed()->set_organisation_id(c.organisation_id);
  *event.mutable_navigator_to_succeed()->mutable_succession_due() = ToProto(due);
  return Events{event};
}

// An offer to another service stays open: the family wanted it, and it can be revoked.
Decision DecideOn(const TransitionState& state, const LetNavigatorStay& c, const Given&) {
  const bool asked = state.clocks.Find(CLOCK_KIND_SUCCESSION, c.organisation_id) != nullptr;
  if (c.overtaken || !asked) return Events{};
  Event event;
  event.mutable_navigator_stays()->set_organisation_id(c.organisation_id);
  return Events{event};
}

}  // namespace

bool NeedsInterpreter(v1::LanguageNeed need) {
  return need == v1::LANGUAGE_NEED_INTERPRETER || need == v1::LANGUAGE_NEED_SIGN_LANGUAGE;
}

Decision TransitionDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::intake
