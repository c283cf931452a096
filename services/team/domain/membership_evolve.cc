#include "services/team/domain/membership_decider.h"

#include "libs/base/time.h"

namespace fallverbund::team {
namespace {

void Accept(MembershipState& state, const v1::MemberAccepted& accepted) {
  const care::Seat* seat = care::FindSeat(state.seats, accepted.person_id());
  if (seat == nullptr) return;
  const std::string before = seat->who.person_id;  // somebody else, where a successor accepts
  care::Commit(state.seats, accepted.organisation_id(), accepted.person_id());
  state.duties.Stop(before);
  state.vacant.erase(before);
  for (auto& [organisation, persons] : state.leaving) persons.erase(before);
  std::erase_if(state.leaving, [](const auto& one) { return one.second.empty(); });
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
  const std::string& person_id = open ? named.successor_person_id() : named.person_id();
  const absl::Time due = FromProto(named.answer_due());
  const care::Clock* clock = state.duties.Find(person_id);
  if (clock != nullptr && clock->due == due) return;  // also where it was missed
  state.duties.Start(person_id, due);
}

// An earlier date, or one that was missed, stays.
void Go(MembershipState& state, const v1::MembersToSucceed& succeed) {
  const absl::Time due = FromProto(succeed.succession_due());
  for (const std::string& person_id : succeed.person_ids()) {
    state.leaving[succeed.organisation_id()].insert(person_id);
    const care::Clock* clock = state.duties.Find(person_id);
    if (clock == nullptr || due < clock->due) state.duties.Start(person_id, due);
  }
}

void Stay(MembershipState& state, const v1::MembersStay& stay) {
  state.leaving.erase(stay.organisation_id());
  for (const std::string& person_id : stay.person_ids()) state.duties.Stop(person_id);
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
    case Event::kMembershipEntrusted:
      state.keeper.person_id = event.membership_entrusted().person_id();
      state.keeper.deputy_person_id = event.membership_entrusted().deputy_person_id();
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
    case Event::kMembersToSucceed:
      Go(state, event.members_to_succeed());
      break;
    case Event::kMembersStay:
      Stay(state, event.members_stay());
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
