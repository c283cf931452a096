// N11: the answer is a count, and all cases of one person are offered in one call, each by itself.
#include <vector>

#include "libs/care/holder.h"
#include "libs/care/participation.h"
#include "services/case/domain/leaver.h"

namespace fallverbund::casework {
namespace {

using decider::Reason;
using decider::Require;
using LeaverEvents = std::vector<v1::LeaverEvent>;
using LeaverDecision = decider::Decision<v1::LeaverEvent>;

LeaverDecision DecideOn(const LeaverState& state, const CountResponsibilities& command,
                        const decider::Given&) {
  if (!command.asked && state.counted == command.count.open().SerializeAsString()) return LeaverEvents{};
  LeaverEvents events;
  *events.emplace_back().mutable_responsibilities_counted() = command.count;
  return events;
}

// What the rules ask of each offer is asked again of each case; what can be said for all is said here.
LeaverDecision DecideOn(const LeaverState&, const OfferCasesOfPerson& command, const decider::Given& given) {
  v1::CasesOffered offered = command.offered;
  const care::Holder to = care::FromProto(offered.to());
  const bool named = IsNamed(to) && command.to.person_known && to.person_id != offered.person_id();
  const bool heard = care::IsComplete(offered.participation(), given.now);
  if (auto no = Require(Reason::kPersonUnknown, command.of_actors_organisation)) return *no;  // N11
  if (auto no = Require(Reason::kPersonLeaves, !command.to.leaves)) return *no;               // N11
  if (auto no = Require(Reason::kHolderNotNamed, named)) return *no;                          // R0
  if (auto no = Require(Reason::kDeputyNotNamed, HasDeputy(to) && command.to.deputy_known)) return *no;  // C3
  if (auto no = Require(Reason::kHolderNotReachable, command.to.reachable)) return *no;                  // R0
  if (auto no = Require(Reason::kHolderNotPublic, command.to.public_body)) return *no;                   // A6
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                  // A16
  if (auto no = Require(Reason::kNothingToHandOver, !offered.case_ids().empty())) return *no;  // N11
  LeaverEvents events;
  offered.set_offered_by_person_id(given.actor.person);
  *events.emplace_back().mutable_cases_offered() = offered;
  return events;
}

}  // namespace

LeaverDecision LeaverDecider::Decide(const State& state, const Command& command,
                                     const decider::Given& given) {
  return std::visit([&](const auto& wish) { return DecideOn(state, wish, given); }, command);
}

LeaverState LeaverDecider::Evolve(State state, const Event& event, const decider::Given&) {
  if (event.has_responsibilities_counted())
    state.counted = event.responsibilities_counted().open().SerializeAsString();
  return state;
}

}  // namespace fallverbund::casework
