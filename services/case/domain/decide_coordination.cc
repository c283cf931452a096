// Who coordinates is followed (A7, N11), as the other strands are: offered, and taken in person by the
// successor, with the seat that goes with it. Silence climbs and moves nothing (N4); a refusal leaves it
// where it is (N5).
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

using common::v1::CLOCK_KIND_COORDINATION_ANSWER;

// Who coordinates, or where nobody there can, the unit that holds the case (N10).
bool MayAsk(const State& state, const Given& given) {
  return given.actor.organisation == state.coordination.holder().organisation_id ||
         IsOfCaseHolder(state, given);
}

// An offer, or the question that a second refusal left open.
const care::Clock* OpenQuestion(const State& state) {
  for (const care::Clock& clock : OpenClocks(state)) {
    if (clock.kind == CLOCK_KIND_COORDINATION_ANSWER) return &clock;
  }
  return nullptr;
}

v1::SuccessionOfferEnded& End(const State& state, const std::string& offer_id,
                              v1::SuccessionOfferEndCause cause, Events& events) {
  v1::SuccessionOfferEnded& ended = *events.emplace_back().mutable_succession_offer_ended();
  ended.set_strand(common::v1::STRAND_COORDINATION);
  ended.set_offer_id(offer_id);
  ended.set_team_id(state.team_id);
  ended.set_cause(cause);
  if (const auto& offer = state.coordination_offer.open()) {
    ended.set_organisation_id(offer->to.organisation_id);
    ended.set_person_id(offer->to.person_id);
  }
  return ended;
}

}  // namespace

void EndCoordinationOffer(const State& state, v1::SuccessionOfferEndCause cause, Events& events) {
  if (const care::Clock* question = OpenQuestion(state)) End(state, question->object_id, cause, events);
}

Decision DecideOn(const State& state, const OfferCoordination& command, const Given& given) {
  v1::CoordinationOffered offer = command.offer;
  const bool team = !state.team_id.empty() && state.team_id == offer.team_id();
  if (auto no = Require(Reason::kTeamUnknown, team)) return *no;                                // A7
  if (auto no = Require(Reason::kSuccessorNamedByTheCircle, MayAsk(state, given))) return *no;  // N11
  if (auto no = Require(Reason::kCoordinationAlreadyOffered, !state.coordination_offer.open()))
    return *no;  // N3
  offer.mutable_to()->set_basis(common::v1::LEGAL_BASIS_AGREEMENT);
  const absl::Duration within = care::Length(care::kHandoverAnswer, given.others_terms);
  if (!offer.has_answer_due()) *offer.mutable_answer_due() = ToProto(given.now + within);
  const care::Holder to = care::FromProto(offer.to());
  const absl::Time due = FromProto(offer.answer_due());
  const bool another = to.person_id != state.coordination.holder().person_id;
  const bool named = IsNamed(to) && command.to.person_known;
  const bool deputised = HasDeputy(to) && command.to.deputy_known;
  if (auto no = Require(Reason::kHolderNotNamed, named)) return *no;                 // R0
  if (auto no = Require(Reason::kDeputyNotNamed, deputised)) return *no;             // C3
  if (auto no = Require(Reason::kCoordinatesAlready, another)) return *no;           // N3
  if (auto no = Require(Reason::kAnswerDateInThePast, due > given.now)) return *no;  // N4
  if (auto no = Require(Reason::kAnswerDateTooFar, care::IsDueWithin(due, given.now, within)))
    return *no;  // N4
  if (auto no = CheckCoordinator(state, to)) return *no;
  offer.set_offer_id(given.new_id);
  Events events;
  *events.emplace_back().mutable_coordination_offered() = offer;
  return events;
}

// What was sound when it was offered need not be any more.
Decision DecideOn(const State& state, const AcceptCoordination& command, const Given& given) {
  if (auto no = Require(Reason::kCoordinationNotOffered, state.coordination_offer.IsOpen(command.offer_id)))
    return *no;  // N3
  const care::Offer& offer = *state.coordination_offer.open();
  const care::Holder& from = state.coordination.holder();
  const care::Answerer who{given.actor.organisation, offer.to.unit_id, given.actor.person};
  const bool in_person =
      given.actor.organisation == offer.to.organisation_id && given.actor.person == offer.to.person_id;
  if (auto no = Require(Reason::kSuccessorAcceptsInPerson, in_person)) return *no;                   // A9
  if (auto no = Require(Reason::kGiverCannotAccept, IsIndependentOf(offer, from, who))) return *no;  // N3
  if (auto no = CheckCoordinator(state, offer.to)) return *no;
  Events events;
  v1::CoordinationAssumed& assumed = *events.emplace_back().mutable_coordination_assumed();
  *assumed.mutable_holder() = care::ToProto(offer.to);
  assumed.set_team_id(state.team_id);
  assumed.set_offer_id(offer.id);
  *assumed.mutable_from() = care::ToProto(from);
  PassOnSeat(state, from, offer.to, given, events);
  return events;
}

Decision DecideOn(const State& state, const RefuseCoordination& command, const Given& given) {
  if (auto no = Require(Reason::kCoordinationNotOffered, state.coordination_offer.IsOpen(command.offer_id)))
    return *no;  // N3
  const care::Offer offer = *state.coordination_offer.open();
  const bool asked = SpeaksFor(offer.to, command.actor_unit_id, given);
  if (auto no = Require(Reason::kNotTheReceiver, asked)) return *no;                                 // N5
  if (auto no = Require(Reason::kRefusalWithoutReason, !command.account.box().empty())) return *no;  // N5
  Events events;
  v1::SuccessionOfferEnded& ended = End(state, offer.id, v1::SUCCESSION_OFFER_END_CAUSE_REFUSED, events);
  *ended.mutable_account() = command.account;
  const uint32_t refusals = state.coordination_offer.refusals() + 1;
  ended.set_refusals(refusals);
  const auto step = care::StepAfterRefusals(refusals);
  if (step != common::v1::ESCALATION_STEP_UNSPECIFIED) {
    v1::CaseDeadlineEscalated& escalated = *events.emplace_back().mutable_case_deadline_escalated();
    escalated.set_clock(CLOCK_KIND_COORDINATION_ANSWER);
    escalated.set_object_id(offer.id);
    *escalated.mutable_due() = ToProto(offer.answer_due);
    escalated.set_step(step);
  }
  return events;
}

Decision DecideOn(const State& state, const RevokeCoordination& command, const Given& given) {
  const care::Clock* question = OpenQuestion(state);
  const bool open = question != nullptr && question->object_id == command.offer_id;
  if (auto no = Require(Reason::kCoordinationNotOffered, open)) return *no;                     // N4
  if (auto no = Require(Reason::kSuccessorNamedByTheCircle, MayAsk(state, given))) return *no;  // N11
  Events events;
  EndCoordinationOffer(state, v1::SUCCESSION_OFFER_END_CAUSE_WITHDRAWN, events);
  return events;
}

}  // namespace fallverbund::casework
