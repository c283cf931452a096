// One Team auf Zeit as deciding needs it.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_STATE_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_STATE_H_

#include <string>

#include "absl/time/time.h"
#include "libs/care/clock.h"
#include "libs/care/commitment.h"
#include "libs/care/holder.h"

namespace fallverbund::team {

// There is no end: a team stays as long as its case does (A8), and comes back with it.
enum class TeamPhase { kNone, kProposed, kFormed, kActive, kPaused, kWoundDown };

struct TeamState {
  TeamPhase phase = TeamPhase::kNone;
  TeamPhase before_end = TeamPhase::kNone;  // where it goes on should the case come back
  std::string case_id;
  care::Holder coordinator;  // these three as proposed; how it went on is the case's to say: Standing
  std::string case_worker_person_id;
  care::Seats seats;
  absl::Time last_setback_at = absl::InfinitePast();
  care::Clocks clocks;

  bool proposed() const { return phase != TeamPhase::kNone; }
  friend bool operator==(const TeamState&, const TeamState&) = default;
};

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_TEAM_STATE_H_
