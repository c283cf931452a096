#include "services/team/domain/joint_decision_decider.h"

#include <gtest/gtest.h>

#include <string>

#include "services/team/domain/testing/register_story.h"

namespace fallverbund::team {
namespace {

using testing::Id;
using Story = testing::RegisterStory<JointDecisionDecider>;

const std::string kOffice = Id('a'), kProvider = Id('b');
const std::string kFirst = Id('1'), kSecond = Id('2'), kThird = Id('3');

v1::Voter VoterOf(const std::string& organisation, const std::string& person) {
  v1::Voter voter;
  voter.set_organisation_id(organisation);
  voter.set_person_id(person);
  return voter;
}
OpenJointDecision Question(const Story& story) {
  OpenJointDecision c;
  c.membership_id = Id('f');
  c.subject = v1::DECISION_SUBJECT_ONE_OFF_SETTING;
  c.answer_due = story.now() + Days(14);
  c.voters = {VoterOf(kOffice, kFirst), VoterOf(kProvider, kSecond), VoterOf(kProvider, kThird)};
  return c;
}
CastVote Votes(v1::Vote vote, bool with_reason = true) {
  CastVote c{vote, {}};
  if (with_reason) c.reason.set_key_id(Id('e'));
  return c;
}
Story Opened() {
  Story story;
  story.As(kOffice, kFirst);
  EXPECT_EQ(story.When(Question(story)), "OK");
  return story;
}
Story WithDissent() {
  Story story = Opened();
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  story.As(kProvider, kSecond);
  EXPECT_EQ(story.When(Votes(v1::VOTE_NO)), "OK");
  EXPECT_FALSE(story.state().reached);
  story.As(kProvider, kThird);
  EXPECT_EQ(story.When(Votes(v1::VOTE_ABSTAIN)), "OK");
  return story;
}

TEST(JointDecision, IsAskedByAMemberOfACircleOfTwoOrganisations) {
  Story story;
  story.As(kOffice, kThird);
  EXPECT_EQ(story.When(Question(story)), "NO_VOTE_HERE");
  story.As(kProvider, kSecond);
  auto alone = Question(story);
  alone.voters.erase(alone.voters.begin());
  EXPECT_EQ(story.When(alone), "DECISION_NEEDS_CIRCLE");
  auto late = Question(story);
  late.answer_due = story.now() + Days(kLongestVoteDays + 1);
  EXPECT_EQ(story.When(late), "DECISION_NEEDS_DATE");
  EXPECT_EQ(story.When(Question(story)), "OK");
  EXPECT_EQ(story.When(Question(story)), "NOTHING");
}

TEST(JointDecision, EverybodyVotesOnceAndInPerson) {
  Story story = Opened();
  story.As(kProvider, kFirst);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "NO_VOTE_HERE");
  story.As(kOffice, kFirst);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  EXPECT_EQ(story.When(Votes(v1::VOTE_NO)), "VOTED_ALREADY");
  EXPECT_EQ(story.state().votes.at(kFirst), v1::VOTE_YES);
}

TEST(JointDecision, DissentSaysWhy) {
  Story story = Opened();
  EXPECT_EQ(story.When(Votes(v1::VOTE_NO, false)), "DISSENT_NEEDS_REASON");
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES, false)), "OK");
}

TEST(JointDecision, IsReachedWithTheLastVoteAndAnUnusualWayIsAllowed) {
  Story story = Opened();
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  story.As(kProvider, kSecond);
  EXPECT_EQ(story.When(Votes(v1::VOTE_ABSTAIN)), "OK");
  story.As(kProvider, kThird);
  const auto decision = story.Decide(Votes(v1::VOTE_YES));
  ASSERT_FALSE(decision.refused());
  ASSERT_EQ(decision.events().size(), 2u);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().yes(), 2);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().abstained(), 1);
  EXPECT_FALSE(story.state().dissent_open);
  EXPECT_TRUE(story.state().duties.open().empty());
  EXPECT_EQ(story.When(AnswerDissent{v1::DISSENT_ANSWER_ANOTHER_WAY_FOUND}), "DISSENT_IS_NOT_OPEN");
}

