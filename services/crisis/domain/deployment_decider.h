// A deployment of the crisis team (A18, A19): asked for by the unit that holds the case, accepted in person
// or refused; an old request is answered no more. It moves nothing itself: for OVERNIGHT the case moves
// TONIGHT because of the acceptance.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_DECIDER_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_DECIDER_H_

#include <optional>
#include <string>

#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "libs/care/clock.h"
#include "libs/care/holder.h"
#include "libs/decider/decider.h"
#include "services/crisis/domain/deployment_commands.h"

namespace fallverbund::crisis {

// Proposed defaults: "kurzfristig" (A18) has no number.
inline constexpr absl::Duration kDeploymentAnswerWithin = absl::Minutes(30);
inline constexpr absl::Duration kLongestDeploymentAnswer = absl::Hours(72);
// From the end of a deployment to its debrief, and how far it may be put: proposed defaults.
inline constexpr absl::Duration kDebriefWithin = absl::Hours(14 * 24);
inline constexpr absl::Duration kLongestDebrief = absl::Hours(28 * 24);
inline constexpr int kLongestContactHours = 7 * 24;  // of outreach: once a week at least

enum class DeploymentPhase { kNone, kRequested, kAccepted, kRefused, kWithdrawn, kEnded };

struct DeploymentState {
  DeploymentPhase phase = DeploymentPhase::kNone;
  std::string case_id;
  v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
  std::string crisis_team_organisation_id;
  absl::Time requested_at;
  bool by_pool = false;         // the team's pool decides who gets a place
  int contact_every_hours = 0;  // OUTREACH
  care::Holder holder;          // once accepted
  absl::Time accepted_at;
  absl::Time ended_at;
  std::optional<absl::Time> last_contact_at;  // in which somebody was reached
  care::Clocks clocks;

  bool requested() const { return phase != DeploymentPhase::kNone; }
  friend bool operator==(const DeploymentState&, const DeploymentState&) = default;
};

// Why this acceptance is refused, whoever then decides it; nullopt: it is not. The holder it names.
std::optional<decider::Refusal> RefuseAcceptance(const DeploymentState& state, const AcceptDeployment& c,
                                                 const decider::Given& given);
care::Holder AcceptingHolder(const AcceptDeployment& c, const decider::Given& given);

struct DeploymentDecider {
  using State = DeploymentState;
  using Command = DeploymentCommand;
  using Event = v1::DeploymentEvent;
  static constexpr char kContext[] = "crisis";
  static constexpr char kAggregateType[] = "deployment";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<DeploymentDecider>);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_DEPLOYMENT_DECIDER_H_
