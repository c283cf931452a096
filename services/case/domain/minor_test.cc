// Unaccompanied minors: working days, an escort in person, an arrival that is confirmed before anything moves
// (§ 42a); and the search for somebody who is missing (N12).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "libs/care/holidays.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using common::v1::FEDERAL_STATE_NORTH_RHINE_WESTPHALIA;
using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

ReceiveUnaccompaniedMinor Received(absl::Time at) {
  ReceiveUnaccompaniedMinor command;
  command.received.set_land(FEDERAL_STATE_NORTH_RHINE_WESTPHALIA);
  *command.received.mutable_received_at() = ToProto(at);
  return command;
}
RecordMinorStep Step(v1::MinorStep step, absl::Time at) {
  RecordMinorStep command;
  command.taken.set_step(step);
  *command.taken.mutable_taken_at() = ToProto(at);
  return command;
}
RecordMinorAllocation Allocated(const Person& office, absl::Time at) {
  RecordMinorAllocation command;
  command.allocated.set_organisation_id(office.organisation);
  *command.allocated.mutable_allocated_at() = ToProto(at);
  command.public_body = true;
  return command;
}
ExcludeMinorAllocation Excluded(v1::MinorExclusionReason reason) {
  ExcludeMinorAllocation command;
  command.excluded.set_reason(reason);
  return command;
}
SendEscort Escort(const Person& who, absl::Time at) {
  SendEscort command;
  command.escort.set_person_id(who.id);
  *command.escort.mutable_departs_at() = ToProto(at);
  command.of_holder = true;
  return command;
}
ConfirmArrival Arrived(absl::Time at) {
  ConfirmArrival command;
  *command.arrival.mutable_arrived_at() = ToProto(at);
  return command;
}
RecordSearchContact Searched(int next_within_hours = 24) {
  RecordSearchContact command;
  command.made.set_result(v1::SEARCH_RESULT_NO_TRACE);
  command.next_within_hours = next_within_hours;
  return command;
}

// Held by Adler's office; received now.
CaseStory ReceivedMinor() {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Received(story.now()));
  return story;
}
CaseStory OnTheWay() {
  CaseStory story = ReceivedMinor();
  for (const auto step :
       {v1::MINOR_STEP_NOTIFIED_LAND, v1::MINOR_STEP_LAND_REPORTED, v1::MINOR_STEP_LAND_NAMED})
    story.Given(kAdler, Step(step, story.now()));
  return story;
}
CaseStory AllocatedToAmsel() {
  CaseStory story = OnTheWay();
  story.Given(kAdler, Allocated(kAmsel, story.now()));
  return story;
}
// The kinds of clocks of the procedure that run.
std::vector<common::v1::ClockKind> Running(const CaseStory& story) {
  std::vector<common::v1::ClockKind> kinds;
  for (const care::Clock& clock : OpenClocks(story.state())) {
    if (clock.kind >= common::v1::CLOCK_KIND_MINOR_NOTIFICATION &&
        clock.kind <= common::v1::CLOCK_KIND_MINOR_TRANSFER)
      kinds.push_back(clock.kind);
  }
  return kinds;
}

TEST(UnaccompaniedMinor, IsReportedToTheLandWithinSevenWorkingDays) {
  CaseStory story = OpenedCase();
  const auto events = story.When(kAdler, Received(story.now())).events();
  ASSERT_EQ(events.size(), 1u);
  const absl::Time due = FromProto(events[0].unaccompanied_minor_received().notification_due());
  const absl::CivilDay from = care::GermanDay(story.now());
  EXPECT_EQ(care::WorkingDaysBetween(from, care::GermanDay(due - absl::Seconds(1)),
                                     FEDERAL_STATE_NORTH_RHINE_WESTPHALIA),
            7);
  EXPECT_EQ(due, care::EndOfGermanDay(care::GermanDay(due - absl::Seconds(1)))) << "the day is used up";
  EXPECT_THAT(Running(story), UnorderedElementsAre(common::v1::CLOCK_KIND_MINOR_NOTIFICATION,
                                                   common::v1::CLOCK_KIND_MINOR_MONTH));
}

