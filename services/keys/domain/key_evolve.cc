#include "libs/base/time.h"
#include "services/keys/domain/key_decider.h"

namespace fallverbund::keys {

bool KeyState::proposed(absl::Time now) const {
  return phase == KeyPhase::kProposed && now < fallverbund::FromProto(proposal.lapses_at());
}

KeyState KeyDecider::Evolve(State state, const Event& event, const decider::Given& given) {
  switch (event.event_case()) {
    case Event::kErasureProposed:
      state.phase = KeyPhase::kProposed;
      state.proposal = event.erasure_proposed();
      state.proposer = given.actor;
      break;
    case Event::kErasureApproved:
      state.phase = KeyPhase::kApproved;
      state.approver = given.actor;
      break;
    case Event::kErasureOwedToWithdrawal: {
      const auto& owed = event.erasure_owed_to_withdrawal();
      state.phase = KeyPhase::kApproved;
      state.transition_id = owed.transition_id();
      state.proposal.Clear();
      state.proposal.set_proposal_id(owed.proposal_id());
      state.proposal.set_file_class(owed.file_class());
      state.proposal.set_confidentiality(owed.confidentiality());
      state.proposal.set_ground(v1::ERASURE_GROUND_CONSENT_WITHDRAWN);
      state.proposer = state.approver = {};
      break;
    }
    case Event::kKeyErased:
      state.phase = KeyPhase::kErased;
      state.erased_at = fallverbund::FromProto(event.key_erased().dropped_at());
      break;
    case Event::kLegalHoldPlaced:
      state.legal_hold = true;
      state.phase = KeyPhase::kKept;
      break;
    case Event::kLegalHoldLifted:
      state.legal_hold = false;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::keys
