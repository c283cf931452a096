#include "libs/care/holidays.h"

#include <algorithm>
#include <initializer_list>

namespace fallverbund::care {
namespace {

using common::v1::FederalState;
using Laender = std::initializer_list<FederalState>;
using absl::CivilDay;
using enum common::v1::FederalState;

bool IsOneOf(FederalState land, Laender laender) {
  return std::find(laender.begin(), laender.end(), land) != laender.end();
}

// Of all Länder, on one date each year.
bool IsFixedEverywhere(CivilDay day) {
  const int date = 100 * day.month() + day.day();
  return date == 101 || date == 501 || date == 1003 || date == 1225 || date == 1226;
}

// Of all Länder, by Easter: Good Friday, Easter Monday, Ascension Day, Whit Monday.
bool IsMovableEverywhere(absl::civil_diff_t after_easter) {
  return after_easter == -2 || after_easter == 1 || after_easter == 39 || after_easter == 50;
}

bool IsMovableIn(absl::civil_diff_t after_easter, FederalState land) {
  if (after_easter == 0 || after_easter == 49) return land == FEDERAL_STATE_BRANDENBURG;
  return after_easter == 60 && IsOneOf(land, {FEDERAL_STATE_BADEN_WUERTTEMBERG, FEDERAL_STATE_BAVARIA,
                                              FEDERAL_STATE_HESSE, FEDERAL_STATE_NORTH_RHINE_WESTPHALIA,
                                              FEDERAL_STATE_RHINELAND_PALATINATE, FEDERAL_STATE_SAARLAND});
}

// Reformation Day: in the East always, in the North since 2018, everywhere once, after 500 years.
bool IsReformationDayIn(int64_t year, FederalState land) {
  if (year == 2017) return true;
  if (IsOneOf(land, {FEDERAL_STATE_BRANDENBURG, FEDERAL_STATE_MECKLENBURG_WESTERN_POMERANIA,
                     FEDERAL_STATE_SAXONY, FEDERAL_STATE_SAXONY_ANHALT, FEDERAL_STATE_THURINGIA})) {
    return true;
  }
  return year >= 2018 && IsOneOf(land, {FEDERAL_STATE_BREMEN, FEDERAL_STATE_HAMBURG,
                                        FEDERAL_STATE_LOWER_SAXONY, FEDERAL_STATE_SCHLESWIG_HOLSTEIN});
}

// The liberation of 1945 after 75 and 80 years, and the uprising of 1953 after 75: by law of Berlin, once
// each.
bool IsOnceInBerlin(CivilDay day) {
  return day == CivilDay(2020, 5, 8) || day == CivilDay(2025, 5, 8) || day == CivilDay(2028, 6, 17);
}

bool IsFixedIn(CivilDay day, FederalState land) {
  const int64_t year = day.year();
  switch (100 * day.month() + day.day()) {
    case 106:  // Epiphany
      return IsOneOf(land,
                     {FEDERAL_STATE_BADEN_WUERTTEMBERG, FEDERAL_STATE_BAVARIA, FEDERAL_STATE_SAXONY_ANHALT});
    case 308:  // Women's Day
      return (land == FEDERAL_STATE_BERLIN && year >= 2019) ||
             (land == FEDERAL_STATE_MECKLENBURG_WESTERN_POMERANIA && year >= 2023);
    case 815:  // Assumption Day
      return land == FEDERAL_STATE_SAARLAND;
    case 920:  // Children's Day
      return land == FEDERAL_STATE_THURINGIA && year >= 2019;
    case 1031:
      return IsReformationDayIn(year, land);
    case 1101:  // All Saints' Day
      return IsOneOf(land, {FEDERAL_STATE_BADEN_WUERTTEMBERG, FEDERAL_STATE_BAVARIA,
                            FEDERAL_STATE_NORTH_RHINE_WESTPHALIA, FEDERAL_STATE_RHINELAND_PALATINATE,
                            FEDERAL_STATE_SAARLAND});
    default:  // no date of a holiday
      return land == FEDERAL_STATE_BERLIN && IsOnceInBerlin(day);
  }
}

// Buß- und Bettag: the Wednesday before 23 November.
bool IsPenanceDay(CivilDay day) {
  return day.month() == 11 && day.day() >= 16 && day.day() <= 22 &&
         absl::GetWeekday(day) == absl::Weekday::wednesday;
}

// 01:00 UTC of the last Sunday of that month, when the clocks change.
absl::Time ClocksChange(int64_t year, int month) {
  const CivilDay last(year, month, 31);
  const CivilDay sunday = absl::PrevWeekday(last + 1, absl::Weekday::sunday);
  return absl::FromCivil(sunday, absl::UTCTimeZone()) + absl::Hours(1);
}

absl::Duration GermanOffset(absl::Time at) {
  const int64_t year = absl::ToCivilYear(at, absl::UTCTimeZone()).year();
  const bool summer = ClocksChange(year, 3) <= at && at < ClocksChange(year, 10);
  return absl::Hours(summer ? 2 : 1);
}

}  // namespace

// By Meeus, Jones and Butcher; every step is a division with remainder.
CivilDay EasterSunday(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
  const int f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
  return CivilDay(year, month, day);
}

bool IsPublicHoliday(CivilDay day, FederalState land) {
  const absl::civil_diff_t after_easter = day - EasterSunday(static_cast<int>(day.year()));
  return IsFixedEverywhere(day) || IsMovableEverywhere(after_easter) || IsMovableIn(after_easter, land) ||
         IsFixedIn(day, land) || (land == FEDERAL_STATE_SAXONY && IsPenanceDay(day));
}

bool IsWorkingDay(CivilDay day, FederalState land) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday &&
         !IsPublicHoliday(day, land);
}

CivilDay AfterWorkingDays(CivilDay day, int days, FederalState land) {
  while (days > 0) {
    ++day;
    if (IsWorkingDay(day, land)) --days;
  }
  return day;
}

int WorkingDaysBetween(CivilDay from, CivilDay to, FederalState land) {
  int days = 0;
  for (CivilDay day = from + 1; day <= to; ++day) days += IsWorkingDay(day, land) ? 1 : 0;
  return days;
}

CivilDay GermanDay(absl::Time at) {
  return absl::ToCivilDay(at + GermanOffset(at), absl::UTCTimeZone());
}

absl::Time EndOfGermanDay(CivilDay day) {
  const absl::Time midnight = absl::FromCivil(day + 1, absl::UTCTimeZone());
  // The clocks change at 02:00 or 03:00, so the offset of that midnight is the one an hour earlier.
  return midnight - GermanOffset(midnight - absl::Hours(1));
}

int NightsBetween(absl::Time from, absl::Time until) {
  return std::max(0, static_cast<int>(GermanDay(until) - GermanDay(from)));
}

}  // namespace fallverbund::care
