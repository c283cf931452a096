// Handover of the strand CASE (N3 to N6), from its package on: it moves only when another person of the
// receiving unit accepts.
#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_CATCH_UP_MEETING;
using common::v1::CLOCK_KIND_HANDOVER_ANSWER;

bool IsOfSide(const std::string& person, const care::Holder& side) {
  return !person.empty() && (person == side.person_id || person == side.deputy_person_id);
}

// Two persons, one for each side: whoever is deputy there and receiver here is one of them only. Of a giver
// that has left, whoever acts speaks (N11).
bool Meet(const Told& meeting, const care::Holder& from, const care::Holder& to) {
  const auto& person_ids = meeting.person_ids;
  return std::any_of(person_ids.begin(), person_ids.end(), [&](const std::string& giver) {
    return (IsOfSide(giver, from) || meeting.acting.contains(giver)) &&
           std::any_of(person_ids.begin(), person_ids.end(), [&](const std::string& receiver) {
             return receiver != giver && IsOfSide(receiver, to);
           });
  });
}

// N6: where nobody could wait for a meeting.
bool InCrisis(const State& state) {
  const auto tonight = state.tonight.holder().kind;
  return tonight == common::v1::TONIGHT_KIND_CRISIS_TEAM || tonight == common::v1::TONIGHT_KIND_CLINIC ||
         tonight == common::v1::TONIGHT_KIND_CUSTODY || tonight == common::v1::TONIGHT_KIND_IN_CARE ||
         tonight == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
}

bool HasBasis(const v1::PackageItem& item) {
  return item.withheld() || item.basis() != v1::TRANSFER_BASIS_UNSPECIFIED;
}

// § 65: what was entrusted is not collected for everybody who comes after.
bool StaysWhereItWasEntrusted(const v1::PackageItem& item) {
  return item.withheld() || item.confidentiality() != common::v1::CONFIDENTIALITY_ENTRUSTED ||
         item.basis() != v1::TRANSFER_BASIS_SGB8_64_1;
}

// N13: what the family had consented to before, the young adult is asked anew.
bool IsConsentedTo(const State& state, const v1::PackageItem& item) {
  return item.withheld() || item.basis() != v1::TRANSFER_BASIS_CONSENT || !state.of_age ||
         state.consents_renewed;
}

care::Answerer Actor(const Given& given, const std::string& unit_id) {
  return {given.actor.organisation, unit_id, given.actor.person};
}

}  // namespace

std::optional<refusal::Refusal> CheckPackage(const State& state, const PackageItems& package,
                                             const std::string& to_organisation_id, const Given& given) {
  const bool based = std::all_of(package.begin(), package.end(), HasBasis);
  const bool entrusted = std::all_of(package.begin(), package.end(), StaysWhereItWasEntrusted);
  const bool consented = std::all_of(package.begin(), package.end(),
                                     [&](const v1::PackageItem& item) { return IsConsentedTo(state, item); });
  if (auto no = Require(Reason::kItemWithoutBasis, based)) return no;          // N6
  if (auto no = Require(Reason::kEntrustedStaysBehind, entrusted)) return no;  // N6
  if (auto no = Require(Reason::kConsentNotRenewed, consented)) return no;     // N13
  const bool live = std::all_of(package.begin(), package.end(), [&](const v1::PackageItem& item) {
    return item.withheld() || item.basis() != v1::TRANSFER_BASIS_CONSENT ||
           IsLive(state, item.consent_id(), to_organisation_id, given);
  });
  return Require(Reason::kConsentNotLive, live);  // § 65
}

std::optional<refusal::Refusal> CheckReceiver(const State& state, const care::Holder& to,
                                              const HolderFacts& facts) {
  if (auto no = Require(Reason::kHolderNotNamed, IsNamed(to) && facts.person_known)) return no;    // R0
  if (auto no = Require(Reason::kDeputyNotNamed, HasDeputy(to) && facts.deputy_known)) return no;  // C3
  if (auto no = Require(Reason::kHolderNotReachable, facts.reachable)) return no;                  // R0
  return CheckNoGuardian(state, to);
}

std::optional<refusal::Refusal> CheckNoGuardian(const State& state, const care::Holder& holder) {
  const bool guardian = state.guardian && Answers(holder, state.guardian->holder().holder.person_id);
  return Require(Reason::kGuardianIsTheCaseWorker, !guardian);  // N13
}

bool Answers(const care::Holder& holder, const std::string& person_id) {
  return !person_id.empty() && (person_id == holder.person_id || person_id == holder.deputy_person_id);
}

