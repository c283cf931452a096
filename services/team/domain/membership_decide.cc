#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/team/domain/membership_decider.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Require;
using Event = v1::MembershipEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

google::protobuf::Timestamp SeatDue(const Given& given) {
  return ToProto(given.now + Days(kSeatDays));
}

bool Keeps(const MembershipState& state, const Given& given) {
  return given.actor.organisation == state.keeper.organisation_id &&
         (given.actor.person == state.keeper.person_id ||
          given.actor.person == state.keeper.deputy_person_id);
}

// The seat that this person has, not one the person is asked to follow in.
const care::Seat* SeatOf(const care::Seats& seats, const std::string& person_id) {
  const care::Seat* seat = care::FindSeat(seats, person_id);
  return seat != nullptr && seat->who.person_id == person_id ? seat : nullptr;
}

bool IsShared(const care::Seats& seats) {
  return care::HasTwoOrganisations(seats) && care::HasOneLead(seats);
}

// Two providers and one youth office, with as many seats each.
bool IsAtParity(const FoundMembership& c) {
  std::map<std::string, int> seats_of;
  for (const care::Seat& seat : c.seats) ++seats_of[seat.who.organisation_id];
  int youth_offices = 0, providers = 0;
  for (const auto& [organisation, seats] : seats_of) {
    if (seats != seats_of.begin()->second) return false;
    youth_offices += c.youth_offices.contains(organisation) ? 1 : 0;
    providers += c.providers.contains(organisation) ? 1 : 0;
  }
  return seats_of.size() == 3 && youth_offices == 1 && providers == 2;
}

Decision DecideOn(const MembershipState& state, const FoundMembership& c, const Given& given) {
  if (state.founded()) return Events{};
  const care::Holder keeper = {given.actor.organisation, c.unit_id, given.actor.person, c.deputy_person_id,
                               common::v1::LEGAL_BASIS_AGREEMENT};
  if (auto no = Require(Reason::kUnitUnknown, c.unit_known)) return *no;  // C3
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && care::HasDeputy(keeper)))
    return *no;                                                                                      // C3
  if (auto no = Require(Reason::kMemberOfStranger, c.seats_known)) return *no;                       // B6
  if (auto no = Require(Reason::kMemberNamedTwice, care::NamesEachPersonOnce(c.seats))) return *no;  // B6
  const bool office = c.kind == v1::MEMBERSHIP_KIND_OFFICE;
  if (auto no = Require(Reason::kMembershipNeedsTwoOrganisations, office || IsShared(c.seats)))
    return *no;                                                                             // B5
  if (auto no = Require(Reason::kOfficeNeedsParity, !office || IsAtParity(c))) return *no;  // A20
  Event event;
  auto& founded = *event.mutable_membership_founded();
  founded.set_kind(c.kind);
  founded.set_display_name(c.display_name);
  *founded.mutable_keeper() = care::ToProto(keeper);
  for (const care::Seat& seat : c.seats) {
    v1::MemberSeat& asked = *founded.add_seats();
    asked.set_organisation_id(seat.who.organisation_id);
    asked.set_person_id(seat.who.person_id);
    asked.set_lead(seat.lead);
  }
  *founded.mutable_answer_due() = SeatDue(given);
  return Events{event};
}

Decision DecideOn(const MembershipState& state, const AcceptMembership& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.founded())) return *no;  // B6
  if (auto no = Require(Reason::kNotAskedForThisSeat,
                        care::IsAwaited(state.seats, given.actor.organisation, given.actor.person))) {
    return *no;  // B6, A9: in person
  }
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && c.deputy_person_id != given.actor.person))
    return *no;  // A20
  Event event;
  auto& accepted = *event.mutable_member_accepted();
  accepted.set_organisation_id(given.actor.organisation);
  accepted.set_person_id(given.actor.person);
  accepted.set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

Decision DecideOn(const MembershipState& state, const NameMemberSuccessor& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.founded())) return *no;  // B6
  if (auto no = Require(Reason::kOnlyTheMembershipsKeeper,
                        Keeps(state, given) || given.actor.person == c.person_id)) {
    return *no;  // B6
  }
  const care::Seat* seat = SeatOf(state.seats, c.person_id);
  if (auto no = Require(Reason::kNoSuchMember, seat != nullptr)) return *no;        // B6
  if (auto no = Require(Reason::kMemberOfStranger, c.successor_known)) return *no;  // B6
  if (auto no =
          Require(Reason::kMemberNamedTwice, care::FindSeat(state.seats, c.successor.person_id) == nullptr)) {
    return *no;  // B6
  }
  care::Seats then = state.seats;
  care::Replace(then, c.person_id, c.successor, seat->lead);
  const bool office = state.kind == v1::MEMBERSHIP_KIND_OFFICE;
  if (auto no = Require(Reason::kMembershipNeedsTwoOrganisations, office || IsShared(then)))
    return *no;  // B5
  if (auto no = Require(Reason::kOfficeNeedsParity,
                        !office || seat->who.organisation_id == c.successor.organisation_id)) {
    return *no;  // A20: the seat stays its organisation's
  }
  Event event;
  auto& named = *event.mutable_member_successor_named();
  named.set_person_id(c.person_id);
  named.set_successor_organisation_id(c.successor.organisation_id);
  named.set_successor_person_id(c.successor.person_id);
  *named.mutable_answer_due() = SeatDue(given);
  return Events{event};
}

Decision DecideOn(const MembershipState& state, const RequestToLeaveMembership&, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.founded())) return *no;  // B6
  if (auto no = Require(Reason::kNoSuchMember, SeatOf(state.seats, given.actor.person) != nullptr))
    return *no;                                                                // B6
  if (auto no = Require(Reason::kLeavesOnlyWithSuccessor, false)) return *no;  // B6: there is no other way
  return Events{};
}

Decision DecideOn(const MembershipState& state, const ReportVacancy& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.founded())) return *no;  // A20
  const care::Seat* seat = SeatOf(state.seats, c.person_id);
  if (auto no = Require(Reason::kNoSuchMember, seat != nullptr && seat->committed)) return *no;  // A20
  if (auto no = Require(Reason::kOnlyTheMembershipsKeeper,
                        Keeps(state, given) || given.actor.organisation == seat->who.organisation_id)) {
    return *no;  // A20: the keeper, or a colleague
  }
  if (auto no = Require(Reason::kSeatIsVacant, !state.vacant.contains(c.person_id))) return *no;  // A20
  Event event;
  event.mutable_member_vacancy_reported()->set_person_id(c.person_id);
  *event.mutable_member_vacancy_reported()->mutable_fill_due() = SeatDue(given);
  return Events{event};
}

Decision DecideOn(const MembershipState& state, const PassDuty& c, const Given& given) {
  return state.duties.Pass<Event>(c, given.now);
}

}  // namespace

Decision MembershipDecider::Decide(const State& state, const Command& command, const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
