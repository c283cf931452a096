// A date of our own -> command of the deployment.
#ifndef FALLVERBUND_SERVICES_CRISIS_REACTIONS_CRISIS_REACTIONS_H_
#define FALLVERBUND_SERVICES_CRISIS_REACTIONS_CRISIS_REACTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/crisis/v1/crisis_reactions.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "services/crisis/domain/deployment_commands.h"

namespace fallverbund::crisis {

// The commit an event came in.
struct Trigger {
  std::string aggregate_id;
  absl::Time recorded_at;
};

// A command that is owed when `due` comes.
struct Draft {
  std::string target_id;
  v1::CrisisReaction command;
  absl::Time due;
};

// An answered deployment has nothing to do when its date comes.
std::vector<Draft> React(const v1::DeploymentEvent& event, const Trigger& trigger);

// The command a row carries; nullopt: none.
std::optional<DeploymentCommand> ToCommand(const v1::CrisisReaction& reaction);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_REACTIONS_CRISIS_REACTIONS_H_
