// What happened in a register, or a date of its own -> command of the same or another register.
#ifndef FALLVERBUND_SERVICES_TEAM_REACTIONS_REGISTER_REACTIONS_H_
#define FALLVERBUND_SERVICES_TEAM_REACTIONS_REGISTER_REACTIONS_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
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

// An organisation goes, or stays after all, and these memberships may have a seat of its people (N10).
std::vector<RegisterDraft> LettingMembersGo(const v1::OrganisationLeaving& event,
                                            const std::string& organisation_id,
                                            const std::vector<std::string>& membership_ids);
std::vector<RegisterDraft> LettingMembersStay(const std::string& organisation_id,
                                              const std::vector<std::string>& membership_ids);

// The account of somebody who was asked in these decisions is closed (B9, N11).
std::vector<RegisterDraft> LettingVoterGo(const std::string& person_id,
                                          const std::vector<std::string>& decision_ids);

// The command a row carries; nullopt: none. `body_leaves`: whether the organisation that a row names goes by
// now.
using RegisterCommand = std::variant<CalendarCommand, MembershipCommand, JointDecisionCommand>;
std::optional<RegisterCommand> ToCommand(const v1::RegisterReaction& reaction, bool body_leaves);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_REACTIONS_REGISTER_REACTIONS_H_