TEST(UnaccompaniedMinor, IsReceivedOnceByWhoHoldsTheCaseAndNotInTheFuture) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Received(story.now())), Reason::kNotTheCaseHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Received(story.now() + absl::Seconds(1))),
                          Reason::kMinorStepOutOfOrder));
  ReceiveUnaccompaniedMinor undated = Received(story.now());
  undated.received.clear_received_at();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, undated), Reason::kMinorStepOutOfOrder));
  story.Given(kAdler, Received(story.now()));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Received(story.now())), Reason::kMinorProcedureOpen));
}

TEST(UnaccompaniedMinor, IsAMinor) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Born(kBornAdult));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Received(story.now())), Reason::kMinorIsOfAge));
}

TEST(UnaccompaniedMinor, TheStepsFollowOneAnotherAndEachStartsTheNextClock) {
  CaseStory story = ReceivedMinor();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Step(v1::MINOR_STEP_LAND_REPORTED, story.now())),
                          Reason::kMinorStepOutOfOrder));
  story.Given(kAdler, Step(v1::MINOR_STEP_NOTIFIED_LAND, story.now()));
  EXPECT_THAT(Running(story),
              UnorderedElementsAre(common::v1::CLOCK_KIND_MINOR_LAND, common::v1::CLOCK_KIND_MINOR_MONTH));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Step(v1::MINOR_STEP_LAND_REPORTED, story.now() - absl::Seconds(1))),
                  Reason::kMinorStepOutOfOrder));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Step(v1::MINOR_STEP_LAND_REPORTED, story.now() + absl::Seconds(1))),
                  Reason::kMinorStepOutOfOrder));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Step(v1::MINOR_STEP_LAND_REPORTED, story.now())),
                          Reason::kNotTheCaseHolder));
  story.Given(kAdler, Step(v1::MINOR_STEP_LAND_REPORTED, story.now()));
  EXPECT_THAT(Running(story), UnorderedElementsAre(common::v1::CLOCK_KIND_MINOR_ALLOCATION,
                                                   common::v1::CLOCK_KIND_MINOR_MONTH));
  story.Given(kAdler, Step(v1::MINOR_STEP_LAND_NAMED, story.now()));
  EXPECT_THAT(Running(story), UnorderedElementsAre(common::v1::CLOCK_KIND_MINOR_ALLOCATION,
                                                   common::v1::CLOCK_KIND_MINOR_MONTH));
  EXPECT_TRUE(RefusedWith(CaseStory(OpenedCase()).When(kAdler, Step(v1::MINOR_STEP_NOTIFIED_LAND, kStart)),
                          Reason::kNoMinorProcedure));
}

TEST(UnaccompaniedMinor, IsAllocatedToAnotherYouthOfficeOnceTheLandIsNamed) {
  CaseStory early = ReceivedMinor();
  EXPECT_TRUE(RefusedWith(early.When(kAdler, Allocated(kAmsel, early.now())), Reason::kMinorStepOutOfOrder));
  CaseStory story = OnTheWay();
  RecordMinorAllocation no_office = Allocated(kEule, story.now());
  no_office.public_body = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, no_office), Reason::kCompetentIsYouthOffice));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Allocated(kAdler, story.now())), Reason::kCompetentAlready));
  story.Given(kAdler, Allocated(kAmsel, story.now()));
  EXPECT_EQ(story.state().responsibility.holder().person_id, kAdler.id) << "it moves nobody";
  EXPECT_THAT(Running(story), ElementsAre(common::v1::CLOCK_KIND_MINOR_TRANSFER));
}

