// A team counts when every invited person has accepted in person (A7, A9, B5).
#include <gmock/gmock.h>

#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using team::v1::DISCIPLINE_EDUCATION;
using team::v1::DISCIPLINE_PSYCHIATRY;
using team::v1::DISCIPLINE_SOCIAL_WORK;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseStory CaseWithInvitations() {
  return std::move(OpenedCase().Given(kService, Invite()));
}

TEST(Invitation, BeginsCoordinationAndAsksEverybody) {
  CaseStory story = OpenedCase();
  EXPECT_THAT(Facts(story.When(kService, Invite())),
              ElementsAre("CoordinationAssumed", "CommitmentsInvited"));
  EXPECT_EQ(story.state().coordination.holder().person_id, "krause");
  EXPECT_EQ(story.state().seats.size(), 4u);
  EXPECT_FALSE(story.state().shared);
}

TEST(Invitation, IsThereOnce) {
  CaseStory story = CaseWithInvitations();
  EXPECT_THAT(Facts(story.When(kService, Invite())), IsEmpty());
  EXPECT_TRUE(RefusedWith(story.When(kService, Invite("second")), Reason::kTeamAlreadyInvited));
}

TEST(Invitation, NamesTheOneWhoHoldsTheCase) {
  InviteTeam invite = Invite();
  invite.case_worker_person_id = "specht";
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kCaseWorkerIsNotTheHolder));
}

TEST(Invitation, NamesACoordinator) {
  InviteTeam invite = Invite();
  invite.coordinator.clear_organisation_id();
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kCoordinatorNotNamed));
}

TEST(Invitation, GivesCoordinatorAndCaseWorkerASeat) {
  for (size_t seat : {0, 1}) {
    InviteTeam invite = Invite();
    invite.invitations.erase(invite.invitations.begin() + static_cast<long>(seat));
    EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kMandatorySeatMissing));
  }
}

TEST(Invitation, NeedsTwoOrganisations) {
  InviteTeam invite = Invite();
  invite.coordinator = care::ToProto(Holder(kSpecht, kAdler));
  invite.invitations = {Seat(kAdler, DISCIPLINE_SOCIAL_WORK, true), Seat(kSpecht, DISCIPLINE_EDUCATION)};
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kTeamNeedsTwoOrganisations));
}

TEST(Invitation, NeedsTwoDisciplines) {
  InviteTeam invite = Invite();
  for (auto& seat : invite.invitations) seat.set_discipline(DISCIPLINE_SOCIAL_WORK);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kTeamNeedsTwoDisciplines));
}

TEST(Invitation, NeedsExactlyOneLead) {
  InviteTeam invite = Invite();
  invite.invitations[0].set_lead(true);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kTeamNeedsOneLead));
  invite.invitations[0].set_lead(false);
  invite.invitations[1].set_lead(false);
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kTeamNeedsOneLead));
}

TEST(Invitation, NamesEachPersonOnce) {
  InviteTeam invite = Invite();
  invite.invitations.push_back(Seat(kFuchs, DISCIPLINE_EDUCATION));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kService, invite), Reason::kSeatNamedTwice));
}

TEST(Commitment, TheLastOneBeginsSharedResponsibility) {
  CaseStory story = CaseWithInvitations();
  for (const Person& member : {kAdler, kKrause, kKranich}) {
    EXPECT_THAT(Facts(story.When(member, CommitToTeam{"team"})), ElementsAre("MemberCommitted"));
    EXPECT_FALSE(story.state().shared);
  }
  EXPECT_THAT(Facts(story.When(kFuchs, CommitToTeam{"team"})),
              ElementsAre("MemberCommitted", "SharedResponsibilityTaken"));
  EXPECT_TRUE(story.state().shared);
}

TEST(Commitment, IsGivenOnce) {
  CaseStory story = CaseWithInvitations();
  story.Given(kFuchs, CommitToTeam{"team"});
  EXPECT_THAT(Facts(story.When(kFuchs, CommitToTeam{"team"})), IsEmpty());
}

