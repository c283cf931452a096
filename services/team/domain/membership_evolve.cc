#include "services/team/domain/membership_decider.h"

namespace fallverbund::team {
namespace {

void Accept(MembershipState& state, const v1::MemberAccepted& accepted) {
  const care::Seat* seat = care::FindSeat(state.seats, accepted.person_id());
  if (seat == nullptr) return;
  const std::string before = seat->who.person_id;  // somebody else, where a successor accepts
  care::Commit(state.seats, accepted.organisation_id(), accepted.person_id());
  state.duties.Stop(before);
  state.vacant.erase(before);
  if (before != accepted.person_id()) state.deputies.erase(before);
  state.deputies[accepted.person_id()] = accepted.deputy_person_id();
}

void Name(MembershipState& state, const v1::MemberSuccessorNamed& named) {
  const care::Seat* seat = care::FindSeat(state.seats, named.person_id());
  if (seat == nullptr) return;
  const bool open = !seat->committed;
  care::Replace(state.seats, named.person_id(),
                {named.successor_organisation_id(), named.successor_person_id()}, seat->lead);
  if (open) state.duties.Stop(named.person_id());
  state.duties.Start(open ? named.successor_person_id() : named.person_id(), FromProto(named.answer_due()));
}

}  // namespace

MembershipState MembershipDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  switch (event.event_case()) {
    case Event::kMembershipFounded: {
      const auto& founded = event.membership_founded();
      state.kind = founded.kind();
      state.display_name = founded.display_name();
      state.keeper = care::FromProto(founded.keeper());
      for (const auto& seat : founded.seats()) {
        care::Seat& asked = state.seats.emplace_back();
        asked.who = {seat.organisation_id(), seat.person_id()};
        asked.lead = seat.lead();
        state.duties.Start(seat.person_id(), FromProto(founded.answer_due()));
      }
      break;
    }
    case Event::kMemberAccepted:
      Accept(state, event.member_accepted());
      break;
    case Event::kMemberSuccessorNamed:
      Name(state, event.member_successor_named());
      break;
    case Event::kMemberDeputyNamed:
      state.deputies[event.member_deputy_named().person_id()] =
          event.member_deputy_named().deputy_person_id();
      break;
    case Event::kMemberVacancyReported:
      state.vacant.insert(event.member_vacancy_reported().person_id());
      state.duties.Start(event.member_vacancy_reported().person_id(),
                         FromProto(event.member_vacancy_reported().fill_due()));
      break;
    case Event::kDutyOverdue:
      state.duties.Take(event.duty_overdue(), given.now);
      break;
    case Event::kDutyEscalated:
      state.duties.Take(event.duty_escalated(), given.now);
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
