// What follows of a place that was taken or a deployment that ended -> commands of deployments and pools
// (A17, A18).
#ifndef FALLVERBUND_SERVICES_CRISIS_REACTIONS_POOL_REACTIONS_H_
#define FALLVERBUND_SERVICES_CRISIS_REACTIONS_POOL_REACTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/crisis/v1/pool_reactions.pb.h"
#include "services/crisis/domain/deployment_commands.h"
#include "services/crisis/domain/pool_decider.h"
#include "services/crisis/reactions/crisis_reactions.h"

namespace fallverbund::crisis {

// A command that is owed; nullopt: at once.
struct PoolDraft {
  std::string target_id;
  v1::PoolReaction command;
  std::optional<absl::Time> due;
};

// A deployment that runs, and was accepted without a place in the pool.
struct Uncounted {
  std::string deployment_id;
  v1::DeploymentMode mode = v1::DEPLOYMENT_MODE_UNSPECIFIED;
  std::string case_id;
};

// `uncounted`: of the team whose pool this is.
std::vector<PoolDraft> React(const v1::PoolEvent& event, const Trigger& trigger,
                             const std::vector<Uncounted>& uncounted);
// `pool_id`: of the team's pool; empty where it never set a capacity.
std::vector<PoolDraft> ReactForPool(const v1::DeploymentEvent& event, const Trigger& trigger,
                                    const std::string& pool_id);

// The command a row carries, of a deployment or of a pool; nullopt: none of that.
std::optional<DeploymentCommand> ToDeploymentCommand(const v1::PoolReaction& reaction);
std::optional<PoolCommand> ToPoolCommand(const v1::PoolReaction& reaction);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_REACTIONS_POOL_REACTIONS_H_