// B9, N11: an account that is closed blocks nothing for ever, and counts for nothing.
TEST(JointDecision, WaitsForNobodyWhoHasLeftWithoutAVote) {
  Story story = Opened();
  EXPECT_EQ(story.When(LetVoterGo{Id('9')}), "NOTHING") << "was not asked";
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  EXPECT_EQ(story.When(LetVoterGo{kFirst}), "NOTHING") << "a vote that was cast stays";
  EXPECT_EQ(story.When(LetVoterGo{kThird}), "OK");
  EXPECT_EQ(story.When(LetVoterGo{kThird}), "NOTHING");
  EXPECT_FALSE(story.state().reached);
  story.As(kProvider, kSecond);
  const auto decision = story.Decide(Votes(v1::VOTE_NO));
  ASSERT_EQ(decision.events().size(), 2u);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().yes(), 1);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().no(), 1);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().not_cast(), 1);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().organisations(), 2);
  EXPECT_TRUE(decision.events()[1].joint_decision_reached().has_dissent_due());
}

TEST(JointDecision, IsReachedWhenTheLastWhoIsWaitedForLeaves) {
  Story story = Opened();
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  story.As(kProvider, kSecond);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  const auto decision = story.Decide(LetVoterGo{kThird});
  ASSERT_EQ(decision.events().size(), 2u);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().yes(), 2);
  EXPECT_EQ(decision.events()[1].joint_decision_reached().not_cast(), 1);
  EXPECT_TRUE(story.state().reached);
  EXPECT_TRUE(story.state().duties.open().empty());
  EXPECT_EQ(story.When(LetVoterGo{kThird}), "NOTHING");
}

// B9, B5: what one organisation decides alone it does not decide jointly.
TEST(JointDecision, IsNotReachedByOneOrganisationAlone) {
  Story story = Opened();
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  EXPECT_EQ(story.When(LetVoterGo{kSecond}), "OK");
  const auto last = story.Decide(LetVoterGo{kThird});
  ASSERT_EQ(last.events().size(), 1u);
  EXPECT_TRUE(last.events()[0].has_voter_gone());
  EXPECT_FALSE(story.state().reached);
  story.Wait(Days(14));
  EXPECT_EQ(story.When(PassDuty{"", story.now()}), "OK") << "it climbs until somebody lets it go";
}

TEST(JointDecision, IsNotReachedByNobody) {
  Story story = Opened();
  for (const std::string& person : {kFirst, kSecond, kThird}) EXPECT_EQ(story.When(LetVoterGo{person}), "OK");
  EXPECT_FALSE(story.state().reached);
  ASSERT_NE(story.state().duties.Find(""), nullptr);
}

TEST(JointDecision, OfTwoWhoAreLeftOfOneOrganisationTheLastVoteReachesNothing) {
  Story story = Opened();
  EXPECT_EQ(story.When(LetVoterGo{kFirst}), "OK");
  for (const std::string& person : {kSecond, kThird}) {
    story.As(kProvider, person);
    EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  }
  EXPECT_FALSE(story.state().reached);
  story.As(kOffice, kFirst);
  const auto back = story.Decide(Votes(v1::VOTE_NO));
  ASSERT_EQ(back.events().size(), 2u) << "who comes back makes it a joint one";
  EXPECT_EQ(back.events()[1].joint_decision_reached().organisations(), 2);
}

WithdrawJointDecision WithReason() {
  WithdrawJointDecision c;
  c.reason.set_key_id(Id('e'));
  return c;
}

TEST(JointDecision, IsWithdrawnByWhoeverIsThereOnceItCanBeReachedNoMore) {
  Story story = Opened();
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  EXPECT_EQ(story.When(LetVoterGo{kSecond}), "OK");
  EXPECT_EQ(story.When(WithReason()), "DECISION_STILL_POSSIBLE") << "one of the other organisation may vote";
  EXPECT_EQ(story.When(LetVoterGo{kThird}), "OK");
  story.As(Id('c'), kFirst);
  EXPECT_EQ(story.When(WithReason()), "NO_VOTE_HERE");
  story.As(kProvider, "");
  EXPECT_EQ(story.When(WithReason()), "NO_VOTE_HERE") << "in person";
  story.As(kProvider, Id('8'));
  EXPECT_EQ(story.When(WithdrawJointDecision()), "LETTING_GO_NEEDS_REASON");
  EXPECT_EQ(story.When(WithReason()), "OK") << "a colleague of those who have left";
  EXPECT_EQ(story.When(WithReason()), "NOTHING");
  EXPECT_TRUE(story.state().duties.open().empty());
  EXPECT_EQ(story.state().votes.at(kFirst), v1::VOTE_YES) << "the votes stay";
  story.As(kProvider, kThird);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "DECISION_LET_GO");
}

