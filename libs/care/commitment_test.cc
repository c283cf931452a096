#include "libs/care/commitment.h"

#include <gtest/gtest.h>

namespace fallverbund::care {
namespace {

Seats Two() {
  return {{{"office", "adler", 1}, true}, {{"clinic", "dr-kranich", 2}, false}};
}

TEST(Commitment, NobodyCountsBeforeAcceptingInPerson) {
  Seats seats = Two();
  Commit(seats, "office", "adler");
  EXPECT_FALSE(AllCommitted(seats));
  Commit(seats, "clinic", "adler");  // the right person for the wrong organisation
  EXPECT_FALSE(AllCommitted(seats));
  Commit(seats, "clinic", "dr-kranich");
  EXPECT_TRUE(AllCommitted(seats));
}

TEST(Commitment, AnEmptyCircleHasCommittedToNothing) {
  EXPECT_FALSE(AllCommitted({}));
  EXPECT_FALSE(HasTwoOrganisations({}));
}

TEST(Commitment, NeedsTwoOrganisationsTwoDisciplinesAndOneLead) {
  EXPECT_TRUE(HasTwoOrganisations(Two()) && HasTwoDisciplines(Two()) && HasOneLead(Two()));
  Seats seats = Two();
  seats[1].who.organisation_id = "office";
  EXPECT_FALSE(HasTwoOrganisations(seats));
  seats[1].who.discipline = 1;
  EXPECT_FALSE(HasTwoDisciplines(seats));
  seats[1].who.discipline = 0;  // none named
  EXPECT_FALSE(HasTwoDisciplines(seats));
  seats[1].lead = true;
  EXPECT_FALSE(HasOneLead(seats));
  seats[0].lead = seats[1].lead = false;
  EXPECT_FALSE(HasOneLead(seats));
}

TEST(Commitment, NamesEachPersonOnce) {
  Seats seats = Two();
  EXPECT_TRUE(NamesEachPersonOnce(seats));
  seats[1].who.person_id = "adler";
  EXPECT_FALSE(NamesEachPersonOnce(seats));
  seats[1].who.person_id = "";
  EXPECT_FALSE(NamesEachPersonOnce(seats));
}

// Two who follow at once: each of the four circles that may come of it is looked at.
TEST(Commitment, KeepsTwoOrganisationsAndDisciplinesInWhicheverOrderSuccessorsAccept) {
  Seats seats = Two();
  Commit(seats, "office", "adler");
  Commit(seats, "clinic", "dr-kranich");
  Replace(seats, "adler", {"clinic", "dr-storch", 2}, true);
  EXPECT_FALSE(HasTwoOrganisations(seats)) << "the clinic would be alone";
  EXPECT_FALSE(HasTwoDisciplines(seats));
  Replace(seats, "dr-kranich", {"office", "berg", 1}, false);
  EXPECT_FALSE(HasTwoOrganisations(seats)) << "though it has two again once both have accepted";
  EXPECT_FALSE(HasTwoDisciplines(seats));
  Replace(seats, "dr-storch", {"office", "specht", 1}, true);
  EXPECT_FALSE(HasTwoOrganisations(seats));
  Replace(seats, "berg", {"school", "eule", 3}, false);
  EXPECT_TRUE(HasTwoOrganisations(seats) && HasTwoDisciplines(seats));
  seats[1].successor->discipline = 0;
  EXPECT_FALSE(HasTwoDisciplines(seats)) << "of whom none is named";
}

TEST(Commitment, NobodyIsAskedToFollowInTwoSeatsOrBesideTheirOwn) {
  Seats seats = Two();
  Commit(seats, "office", "adler");
  Commit(seats, "clinic", "dr-kranich");
  Replace(seats, "adler", {"school", "eule", 3}, true);
  EXPECT_TRUE(NamesEachPersonOnce(seats));
  Replace(seats, "dr-kranich", {"office", "adler", 1}, false);
  EXPECT_FALSE(NamesEachPersonOnce(seats)) << "and has a seat until the other one accepts";
  Replace(seats, "dr-kranich", {"school", "eule", 3}, false);
  EXPECT_FALSE(NamesEachPersonOnce(seats));
}

TEST(Commitment, AnOpenSeatIsReplacedAtOnce) {
  Seats seats = Two();
  Replace(seats, "dr-kranich", {"clinic", "dr-storch", 2}, false);
  EXPECT_EQ(FindSeat(seats, "dr-kranich"), nullptr);
  EXPECT_TRUE(IsAwaited(seats, "clinic", "dr-storch"));
}

TEST(Commitment, ATakenSeatIsLeftOnlyThroughASuccessorWhoAccepted) {
  Seats seats = Two();
  Commit(seats, "office", "adler");
  Replace(seats, "adler", {"office", "berg", 1}, true);
  EXPECT_EQ(seats[0].who.person_id, "adler");  // still the one who counts
  EXPECT_TRUE(seats[0].committed);
  EXPECT_TRUE(IsAwaited(seats, "office", "berg"));
  EXPECT_FALSE(IsAwaited(seats, "office", "adler"));
  Commit(seats, "office", "berg");
  EXPECT_EQ(seats[0], (Seat{{"office", "berg", 1}, true, true}));
}

TEST(Commitment, ASuccessorNotYetThereCanBeReplacedOrNoLongerNeeded) {
  Seats seats = Two();
  Commit(seats, "office", "adler");
  Replace(seats, "adler", {"office", "berg", 1}, true);
  Replace(seats, "berg", {"office", "lerche", 1}, true);
  EXPECT_TRUE(IsAwaited(seats, "office", "lerche"));
  EXPECT_EQ(FindSeat(seats, "berg"), nullptr);
  Replace(seats, "lerche", {"office", "adler", 1}, true);
  EXPECT_EQ(seats[0], (Seat{{"office", "adler", 1}, true, true}));
}

TEST(Commitment, WhoIsNotAskedChangesNothing) {
  Seats seats = Two();
  Commit(seats, "school", "eule");
  Replace(seats, "eule", {"school", "meise", 3}, true);
  EXPECT_EQ(seats, Two());
  EXPECT_FALSE(IsAwaited(seats, "school", "eule"));
}

}  // namespace
}  // namespace fallverbund::care
