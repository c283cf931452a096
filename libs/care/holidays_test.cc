#include "libs/care/holidays.h"

#include <gtest/gtest.h>

#include <vector>

namespace fallverbund::care {
namespace {

using absl::CivilDay;
using common::v1::FederalState;
using enum common::v1::FederalState;

std::vector<FederalState> Laender() {
  std::vector<FederalState> all;
  for (int land = common::v1::FederalState_MIN + 1; land <= common::v1::FederalState_MAX; ++land)
    all.push_back(static_cast<FederalState>(land));
  return all;
}

int HolidaysOn(CivilDay day) {
  int laender = 0;
  for (const FederalState land : Laender()) laender += IsPublicHoliday(day, land) ? 1 : 0;
  return laender;
}

// Holidays by law of a year that fall on no Sunday by themselves.
int HolidaysOf(int year, FederalState land) {
  int holidays = 0;
  for (CivilDay day(year, 1, 1); day.year() == year; ++day) holidays += IsPublicHoliday(day, land) ? 1 : 0;
  return holidays;
}

absl::Time Utc(int year, int month, int day, int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), absl::UTCTimeZone());
}

TEST(Holidays, KnowSixteenLaender) {
  EXPECT_EQ(Laender().size(), 16u);
}

TEST(Holidays, EasterIsWhereTheCalendarsHaveIt) {
  EXPECT_EQ(EasterSunday(1818), CivilDay(1818, 3, 22)) << "the earliest there is";
  EXPECT_EQ(EasterSunday(1943), CivilDay(1943, 4, 25)) << "the latest there is";
  EXPECT_EQ(EasterSunday(2000), CivilDay(2000, 4, 23));
  EXPECT_EQ(EasterSunday(2008), CivilDay(2008, 3, 23));
  EXPECT_EQ(EasterSunday(2011), CivilDay(2011, 4, 24));
  EXPECT_EQ(EasterSunday(2019), CivilDay(2019, 4, 21));
  EXPECT_EQ(EasterSunday(2024), CivilDay(2024, 3, 31));
  EXPECT_EQ(EasterSunday(2025), CivilDay(2025, 4, 20));
  EXPECT_EQ(EasterSunday(2026), CivilDay(2026, 4, 5));
  EXPECT_EQ(EasterSunday(2027), CivilDay(2027, 3, 28));
  EXPECT_EQ(EasterSunday(2038), CivilDay(2038, 4, 25));
  EXPECT_EQ(EasterSunday(2049), CivilDay(2049, 4, 18));
}

TEST(Holidays, EasterIsASundayBetweenTheTwoLastDatesPossible) {
  for (int year = 1583; year <= 3000; ++year) {
    const CivilDay easter = EasterSunday(year);
    EXPECT_EQ(absl::GetWeekday(easter), absl::Weekday::sunday) << easter;
    EXPECT_GE(easter, CivilDay(year, 3, 22));
    EXPECT_LE(easter, CivilDay(year, 4, 25));
  }
}

TEST(Holidays, NineDaysAreHolidaysInEveryLandInEveryYear) {
  for (int year = 1995; year <= 2100; ++year) {
    int everywhere = 0;
    for (CivilDay day(year, 1, 1); day.year() == year; ++day) everywhere += HolidaysOn(day) == 16 ? 1 : 0;
    const bool two_on_one_day = EasterSunday(year) + 39 == CivilDay(year, 5, 1);  // Ascension Day, as in 2008
    EXPECT_EQ(everywhere, 9 + (year == 2017 ? 1 : 0) - (two_on_one_day ? 1 : 0)) << year;
  }
}

