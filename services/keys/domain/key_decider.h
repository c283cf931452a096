// A data key on its way to erasure (§ 84 SGB X, Art. 17 GDPR): proposed by one person, approved by another,
// dropped by the vault, and only then called erased. Never before retention has ended, never under a legal
// hold. A key of the prevention chain is forgotten by its family's word alone (Art. 17(1)(b) GDPR).
#ifndef FALLVERBUND_SERVICES_KEYS_DOMAIN_KEY_DECIDER_H_
#define FALLVERBUND_SERVICES_KEYS_DOMAIN_KEY_DECIDER_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "libs/decider/decider.h"
#include "services/keys/domain/key_commands.h"

namespace fallverbund::keys {

// A proposal nobody approved for so long is void: what was true when it was made may be so no longer.
inline constexpr absl::Duration kProposalStands = absl::Hours(24 * 14);

enum class KeyPhase { kKept, kProposed, kApproved, kErased };

struct KeyState {
  KeyPhase phase = KeyPhase::kKept;
  bool legal_hold = false;
  v1::ErasureProposed proposal;  // the last one, while it stands and after it was carried out
  decider::Actor proposer;
  decider::Actor approver;
  absl::Time erased_at;       // once erased
  std::string transition_id;  // whose withdrawal; empty: two persons decided

  bool proposed(absl::Time now) const;  // and not lapsed
};

struct KeyDecider {
  using State = KeyState;
  using Command = KeyCommand;
  using Event = v1::KeyEvent;
  static constexpr char kContext[] = "keys";
  static constexpr char kAggregateType[] = "key";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<KeyDecider>);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_DOMAIN_KEY_DECIDER_H_
