// Event of another context, or a date of our own -> command of the case.
#ifndef FALLVERBUND_SERVICES_CASE_REACTIONS_CASE_REACTIONS_H_
#define FALLVERBUND_SERVICES_CASE_REACTIONS_CASE_REACTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/case_reactions.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "services/case/domain/commands.h"

namespace fallverbund::casework {

// The commit an event came in.
struct Trigger {
  std::string aggregate_id;
  uint64_t position = 0;
  absl::Time recorded_at;
};

// A command that is now owed.
struct Draft {
  std::string target_id;  // of the case; of a new one, which has no id yet, its origin
  v1::CaseReaction command;
  std::optional<absl::Time> due;  // nullopt: at once
};

std::vector<Draft> React(const intake::v1::InquiryEvent& event, const Trigger& trigger);
std::vector<Draft> React(const intake::v1::ContactEvent& event, const Trigger& trigger);
std::vector<Draft> React(const team::v1::TeamEvent& event, const Trigger& trigger);
std::vector<Draft> React(const crisis::v1::DeploymentEvent& event, const Trigger& trigger);
// Own events start clocks. A clock that was stopped or restarted meanwhile has nothing to do when its date
// comes.
std::vector<Draft> React(const v1::CaseEvent& event, const Trigger& trigger);

// The command a row carries. `holder` is what the directory knows of reaction.open_case().holder(); other
// commands need nothing looked up. nullopt: the row carries none.
std::optional<Command> ToCommand(const v1::CaseReaction& reaction, const HolderFacts& holder);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_REACTIONS_CASE_REACTIONS_H_
