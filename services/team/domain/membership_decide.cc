#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "services/team/domain/entrust.h"
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

// Whose seat waits for a successor because the organisation goes.
bool IsWaitedFor(const MembershipState& state, const std::string& organisation_id,
                 const std::string& person_id) {
  const auto known = state.leaving.find(organisation_id);
  return known != state.leaving.end() && known->second.contains(person_id);
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

Decision DecideOn(const MembershipState& state, const EntrustMembership& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.founded())) return *no;  // B6
  const Entrusted to{c.person_id, c.deputy_person_id, c.both_known};
  if (auto no = CheckEntrusting(state.keeper, to, given)) return *no;
  if (KeepsAlready(state.keeper, to)) return Events{};
  Event event;
  event.mutable_membership_entrusted()->set_person_id(c.person_id);
  event.mutable_membership_entrusted()->set_deputy_person_id(c.deputy_person_id);
  return Events{event};
}

// The seat stays; whoever is deputy and leaves is replaced (N11).
Decision DecideOn(const MembershipState& state, const NameMemberDeputy& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.founded())) return *no;  // B6
  const care::Seat* seat = SeatOf(state.seats, c.person_id);
  if (auto no = Require(Reason::kNoSuchMember, seat != nullptr && seat->committed)) return *no;  // B6
  const auto deputy = state.deputies.find(c.person_id);
  const std::string before = deputy == state.deputies.end() ? "" : deputy->second;
  const bool answers = given.actor.organisation == seat->who.organisation_id &&
                       (given.actor.person == c.person_id || given.actor.person == before || c.actor_acts);
  if (auto no = Require(Reason::kOnlyTheHolderAsks, answers)) return *no;  // N11
  if (c.deputy_person_id == before) return Events{};
  if (auto no = Require(Reason::kDeputyNotNamed, c.deputy_known && c.deputy_person_id != c.person_id))
    return *no;  // C3
  Event event;
  event.mutable_member_deputy_named()->set_person_id(c.person_id);
  event.mutable_member_deputy_named()->set_deputy_person_id(c.deputy_person_id);
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
  // The seat stays its organisation's, or goes to another one of the kind where that one goes (N10).
  const std::string& before = seat->who.organisation_id;
  const bool stays = before == c.successor.organisation_id;
  const bool goes = state.leaving.contains(before) && c.same_kind;
  if (auto no = Require(Reason::kOfficeNeedsParity, !office || stays || goes)) return *no;  // A20
  Event event;
  auto& named = *event.mutable_member_successor_named();
  named.set_person_id(c.person_id);
  named.set_successor_organisation_id(c.successor.organisation_id);
  named.set_successor_person_id(c.successor.person_id);
  *named.mutable_answer_due() = SeatDue(given);
  const care::Clock* clock = state.duties.Find(c.person_id);
  const bool waited = IsWaitedFor(state, before, c.person_id);
  if (waited && clock != nullptr && clock->due < FromProto(named.answer_due()))
    *named.mutable_answer_due() = ToProto(clock->due);  // asking puts nothing off (N10)
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

// Who has a seat, is of the organisation, and is not waited for yet.
Decision DecideOn(const MembershipState& state, const LetMembersGo& c, const Given& given) {
  const bool insolvent = c.cause == v1::LEAVING_CAUSE_INSOLVENT;
  Event event;
  auto& succeed = *event.mutable_members_to_succeed();
  succeed.set_organisation_id(c.organisation_id);
  succeed.set_cause(c.cause);
  *succeed.mutable_succession_due() =
      ToProto(insolvent ? given.now + Days(kInsolventSeatDays)
                        : std::max(c.until, given.now + Days(kSeatSuccessionAtLeastDays)));
  for (const care::Seat& seat : state.seats) {
    const bool waited = IsWaitedFor(state, c.organisation_id, seat.who.person_id);
    if (seat.committed && seat.who.organisation_id == c.organisation_id && !waited)
      succeed.add_person_ids(seat.who.person_id);
  }
  if (c.overtaken || succeed.person_ids().empty()) return Events{};
  return Events{event};
}

// Whose seat is vacant, or whose successor was named, is still waited for.
Decision DecideOn(const MembershipState& state, const LetMembersStay& c, const Given&) {
  const auto known = state.leaving.find(c.organisation_id);
  if (c.overtaken || known == state.leaving.end()) return Events{};
  Event event;
  event.mutable_members_stay()->set_organisation_id(c.organisation_id);
  for (const std::string& person_id : known->second) {
    const care::Seat* seat = SeatOf(state.seats, person_id);
    const bool followed = seat != nullptr && seat->successor;
    if (!followed && !state.vacant.contains(person_id))
      event.mutable_members_stay()->add_person_ids(person_id);
  }
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
