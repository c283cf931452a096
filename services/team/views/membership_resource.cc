#include "services/team/views/membership_resource.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"

namespace fallverbund::team {

void ShowMembership(const history::History<MembershipDecider>& membership, v1::Membership& shown) {
  const MembershipState& state = membership.state;
  shown.set_membership_id(membership.aggregate_id);
  shown.set_kind(state.kind);
  shown.set_display_name(state.display_name);
  *shown.mutable_keeper() = care::ToProto(state.keeper);
  shown.set_complete(care::AllCommitted(state.seats) && state.vacant.empty());
  for (const care::Seat& seat : state.seats) {
    v1::ShownMember& member = *shown.add_members();
    member.set_organisation_id(seat.who.organisation_id);
    member.set_person_id(seat.who.person_id);
    if (const auto deputy = state.deputies.find(seat.who.person_id); deputy != state.deputies.end())
      member.set_deputy_person_id(deputy->second);
    member.set_lead(seat.lead);
    member.set_accepted(seat.committed);
    if (seat.successor) {
      member.set_successor_organisation_id(seat.successor->organisation_id);
      member.set_successor_person_id(seat.successor->person_id);
    }
    member.set_vacant(state.vacant.contains(seat.who.person_id));
    if (const care::Clock* clock = state.duties.Find(seat.who.person_id)) {
      *member.mutable_due() = ToProto(clock->due);
      member.set_overdue(clock->overdue);
    }
  }
}

void ShowJointDecision(const history::History<JointDecisionDecider>& decision, v1::JointDecision& shown,
                       std::vector<history::SealedText>& texts) {
  const JointDecisionState& state = decision.state;
  shown.set_decision_id(decision.aggregate_id);
  shown.set_reached(state.reached);
  shown.set_dissent_open(state.dissent_open);
  if (const care::Clock* dissent = state.duties.Find(kDissentDuty)) shown.set_dissent_step(dissent->step);
  std::map<std::string, v1::ShownVote*> votes;
  for (const auto& entry : decision.entries) {
    const auto& event = entry.event;
    if (event.has_joint_decision_opened()) {
      const auto& opened = event.joint_decision_opened();
      shown.set_membership_id(opened.membership_id());
      shown.set_case_id(opened.case_id());
      shown.set_team_id(opened.team_id());
      shown.set_subject(opened.subject());
      *shown.mutable_answer_due() = opened.answer_due();
      if (opened.has_evaluation()) *shown.mutable_evaluation() = opened.evaluation();
      shown.set_evaluated_by_person_id(opened.opened_by_person_id());
      texts.push_back(history::TextAt(opened, opened.question(),
                                      absl::StrCat(v1::JointDecisionOpened::kQuestionFieldNumber),
                                      shown.mutable_question()));
      shown.mutable_votes()->Reserve(opened.voters_size());
      for (const auto& voter : opened.voters()) {
        v1::ShownVote& vote = *shown.add_votes();
        vote.set_organisation_id(voter.organisation_id());
        vote.set_person_id(voter.person_id());
        votes[voter.person_id()] = &vote;
      }
    }
    if (event.has_vote_cast()) {
      const auto& cast = event.vote_cast();
      const auto vote = votes.find(cast.person_id());
      if (vote == votes.end()) continue;
      vote->second->set_vote(cast.vote());
      vote->second->set_gone(false);
      texts.push_back(history::TextAt(cast, cast.reason(), absl::StrCat(v1::VoteCast::kReasonFieldNumber),
                                      vote->second->mutable_reason()));
    }
    if (event.has_voter_gone()) {
      const auto vote = votes.find(event.voter_gone().person_id());
      if (vote != votes.end()) vote->second->set_gone(true);
    }
    if (event.has_joint_decision_withdrawn()) {
      const auto& withdrawn = event.joint_decision_withdrawn();
      shown.set_let_go_by_person_id(withdrawn.person_id());
      texts.push_back(history::TextAt(withdrawn, withdrawn.reason(),
                                      absl::StrCat(v1::JointDecisionWithdrawn::kReasonFieldNumber),
                                      shown.mutable_let_go_reason()));
    }
    if (event.has_dissent_answered()) {
      shown.set_dissent_answer(event.dissent_answered().answer());
      shown.set_answered_by_organisation_id(entry.given.actor.organisation);
      shown.set_answered_by_person_id(entry.given.actor.person);
      texts.push_back(history::TextAt(event.dissent_answered(), event.dissent_answered().text(),
                                      absl::StrCat(v1::DissentAnswered::kTextFieldNumber),
                                      shown.mutable_answer()));
    }
  }
}

}  // namespace fallverbund::team