TEST(Commitment, IsGivenInPersonByWhoWasAsked) {
  CaseStory story = CaseWithInvitations();
  EXPECT_TRUE(RefusedWith(story.When(kDachs, CommitToTeam{"team"}), Reason::kNotInvited));
  EXPECT_TRUE(RefusedWith(story.When({"school", "", "fuchs"}, CommitToTeam{"team"}), Reason::kNotInvited));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, CommitToTeam{"another"}), Reason::kTeamUnknown));
  EXPECT_TRUE(RefusedWith(OpenedCase().When(kFuchs, CommitToTeam{""}), Reason::kTeamUnknown));
}

TEST(Replacement, AsksSomebodyElseBeforeTheTeamIsComplete) {
  CaseStory story = CaseWithInvitations();
  for (const Person& member : {kAdler, kKrause, kKranich}) story.Given(member, CommitToTeam{"team"});
  EXPECT_THAT(Facts(story.When(kService, ReplaceSeat(kFuchs, Seat(kEule, DISCIPLINE_EDUCATION)))),
              ElementsAre("InvitationReplaced"));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, CommitToTeam{"team"}), Reason::kNotInvited));
  EXPECT_THAT(Facts(story.When(kEule, CommitToTeam{"team"})),
              ElementsAre("MemberCommitted", "SharedResponsibilityTaken"));
}

TEST(Replacement, HappensOnce) {
  CaseStory story = CaseWithInvitations();
  const auto replace = ReplaceSeat(kFuchs, Seat(kEule, DISCIPLINE_EDUCATION));
  story.Given(kService, replace);
  EXPECT_THAT(Facts(story.When(kService, replace)), IsEmpty());
}

TEST(Replacement, NeverTakesAwayASeatThatWasTaken) {
  CaseStory story = CaseWithInvitations();
  story.Given(kFuchs, CommitToTeam{"team"});
  EXPECT_TRUE(RefusedWith(story.When(kService, ReplaceSeat(kFuchs, Seat(kEule, DISCIPLINE_EDUCATION))),
                          Reason::kSeatTaken));
}

TEST(Replacement, KeepsCoordinatorAndCaseWorker) {
  CaseStory story = CaseWithInvitations();
  for (const Person& mandatory : {kAdler, kKrause}) {
    const auto replace = ReplaceSeat(mandatory, Seat(kEule, DISCIPLINE_EDUCATION, true));
    EXPECT_TRUE(RefusedWith(story.When(kService, replace), Reason::kMandatorySeatMissing));
  }
}

TEST(Replacement, IsOfThisTeamAndOfSomebodyAsked) {
  CaseStory story = CaseWithInvitations();
  EXPECT_TRUE(
      RefusedWith(story.When(kService, ReplaceSeat(kFuchs, Seat(kEule, DISCIPLINE_EDUCATION), "another")),
                  Reason::kTeamUnknown));
  EXPECT_TRUE(RefusedWith(story.When(kService, ReplaceSeat(kDachs, Seat(kEule, DISCIPLINE_EDUCATION))),
                          Reason::kNotInvited));
}

TEST(Replacement, LeavesASoundTeam) {
  CaseStory story = CaseWithInvitations();
  EXPECT_TRUE(RefusedWith(story.When(kService, ReplaceSeat(kFuchs, Seat(kKranich, DISCIPLINE_PSYCHIATRY))),
                          Reason::kSeatNamedTwice));
  EXPECT_TRUE(RefusedWith(story.When(kService, ReplaceSeat(kFuchs, Seat(kEule, DISCIPLINE_EDUCATION, true))),
                          Reason::kTeamNeedsOneLead));
}

const v1::Invitation kDachsFollows = Seat(kDachs, team::v1::DISCIPLINE_RESIDENTIAL_CARE);

