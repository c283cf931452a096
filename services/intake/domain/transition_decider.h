// A family's accompaniment in the prevention chain (block E): begun with its consent, held by a navigator
// from then on, always exactly one, until the family has arrived or withdraws. It has no strand CASE: who
// navigates answers for a transition, not for a young person's case.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_TRANSITION_DECIDER_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_TRANSITION_DECIDER_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/base/time.h"
#include "libs/care/clock.h"
#include "libs/care/handover.h"
#include "libs/care/holder.h"
#include "libs/care/strand.h"
#include "libs/decider/decider.h"
#include "services/intake/domain/transition_commands.h"

namespace fallverbund::intake {

// Proposed defaults; a process chain may say otherwise (E4).
inline const absl::Duration kPhaseAtMost = Days(3653);  // from pregnancy to secondary school it is ten years
inline const absl::Duration kWarmAnswerWithin = Days(7);
inline const absl::Duration kNavigatorSuccessionAtLeast = Days(1);    // N10
inline const absl::Duration kInsolventNavigatorSuccession = Days(3);  // N10
inline const absl::Duration kWarmCheckAfter = Days(56);               // eight weeks (E1, N6)

enum class Accompaniment { kNone, kGoesOn, kCompleted, kWithdrawn };

// What the offer that is open adds to care::Offer, or the last move.
struct WarmOffer {
  v1::ServiceLine to_line = v1::SERVICE_LINE_UNSPECIFIED;
  v1::LifePhase for_phase = v1::LIFE_PHASE_UNSPECIFIED;
  absl::Duration check_after;
  std::string chain_id;
  uint32_t chain_version = 0;
  std::vector<int> items;  // v1::HandoverItem
  uint32_t failed_attempts = 0;
  friend bool operator==(const WarmOffer&, const WarmOffer&) = default;
};

// After a move: who gave, and is to ask whether the family has arrived. Until then nobody completes the
// accompaniment, and a further move leaves it owed (E1).
struct WarmCheck {
  std::string handover_id;
  care::Holder giver;
  friend bool operator==(const WarmCheck&, const WarmCheck&) = default;
};

struct TransitionState {
  Accompaniment phase = Accompaniment::kNone;
  std::string subject_id;
  care::Strand<care::Holder> navigator;
  v1::ServiceLine service_line = v1::SERVICE_LINE_UNSPECIFIED;
  std::string social_space_id;
  v1::LanguageNeed language_need = v1::LANGUAGE_NEED_UNSPECIFIED;
  std::map<int, absl::Time> expected;  // by v1::LifePhase; not reached yet
  v1::LifePhase reached = v1::LIFE_PHASE_UNSPECIFIED;
  care::Handover handover;
  WarmOffer offer;                // of the open handover
  std::vector<WarmCheck> checks;  // still open, in the order of the moves
  care::Clocks clocks;
  std::set<std::string> key_ids;  // under which its texts are sealed

  bool begun() const { return phase != Accompaniment::kNone; }
  bool goes_on() const { return phase == Accompaniment::kGoesOn; }
  // Completed, but for somebody who was to be heard later, on a date that was named (A16).
  bool has_still_to_hear() const;
  const WarmCheck* FindCheck(std::string_view handover_id) const;
  friend bool operator==(const TransitionState&, const TransitionState&) = default;
};

// Whom the family cannot talk to without somebody in between (E8).
bool NeedsInterpreter(v1::LanguageNeed need);
// A phase's clock is told apart by its number.
std::string ObjectOf(v1::LifePhase phase);

struct TransitionDecider {
  using State = TransitionState;
  using Command = TransitionCommand;
  using Event = v1::TransitionEvent;
  static constexpr char kContext[] = "intake";
  static constexpr char kAggregateType[] = "transition";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<TransitionDecider>);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_TRANSITION_DECIDER_H_
