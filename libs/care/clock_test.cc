#include "libs/care/clock.h"

#include <gtest/gtest.h>

namespace fallverbund::care {
namespace {

using common::v1::CLOCK_KIND_HANDOVER_ANSWER;
using common::v1::CLOCK_KIND_STANDBY_CONTACT;

const absl::Time kDue = absl::FromUnixSeconds(1'772'442'000);

TEST(DueDate, IsStillToComeAndNotTooFarAway) {
  EXPECT_FALSE(IsDueWithin(kDue, kDue, absl::Hours(1)));
  EXPECT_TRUE(IsDueWithin(kDue + absl::Nanoseconds(1), kDue, absl::Hours(1)));
  EXPECT_TRUE(IsDueWithin(kDue + absl::Hours(1), kDue, absl::Hours(1)));
  EXPECT_FALSE(IsDueWithin(kDue + absl::Hours(1) + absl::Nanoseconds(1), kDue, absl::Hours(1)));
}

TEST(Clock, SaysNothingBeforeItsTime) {
  EXPECT_EQ(Elapsed({CLOCK_KIND_STANDBY_CONTACT, "", kDue}, kDue - absl::Nanoseconds(1)), std::nullopt);
}

TEST(Clock, BecomesOverdueThenClimbsOneStepADayToTheSteeringGroupAndNoFurther) {
  Clocks clocks;
  clocks.Start(CLOCK_KIND_STANDBY_CONTACT, "", kDue);
  absl::Time now = kDue;
  const auto clock = [&] { return *clocks.Find(CLOCK_KIND_STANDBY_CONTACT, ""); };

  ASSERT_EQ(Elapsed(clock(), now), Missed{});
  clocks.MarkOverdue(CLOCK_KIND_STANDBY_CONTACT, "", kDue, now);
  for (auto step :
       {common::v1::ESCALATION_STEP_DEPUTY, common::v1::ESCALATION_STEP_TEAM_LEAD,
        common::v1::ESCALATION_STEP_DEPARTMENT_HEAD, common::v1::ESCALATION_STEP_STEERING_GROUP}) {
    EXPECT_EQ(Elapsed(clock(), now), std::nullopt) << "one step a day";
    now += kEscalationInterval;
    ASSERT_EQ(NextAt(clock()), now);
    ASSERT_EQ(Elapsed(clock(), now), Missed{step});
    clocks.MarkEscalated(CLOCK_KIND_STANDBY_CONTACT, "", kDue, step, now);
  }
  EXPECT_EQ(NextAt(clock()), std::nullopt);
  EXPECT_EQ(Elapsed(clock(), now + absl::Hours(1000)), std::nullopt);
  EXPECT_TRUE(clock().overdue);
}

TEST(Clock, AfterADowntimeEachStepStillHasItsDay) {
  Clock clock{CLOCK_KIND_STANDBY_CONTACT, "", kDue, true};
  clock.reached_at = kDue + absl::Hours(100);  // found late
  EXPECT_EQ(NextAt(clock), kDue + absl::Hours(124));
}

TEST(Clocks, KeepOneForEachKindAndObject) {
  Clocks clocks;
  clocks.Start(CLOCK_KIND_STANDBY_CONTACT, "", kDue);
  clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, "h2", kDue);
  clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, "h1", kDue);
  clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, "h1", kDue + absl::Hours(1));
  ASSERT_EQ(clocks.open().size(), 3u);
  EXPECT_EQ(clocks.open()[0].object_id, "h1");
  EXPECT_EQ(clocks.open()[0].due, kDue + absl::Hours(1));
  EXPECT_EQ(clocks.open()[1].object_id, "h2");
  clocks.Stop(CLOCK_KIND_HANDOVER_ANSWER, "h2");
  EXPECT_EQ(clocks.Find(CLOCK_KIND_HANDOVER_ANSWER, "h2"), nullptr);
  EXPECT_EQ(clocks.open().size(), 2u);
  clocks.StopAll(CLOCK_KIND_HANDOVER_ANSWER);
  ASSERT_EQ(clocks.open().size(), 1u);
  EXPECT_EQ(clocks.open()[0].kind, CLOCK_KIND_STANDBY_CONTACT);
}

TEST(Clocks, NothingWasMissedOfAClockThatWasStoppedOrStartedAnew) {
  Clocks clocks;
  clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, "h1", kDue);
  const auto missed = [&](absl::Time due, absl::Time now) {
    return clocks.MissedSince(CLOCK_KIND_HANDOVER_ANSWER, "h1", due, now);
  };
  EXPECT_EQ(missed(kDue, kDue - absl::Nanoseconds(1)), std::nullopt);
  EXPECT_EQ(missed(kDue, kDue), Missed{});
  clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, "h1", kDue + absl::Hours(1));
  EXPECT_EQ(missed(kDue, kDue + absl::Hours(2)), std::nullopt);
  EXPECT_EQ(missed(kDue + absl::Hours(1), kDue + absl::Hours(2)), Missed{});
  clocks.Stop(CLOCK_KIND_HANDOVER_ANSWER, "h1");
  EXPECT_EQ(missed(kDue + absl::Hours(1), kDue + absl::Hours(2)), std::nullopt);
}

TEST(Clocks, AFactAboutAnotherDueDateChangesNothing) {
  Clocks clocks;
  clocks.Start(CLOCK_KIND_HANDOVER_ANSWER, "h1", kDue);
  const Clocks before = clocks;
  clocks.MarkOverdue(CLOCK_KIND_HANDOVER_ANSWER, "h1", kDue + absl::Hours(1), kDue);
  clocks.MarkEscalated(CLOCK_KIND_HANDOVER_ANSWER, "h2", kDue, common::v1::ESCALATION_STEP_DEPUTY, kDue);
  EXPECT_EQ(clocks, before);
}

}  // namespace
}  // namespace fallverbund::care