TEST(JointDecision, ThatIsWithdrawnWaitsForNobody) {
  Story story = Opened();
  EXPECT_EQ(story.When(LetVoterGo{kFirst}), "OK");
  EXPECT_EQ(story.When(WithReason()), "OK") << "two are left, of one organisation";
  EXPECT_EQ(story.When(LetVoterGo{kThird}), "NOTHING");
}

TEST(JointDecision, IsWithdrawnByWhoAnswersForTheVotesWhereNobodyElseIsThere) {
  Story story = Opened();
  for (const std::string& person : {kFirst, kSecond, kThird}) EXPECT_EQ(story.When(LetVoterGo{person}), "OK");
  story.As(Id('c'), Id('8'));
  WithdrawJointDecision c = WithReason();
  EXPECT_EQ(story.When(c), "NO_VOTE_HERE");
  c.answers_for_it = true;
  EXPECT_EQ(story.When(c), "OK");
}

TEST(JointDecision, ThatIsReachedIsNotWithdrawn) {
  Story story = WithDissent();
  EXPECT_EQ(story.When(WithReason()), "DECISION_STILL_POSSIBLE");
  EXPECT_TRUE(story.state().reached);
}

TEST(JointDecision, CountsWhoComesBackInTime) {
  Story story = Opened();
  EXPECT_EQ(story.When(LetVoterGo{kThird}), "OK");
  story.As(kProvider, kThird);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  EXPECT_FALSE(story.state().reached);
  EXPECT_TRUE(story.state().gone.empty());
}

TEST(JointDecision, DissentClimbsToTheTopAndExpelsNobody) {
  Story story = WithDissent();
  const auto voters = story.state().voters;
  const auto votes = story.state().votes;
  const PassDuty pass{kDissentDuty, story.now()};
  EXPECT_FALSE(story.state().AsksTheSteeringGroup());
  for (int step = 0; step < 5; ++step, story.Wait(Days(1))) EXPECT_EQ(story.When(pass), "OK") << step;
  EXPECT_EQ(story.state().duties.Find(kDissentDuty)->step, common::v1::ESCALATION_STEP_STEERING_GROUP);
  EXPECT_TRUE(story.state().AsksTheSteeringGroup());
  EXPECT_EQ(story.state().voters, voters);
  EXPECT_EQ(story.state().votes, votes);
  EXPECT_TRUE(story.state().IsVoter(kProvider, kSecond)) << "who said no";
  EXPECT_EQ(story.When(AnswerDissent{v1::DISSENT_ANSWER_STEERING_GROUP_DECIDED}), "OK");
  EXPECT_EQ(story.state().duties.Find(kDissentDuty), nullptr);
  EXPECT_EQ(story.state().votes, votes) << "the dissent is kept";
}

TEST(JointDecision, DissentIsAnsweredWithinTheCircle) {
  Story story = WithDissent();
  story.As(kOffice, kThird);
  EXPECT_EQ(story.When(AnswerDissent{v1::DISSENT_ANSWER_GOES_ON_WITH_DISSENT}), "NO_VOTE_HERE");
  story.As(kProvider, kSecond);
  EXPECT_EQ(story.When(AnswerDissent{v1::DISSENT_ANSWER_GOES_ON_WITH_DISSENT}), "OK");
  EXPECT_EQ(story.When(AnswerDissent{v1::DISSENT_ANSWER_GOES_ON_WITH_DISSENT}), "DISSENT_IS_NOT_OPEN");
}

// B9: a dissent never waits for people who are not there any more, and never for a service.
TEST(JointDecision, DissentIsAnsweredByWhoStandsInForThoseWhoHaveLeft) {
  Story story = WithDissent();
  const auto votes = story.state().votes;
  story.As(Id('c'), Id('8'));
  AnswerDissent answer{v1::DISSENT_ANSWER_GOES_ON_WITH_DISSENT};
  EXPECT_EQ(story.When(answer), "NO_VOTE_HERE");
  answer.stands_in = true;
  story.As(Id('c'), "");
  EXPECT_EQ(story.When(answer), "NO_VOTE_HERE") << "in person";
  story.As(Id('c'), Id('8'));
  EXPECT_EQ(story.When(answer), "OK");
  EXPECT_EQ(story.When(answer), "DISSENT_IS_NOT_OPEN");
  EXPECT_EQ(story.state().votes, votes) << "the dissent is kept";
  Story none;
  none.As(Id('c'), Id('8'));
  EXPECT_EQ(none.When(answer), "OBJECT_UNKNOWN");
}