TEST(Holidays, EachLandHasAsManyAsItsLawNames) {
  const std::vector<std::pair<FederalState, int>> of_2026 = {
      {FEDERAL_STATE_BADEN_WUERTTEMBERG, 12},
      {FEDERAL_STATE_BAVARIA, 12},
      {FEDERAL_STATE_BERLIN, 10},
      {FEDERAL_STATE_BRANDENBURG, 12},
      {FEDERAL_STATE_BREMEN, 10},
      {FEDERAL_STATE_HAMBURG, 10},
      {FEDERAL_STATE_HESSE, 10},
      {FEDERAL_STATE_MECKLENBURG_WESTERN_POMERANIA, 11},
      {FEDERAL_STATE_LOWER_SAXONY, 10},
      {FEDERAL_STATE_NORTH_RHINE_WESTPHALIA, 11},
      {FEDERAL_STATE_RHINELAND_PALATINATE, 11},
      {FEDERAL_STATE_SAARLAND, 12},
      {FEDERAL_STATE_SAXONY, 11},
      {FEDERAL_STATE_SAXONY_ANHALT, 11},
      {FEDERAL_STATE_SCHLESWIG_HOLSTEIN, 10},
      {FEDERAL_STATE_THURINGIA, 11}};
  ASSERT_EQ(of_2026.size(), 16u);
  for (const auto& [land, holidays] : of_2026)
    EXPECT_EQ(HolidaysOf(2026, land), holidays) << common::v1::FederalState_Name(land);
}

TEST(Holidays, MovableOnesFollowEaster) {
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 4, 3)), 16) << "Good Friday";
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 4, 6)), 16) << "Easter Monday";
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 5, 14)), 16) << "Ascension Day";
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 5, 25)), 16) << "Whit Monday";
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 6, 4)), 6) << "Corpus Christi";
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 4, 5)), 1) << "Easter Sunday, by law in Brandenburg alone";
  EXPECT_EQ(HolidaysOn(CivilDay(2025, 6, 19)), 6) << "Corpus Christi";
  EXPECT_TRUE(IsPublicHoliday(CivilDay(2025, 6, 19), FEDERAL_STATE_NORTH_RHINE_WESTPHALIA));
  EXPECT_FALSE(IsPublicHoliday(CivilDay(2025, 6, 19), FEDERAL_STATE_BERLIN));
}

TEST(Holidays, OfSingleLaenderAreKeptThereAndNowhereElse) {
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 1, 6)), 3);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 3, 8)), 2);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 8, 15)), 1);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 9, 20)), 1);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 10, 31)), 9);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 11, 1)), 5);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 11, 18)), 1) << "Buß- und Bettag";
  EXPECT_EQ(HolidaysOn(CivilDay(2025, 11, 19)), 1) << "Buß- und Bettag";
  EXPECT_TRUE(IsPublicHoliday(CivilDay(2023, 11, 22), FEDERAL_STATE_SAXONY));
}

TEST(Holidays, ThatWereMadeOrGivenOnceCountFromThenOn) {
  EXPECT_FALSE(IsPublicHoliday(CivilDay(2018, 3, 8), FEDERAL_STATE_BERLIN));
  EXPECT_TRUE(IsPublicHoliday(CivilDay(2019, 3, 8), FEDERAL_STATE_BERLIN));
  EXPECT_FALSE(IsPublicHoliday(CivilDay(2022, 3, 8), FEDERAL_STATE_MECKLENBURG_WESTERN_POMERANIA));
  EXPECT_TRUE(IsPublicHoliday(CivilDay(2023, 3, 8), FEDERAL_STATE_MECKLENBURG_WESTERN_POMERANIA));
  EXPECT_FALSE(IsPublicHoliday(CivilDay(2018, 9, 20), FEDERAL_STATE_THURINGIA));
  EXPECT_TRUE(IsPublicHoliday(CivilDay(2019, 9, 20), FEDERAL_STATE_THURINGIA));
  EXPECT_EQ(HolidaysOn(CivilDay(2016, 10, 31)), 5);
  EXPECT_EQ(HolidaysOn(CivilDay(2017, 10, 31)), 16);
  EXPECT_EQ(HolidaysOn(CivilDay(2020, 5, 8)), 1);
  EXPECT_EQ(HolidaysOn(CivilDay(2025, 5, 8)), 1);
  EXPECT_EQ(HolidaysOn(CivilDay(2026, 5, 8)), 0);
}

TEST(WorkingDays, AreMondayToFridayWithoutHolidays) {
  EXPECT_TRUE(IsWorkingDay(CivilDay(2026, 11, 27), FEDERAL_STATE_BERLIN));
  EXPECT_FALSE(IsWorkingDay(CivilDay(2026, 11, 28), FEDERAL_STATE_BERLIN));
  EXPECT_FALSE(IsWorkingDay(CivilDay(2026, 11, 29), FEDERAL_STATE_BERLIN));
  EXPECT_FALSE(IsWorkingDay(CivilDay(2026, 12, 25), FEDERAL_STATE_BERLIN));
  EXPECT_TRUE(IsWorkingDay(CivilDay(2026, 12, 24), FEDERAL_STATE_BERLIN)) << "no holiday by law";
}

