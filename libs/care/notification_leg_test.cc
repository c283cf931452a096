#include "libs/care/notification_leg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::care {
namespace {

using common::v1::CLOCK_KIND_CRISIS_LEG;
using common::v1::CRISIS_PARTY_CLINIC;
using common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE;
using common::v1::CRISIS_PARTY_YOUNG_PERSON;
using common::v1::CRISIS_PARTY_YOUTH_OFFICE;

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

struct Alarm {
  NotificationLegs legs;
  Clocks clocks;
};

// Each leg a minute later than the one before.
Alarm Raised() {
  Alarm alarm;
  absl::Duration within = absl::Minutes(10);
  for (const auto party : AlarmedParties()) {
    alarm.legs.Started(party, "org", kNow + within, alarm.clocks);
    within += absl::Minutes(1);
  }
  return alarm;
}

TEST(NotificationLegs, RunAtOnceEachWithItsOwnDate) {
  const Alarm alarm = Raised();
  EXPECT_TRUE(alarm.legs.CoversAll());
  EXPECT_EQ(alarm.clocks.open().size(), 5u);
  EXPECT_EQ(alarm.clocks.Find(CLOCK_KIND_CRISIS_LEG, LegObject(CRISIS_PARTY_CLINIC))->due,
            kNow + absl::Minutes(14));
}

TEST(NotificationLegs, NeedOneForEachParty) {
  Alarm alarm;
  alarm.legs.Started(CRISIS_PARTY_CLINIC, "clinic", kNow, alarm.clocks);
  EXPECT_FALSE(alarm.legs.CoversAll());
}

TEST(NotificationLegs, AnAcknowledgementStopsItsOwnClockAlone) {
  Alarm alarm = Raised();
  alarm.legs.Acknowledged(CRISIS_PARTY_YOUTH_OFFICE, absl::Minutes(3), alarm.clocks);
  EXPECT_EQ(alarm.legs.Find(CRISIS_PARTY_YOUTH_OFFICE)->acknowledged_after, absl::Minutes(3));
  EXPECT_EQ(alarm.clocks.open().size(), 4u);
  alarm.legs.Acknowledged(CRISIS_PARTY_YOUTH_OFFICE, absl::Minutes(9), alarm.clocks);
  EXPECT_EQ(alarm.legs.Find(CRISIS_PARTY_YOUTH_OFFICE)->acknowledged_after, absl::Minutes(3));
}

TEST(NotificationLegs, AMissingOneClimbsWithoutHoldingUpAnother) {
  Alarm alarm = Raised();
  const std::string mother = LegObject(CRISIS_PARTY_LEGAL_REPRESENTATIVE);
  for (int i = 0; i < 3; ++i) alarm.legs.Attempted(CRISIS_PARTY_LEGAL_REPRESENTATIVE, false);
  EXPECT_EQ(alarm.legs.Find(CRISIS_PARTY_LEGAL_REPRESENTATIVE)->attempts, 3u);
  EXPECT_FALSE(alarm.legs.Find(CRISIS_PARTY_LEGAL_REPRESENTATIVE)->reached);
  const absl::Time due = kNow + absl::Minutes(12);
  ASSERT_TRUE(alarm.clocks.MissedSince(CLOCK_KIND_CRISIS_LEG, mother, due, due).has_value());
  alarm.clocks.MarkOverdue(CLOCK_KIND_CRISIS_LEG, mother, due, due);
  alarm.legs.Acknowledged(CRISIS_PARTY_CLINIC, absl::Minutes(20), alarm.clocks);
  EXPECT_TRUE(alarm.legs.Find(CRISIS_PARTY_CLINIC)->acknowledged());
  EXPECT_TRUE(alarm.clocks.Find(CLOCK_KIND_CRISIS_LEG, mother)->overdue);
}

TEST(NotificationLegs, BeginAnewForAnotherAddressee) {
  Alarm alarm = Raised();
  alarm.legs.Acknowledged(CRISIS_PARTY_CLINIC, absl::Minutes(2), alarm.clocks);
  alarm.legs.Started(CRISIS_PARTY_CLINIC, "other", kNow + absl::Hours(1), alarm.clocks);
  EXPECT_EQ(alarm.legs.all().size(), 5u);
  EXPECT_FALSE(alarm.legs.Find(CRISIS_PARTY_CLINIC)->acknowledged());
  EXPECT_NE(alarm.clocks.Find(CLOCK_KIND_CRISIS_LEG, LegObject(CRISIS_PARTY_CLINIC)), nullptr);
}

TEST(NotificationLegs, AreAcknowledgedByAPersonOfTheNamedOrganisation) {
  const Leg clinic{CRISIS_PARTY_CLINIC, "clinic", kNow};
  EXPECT_TRUE(SpeaksForAddressee(clinic, "clinic", "doctor"));
  EXPECT_FALSE(SpeaksForAddressee(clinic, "clinic", ""));
  EXPECT_FALSE(SpeaksForAddressee(clinic, "office", "adler"));
  EXPECT_FALSE(SpeaksForAddressee({CRISIS_PARTY_LEGAL_REPRESENTATIVE, "", kNow}, "", "somebody"));
}

TEST(NotificationLegs, OfNobodyChangeNothing) {
  Alarm alarm = Raised();
  const NotificationLegs before = alarm.legs;
  alarm.legs.Attempted(CRISIS_PARTY_YOUNG_PERSON, true);
  alarm.legs.Acknowledged(CRISIS_PARTY_YOUNG_PERSON, absl::Minutes(1), alarm.clocks);
  EXPECT_EQ(alarm.legs, before);
}

}  // namespace
}  // namespace fallverbund::care
