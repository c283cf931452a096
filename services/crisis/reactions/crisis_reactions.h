// A date of our own, or the case that a crisis asked for -> command of the deployment or crisis.
#ifndef FALLVERBUND_SERVICES_CRISIS_REACTIONS_CRISIS_REACTIONS_H_
#define FALLVERBUND_SERVICES_CRISIS_REACTIONS_CRISIS_REACTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/crisis_reactions.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "services/crisis/domain/crisis_commands.h"
#include "services/crisis/domain/deployment_commands.h"

namespace fallverbund::crisis {

// The commit an event came in.
struct Trigger {
  std::string aggregate_id;
  absl::Time recorded_at;
};

// A command that is owed.
struct Draft {
  std::string target_id;
  v1::CrisisReaction command;
  std::optional<absl::Time> due = std::nullopt;  // nullopt: at once
};

// An answered deployment has nothing to do when its date comes.
std::vector<Draft> React(const v1::DeploymentEvent& event, const Trigger& trigger);

// Legs, the meeting, court, detention and tasks come due; what was done meanwhile has nothing to do.
std::vector<Draft> React(const v1::CrisisEvent& event, const Trigger& trigger);
// The case of somebody unknown was opened (B10).
std::vector<Draft> React(const casework::v1::CaseEvent& event, const Trigger& trigger);

// The command of a crisis that a row carries; nullopt: it carries one of a deployment, or none.
std::optional<CrisisCommand> ToCrisisCommand(const v1::CrisisReaction& reaction);
// Likewise of a deployment.
std::optional<DeploymentCommand> ToCommand(const v1::CrisisReaction& reaction);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_REACTIONS_CRISIS_REACTIONS_H_
