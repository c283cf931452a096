#include <optional>
#include <variant>
#include <vector>

#include "libs/base/time.h"
#include "services/keys/domain/key_decider.h"
#include "services/keys/domain/retention.h"

namespace fallverbund::keys {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::KeyEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

// Asked of both persons' commands, so that what was true at the proposal is still true at the approval.
std::optional<Refusal> RequireErasable(const KeyState& state, absl::Time retention_ends, absl::Time now) {
  if (auto no = Require(Reason::kErasureUnderLegalHold, !state.legal_hold)) return no;  // § 84(3)
  return Require(Reason::kErasureBeforeRetentionEnds, retention_ends < now);            // § 9b, § 84(4)
}

std::optional<Refusal> RequireNotForgotten(const KeyState& state) {
  return Require(Reason::kKeyForgotten,
                 state.phase != KeyPhase::kApproved && state.phase != KeyPhase::kErased);
}

Decision DecideOn(const KeyState& state, const ProposeErasure& c, const Given& given) {
  if (auto no = RequireNotForgotten(state)) return *no;
  if (auto no = Require(Reason::kErasureGroundMissing, c.ground != v1::ERASURE_GROUND_UNSPECIFIED &&
                                                           c.ground != v1::ERASURE_GROUND_CONSENT_WITHDRAWN &&
                                                           c.retention_ends.has_value()))
    return *no;  // § 84(2)
  if (auto no = RequireErasable(state, *c.retention_ends, given.now)) return *no;
  // § 9b: whatever the proposer says, such a file cannot have been kept long enough.
  if (auto no = Require(Reason::kErasureBeforeRetentionEnds,
                        *c.retention_ends >= EarliestEndOfRetention(c.file_class, c.made_at)))
    return *no;
  if (auto no = Require(Reason::kErasureAlreadyProposed, !state.proposed(given.now))) return *no;
  Event event;
  auto& proposed = *event.mutable_erasure_proposed();
  proposed.set_proposal_id(given.new_id);
  proposed.set_file_class(c.file_class);
  proposed.set_confidentiality(c.confidentiality);
  proposed.set_ground(c.ground);
  *proposed.mutable_retention_ends() = fallverbund::ToProto(*c.retention_ends);
  *proposed.mutable_lapses_at() = fallverbund::ToProto(given.now + kProposalStands);
  return Events{event};
}

Decision DecideOn(const KeyState& state, const ApproveErasure& c, const Given& given) {
  if (auto no = RequireNotForgotten(state)) return *no;
  if (auto no = Require(Reason::kErasureNotProposed,
                        state.proposed(given.now) && state.proposal.proposal_id() == c.proposal_id))
    return *no;
  const bool another = !given.actor.person.empty() && given.actor.person != state.proposer.person;
  if (auto no = Require(Reason::kErasureNeedsASecondPerson, another)) return *no;
  if (auto no = RequireErasable(state, fallverbund::FromProto(state.proposal.retention_ends()), given.now))
    return *no;
  Event event;
  event.mutable_erasure_approved()->set_proposal_id(c.proposal_id);
  return Events{event};
}

// Art. 17(1)(b) GDPR: with the consent goes the only basis these texts were kept on. Neither retention nor
// two persons stand before it; a proceeding that needs them does (Art. 17(3)(e)), and then two persons decide
// later.
Decision DecideOn(const KeyState& state, const HonourWithdrawal& c, const Given& given) {
  if (state.phase == KeyPhase::kApproved || state.phase == KeyPhase::kErased) return Events{};
  if (auto no =
          Require(Reason::kOnlyPreventionIsWithdrawn, c.file_class == common::v1::FILE_CLASS_PREVENTION))
    return *no;                                                                          // E9
  if (auto no = Require(Reason::kErasureUnderLegalHold, !state.legal_hold)) return *no;  // § 84(3)
  Event event;
  auto& owed = *event.mutable_erasure_owed_to_withdrawal();
  owed.set_proposal_id(given.new_id);
  owed.set_transition_id(c.transition_id);
  owed.set_file_class(c.file_class);
  owed.set_confidentiality(c.confidentiality);
  return Events{event};
}

Decision DecideOn(const KeyState& state, const PlaceLegalHold&, const Given&) {
  if (auto no = RequireNotForgotten(state)) return *no;
  if (state.legal_hold) return Events{};
  Event event;
  event.mutable_legal_hold_placed();
  return Events{event};
}

Decision DecideOn(const KeyState& state, const LiftLegalHold&, const Given&) {
  if (!state.legal_hold) return Events{};
  Event event;
  event.mutable_legal_hold_lifted();
  return Events{event};
}

Decision DecideOn(const KeyState& state, const RecordErased& c, const Given&) {
  if (state.phase == KeyPhase::kErased) return Events{};
  if (auto no = Require(Reason::kErasureNotProposed,
                        state.phase == KeyPhase::kApproved && state.proposal.proposal_id() == c.proposal_id))
    return *no;
  Event event;
  auto& erased = *event.mutable_key_erased();
  erased.set_proposal_id(c.proposal_id);
  erased.set_file_class(state.proposal.file_class());
  erased.set_confidentiality(state.proposal.confidentiality());
  erased.set_ground(state.proposal.ground());
  erased.set_transition_id(state.transition_id);
  if (state.proposal.has_retention_ends()) *erased.mutable_retention_ends() = state.proposal.retention_ends();
  erased.set_proposer_organisation_id(state.proposer.organisation);
  erased.set_proposer_person_id(state.proposer.person);
  erased.set_approver_organisation_id(state.approver.organisation);
  erased.set_approver_person_id(state.approver.person);
  *erased.mutable_dropped_at() = fallverbund::ToProto(c.dropped_at);
  erased.set_epoch(c.epoch);
  return Events{event};
}

}  // namespace

decider::Decision<v1::KeyEvent> KeyDecider::Decide(const State& state, const Command& command,
                                                   const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::keys
