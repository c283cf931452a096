#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "libs/care/terms.h"
#include "services/team/domain/team_decider.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::TeamEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

bool HasSeat(const care::Seats& seats, const std::string& organisation_id, const std::string& person_id) {
  const care::Seat* seat = care::FindSeat(seats, person_id);
  return seat != nullptr && seat->who.organisation_id == organisation_id;
}

// A circle that can share responsibility (A7, B5).
std::optional<Refusal> RequireCircle(const care::Seats& seats, bool known, const care::Holder& coordinator,
                                     const std::string& case_worker_person_id) {
  if (auto no = Require(Reason::kSeatOfStranger, known)) return no;                             // A9
  if (auto no = Require(Reason::kSeatNamedTwice, care::NamesEachPersonOnce(seats))) return no;  // A9
  if (auto no = Require(Reason::kTeamNeedsCoordinator,
                        HasSeat(seats, coordinator.organisation_id, coordinator.person_id))) {
    return no;  // A7
  }
  if (auto no =
          Require(Reason::kTeamNeedsCaseWorker, care::FindSeat(seats, case_worker_person_id) != nullptr)) {
    return no;  // A7
  }
  if (auto no = Require(Reason::kTeamNeedsTwoOrganisations, care::HasTwoOrganisations(seats)))
    return no;                                                                                         // B5
  if (auto no = Require(Reason::kTeamNeedsTwoDisciplines, care::HasTwoDisciplines(seats))) return no;  // A7
  if (auto no = Require(Reason::kTeamNeedsOneLead, care::HasOneLead(seats))) return no;                // B5
  return std::nullopt;
}

// The team of this case is there; one of another case is as unknown as none.
std::optional<Refusal> RequireTeam(const TeamState& state, const std::string& case_id) {
  return Require(Reason::kObjectUnknown, state.proposed() && state.case_id == case_id);  // N2
}

std::optional<Refusal> RequireItsCoordinator(const TeamState& state, const std::optional<Standing>& standing,
                                             const Given& given) {
  const care::Holder& coordinator = standing ? standing->coordinator : state.coordinator;
  const bool named =
      given.actor.organisation == coordinator.organisation_id &&
      (given.actor.person == coordinator.person_id || given.actor.person == coordinator.deputy_person_id);
  const bool speaks = named || (standing && standing->actor_stands_in);
  return Require(Reason::kOnlyTheTeamsCoordinator, speaks);  // A7, N11
}

// Has a seat, or still had one at that time.
bool IsMember(const TeamState& state, const std::optional<Standing>& standing, const std::string& person_id,
              absl::Time at) {
  if (!standing) return care::FindSeat(state.seats, person_id) != nullptr;
  const auto left = standing->left.find(person_id);
  if (left != standing->left.end()) return at <= left->second;
  const care::Seat* seat = care::FindSeat(standing->seats, person_id);
  return seat != nullptr && seat->who.person_id == person_id;
}

template <class Wish>
std::optional<Refusal> RequireReviewDate(const Wish& c, const Given& given) {
  const absl::Duration within = care::Length(care::kTeamReview, c.terms);
  return Require(Reason::kTeamNeedsReviewDate, care::IsDueWithin(c.review_due, given.now, within));  // A8
}