TEST(JointDecision, SilenceIsNoVoteAndOnlyOverdue) {
  Story story = Opened();
  const absl::Time due = story.now() + Days(14);
  story.Wait(Days(15));
  EXPECT_EQ(story.When(PassDuty{"", due}), "OK");
  EXPECT_TRUE(story.state().duties.IsOverdue(""));
  EXPECT_FALSE(story.state().reached);
  EXPECT_TRUE(story.state().votes.empty());
}

TEST(JointDecision, ThatIsNoneHasNoVotes) {
  Story story;
  story.As(kOffice, kFirst);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(AnswerDissent{v1::DISSENT_ANSWER_ANOTHER_WAY_FOUND}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(WithReason()), "OBJECT_UNKNOWN");
}

OpenJointDecision Evaluation(const Story& story) {
  OpenJointDecision c = Question(story);
  c.subject = v1::DECISION_SUBJECT_PROJECT_EVALUATION;
  c.evaluation.emplace();
  c.evaluation->set_kind(v1::PROJECT_KIND_PROJECT);
  *c.evaluation->mutable_from() = ToProto(story.now() - Days(365));
  *c.evaluation->mutable_until() = ToProto(story.now());
  c.evaluation->set_figures_position(87);
  c.evaluation->set_judgement(v1::PROJECT_JUDGEMENT_CONTINUE);
  c.figures_known = true;
  return c;
}

TEST(JointDecision, EvaluatesAProjectOverAPeriodThatHasPassed) {
  Story story;
  story.As(kOffice, kFirst);
  for (const auto spoil :
       {+[](OpenJointDecision& c) { c.evaluation.reset(); },
        +[](OpenJointDecision& c) { c.subject = v1::DECISION_SUBJECT_STANCE; },
        +[](OpenJointDecision& c) { c.evaluation->clear_from(); },
        +[](OpenJointDecision& c) { c.evaluation->clear_until(); },
        +[](OpenJointDecision& c) { *c.evaluation->mutable_from() = c.evaluation->until(); },
        +[](OpenJointDecision& c) {
          c.evaluation->mutable_until()->set_seconds(c.evaluation->until().seconds() + 1);
        }}) {
    OpenJointDecision c = Evaluation(story);
    spoil(c);
    EXPECT_EQ(story.When(c), "EVALUATION_INCOMPLETE") << "B14";
  }
  EXPECT_EQ(story.When(Evaluation(story)), "OK");
}

TEST(JointDecision, EvaluatesAProjectByFiguresThatThereAre) {
  Story story;
  story.As(kOffice, kFirst);
  OpenJointDecision c = Evaluation(story);
  c.figures_known = false;
  EXPECT_EQ(story.When(c), "EVALUATION_WITHOUT_FIGURES") << "B14";
  c.figures_known = true;
  const auto decision = story.Decide(c);
  ASSERT_FALSE(decision.refused());
  const auto& opened = decision.events()[0].joint_decision_opened();
  EXPECT_EQ(opened.evaluation().figures_position(), 87u);
  EXPECT_EQ(opened.opened_by_person_id(), kFirst);
  EXPECT_EQ(story.When(Votes(v1::VOTE_YES)), "OK");
  EXPECT_EQ(story.state().voters.size(), 3u) << "a project ends nobody's seat";
}

// E6: the vote of a steering group or of an AG nach § 78 on an offer.
TEST(JointDecision, OnAnOfferNamesOneThatIsListed) {
  Story story;
  story.As(kOffice, kFirst);
  OpenJointDecision c = Question(story);
  c.subject = v1::DECISION_SUBJECT_OFFER;
  EXPECT_EQ(story.When(c), "OFFER_OF_DECISION_UNKNOWN");
  c.offer_entry_id = Id('8');
  EXPECT_EQ(story.When(c), "OFFER_OF_DECISION_UNKNOWN") << "nobody lists it";
  c.offer_known = true;
  OpenJointDecision of_a_case = c, of_something_else = c;
  of_a_case.membership_id.clear();
  EXPECT_EQ(story.When(of_a_case), "OFFER_OF_DECISION_UNKNOWN") << "no young person is voted on with it";
  of_something_else.subject = v1::DECISION_SUBJECT_STANCE;
  EXPECT_EQ(story.When(of_something_else), "OFFER_OF_DECISION_UNKNOWN");
  EXPECT_EQ(story.When(c), "OK");
}

}  // namespace
}  // namespace fallverbund::team
