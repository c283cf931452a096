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
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
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
// The lead of a crisis, the night in a clinic, and the case of somebody unknown.
std::vector<Draft> React(const crisis::v1::CrisisEvent& event, const Trigger& trigger);
// N11: somebody leaves, so what that person has is counted; a leaver's cases are offered, each by itself.
std::vector<Draft> React(const team::v1::OrganisationEvent& event, const Trigger& trigger);
std::vector<Draft> React(const v1::LeaverEvent& event, const Trigger& trigger);
// A partner goes (N10): each of these cases, in which it has a commitment.
std::vector<Draft> LettingGo(const team::v1::OrganisationLeaving& event, const std::string& organisation_id,
                             const std::vector<std::string>& case_ids);
// It stays after all.
std::vector<Draft> LettingStay(const std::string& organisation_id, const std::vector<std::string>& case_ids);
// Counts what the person has; the target is the leaver.
Draft Counting(const std::string& person_id, const std::string& organisation_id, bool asked);
// Somebody may have one responsibility less by it, or one more.
bool MayTakeSomething(const v1::CaseEvent& event);
bool MayTakeSomething(const intake::v1::ContactEvent& event);
bool MayTakeSomething(const intake::v1::InquiryEvent& event);
bool MayTakeSomething(const intake::v1::TransitionEvent& event);
bool MayTakeSomething(const team::v1::MembershipEvent& event);
bool MayTakeSomething(const team::v1::CalendarEvent& event);
bool MayTakeSomething(const team::v1::SocialSpaceEvent& event);
bool MayTakeSomething(const team::v1::AgreementEvent& event);
bool MayTakeSomething(const crisis::v1::CrisisEvent& event);
bool MayTakeSomething(const crisis::v1::DeploymentEvent& event);
// Own events start clocks. A clock that was stopped or restarted meanwhile has nothing to do when its date
// comes.
std::vector<Draft> React(const v1::CaseEvent& event, const Trigger& trigger);

// The command of a case that a row carries. `holder` is what the directory knows of
// reaction.open_case().holder() or reaction.offer_of_leaver().offer().to(), `body_leaves` whether the partner
// of reaction.partner_leaving() or partner_staying() goes by now: what was overtaken has nothing to do. Other
// commands need nothing looked up. nullopt: the row carries none.
std::optional<Command> ToCommand(const v1::CaseReaction& reaction, const HolderFacts& holder,
                                 bool body_leaves);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_REACTIONS_CASE_REACTIONS_H_
