// What a circle decides together (B9): everybody who is there votes once and in person, dissent keeps its
// reason, climbs until it is answered, and takes nobody's seat.
#ifndef FALLVERBUND_SERVICES_TEAM_DOMAIN_JOINT_DECISION_DECIDER_H_
#define FALLVERBUND_SERVICES_TEAM_DOMAIN_JOINT_DECISION_DECIDER_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "libs/decider/decider.h"
#include "services/team/domain/duty.h"

namespace fallverbund::team {

// A proposed default: what nobody answers within a quarter is no question.
inline constexpr int kLongestVoteDays = 92;
// The duty that dissent is until it is answered; the votes' own has no name.
inline constexpr char kDissentDuty[] = "dissent";

struct OpenJointDecision {
  // Either a membership, or a case and its team.
  std::string membership_id, case_id, team_id;
  v1::DecisionSubject subject = v1::DECISION_SUBJECT_UNSPECIFIED;
  common::v1::Sealed question;
  absl::Time answer_due;
  std::vector<v1::Voter> voters;                                   // fact: the members who have accepted
  std::optional<v1::ProjectEvaluation> evaluation = std::nullopt;  // B14
  bool figures_known = false;       // fact: the log reaches to the figures' position
  std::string offer_entry_id = {};  // E6
  bool offer_known = false;         // fact: the catalogue lists it
};

struct CastVote {
  v1::Vote vote = v1::VOTE_UNSPECIFIED;
  common::v1::Sealed reason;
};

struct AnswerDissent {
  v1::DissentAnswer answer = v1::DISSENT_ANSWER_UNSPECIFIED;
  common::v1::Sealed text;
  // Fact: nobody of those who were asked is there any more, and the actor has followed in the circle or
  // answers for it; or the actor is of the steering group, which the dissent has reached.
  bool stands_in = false;
};

// By reaction to an account that was closed (N11): nobody waits for this vote any more.
struct LetVoterGo {
  std::string person_id;
};

// Fewer than two organisations have voted or still may: the members of now are asked anew (B5).
struct WithdrawJointDecision {
  common::v1::Sealed reason;
  bool answers_for_it =
      false;  // fact: of the organisation that keeps the membership, or coordinates the team
};

using JointDecisionCommand =
    std::variant<OpenJointDecision, CastVote, AnswerDissent, PassDuty, LetVoterGo, WithdrawJointDecision>;

struct JointDecisionState {
  std::string membership_id, case_id;         // one of both
  std::map<std::string, std::string> voters;  // person -> organisation; empty: there is no decision
  std::map<std::string, v1::Vote> votes;      // by person
  std::set<std::string> gone;                 // without a vote
  bool reached = false;
  bool withdrawn = false;  // it is reached no more
  bool dissent_open = false;
  Duties duties;

  bool opened() const { return !voters.empty(); }
  bool IsVoter(const std::string& organisation, const std::string& person) const {
    const auto found = voters.find(person);
    return found != voters.end() && found->second == organisation;
  }
  bool ConcernsOrganisation(const std::string& organisation) const;
  // The dissent has climbed to the top.
  bool AsksTheSteeringGroup() const;
  friend bool operator==(const JointDecisionState&, const JointDecisionState&) = default;
};

struct JointDecisionDecider {
  using State = JointDecisionState;
  using Command = JointDecisionCommand;
  using Event = v1::JointDecisionEvent;
  static constexpr char kContext[] = "team";
  static constexpr char kAggregateType[] = "joint_decision";

  static State Initial() { return {}; }
  static decider::Decision<Event> Decide(const State& state, const Command& command,
                                         const decider::Given& given);
  static State Evolve(State state, const Event& event, const decider::Given& given);
};

static_assert(decider::Decider<JointDecisionDecider>);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_DOMAIN_JOINT_DECISION_DECIDER_H_