bool AnswersOrIsAsked(const State& state, const std::string& person_id) {
  if (Answers(state.responsibility.holder(), person_id)) return true;
  if (const auto& offer = state.handover.open(); offer && Answers(offer->to, person_id)) return true;
  if (!state.change) return false;
  return (state.change->to && Answers(*state.change->to, person_id)) ||
         std::any_of(state.change->asked.begin(), state.change->asked.end(),
                     [&](const ProvisionalAsk& ask) { return Answers(ask.to, person_id); });
}

std::optional<refusal::Refusal> CheckMeeting(const State& state, const Told& meeting,
                                             const care::Holder& from, const care::Holder& to,
                                             const Given& given) {
  const bool party =
      given.actor.organisation == from.organisation_id || given.actor.organisation == to.organisation_id;
  const bool both = Meet(meeting, from, to);
  const bool held = meeting.held_at && *meeting.held_at <= given.now;
  const bool heard = IsHeard(state, meeting.participation, given);
  if (auto no = Require(Reason::kNotAPartyOfTheHandover, party)) return no;  // N3
  if (auto no = Require(Reason::kMeetingWithoutBothSides, both)) return no;  // N3
  if (auto no = Require(Reason::kMeetingNotYetHeld, held)) return no;        // N3
  return Require(Reason::kParticipationIncomplete, heard);                   // A16
}

// Whoever shelters has accepted that in person, and shelters on; what the giver only vouched for nobody could
// answer for who does not hold the case. Another office takes on what any person of the giver's vouched for.
void PassOnNight(const State& state, const care::Holder& to, Events& events) {
  const care::Tonight& tonight = state.tonight.holder();
  const care::Holder& from = state.responsibility.holder();
  const bool moves = std::any_of(events.begin(), events.end(),
                                 [](const v1::CaseEvent& event) { return event.has_tonight_moved(); });
  const bool of_office =
      from.organisation_id != to.organisation_id && tonight.holder.organisation_id == from.organisation_id;
  const bool vouched =
      !care::AcceptsForItself(tonight.kind) && (of_office || Answers(from, tonight.holder.person_id));
  if (moves || !vouched || tonight.holder.person_id == to.person_id) return;
  MoveTonight(state, {tonight.kind, to}, events).set_with_case(true);
}

// What rested on a consent that lets nobody be told any more is known from whoever gave it alone. And another
// office gets what was packed for it (N6): what nobody named is not shown to be necessary (§ 62) nor told for
// a purpose (§ 64). To name every document would only breed bases that nobody has thought about; so what is
// not named stays behind. Who shares the case already reads it for what it does there.
void LeaveBehind(const State& state, const std::vector<PackagePart>& package, const Given& given,
                 v1::ResponsibilityMoved& moved) {
  for (const PackagePart& part : package) {
    if (part.withheld || part.consent_id.empty()) continue;
    const bool asked_anew = !state.of_age || state.consents_renewed;
    if (!asked_anew || !IsLive(state, part.consent_id, moved.to().organisation_id(), given))
      moved.add_left_behind(part.position);
  }
  const std::string& to = moved.to().organisation_id();
  if (to == state.responsibility.holder().organisation_id || Shares(state, to)) return;
  moved.set_unnamed_stays_behind(true);
  const auto& left = moved.left_behind();
  for (const PackagePart& part : package) {
    const bool stays = part.withheld || std::find(left.begin(), left.end(), part.position) != left.end();
    if (!stays) moved.add_goes_along(part.position);
  }
  const bool in_a_hurry = moved.provisional() || moved.has_catch_up_due();  // nobody has told it either
  if (in_a_hurry && moved.goes_along().empty())
    *moved.mutable_package_due() = ToProto(given.now + care::Length(care::kPackage, given.terms));
}

void SetFirstLook(const Given& given, v1::ResponsibilityMoved& moved) {
  *moved.mutable_follow_up_due() = ToProto(given.now + care::Length(care::kFirstFollowUp, given.terms));
  moved.set_first_follow_up_days(care::OwnNumber(care::kFirstFollowUp, given.terms));
}

void MoveCase(const State& state, v1::ResponsibilityMoved moved, const Given& given, Events& events) {
  const care::Holder to = care::FromProto(moved.to());
  const bool provisional = moved.provisional();
  *moved.mutable_from() = care::ToProto(state.responsibility.holder());
  *moved.mutable_effective_at() = ToProto(given.now);
  moved.set_night_goes_along(true);
  PassOnNight(state, to, events);
  *events.emplace_back().mutable_responsibility_moved() = std::move(moved);
  PassOnSeat(state, state.responsibility.holder(), to, given, events);
  StopEnding(state, v1::END_STOP_CAUSE_CASE_MOVED, events);
  if (!provisional && state.change && state.change->organisation_id == to.organisation_id)
    events.emplace_back().mutable_competence_change_settled()->set_change_id(state.change->id);
}