TEST(UnaccompaniedMinor, IsBroughtToTheAllocatedOfficeByADateWithinTheMonth) {
  const auto due = [](const CaseStory& story) {
    return story.state().clocks.Find(common::v1::CLOCK_KIND_MINOR_TRANSFER, "")->due;
  };
  CaseStory story = AllocatedToAmsel();
  EXPECT_EQ(due(story), story.now() + kMinorTransferWithin);
  const PassDeadline pass{common::v1::CLOCK_KIND_MINOR_TRANSFER, "", due(story)};
  story.Given(kAdler, Escort(kSpecht, story.now()));
  story.Wait(kMinorTransferWithin);
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue"));
  story.Given(kAmsel, Arrived(story.now()));
  story.Given(kAdler, Offer(kAmsel, kStar)).Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_THAT(Running(story), IsEmpty()) << "who was allocated holds";

  CaseStory late = OnTheWay();
  const absl::Time month = late.state().minor->month_until;
  late.Wait(month - late.now() - Days(3));
  late.Given(kAdler, Allocated(kAmsel, late.now()));
  EXPECT_EQ(due(late), month) << "after the month nobody is allocated";
  CaseStory after = OnTheWay();
  const absl::Time in_time = after.now();
  after.Wait(Days(40));
  after.Given(kAdler, Allocated(kAmsel, in_time));
  EXPECT_EQ(due(after), after.now() + Days(1)) << "told late";
}

TEST(UnaccompaniedMinor, IsExcludedUntilItHasArrivedThoughAnOfficeIsAllocated) {
  CaseStory story = AllocatedToAmsel();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Excluded(v1::MINOR_EXCLUSION_REASON_FAMILY)),
                          Reason::kNotTheCaseHolder));
  CaseStory family = AllocatedToAmsel();
  family.Given(kAdler, Escort(kSpecht, family.now()));
  family.Given(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_FAMILY));
  EXPECT_FALSE(family.state().minor.has_value());
  EXPECT_THAT(Running(family), IsEmpty());
  EXPECT_TRUE(RefusedWith(family.When(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_FAMILY)),
                          Reason::kNoMinorProcedure));
  story.Wait(Days(32));
  CaseStory month = story;
  EXPECT_THAT(Facts(month.When(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_MONTH_OVER))),
              ElementsAre("MinorExcluded"));
  story.Given(kAdler, Escort(kSpecht, story.now())).Given(kAmsel, Arrived(story.now()));
  EXPECT_TRUE(
      RefusedWith(story.When(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_HEALTH)), Reason::kMinorHasArrived));
}

TEST(UnaccompaniedMinor, NobodyIsAllocatedAfterAMonth) {
  CaseStory story = OnTheWay();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_MONTH_OVER)),
                          Reason::kMonthNotOver));
  story.Wait(Days(32));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Allocated(kAmsel, story.now())), Reason::kAllocationExcluded));
  story.Given(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_MONTH_OVER));
  EXPECT_THAT(Running(story), IsEmpty());
  EXPECT_EQ(story.state().responsibility.holder().person_id, kAdler.id);
}

TEST(UnaccompaniedMinor, WhomNobodyIsAllocatedToInAMonthIsOverdueUntilThatIsSaid) {
  CaseStory story = OnTheWay();
  const care::Clock* month = story.state().clocks.Find(common::v1::CLOCK_KIND_MINOR_MONTH, "");
  ASSERT_NE(month, nullptr);
  const PassDeadline pass{common::v1::CLOCK_KIND_MINOR_MONTH, "", month->due};
  EXPECT_EQ(month->due, story.state().minor->month_until);
  story.Wait(month->due - story.now());
  EXPECT_THAT(Facts(story.When(kService, pass)), ElementsAre("CaseDeadlineOverdue")) << "§ 42b(4)";
  story.Wait(absl::Seconds(1));
  story.Given(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_MONTH_OVER));
  EXPECT_THAT(Running(story), IsEmpty());
}

