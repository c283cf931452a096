// What happened in a register, or a date of its own -> command of the same or another register.
#ifndef FALLVERBUND_SERVICES_TEAM_REACTIONS_REGISTER_REACTIONS_H_
#define FALLVERBUND_SERVICES_TEAM_REACTIONS_REGISTER_REACTIONS_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/register_reactions.pb.h"
#include "services/team/domain/calendar_commands.h"
#include "services/team/domain/joint_decision_decider.h"
#include "services/team/domain/membership_commands.h"
#include "services/team/reactions/team_reactions.h"

namespace fallverbund::team {

// A command that a register now owes, or will at `due`.
struct RegisterDraft {
  std::string target_id;
  v1::RegisterReaction command;
  std::optional<absl::Time> due;  // nullopt: at once
};

// A date that was met or put off has nothing to do when it comes.
std::vector<RegisterDraft> React(const v1::CalendarEvent& event, const Trigger& trigger);
std::vector<RegisterDraft> React(const v1::MembershipEvent& event, const Trigger& trigger);
std::vector<RegisterDraft> React(const v1::JointDecisionEvent& event, const Trigger& trigger);

// The command a row carries; nullopt: none.
using RegisterCommand = std::variant<CalendarCommand, MembershipCommand, JointDecisionCommand>;
std::optional<RegisterCommand> ToCommand(const v1::RegisterReaction& reaction);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_REACTIONS_REGISTER_REACTIONS_H_
