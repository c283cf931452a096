// Shared responsibility (A7, A9, B5): a team counts when every invited person has accepted in person.
#include <utility>

#include "services/case/domain/rules.h"

namespace fallverbund::casework {
namespace {

care::SeatPerson Person(const v1::Invitation& invitation) {
  return {invitation.organisation_id(), invitation.person_id(), invitation.discipline()};
}

v1::Invitation ToInvitation(const care::SeatPerson& person, bool lead) {
  v1::Invitation invitation;
  invitation.set_organisation_id(person.organisation_id);
  invitation.set_person_id(person.person_id);
  invitation.set_discipline(static_cast<team::v1::Discipline>(person.discipline));
  invitation.set_lead(lead);
  return invitation;
}

bool HasSeat(const care::Seats& seats, const care::Holder& holder) {
  return care::IsAwaited(seats, holder.organisation_id, holder.person_id);
}

// The case went to who coordinates.
bool HoldsAndCoordinates(const State& state) {
  return state.coordination.held() &&
         state.coordination.holder().person_id == state.responsibility.holder().person_id;
}

// What every circle must be, whoever of it accepts first.
std::optional<refusal::Refusal> CheckComposition(const care::Seats& seats) {
  if (auto no = Require(Reason::kSeatNamedTwice, NamesEachPersonOnce(seats))) return no;             // A9
  if (auto no = Require(Reason::kTeamNeedsTwoOrganisations, HasTwoOrganisations(seats))) return no;  // B5
  if (auto no = Require(Reason::kTeamNeedsTwoDisciplines, HasTwoDisciplines(seats))) return no;      // A7
  if (auto no = Require(Reason::kTeamNeedsOneLead, HasOneLead(seats))) return no;                    // B5
  return std::nullopt;
}

}  // namespace

void TakeSeat(const State& state, care::Seats seats, const care::SeatPerson& person, Events& events) {
  v1::MemberCommitted& committed = *events.emplace_back().mutable_member_committed();
  committed.set_team_id(state.team_id);
  committed.set_organisation_id(person.organisation_id);
  committed.set_person_id(person.person_id);
  care::Commit(seats, person.organisation_id, person.person_id);
  if (!state.shared && care::AllCommitted(seats)) {
    events.emplace_back().mutable_shared_responsibility_taken()->set_team_id(state.team_id);
  }
}

void PassOnSeat(const State& state, const care::Holder& from, const care::Holder& to, const Given& given,
                Events& events) {
  const care::Seat* seat = care::FindSeat(state.seats, from.person_id);
  const care::Seat* own = care::FindSeat(state.seats, to.person_id);
  if (own != nullptr && own != seat && own->who.person_id == to.person_id)
    EndSeatOffer(state, *own, v1::SUCCESSION_OFFER_END_CAUSE_WITHDRAWN, events);
  if (seat == nullptr || (own != nullptr && own != seat)) return;
  if (HoldsAndCoordinates(state)) return;  // the giver needs it for the other task
  const care::SeatPerson next{to.organisation_id, to.person_id, seat->who.discipline};

  care::Seats seats = state.seats;
  care::Replace(seats, from.person_id, next, seat->lead);
  const bool in_person = given.actor.person == to.person_id;
  care::Seats then = seats;
  if (in_person) care::Commit(then, next.organisation_id, next.person_id);
  if (!care::HasTwoOrganisations(then)) return;  // the giver's organisation stays in the circle (B5)

  v1::InvitationReplaced& replaced = *events.emplace_back().mutable_invitation_replaced();
  replaced.set_team_id(state.team_id);
  replaced.set_person_id(from.person_id);
  *replaced.mutable_invitation() = ToInvitation(next, seat->lead);
  if (in_person && care::IsAwaited(seats, next.organisation_id, next.person_id))
    TakeSeat(state, seats, next, events);
}

std::optional<refusal::Refusal> CheckCoordinator(const State& state, const care::Holder& to) {
  const care::Seat* seat = care::FindSeat(state.seats, state.coordination.holder().person_id);
  const care::Seat* own = care::FindSeat(state.seats, to.person_id);
  const bool apart = to.person_id != state.responsibility.holder().person_id;
  const bool settled = own == nullptr || own->who.person_id == to.person_id;
  if (auto no = Require(Reason::kCoordinatorHoldsTheCase, apart)) return *no;  // A7
  if (auto no = Require(Reason::kAskedForAnotherSeat, settled)) return *no;    // A9
  const std::string& holder = state.responsibility.holder().person_id;
  const bool promised = own != nullptr && own->successor && own->successor->person_id == holder;
  const bool seated = own != nullptr || !HoldsAndCoordinates(state);
  if (auto no = Require(Reason::kMandatorySeatMissing, seated && !promised))
    return *no;  // A7: for both tasks
  if (own != nullptr || seat == nullptr) return std::nullopt;
  care::Seats seats = state.seats;
  care::Replace(seats, state.coordination.holder().person_id,
                {to.organisation_id, to.person_id, seat->who.discipline}, seat->lead);
  care::Commit(seats, to.organisation_id, to.person_id);
  return CheckComposition(seats);
}

Decision DecideOn(const State& state, const InviteTeam& command, const Given&) {
  if (state.team_id == command.team_id) return Events{};
  const care::Holder& case_worker = state.responsibility.holder();
  const care::Holder coordinator = care::FromProto(command.coordinator);
  care::Seats seats;
  for (const auto& invitation : command.invitations) seats.push_back({Person(invitation), invitation.lead()});
  const bool holds = command.case_worker_person_id == case_worker.person_id;
  const bool mandatory = HasSeat(seats, case_worker) && HasSeat(seats, coordinator);
  if (auto no = Require(Reason::kTeamAlreadyInvited, state.team_id.empty())) return *no;  // A7
  if (auto no = Require(Reason::kCaseWorkerIsNotTheHolder, holds)) return *no;            // A7
  if (auto no = Require(Reason::kCoordinatorNotNamed, IsNamed(coordinator))) return *no;  // A7
  if (auto no = Require(Reason::kMandatorySeatMissing, mandatory)) return *no;            // A7
  if (auto no = CheckComposition(seats)) return *no;
  Events events;
  v1::CoordinationAssumed& assumed = *events.emplace_back().mutable_coordination_assumed();
  *assumed.mutable_holder() = command.coordinator;
  assumed.set_team_id(command.team_id);
  v1::CommitmentsInvited& invited = *events.emplace_back().mutable_commitments_invited();
  invited.set_team_id(command.team_id);
  for (const auto& invitation : command.invitations) *invited.add_invitations() = invitation;
  return events;
}

Decision DecideOn(const State& state, const ReplaceInvitation& command, const Given&) {
  const v1::InvitationReplaced& replacement = command.replacement;
  const v1::Invitation& next = replacement.invitation();
  const care::Seat* seat = care::FindSeat(state.seats, replacement.person_id());
  if (seat == nullptr && care::FindSeat(state.seats, next.person_id()) != nullptr) return Events{};
  const bool team = !state.team_id.empty() && state.team_id == replacement.team_id();
  if (auto no = Require(Reason::kTeamUnknown, team)) return *no;            // A7
  if (auto no = Require(Reason::kNotInvited, seat != nullptr)) return *no;  // A9
  if (auto no = Require(Reason::kSeatTaken, !seat->committed)) return *no;  // A9
  const std::string& leaving = replacement.person_id();
  const bool mandatory =
      leaving == state.coordination.holder().person_id || leaving == state.responsibility.holder().person_id;
  if (auto no = Require(Reason::kMandatorySeatMissing, !mandatory)) return *no;  // A7
  care::Seats seats = state.seats;
  care::Replace(seats, leaving, Person(next), next.lead());
  if (auto no = CheckComposition(seats)) return *no;
  Events events;
  *events.emplace_back().mutable_invitation_replaced() = replacement;
  return events;
}

// Nobody leaves a seat by it: whoever has it keeps it until the successor accepts. CASE passes its own seat
// on.
Decision DecideOn(const State& state, const NameSeatSuccessor& command, const Given& given) {
  const v1::InvitationReplaced& replacement = command.replacement;
  const std::string& leaving = replacement.person_id();
  const care::Seat* seat = care::FindSeat(state.seats, leaving);
  const bool team = !state.team_id.empty() && state.team_id == replacement.team_id();
  if (auto no = Require(Reason::kTeamUnknown, team)) return *no;                               // A7
  if (auto no = Require(Reason::kNotInvited, seat != nullptr && seat->committed)) return *no;  // A9
  const bool own = given.actor.organisation == seat->who.organisation_id ||
                   given.actor.organisation == state.coordination.holder().organisation_id ||
                   IsOfCaseHolder(state, given);
  const std::string& holder = state.responsibility.holder().person_id;
  const bool mandatory = leaving == state.coordination.holder().person_id || leaving == holder ||
                         (seat->successor && seat->successor->person_id == holder);
  if (auto no = Require(Reason::kSuccessorNamedByTheCircle, own)) return *no;           // N11
  if (auto no = Require(Reason::kSeatGoesWithTheStrand, !mandatory)) return *no;        // A7
  if (auto no = Require(Reason::kSeatOfStranger, command.successor_known)) return *no;  // A9
  care::Seats seats = state.seats;
  care::Replace(seats, leaving, Person(replacement.invitation()), seat->lead);
  if (auto no = CheckComposition(seats)) return *no;
  Events events;
  v1::InvitationReplaced& replaced = *events.emplace_back().mutable_invitation_replaced();
  replaced = replacement;
  replaced.mutable_invitation()->set_lead(seat->lead);
  return events;
}

Decision DecideOn(const State& state, const CommitToTeam& command, const Given& given) {
  const std::string& organisation = given.actor.organisation;
  const std::string& person = given.actor.person;
  const bool team = !state.team_id.empty() && state.team_id == command.team_id;
  if (auto no = Require(Reason::kTeamUnknown, team)) return *no;  // A7
  const bool awaited = care::IsAwaited(state.seats, organisation, person);
  const care::Seat* seat = care::FindSeat(state.seats, person);
  if (!awaited && seat != nullptr && seat->who.organisation_id == organisation)
    return Events{};                                                // has committed
  if (auto no = Require(Reason::kNotInvited, awaited)) return *no;  // A9
  Events events;
  TakeSeat(state, state.seats, {organisation, person}, events);
  return events;
}

}  // namespace fallverbund::casework