TEST(UnaccompaniedMinor, IsExcludedForItsWelfareAtAnyTimeWithinTheMonth) {
  CaseStory story = ReceivedMinor();
  story.Given(kAdler, Excluded(v1::MINOR_EXCLUSION_REASON_WELFARE));
  EXPECT_FALSE(story.state().minor.has_value());
}

TEST(UnaccompaniedMinor, IsEscortedInPersonByTheOfficeThatHeld) {
  CaseStory early = OnTheWay();
  EXPECT_TRUE(RefusedWith(early.When(kAdler, Escort(kSpecht, early.now())), Reason::kNobodyAllocated));
  CaseStory story = AllocatedToAmsel();
  SendEscort stranger = Escort(kAmsel, story.now());
  stranger.of_holder = false;
  EXPECT_TRUE(RefusedWith(story.When(kAdler, stranger), Reason::kEscortNotOfTheHolder));
  SendEscort undated = Escort(kSpecht, story.now());
  undated.escort.clear_departs_at();
  EXPECT_TRUE(RefusedWith(story.When(kAdler, undated), Reason::kEscortNotOfTheHolder));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Escort(kSpecht, story.now())), Reason::kNotTheCaseHolder));
  EXPECT_THAT(Facts(story.When(kAdler, Escort(kSpecht, story.now()))), ElementsAre("EscortSent"));
}

TEST(UnaccompaniedMinor, TheArrivalIsConfirmedByWhoeverReceives) {
  CaseStory story = AllocatedToAmsel();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Arrived(story.now())), Reason::kEscortMissing));
  story.Given(kAdler, Escort(kSpecht, story.now()));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Arrived(story.now())), Reason::kNotTheNewAgency));
  EXPECT_TRUE(
      RefusedWith(story.When(kAmsel, Arrived(story.now() - absl::Seconds(1))), Reason::kMinorStepOutOfOrder));
  EXPECT_TRUE(
      RefusedWith(story.When(kAmsel, Arrived(story.now() + absl::Seconds(1))), Reason::kMinorStepOutOfOrder));
  EXPECT_THAT(Facts(story.When(kAmsel, Arrived(story.now()))), ElementsAre("ArrivalConfirmed"));
  EXPECT_THAT(Facts(story.When(kAmsel, Arrived(story.now()))), IsEmpty());
}

TEST(UnaccompaniedMinor, TheAllocatedOfficeAcceptsTheCaseOnlyOnceTheYoungPersonIsThere) {
  CaseStory story = AllocatedToAmsel();
  story.Given(kAdler, Offer(kAmsel, kStar)).Met();
  const std::string offer = story.state().handover.open()->id;
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Accept(offer, kAmsel)), Reason::kArrivalNotConfirmed));
  story.Given(kAdler, Escort(kSpecht, story.now()));
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Accept(offer, kAmsel)), Reason::kArrivalNotConfirmed));
  story.Given(kAmsel, Arrived(story.now()));
  story.Given(kAmsel, Accept(offer, kAmsel));
  EXPECT_EQ(story.state().responsibility.holder().person_id, kAmsel.id);
  EXPECT_FALSE(story.state().minor.has_value()) << "it is over with the move";
}

// --- the search ---

CaseStory Missing() {
  CaseStory story = OpenedCase();
  VouchForTonight vouch{Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler), Known()};
  story.Given(kAdler, vouch);
  return story;
}

TEST(Search, BeginsByItselfWithAPersonAndADateAsSoonAsNobodyKnowsWhere) {
  CaseStory story = OpenedCase();
  const Decision gone = story.When(
      kAdler, VouchForTonight{Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler), Known()});
  ASSERT_THAT(Facts(gone), ElementsAre("TonightMoved", "SearchBegun"));
  EXPECT_EQ(gone.events()[1].search_begun().person_id(), kAdler.id);
  EXPECT_EQ(FromProto(gone.events()[1].search_begun().first_due()), story.now() + kFirstSearchWithin);
  EXPECT_THAT(Running(story), ElementsAre(common::v1::CLOCK_KIND_SEARCH_CONTACT));
}

