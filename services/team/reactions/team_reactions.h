// What happened in the case, or a date of our own -> command of the team.
#ifndef FALLVERBUND_SERVICES_TEAM_REACTIONS_TEAM_REACTIONS_H_
#define FALLVERBUND_SERVICES_TEAM_REACTIONS_TEAM_REACTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "fallverbund/team/v1/team_reactions.pb.h"
#include "services/team/domain/team_commands.h"

namespace fallverbund::team {

// The commit an event came in.
struct Trigger {
  std::string aggregate_id;
  absl::Time recorded_at;
  absl::Time occurred_at;
};

// A command that is now owed.
struct Draft {
  std::string target_id;
  v1::TeamReaction command;
  std::optional<absl::Time> due;  // nullopt: at once
};

// `team_id`: of that case's team; empty: it has none, and nothing follows.
std::vector<Draft> React(const casework::v1::CaseEvent& event, const Trigger& trigger,
                         const std::string& team_id);
// A clock that was stopped or set anew has nothing to do when its old date comes.
std::vector<Draft> React(const v1::TeamEvent& event, const Trigger& trigger);

// The command a row carries; nullopt: none.
// What a leaver still has (N11); for the directory of that organisation.
Draft React(const casework::v1::ResponsibilitiesCounted& event);

std::optional<TeamCommand> ToCommand(const v1::TeamReaction& reaction);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_REACTIONS_TEAM_REACTIONS_H_