namespace {

// What every offer must be, whoever makes it.
Decision Offer(const State& state, v1::HandoverOffered offer, const HolderFacts& facts, const Given& given) {
  const care::Holder to = care::FromProto(offer.to());
  const care::Holder& from = state.responsibility.holder();
  const absl::Duration within = care::Length(care::kHandoverAnswer, given.others_terms);
  if (!offer.has_answer_due()) *offer.mutable_answer_due() = ToProto(given.now + within);
  const absl::Time due = FromProto(offer.answer_due());
  const bool to_come = due > given.now;
  const bool soon = care::IsDueWithin(due, given.now, within);
  const bool heard = IsHeard(state, offer.participation(), given);
  if (auto no = Require(Reason::kHandoverAlreadyOffered, !state.handover.open())) return *no;  // N3
  if (auto no = CheckReceiver(state, to, facts)) return *no;
  if (auto no = Require(Reason::kHolderNotPublic, facts.public_body)) return *no;                   // A6
  if (auto no = Require(Reason::kHandoverToTheHolder, to.person_id != from.person_id)) return *no;  // N3
  if (auto no = Require(Reason::kAnswerDateInThePast, to_come)) return *no;                         // N4
  if (auto no = Require(Reason::kAnswerDateTooFar, soon)) return *no;                               // N4
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                       // A16
  if (auto no = CheckPackage(state, offer.package(), to.organisation_id, given)) return *no;
  if (auto no = Require(Reason::kColdMoveOnlyInCrisis, !offer.cold() || InCrisis(state))) return *no;  // N6
  if (offer.handover_id().empty()) offer.set_handover_id(given.new_id);
  Events events;
  *events.emplace_back().mutable_handover_offered() = offer;
  // What is said of all cases of somebody who leaves was said to none of these young people (N12).
  if (offer.offered_by_person_id().empty()) ReactivateIfHeard(state, offer.participation(), events);
  return events;
}

}  // namespace

// A draft of the office that holds: it asks nobody, so it needs no receiver, no date and nobody's hearing.
// Its items are checked now, for whoever packs, and again when they are offered, since a consent may be over
// by then.
Decision DecideOn(const State& state, const PrepareHandover& command, const Given& given) {
  v1::HandoverPrepared prepared = command.prepared;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kHandoverAlreadyOffered, !state.handover.open())) return *no;  // N3
  if (prepared.put_away() && !state.prepared) return Events{};
  if (auto no = CheckPackage(state, prepared.package(), prepared.to_organisation_id(), given)) return *no;
  prepared.set_handover_id(state.prepared ? state.prepared->handover_id : given.new_id);
  Events events;
  *events.emplace_back().mutable_handover_prepared() = std::move(prepared);
  return events;
}

Decision DecideOn(const State& state, const OfferHandover& command, const Given& given) {
  const bool of_draft = !command.prepared_id.empty();
  const bool known = !of_draft || (state.prepared && state.prepared->handover_id == command.prepared_id);
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kHandoverNotOpen, known)) return *no;                          // N6
  v1::HandoverOffered offer = command.offer;
  offer.set_handover_id(command.prepared_id);
  if (of_draft && offer.package().empty()) {
    for (const PreparedItem& item : state.prepared->package) *offer.add_package() = AsPacked(item);
  }
  return Offer(state, std::move(offer), command.to, given);
}

// Somebody of that organisation asked for it; where it has moved or is on offer meanwhile, there is nothing
// to do.
Decision DecideOn(const State& state, const OfferOfLeaver& command, const Given& given) {
  if (state.handover.open()) return Events{};
  if (state.responsibility.holder().person_id != command.person_id) return Events{};
  return Offer(state, command.offer, command.to, given);
}

