// After a handover (N6): the giver looks after it, is the backstop until the first look that holds, and packs
// what was forgotten.
// Nobody confirms what he or she has received, and nobody can know on the day of a move that it holds.
#include <algorithm>
#include <utility>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

bool IsLastMove(const State& state, const std::string& handover_id) {
  return state.last_move && state.last_move->handover_id == handover_id;
}

bool HasCome(absl::Time day, const Given& given) {
  return absl::ToCivilDay(given.now, absl::UTCTimeZone()) >= absl::ToCivilDay(day, absl::UTCTimeZone());
}

}  // namespace

Decision DecideOn(const State& state, const FollowUpHandover& command, const Given& given) {
  v1::HandoverFollowedUp follow_up = command.follow_up;
  const bool open = IsLastMove(state, follow_up.handover_id()) && !IsConfirmed(state.last_move);
  if (auto no = Require(Reason::kNoFollowUpOpen, open)) return *no;  // N6
  const LastMove& move = *state.last_move;
  const bool giver = given.actor.organisation == move.giver.organisation_id &&
                     given.actor.person != state.responsibility.holder().person_id;
  const bool in_time = follow_up.outcome() != v1::FOLLOW_UP_OUTCOME_HOLDS || HasCome(move.next_look, given);
  const bool heard = IsHeard(state, follow_up.participation(), given);
  if (auto no = Require(Reason::kNotTheGiver, giver)) return *no;              // N6
  if (auto no = Require(Reason::kFollowUpTooEarly, in_time)) return *no;       // N6
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;  // A16
  const uint32_t held = move.held + (follow_up.outcome() == v1::FOLLOW_UP_OUTCOME_HOLDS);
  if (held < 2) {
    const bool first_holds = held == 1 && move.held == 0;
    const absl::Duration first = care::Length(care::kFirstFollowUp, given.others_terms);
    const absl::Time again = std::max(move.next_look, given.now + (first_holds ? Days(1) : first));
    const absl::Time second =  // nothing confirms the move before
        move.moved_at + care::Length(care::kSecondFollowUp, given.others_terms);
    *follow_up.mutable_next_due() = ToProto(held == 1 ? std::max(second, again) : again);
    if (first_holds)
      follow_up.set_second_follow_up_days(care::OwnNumber(care::kSecondFollowUp, given.others_terms));
  }
  Events events;
  *events.emplace_back().mutable_handover_followed_up() = follow_up;
  ReactivateIfHeard(state, follow_up.participation(), events);
  return events;
}

// The giver offered once and is now the receiver who accepts, in person; nobody else has to agree, since
// nobody else has answered for it alone yet.
Decision DecideOn(const State& state, const TakeBackHandover& command, const Given& given) {
  const std::string& handover_id = command.taken_back.handover_id();
  if (auto no = Require(Reason::kNoFollowUpOpen, IsLastMove(state, handover_id))) return *no;  // N6
  const care::Holder& giver = state.last_move->giver;
  const care::Holder& from = state.responsibility.holder();
  const bool in_person = !command.stand_in || command.stand_in->person_id == given.actor.person;
  const bool of_giver = given.actor.organisation == giver.organisation_id && in_person &&
                        command.actor_unit_id == giver.unit_id && given.actor.person != from.person_id;
  if (auto no = Require(Reason::kNotTheGiver, of_giver)) return *no;                                   // N6
  if (auto no = Require(Reason::kNoLongerBackstop, state.last_move->held == 0)) return *no;            // N6
  if (auto no = Require(Reason::kTakeBackWithoutReason, command.taken_back.has_reason())) return *no;  // N6
  const care::Holder to = command.stand_in.value_or(giver);
  // The emergency service held what it heard of first; once a youth office has it, it stays with one.
  if (auto no = Require(Reason::kHolderNotPublic, command.to.public_body)) return *no;   // A6
  if (auto no = Require(Reason::kHolderNotReachable, command.to.reachable)) return *no;  // R0
  if (auto no = CheckNoGuardian(state, to)) return *no;
  Events events;
  if (const auto& offer = state.handover.open())
    events.emplace_back().mutable_handover_revoked()->set_handover_id(offer->id);
  v1::HandoverTakenBack& taken_back = *events.emplace_back().mutable_handover_taken_back();
  taken_back = command.taken_back;
  taken_back.set_person_id(given.actor.person);
  v1::ResponsibilityMoved moved;
  moved.set_handover_id(handover_id);
  *moved.mutable_to() = care::ToProto(to);
  MoveCase(state, std::move(moved), given, events);
  return events;
}

// As long as the case is open, whoever held it may send what the present holder turns out to need: nobody
// else has it, and the receiver of a hurried move could not ask for it before (§ 86c(2), § 86d).
Decision DecideOn(const State& state, const PackAfterwards& command, const Given& given) {
  const v1::PackedAfterwards& packed = command.packed;
  const auto& package = packed.package();
  const std::string& holder = state.responsibility.holder().organisation_id;
  const bool gave =
      std::find(state.gave.begin(), state.gave.end(), given.actor.organisation) != state.gave.end();
  const bool adds = std::none_of(package.begin(), package.end(),
                                 [](const v1::PackageItem& item) { return item.withheld(); });
  if (auto no = Require(Reason::kNotTheGiver, gave)) return *no;                                       // N6
  if (auto no = Require(Reason::kAnotherHoldsNow, packed.to_organisation_id() == holder)) return *no;  // N6
  if (auto no = Require(Reason::kNothingPacked, package.empty() == packed.nothing_needed()))
    return *no;                                                                           // N6
  if (auto no = Require(Reason::kNothingIsTakenBack, adds)) return *no;                   // N6
  if (auto no = Require(Reason::kItemNotTheGivers, !command.not_the_givers)) return *no;  // N6, § 62
  if (auto no = CheckPackage(state, package, holder, given)) return *no;
  Events events;
  *events.emplace_back().mutable_packed_afterwards() = packed;
  return events;
}

}  // namespace fallverbund::casework