TEST(Search, BeginsWhereWhoSheltersFindsTheBedEmpty) {
  EXPECT_THAT(Facts(CaseWithRunningSetting().When(kFuchs, ReportMissing{})),
              ElementsAre("TonightMoved", "SearchBegun"));
}

TEST(Search, BeginsWithACaseThatOpensSo) {
  CaseStory story;
  OpenCase open = Open();
  *open.opened.mutable_tonight() = Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kAdler);
  EXPECT_THAT(Facts(story.When(kService, open)), ElementsAre("CaseOpened", "SearchBegun"));
}

TEST(Search, ThatNobodyBeganInTimeClimbs) {
  CaseStory story = Missing();
  const PassDeadline passing{common::v1::CLOCK_KIND_SEARCH_CONTACT, "", story.now() + kFirstSearchWithin};
  EXPECT_THAT(Facts(story.When(kService, passing)), IsEmpty());
  story.Wait(kFirstSearchWithin);
  EXPECT_THAT(Facts(story.When(kService, passing)), ElementsAre("CaseDeadlineOverdue"));
  story.Wait(absl::Hours(24));
  EXPECT_THAT(Facts(story.When(kService, passing)), ElementsAre("CaseDeadlineEscalated"));
}

TEST(Search, GoesOnInItsRhythmWhereAnotherPersonSearches) {
  CaseStory story = Missing();
  story.Given(kAdler, Searched(24));
  EXPECT_THAT(
      Facts(story.When(
          kSpecht, VouchForTonight{Tonight(common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kSpecht), Known()})),
      ElementsAre("TonightMoved"));
}

TEST(Search, IsByTheNamedSearcherWhileNobodyKnowsWhere) {
  CaseStory found = OpenedCase();
  EXPECT_TRUE(RefusedWith(found.When(kAdler, Searched()), Reason::kNobodyIsMissing));
  CaseStory story = Missing();
  EXPECT_TRUE(RefusedWith(story.When(kAmsel, Searched()), Reason::kNotTheSearcher));
  EXPECT_THAT(Facts(story.When(kAdler, Searched())), ElementsAre("SearchContactMade"));
}

TEST(Search, HasARhythmOfThreeDaysAtMost) {
  CaseStory story = Missing();
  for (const int hours : {0, -1, kSearchAtMostHours + 1})
    EXPECT_TRUE(RefusedWith(story.When(kAdler, Searched(hours)), Reason::kSearchRhythmTooSlow));
  EXPECT_FALSE(story.When(kAdler, Searched(kSearchAtMostHours)).refused());
}

TEST(Search, AMissedAttemptIsToldAndMovesNothing) {
  CaseStory story = Missing();
  story.Given(kAdler, Searched(24));
  const absl::Time due = story.now() + absl::Hours(24);
  story.Wait(absl::Hours(24));
  const PassDeadline passing{common::v1::CLOCK_KIND_SEARCH_CONTACT, "", due};
  EXPECT_THAT(Facts(story.When(kService, passing)), ElementsAre("CaseDeadlineOverdue"));
  story.Wait(absl::Hours(24));
  EXPECT_THAT(Facts(story.When(kService, passing)), ElementsAre("CaseDeadlineEscalated"));
  EXPECT_EQ(story.state().tonight.holder().holder.person_id, kAdler.id);
}

TEST(Search, EndsWhenSomebodyIsFoundAgain) {
  CaseStory story = Missing();
  story.Given(kAdler, Searched(24));
  EXPECT_THAT(Running(story), ElementsAre(common::v1::CLOCK_KIND_SEARCH_CONTACT));
  story.Given(kAdler, VouchForTonight{Tonight(common::v1::TONIGHT_KIND_FAMILY, kAdler), Known()});
  EXPECT_THAT(Running(story), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::casework::testing
