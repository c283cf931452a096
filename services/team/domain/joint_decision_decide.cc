#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "services/team/domain/joint_decision_decider.h"

namespace fallverbund::team {
namespace {

using decider::Given;
using decider::Reason;
using decider::Refusal;
using decider::Require;
using Event = v1::JointDecisionEvent;
using Events = std::vector<Event>;
using Decision = decider::Decision<Event>;

// So many organisations decide jointly; one alone does not (B5).
constexpr size_t kFewestOrganisations = 2;

bool IsCircle(const std::vector<v1::Voter>& voters) {
  std::set<std::string> organisations;
  for (const auto& voter : voters) organisations.insert(voter.organisation_id());
  return organisations.size() >= kFewestOrganisations;
}

std::optional<Refusal> RequireVoter(const JointDecisionState& state, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.opened())) return no;                          // B9
  return Require(Reason::kNoVoteHere, state.IsVoter(given.actor.organisation, given.actor.person));  // B9
}

// Whether somebody of enough organisations has voted or still may.
bool CanBeReached(const JointDecisionState& state) {
  std::set<std::string> organisations;
  for (const auto& [person, organisation] : state.voters) {
    if (state.votes.contains(person) || !state.gone.contains(person)) organisations.insert(organisation);
  }
  return organisations.size() >= kFewestOrganisations;
}

Event Reached(const JointDecisionState& state, size_t organisations, const Given& given) {
  const auto& votes = state.votes;
  const auto count = [&votes](v1::Vote vote) {
    return static_cast<int>(
        std::count_if(votes.begin(), votes.end(), [vote](const auto& each) { return each.second == vote; }));
  };
  Event event;
  auto& reached = *event.mutable_joint_decision_reached();
  reached.set_yes(count(v1::VOTE_YES));
  reached.set_no(count(v1::VOTE_NO));
  reached.set_abstained(count(v1::VOTE_ABSTAIN));
  reached.set_not_cast(static_cast<int>(state.voters.size() - votes.size()));
  reached.set_organisations(static_cast<int>(organisations));
  if (reached.no() > 0) *reached.mutable_dissent_due() = ToProto(given.now);
  return event;
}

// `event`, and behind it that the decision is reached where nobody is waited for any more and more than one
// organisation has voted. Otherwise the date of the answer climbs on, until it is withdrawn.
Events WithResult(const JointDecisionState& before, const Event& event, const Given& given) {
  const JointDecisionState state = JointDecisionDecider::Evolve(before, event, given);
  if (state.votes.size() + state.gone.size() < state.voters.size()) return {event};
  std::set<std::string> organisations;
  for (const auto& [person, vote] : state.votes) organisations.insert(state.voters.at(person));
  if (organisations.size() < kFewestOrganisations) return {event};
  return {event, Reached(state, organisations.size(), given)};
}

// A project over a period that has passed (B14); of every other question there is no evaluation.
bool SaysWhatIsEvaluated(const OpenJointDecision& c, const Given& given) {
  const bool asked = c.subject == v1::DECISION_SUBJECT_PROJECT_EVALUATION;
  if (!asked || !c.evaluation) return asked == c.evaluation.has_value();
  return c.evaluation->has_from() && c.evaluation->has_until() &&
         FromProto(c.evaluation->from()) < FromProto(c.evaluation->until()) &&
         FromProto(c.evaluation->until()) <= given.now;
}

Decision DecideOn(const JointDecisionState& state, const OpenJointDecision& c, const Given& given) {
  if (state.opened()) return Events{};
  const bool votes = std::any_of(c.voters.begin(), c.voters.end(), [&](const v1::Voter& voter) {
    return voter.organisation_id() == given.actor.organisation && voter.person_id() == given.actor.person;
  });
  if (auto no = Require(Reason::kNoVoteHere, votes)) return *no;                        // B9
  if (auto no = Require(Reason::kDecisionNeedsCircle, IsCircle(c.voters))) return *no;  // B9, B5
  if (auto no = Require(Reason::kDecisionNeedsDate,
                        care::IsDueWithin(c.answer_due, given.now, Days(kLongestVoteDays)))) {
    return *no;  // B9
  }
  if (auto no = Require(Reason::kEvaluationIncomplete, SaysWhatIsEvaluated(c, given))) return *no;  // B14
  if (auto no = Require(Reason::kEvaluationWithoutFigures, !c.evaluation || c.figures_known))
    return *no;  // B14
  const bool about_offer = c.subject == v1::DECISION_SUBJECT_OFFER;
  if (auto no = Require(Reason::kOfferOfDecisionUnknown,
                        about_offer ? c.offer_known && !c.membership_id.empty() : c.offer_entry_id.empty()))
    return *no;  // E6
  Event event;
  auto& opened = *event.mutable_joint_decision_opened();
  opened.set_offer_entry_id(c.offer_entry_id);
  if (c.evaluation) {
    *opened.mutable_evaluation() = *c.evaluation;
    opened.set_opened_by_person_id(given.actor.person);
  }
  opened.set_membership_id(c.membership_id);
  opened.set_case_id(c.case_id);
  opened.set_team_id(c.team_id);
  opened.set_subject(c.subject);
  *opened.mutable_question() = c.question;
  for (const auto& voter : c.voters) *opened.add_voters() = voter;
  *opened.mutable_answer_due() = ToProto(c.answer_due);
  return Events{event};
}

