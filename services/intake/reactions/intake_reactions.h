// What the case opened, or a date of our own -> command of intake.
#ifndef FALLVERBUND_SERVICES_INTAKE_REACTIONS_INTAKE_REACTIONS_H_
#define FALLVERBUND_SERVICES_INTAKE_REACTIONS_INTAKE_REACTIONS_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/intake_reactions.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "services/intake/domain/contact_commands.h"
#include "services/intake/domain/inquiry_commands.h"
#include "services/intake/domain/transition_commands.h"

namespace fallverbund::intake {

// The commit an event came in.
struct Trigger {
  std::string aggregate_id;
  absl::Time recorded_at;
};

// A command that is now owed to the contact or inquiry `target_id`.
struct Draft {
  std::string target_id;
  v1::IntakeReaction command;
  std::optional<absl::Time> due;  // nullopt: at once
};

std::vector<Draft> React(const casework::v1::CaseEvent& event, const Trigger& trigger);
// A contact whose case is open has nothing to do when its date comes.
std::vector<Draft> React(const v1::ContactEvent& event, const Trigger& trigger);
// An answered inquiry has nothing to do when its date comes.
std::vector<Draft> React(const v1::InquiryEvent& event, const Trigger& trigger);

// A date of an accompaniment that was kept, planned anew or is over has nothing to do when it comes.
std::vector<Draft> React(const v1::TransitionEvent& event, const Trigger& trigger);

// An organisation goes, or stays after all: asked of each accompaniment in which it navigates (N10).
std::vector<Draft> LettingGo(const team::v1::OrganisationLeaving& event, const std::string& organisation_id,
                             const std::vector<std::string>& transition_ids);
std::vector<Draft> LettingStay(const std::string& organisation_id,
                               const std::vector<std::string>& transition_ids);

// The command a row carries, by the aggregate it is for; monostate: it carries none. `leaves`: the
// organisation of reaction.navigator_leaving() or navigator_staying() goes by now; what was overtaken has
// nothing to do.
std::variant<std::monostate, ContactCommand, InquiryCommand, TransitionCommand> ToCommand(
    const v1::IntakeReaction& reaction, bool leaves = false);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_REACTIONS_INTAKE_REACTIONS_H_