Decision DecideOn(const TeamState& state, const ProposeTeam& c, const Given& given) {
  if (state.proposed()) return Events{};
  if (auto no = Require(Reason::kOnlyCoordinatorProposes, given.actor.role == "COORDINATOR"))
    return *no;  // A7
  if (auto no = Require(Reason::kTeamExists, !c.case_has_team))
    return *no;  // A7: one team for one young person
  const care::Holder coordinator = {given.actor.organisation, c.coordinator_unit_id, given.actor.person,
                                    c.coordinator_deputy_person_id, common::v1::LEGAL_BASIS_AGREEMENT};
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;  // C3
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(coordinator)))
    return *no;  // C3
  if (auto no = Require(Reason::kNotTheCaseWorker, c.case_worker_person_id == c.case_holder.person_id)) {
    return *no;  // A7: the responsible one, not any
  }
  if (auto no = RequireCircle(c.seats, c.seats_known, coordinator, c.case_worker_person_id)) return *no;

  Event event;
  auto& proposed = *event.mutable_team_proposed();
  proposed.set_case_id(c.case_id);
  *proposed.mutable_coordinator() = care::ToProto(coordinator);
  proposed.set_case_worker_person_id(c.case_worker_person_id);
  for (const care::Seat& seat : c.seats) *proposed.add_seats() = ToTeamSeat(seat);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const ReplaceProposedMember& c, const Given& given) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (auto no = RequireItsCoordinator(state, c.standing, given)) return *no;
  if (auto no = Require(Reason::kTeamIsFormed, state.phase == TeamPhase::kProposed)) return *no;  // A7
  care::Seats seats = SeatsNow(state, c.standing);
  if (auto no = Require(Reason::kNoSuchSeat, care::FindSeat(seats, c.person_id) != nullptr))
    return *no;                                                             // A7
  if (auto no = Require(Reason::kSeatTaken, !c.has_committed)) return *no;  // A9: left only with a successor
  const std::string& proposed = state.case_worker_person_id;
  const bool moved = c.standing && care::FindSeat(seats, proposed) == nullptr;
  const std::string& case_worker = moved ? c.standing->case_holder.person_id : proposed;
  const care::Holder& coordinator = c.standing ? c.standing->coordinator : state.coordinator;
  care::Replace(seats, c.person_id, c.seat.who, c.seat.lead);
  if (auto no = RequireCircle(seats, c.seat_known, coordinator, case_worker)) return *no;

  Event event;
  auto& replaced = *event.mutable_proposed_member_replaced();
  replaced.set_case_id(c.case_id);
  replaced.set_person_id(c.person_id);
  *replaced.mutable_seat() = ToTeamSeat(c.seat);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const RecordFormed& c, const Given&) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (state.phase != TeamPhase::kProposed) return Events{};
  Event event;
  event.mutable_team_formed()->set_case_id(c.case_id);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const ActivateTeam& c, const Given& given) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (auto no = RequireItsCoordinator(state, c.standing, given)) return *no;
  if (auto no = Require(Reason::kTeamNotFormed, state.phase != TeamPhase::kProposed)) return *no;  // A7, A9
  if (auto no = Require(Reason::kTeamIsActive, state.phase == TeamPhase::kFormed)) return *no;     // A7
  if (auto no = RequireReviewDate(c, given)) return *no;
  Event event;
  event.mutable_team_activated()->set_case_id(c.case_id);
  *event.mutable_team_activated()->mutable_review_due() = ToProto(c.review_due);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const PauseTeam& c, const Given&) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (state.phase != TeamPhase::kActive) return Events{};
  Event event;
  event.mutable_team_paused()->set_case_id(c.case_id);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const ResumeTeam& c, const Given& given) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  const bool back = state.phase == TeamPhase::kWoundDown;
  if (state.phase != TeamPhase::kPaused && !back) return Events{};
  Event event;
  event.mutable_team_resumed()->set_case_id(c.case_id);
  if (back) {
    *event.mutable_team_resumed()->mutable_review_due() =
        ToProto(given.now + care::Length(care::kTeamReturnReview, c.terms));
  }
  return Events{event};
}

Decision DecideOn(const TeamState& state, const WindDownTeam& c, const Given&) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (state.phase == TeamPhase::kWoundDown) return Events{};
  Event event;
  event.mutable_team_wound_down()->set_case_id(c.case_id);
  return Events{event};
}

