// Another deputy of whoever holds CASE, TONIGHT or COORDINATION (C3, N11). Nothing moves by it: who is away,
// leaves or has left is replaced, so that there is always one who can act.
#include <string>

#include "services/case/domain/rules.h"

namespace fallverbund::casework {
namespace {

// Whoever holds CASE vouches for the night with the same deputy.
bool VouchesWithDeputy(const State& state) {
  const care::Tonight& tonight = state.tonight.holder();
  const care::Holder& holder = state.responsibility.holder();
  return !care::AcceptsForItself(tonight.kind) && tonight.holder.person_id == holder.person_id &&
         tonight.holder.deputy_person_id == holder.deputy_person_id;
}

void NameDeputyOf(common::v1::Strand strand, const std::string& person_id,
                  const std::string& deputy_person_id, Events& events) {
  v1::StrandDeputyNamed& named = *events.emplace_back().mutable_strand_deputy_named();
  named.set_strand(strand);
  named.set_person_id(person_id);
  named.set_deputy_person_id(deputy_person_id);
}

// nullptr: nobody holds it, or it has deputies of its own (CASE).
const care::Holder* HolderOf(const State& state, common::v1::Strand strand) {
  if (strand == common::v1::STRAND_TONIGHT) return &state.tonight.holder().holder;
  const bool coordinated = strand == common::v1::STRAND_COORDINATION && state.coordination.held();
  return coordinated ? &state.coordination.holder() : nullptr;
}

}  // namespace

// Whoever holds goes on. The deputy may be gone, and so may the holder: then who acts for the holder names
// one. Of a holder who could not act it is looked at once more (R0).
Decision DecideOn(const State& state, const NameCaseDeputy& command, const Given& given) {
  care::Holder next = state.responsibility.holder();
  const bool answers =
      IsOfCaseHolder(state, given) && (Answers(next, given.actor.person) || command.actor_acts);
  if (auto no = Require(Reason::kOnlyTheHolderAsks, answers)) return *no;  // N11
  const bool waited = state.clocks.Find(common::v1::CLOCK_KIND_HOLDER_REACHABLE, "") != nullptr;
  Events found;
  if (waited && command.reachable) found.emplace_back().mutable_holder_found_reachable();
  if (next.deputy_person_id == command.deputy_person_id) return found;
  next.deputy_person_id = command.deputy_person_id;
  if (auto no = Require(Reason::kDeputyNotNamed, HasDeputy(next) && command.deputy_known)) return *no;  // C3
  if (auto no = Require(Reason::kHolderNotReachable, !command.deputy_unreachable)) return *no;          // R0
  if (auto no = CheckNoGuardian(state, next)) return *no;
  Events events;
  v1::CaseDeputyNamed& named = *events.emplace_back().mutable_case_deputy_named();
  named.set_person_id(next.person_id);
  named.set_deputy_person_id(next.deputy_person_id);
  if (VouchesWithDeputy(state))
    NameDeputyOf(common::v1::STRAND_TONIGHT, next.person_id, next.deputy_person_id, events);
  events.insert(events.end(), found.begin(), found.end());
  return events;
}

// As with CASE: nothing moves, and who is away, leaves or has left is replaced (N11).
Decision DecideOn(const State& state, const NameStrandDeputy& command, const Given& given) {
  const care::Holder* holder = HolderOf(state, command.strand);
  const bool answers = holder != nullptr && given.actor.organisation == holder->organisation_id &&
                       (Answers(*holder, given.actor.person) || command.actor_acts);
  if (auto no = Require(Reason::kOnlyTheHolderAsks, answers)) return *no;  // N11
  if (holder->deputy_person_id == command.deputy_person_id) return Events{};
  care::Holder next = *holder;
  next.deputy_person_id = command.deputy_person_id;
  if (auto no = Require(Reason::kDeputyNotNamed, HasDeputy(next) && command.deputy_known)) return *no;  // C3
  Events events;
  NameDeputyOf(command.strand, next.person_id, next.deputy_person_id, events);
  return events;
}

}  // namespace fallverbund::casework