TEST(SeatSuccessor, KeepsASeatTakenUntilTheSuccessorAcceptsInPerson) {
  CaseStory story = CaseWithTeam();
  EXPECT_THAT(Facts(story.When(kFuchs, Follow(kFuchs, kDachsFollows))), ElementsAre("InvitationReplaced"));
  EXPECT_EQ(story.state().seats[3].who.person_id, "fuchs");
  EXPECT_TRUE(story.state().shared);
  EXPECT_THAT(Facts(story.When(kDachs, CommitToTeam{"team"})), ElementsAre("MemberCommitted"));
  EXPECT_EQ(story.state().seats[3].who.person_id, "dachs");
}

TEST(SeatSuccessor, IsNamedByWhoGoesTheCoordinationOrTheHolder) {
  for (const Person& who : {kFuchs, kKrause, kAdler})
    EXPECT_FALSE(CaseWithTeam().When(who, Follow(kFuchs, kDachsFollows)).refused()) << who.id;
  EXPECT_TRUE(RefusedWith(CaseWithTeam().When(kKranich, Follow(kFuchs, kDachsFollows)),
                          Reason::kSuccessorNamedByTheCircle));
}

TEST(SeatSuccessor, IsNotAskedForTheSeatThatGoesToWhoHoldsTheCase) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Offer(kBerg, kLerche)).Met();
  story.Given(kLerche, Accept(story.handover(), kLerche));
  EXPECT_TRUE(RefusedWith(story.When(kKrause, Follow(kAdler, Seat(kEule, DISCIPLINE_EDUCATION))),
                          Reason::kSeatGoesWithTheStrand));
  story.Given(kBerg, CommitToTeam{"team"});
  EXPECT_EQ(story.state().seats[0].who.person_id, "berg");
}

TEST(SeatSuccessor, IsOfATakenSeatOfThisTeamByAKnownPerson) {
  CaseStory story = CaseWithTeam();
  NameSeatSuccessor strange = Follow(kFuchs, kDachsFollows);
  strange.successor_known = false;
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, strange), Reason::kSeatOfStranger));
  strange = Follow(kFuchs, kDachsFollows);
  strange.replacement.set_team_id("other");
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, strange), Reason::kTeamUnknown));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Follow(kDachs, kDachsFollows)), Reason::kNotInvited));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Follow(kAdler, Seat(kSpecht, team::v1::DISCIPLINE_SOCIAL_WORK))),
                          Reason::kSeatGoesWithTheStrand))
      << "goes with the case";
  EXPECT_TRUE(RefusedWith(story.When(kKrause, Follow(kKrause, Seat(kEule, team::v1::DISCIPLINE_EDUCATION))),
                          Reason::kSeatGoesWithTheStrand));
  EXPECT_TRUE(RefusedWith(story.When(kFuchs, Follow(kFuchs, Seat(kKranich, team::v1::DISCIPLINE_EDUCATION))),
                          Reason::kSeatNamedTwice));
}

// Adler's and Krause's discipline is one; whoever of two successors accepts first, another one stays (A7).
TEST(SeatSuccessor, IsAskedOnlyWhereTheCircleStaysOneInEveryOrder) {
  CaseStory story = CaseWithTeam();
  const auto social_work = team::v1::DISCIPLINE_SOCIAL_WORK;
  story.Given(kFuchs, Follow(kFuchs, Seat(kDachs, social_work))).Given(kDachs, CommitToTeam{"team"});
  story.Given(kDachs, Follow(kDachs, Seat(kEule, team::v1::DISCIPLINE_EDUCATION)));
  EXPECT_TRUE(RefusedWith(story.When(kKranich, Follow(kKranich, Seat(kStorch, social_work))),
                          Reason::kTeamNeedsTwoDisciplines))
      << "Storch may accept before Eule does";
  story.Given(kEule, CommitToTeam{"team"});
  EXPECT_FALSE(story.When(kKranich, Follow(kKranich, Seat(kStorch, social_work))).refused());
  EXPECT_TRUE(
      RefusedWith(story.When(kEule, Follow(kEule, Seat(kStorch, social_work))), Reason::kSeatNamedTwice))
      << "is asked for another one";
}

}  // namespace
}  // namespace fallverbund::casework::testing