// Nobody is released, and there is a date to look at it again. Only a meeting puts a review off: one that is
// due earlier, or is overdue, stays so (A8).
Decision DecideOn(const TeamState& state, const RestTeam& c, const Given& given) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (auto no = RequireItsCoordinator(state, c.standing, given)) return *no;
  if (auto no = Require(Reason::kTeamNotActive, state.phase == TeamPhase::kActive)) return *no;  // A7
  if (auto no = RequireReviewDate(c, given)) return *no;
  Event event;
  event.mutable_team_paused()->set_case_id(c.case_id);
  const care::Clock* review = state.clocks.Find(common::v1::CLOCK_KIND_TEAM_REVIEW, "");
  if (review == nullptr || c.review_due < review->due)
    *event.mutable_team_paused()->mutable_review_due() = ToProto(c.review_due);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const GoOnWithTeam& c, const Given& given) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (auto no = RequireItsCoordinator(state, c.standing, given)) return *no;
  if (auto no = Require(Reason::kTeamNotPaused, state.phase == TeamPhase::kPaused)) return *no;  // A7
  Event event;
  event.mutable_team_resumed()->set_case_id(c.case_id);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const CallTeamMeeting& c, const Given&) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (state.phase == TeamPhase::kWoundDown) return Events{};
  Event event;
  auto& called = *event.mutable_team_meeting_called();
  called.set_case_id(c.case_id);
  *called.mutable_due() = ToProto(c.due);
  *called.mutable_setback_at() = ToProto(c.setback_at);
  return Events{event};
}

Decision DecideOn(const TeamState& state, const RecordTeamMeeting& c, const Given& given) {
  if (auto no = RequireTeam(state, c.case_id)) return *no;
  if (auto no = RequireItsCoordinator(state, c.standing, given)) return *no;
  const bool working = state.phase == TeamPhase::kActive || state.phase == TeamPhase::kPaused;
  if (auto no = Require(Reason::kTeamNotActive, working)) return *no;                     // A7
  if (auto no = Require(Reason::kMeetingNotYetHeld, c.held_at <= given.now)) return *no;  // A8
  std::set<std::string> present;
  for (const std::string& person_id : c.person_ids) {
    if (IsMember(state, c.standing, person_id, c.held_at)) present.insert(person_id);
  }
  if (auto no = Require(Reason::kMeetingNeedsMembers,
                        present.size() >= 2 && present.size() == c.person_ids.size())) {
    return *no;  // B5: nobody meets alone, and each of them has a seat
  }
  if (auto no = RequireReviewDate(c, given)) return *no;
  Event event;
  auto& held = *event.mutable_team_meeting_held();
  held.set_case_id(c.case_id);
  *held.mutable_held_at() = ToProto(c.held_at);
  for (const std::string& person_id : c.person_ids) held.add_person_ids(person_id);
  *held.mutable_review_due() = ToProto(c.review_due);
  for (const v1::SessionResult& result : c.results) *held.add_results() = result;
  return Events{event};
}

Decision DecideOn(const TeamState& state, const PassTeamDeadline& c, const Given& given) {
  const auto missed = state.clocks.MissedSince(c.clock, "", c.due, given.now);
  if (!missed) return Events{};
  Event event;
  if (missed->overdue()) {
    event.mutable_team_deadline_overdue()->set_clock(c.clock);
    *event.mutable_team_deadline_overdue()->mutable_due() = ToProto(c.due);
  } else {
    event.mutable_team_deadline_escalated()->set_clock(c.clock);
    *event.mutable_team_deadline_escalated()->mutable_due() = ToProto(c.due);
    event.mutable_team_deadline_escalated()->set_step(missed->step);
  }
  return Events{event};
}

// In a proposal, the seat of who does not hold or coordinate any more goes with that task.
void PassOn(const std::string& from, const care::Holder& to, const Standing& standing, care::Seats& seats) {
  const care::Seat* seat = care::FindSeat(seats, from);
  const bool passed = care::FindSeat(standing.seats, to.person_id) != nullptr;
  if (from == to.person_id || seat == nullptr || !passed || care::FindSeat(seats, to.person_id) != nullptr)
    return;
  const care::SeatPerson next{to.organisation_id, to.person_id, seat->who.discipline};
  care::Replace(seats, from, next, seat->lead);
}

}  // namespace

care::Seats SeatsNow(const TeamState& state, const std::optional<Standing>& standing) {
  if (!standing) return state.seats;
  if (state.phase != TeamPhase::kProposed) return standing->seats;
  care::Seats seats = state.seats;
  PassOn(state.coordinator.person_id, standing->coordinator, *standing, seats);
  PassOn(state.case_worker_person_id, standing->case_holder, *standing, seats);
  return seats;
}

Decision TeamDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