Decision DecideOn(const State& state, const RecordHandoverMeeting& command, const Given& given) {
  const v1::HandoverMeetingHeld& meeting = command.meeting;
  const bool open = state.handover.IsOpen(meeting.handover_id());
  const bool catch_up = state.clocks.Find(CLOCK_KIND_CATCH_UP_MEETING, meeting.handover_id()) != nullptr;
  if (auto no = Require(Reason::kHandoverNotOpen, open || catch_up)) return *no;  // N3
  const care::Holder& from = open ? state.responsibility.holder() : state.last_move->giver;
  const care::Holder& to = open ? state.handover.open()->to : state.responsibility.holder();
  std::optional<absl::Time> held_at;
  if (meeting.has_held_at()) held_at = FromProto(meeting.held_at());
  if (auto no = CheckMeeting(state, {meeting.person_ids(), held_at, meeting.participation(), command.acting},
                             from, to, given))
    return *no;
  Events events;
  v1::HandoverMeetingHeld& held = *events.emplace_back().mutable_handover_meeting_held();
  held = meeting;
  for (const std::string& person : command.acting) held.add_acting_person_ids(person);
  ReactivateIfHeard(state, meeting.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const AcceptHandover& command, const Given& given) {
  if (auto no = Require(Reason::kHandoverNotOpen, state.handover.IsOpen(command.handover_id)))
    return *no;  // N3
  const care::Offer& offer = *state.handover.open();
  const care::Holder& from = state.responsibility.holder();
  const care::Answerer who = Actor(given, command.actor_unit_id);
  if (auto no = Require(Reason::kNotTheReceiver, SpeaksForReceiver(offer, who))) return *no;         // N3
  if (auto no = Require(Reason::kGiverCannotAccept, IsIndependentOf(offer, from, who))) return *no;  // N3
  const bool cold = offer.cold && InCrisis(state);  // once that is over there is time to meet
  if (auto no = Require(Reason::kHandoverNotWarm, offer.met || cold)) return *no;  // N6
  if (auto no = CheckNoGuardian(state, offer.to)) return *no;                      // named meanwhile
  if (auto no = Require(Reason::kHolderNotReachable, !command.receiver_unreachable)) return *no;  // R0
  if (auto no = RequireArrival(state, offer.to)) return *no;
  Events events;
  v1::HandoverAccepted& accepted = *events.emplace_back().mutable_handover_accepted();
  accepted.set_handover_id(offer.id);
  accepted.set_person_id(given.actor.person);
  v1::ResponsibilityMoved moved;
  moved.set_handover_id(offer.id);
  *moved.mutable_to() = care::ToProto(offer.to);
  SetFirstLook(given, moved);
  if (!offer.met)
    *moved.mutable_catch_up_due() = ToProto(given.now + care::Length(care::kCatchUp, given.terms));
  LeaveBehind(state, state.package, given, moved);  // § 65, N13: as of now, not of the offer
  MoveCase(state, std::move(moved), given, events);
  return events;
}

Decision DecideOn(const State& state, const RefuseHandover& command, const Given& given) {
  v1::HandoverRefused refused = command.refusal;
  const bool reasoned = refused.reason() != v1::HANDOVER_REFUSAL_REASON_UNSPECIFIED;
  if (auto no = Require(Reason::kHandoverNotOpen, state.handover.IsOpen(refused.handover_id())))
    return *no;  // N3
  const care::Offer& offer = *state.handover.open();
  const bool receiver = SpeaksForReceiver(offer, Actor(given, command.actor_unit_id));
  if (auto no = Require(Reason::kNotTheReceiver, receiver)) return *no;                                // N5
  if (auto no = Require(Reason::kRefusalWithoutReason, reasoned)) return *no;                          // N5
  if (auto no = Require(Reason::kCounterProposalMissing, refused.has_counter_proposal())) return *no;  // N5
  const uint32_t refusals = state.handover.refusals() + 1;
  refused.set_refusals(refusals);
  Events events;
  *events.emplace_back().mutable_handover_refused() = refused;
  const auto step = care::StepAfterRefusals(refusals);
  if (step != common::v1::ESCALATION_STEP_UNSPECIFIED) {
    v1::CaseDeadlineEscalated& escalated = *events.emplace_back().mutable_case_deadline_escalated();
    escalated.set_clock(CLOCK_KIND_HANDOVER_ANSWER);
    escalated.set_object_id(offer.id);
    *escalated.mutable_due() = ToProto(offer.answer_due);
    escalated.set_step(step);
  }
  return events;
}

// An open offer, or the question that a second refusal left open.
Decision DecideOn(const State& state, const RevokeHandover& command, const Given& given) {
  const bool open = state.clocks.Find(CLOCK_KIND_HANDOVER_ANSWER, command.handover_id) != nullptr;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kHandoverNotOpen, open)) return *no;                           // N4
  Events events;
  events.emplace_back().mutable_handover_revoked()->set_handover_id(command.handover_id);
  return events;
}

}  // namespace fallverbund::casework
