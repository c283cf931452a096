// The pool of a crisis team (A17): who gets a place is decided here and nowhere else, so that of two who ask
// for the last one exactly one gets it. The deployment's own acceptance follows by reaction.
#ifndef FALLVERBUND_SERVICES_CRISIS_DOMAIN_POOL_DECIDER_H_
#define FALLVERBUND_SERVICES_CRISIS_DOMAIN_POOL_DECIDER_H_

#include <map>
#include <set>
#include <string>
#include <variant>

#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "libs/decider/decider.h"
#include "services/crisis/domain/deployment_decider.h"

namespace fallverbund::crisis {

inline constexpr int kMostPlaces = 1000;  // of one mode: more is a typing error

struct SetPoolCapacity {
  std::map<v1::DeploymentMode, int> places;  // of each of the three modes
};

// In person: what AcceptDeployment is where the team had set a capacity when it was asked for.
struct TakePlace {
  std::string deployment_id;
  AcceptDeployment acceptance;
  DeploymentState deployment;  // fact: as far as is known; it decides once more when it follows
};

// By reaction: accepted without asking the pool.
struct CountPlace {
  std::string deployment_id;
  v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
  std::string case_id;
};

// By reaction: the deployment ended, or was never accepted.
struct FreePlace {
  std::string deployment_id;
};

using PoolCommand = std::variant<SetPoolCapacity, TakePlace, CountPlace, FreePlace>;

struct PoolState {
  struct Place {
    v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
    std::string case_id;  // empty: of before it was told
    friend bool operator==(const Place&, const Place&) = default;
  };

  std::string organisation_id;               // empty: no capacity was ever set
  std::map<v1::DeploymentMode, int> places;  // of each mode
  std::map<std::string, Place> taken;        // by deployment
  // Deployments that are over: what is counted late takes no place for them. A few bytes for each there ever
  // was.
  std::set<std::string> freed;

  bool has_capacity() const { return !organisation_id.empty(); }
  // Free places of a mode; never below 0, where there were more once. A night that colleagues pass on to each
  // other is one place, for as long as any of their deployments runs (N11).
  int Free(v1::DeploymentMode mode) const;
  bool HasNightOf(const std::string& case_id) const;
  friend bool operator==(const PoolState&, const PoolState&) = default;
};

struct PoolDecider {
  using State = PoolState;
  using Command = PoolCommand;
  using Event = v1::PoolEvent;
  static constexpr char kContext[] = "crisis";
  static constexpr char kAggregateType[] = "pool";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<PoolDecider>);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_DOMAIN_POOL_DECIDER_H_