TEST(WorkingDays, AreCountedFromTheDayAfter) {
  // Thursday before Easter: Friday and Monday are holidays.
  EXPECT_EQ(AfterWorkingDays(CivilDay(2026, 4, 2), 1, FEDERAL_STATE_HESSE), CivilDay(2026, 4, 7));
  EXPECT_EQ(AfterWorkingDays(CivilDay(2026, 4, 2), 7, FEDERAL_STATE_HESSE), CivilDay(2026, 4, 15));
  EXPECT_EQ(AfterWorkingDays(CivilDay(2026, 11, 27), 7, FEDERAL_STATE_BERLIN), CivilDay(2026, 12, 8));
  // The same days are longer where a holiday lies between.
  EXPECT_EQ(AfterWorkingDays(CivilDay(2026, 6, 3), 1, FEDERAL_STATE_BERLIN), CivilDay(2026, 6, 4));
  EXPECT_EQ(AfterWorkingDays(CivilDay(2026, 6, 3), 1, FEDERAL_STATE_BAVARIA), CivilDay(2026, 6, 5));
}

TEST(WorkingDays, AddingAndCountingAgree) {
  for (const FederalState land : Laender()) {
    for (CivilDay from(2025, 1, 1); from < CivilDay(2027, 1, 1); from += 5) {
      for (const int days : {1, 2, 3, 7, 20}) {
        const CivilDay due = AfterWorkingDays(from, days, land);
        EXPECT_EQ(WorkingDaysBetween(from, due, land), days);
        EXPECT_TRUE(IsWorkingDay(due, land));
        EXPECT_GE(due - from, days);
      }
    }
  }
  EXPECT_EQ(WorkingDaysBetween(CivilDay(2026, 5, 5), CivilDay(2026, 5, 4), FEDERAL_STATE_BERLIN), 0);
}

TEST(GermanDay, BeginsAtMidnightInWinterAndInSummer) {
  EXPECT_EQ(GermanDay(Utc(2026, 1, 15, 22, 59)), CivilDay(2026, 1, 15));
  EXPECT_EQ(GermanDay(Utc(2026, 1, 15, 23)), CivilDay(2026, 1, 16));
  EXPECT_EQ(GermanDay(Utc(2026, 7, 15, 21, 59)), CivilDay(2026, 7, 15));
  EXPECT_EQ(GermanDay(Utc(2026, 7, 15, 22)), CivilDay(2026, 7, 16));
}

TEST(GermanDay, EndsAfter23Or25HoursWhenTheClocksChange) {
  EXPECT_EQ(EndOfGermanDay(CivilDay(2026, 1, 15)), Utc(2026, 1, 15, 23));
  EXPECT_EQ(EndOfGermanDay(CivilDay(2026, 7, 15)), Utc(2026, 7, 15, 22));
  EXPECT_EQ(EndOfGermanDay(CivilDay(2026, 3, 29)) - EndOfGermanDay(CivilDay(2026, 3, 28)), absl::Hours(23));
  EXPECT_EQ(EndOfGermanDay(CivilDay(2026, 10, 25)) - EndOfGermanDay(CivilDay(2026, 10, 24)), absl::Hours(25));
  for (CivilDay day(2020, 1, 1); day < CivilDay(2032, 1, 1); ++day) {
    EXPECT_EQ(GermanDay(EndOfGermanDay(day)), day + 1);
    EXPECT_EQ(GermanDay(EndOfGermanDay(day) - absl::Nanoseconds(1)), day);
  }
}

TEST(Nights, AreMidnightsInGermany) {
  EXPECT_EQ(NightsBetween(Utc(2026, 1, 15, 12), Utc(2026, 1, 15, 22, 59)), 0);
  EXPECT_EQ(NightsBetween(Utc(2026, 1, 15, 22, 59), Utc(2026, 1, 15, 23)), 1);
  EXPECT_EQ(NightsBetween(Utc(2026, 3, 28, 20), Utc(2026, 3, 30, 8)), 2) << "one of them had an hour less";
  EXPECT_EQ(NightsBetween(Utc(2026, 1, 15, 12), Utc(2026, 1, 14, 12)), 0);
}

}  // namespace
}  // namespace fallverbund::care