Decision DecideOn(const JointDecisionState& state, const CastVote& c, const Given& given) {
  if (auto no = RequireVoter(state, given)) return *no;
  if (auto no = Require(Reason::kDecisionWithdrawn, !state.withdrawn)) return *no;                      // B9
  if (auto no = Require(Reason::kVotedAlready, !state.votes.contains(given.actor.person))) return *no;  // B9
  if (auto no = Require(Reason::kDissentNeedsReason, c.vote != v1::VOTE_NO || !c.reason.key_id().empty()))
    return *no;  // B9
  Event event;
  auto& cast = *event.mutable_vote_cast();
  cast.set_organisation_id(given.actor.organisation);
  cast.set_person_id(given.actor.person);
  cast.set_vote(c.vote);
  *cast.mutable_reason() = c.reason;
  return WithResult(state, event, given);
}

// A vote that was cast stays.
Decision DecideOn(const JointDecisionState& state, const LetVoterGo& c, const Given& given) {
  const bool awaited = !state.reached && !state.withdrawn && state.voters.contains(c.person_id) &&
                       !state.votes.contains(c.person_id) && !state.gone.contains(c.person_id);
  if (!awaited) return Events{};
  Event event;
  event.mutable_voter_gone()->set_person_id(c.person_id);
  return WithResult(state, event, given);
}

// By whoever is still there, since all who were asked may have left; and by who answers for the votes, since
// their organisations may be gone as well.
Decision DecideOn(const JointDecisionState& state, const WithdrawJointDecision& c, const Given& given) {
  if (auto no = Require(Reason::kObjectUnknown, state.opened())) return *no;  // B9
  const bool concerned = !given.actor.person.empty() &&
                         (c.answers_for_it || state.ConcernsOrganisation(given.actor.organisation));
  if (auto no = Require(Reason::kNoVoteHere, concerned)) return *no;  // B9
  if (state.withdrawn) return Events{};
  const bool stuck = !state.reached && !CanBeReached(state);
  if (auto no = Require(Reason::kDecisionStillPossible, stuck)) return *no;                       // B9
  if (auto no = Require(Reason::kWithdrawalNeedsReason, !c.reason.key_id().empty())) return *no;  // B9
  Event event;
  auto& withdrawn = *event.mutable_joint_decision_withdrawn();
  withdrawn.set_organisation_id(given.actor.organisation);
  withdrawn.set_person_id(given.actor.person);
  *withdrawn.mutable_reason() = c.reason;
  return Events{event};
}

// A vote is nobody else's; the answer to a dissent is the circle's, and must not wait for ever for people who
// are not there any more.
Decision DecideOn(const JointDecisionState& state, const AnswerDissent& c, const Given& given) {
  const bool stands_in = c.stands_in && !given.actor.person.empty();
  if (auto no = Require(Reason::kObjectUnknown, state.opened())) return *no;  // B9
  if (auto no = stands_in ? std::nullopt : RequireVoter(state, given)) return *no;
  if (auto no = Require(Reason::kDissentIsNotOpen, state.dissent_open)) return *no;  // B9
  Event event;
  event.mutable_dissent_answered()->set_answer(c.answer);
  *event.mutable_dissent_answered()->mutable_text() = c.text;
  return Events{event};
}

Decision DecideOn(const JointDecisionState& state, const PassDuty& c, const Given& given) {
  return state.duties.Pass<Event>(c, given.now);
}

}  // namespace

decider::Decision<v1::JointDecisionEvent> JointDecisionDecider::Decide(const State& state,
                                                                       const Command& command,
                                                                       const Given& given) {
  return std::visit([&](const auto& c) { return DecideOn(state, c, given); }, command);
}

}  // namespace fallverbund::team
