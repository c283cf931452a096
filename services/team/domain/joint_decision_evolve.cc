#include <algorithm>

#include "services/team/domain/joint_decision_decider.h"

namespace fallverbund::team {

bool JointDecisionState::ConcernsOrganisation(const std::string& organisation) const {
  return std::any_of(voters.begin(), voters.end(),
                     [&](const auto& voter) { return voter.second == organisation; });
}

bool JointDecisionState::AsksTheSteeringGroup() const {
  const care::Clock* dissent = duties.Find(kDissentDuty);
  return dissent != nullptr && dissent->step == common::v1::ESCALATION_STEP_STEERING_GROUP;
}

JointDecisionState JointDecisionDecider::Evolve(State state, const Event& event,
                                                const decider::Given& given) {
  switch (event.event_case()) {
    case Event::kJointDecisionOpened: {
      const auto& opened = event.joint_decision_opened();
      state.membership_id = opened.membership_id();
      state.case_id = opened.case_id();
      for (const auto& voter : opened.voters()) state.voters[voter.person_id()] = voter.organisation_id();
      state.duties.Start("", FromProto(opened.answer_due()));
      break;
    }
    case Event::kVoteCast:
      state.votes[event.vote_cast().person_id()] = event.vote_cast().vote();
      state.gone.erase(event.vote_cast().person_id());
      break;
    case Event::kVoterGone:
      state.gone.insert(event.voter_gone().person_id());
      break;
    case Event::kJointDecisionReached:
      state.reached = true;
      state.duties.Stop("");
      if (event.joint_decision_reached().has_dissent_due()) {
        state.dissent_open = true;
        state.duties.Start(kDissentDuty, FromProto(event.joint_decision_reached().dissent_due()));
      }
      break;
    case Event::kJointDecisionWithdrawn:
      state.withdrawn = true;
      state.duties.Stop("");
      break;
    case Event::kDissentAnswered:
      state.dissent_open = false;
      state.duties.Stop(kDissentDuty);
      break;
    case Event::kDutyOverdue:
      state.duties.Take(event.duty_overdue(), given.now);
      break;
    case Event::kDutyEscalated:
      state.duties.Take(event.duty_escalated(), given.now);
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::team
