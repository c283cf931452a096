// Working days as § 7(4) SGB VIII counts them: Monday to Friday without the public holidays of a Land.
// Computed from rules, not from a table of years; Easter by the Gregorian computus. Only holidays of the
// whole Land count, so Assumption Day in Bavaria and Corpus Christi in Saxony and Thuringia (some communes)
// do not: a deadline then comes a day early, never late. As the laws of the Länder are from 1995 on; years
// before are computed by the same rules.
#ifndef FALLVERBUND_LIBS_CARE_HOLIDAYS_H_
#define FALLVERBUND_LIBS_CARE_HOLIDAYS_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::care {

// Sunday, in March or April. `year` from 1583 on.
absl::CivilDay EasterSunday(int year);

// Of that Land by law; UNSPECIFIED: of all Länder. Sundays that are holidays by law (Brandenburg's) are, too.
bool IsPublicHoliday(absl::CivilDay day, common::v1::FederalState land);
bool IsWorkingDay(absl::CivilDay day, common::v1::FederalState land);

// The `days`-th working day after `day`, which itself never counts (§ 187(1) BGB); `days` from 1 on.
absl::CivilDay AfterWorkingDays(absl::CivilDay day, int days, common::v1::FederalState land);
// Working days after `from` up to and with `to`; 0 where `to` is not later.
int WorkingDaysBetween(absl::CivilDay from, absl::CivilDay to, common::v1::FederalState land);

// The day in Germany at that instant, by the rule for summer time that has been in force since 1996: from the
// last Sunday of March to that of October, each at 01:00 UTC. Pure, so no time zone files are asked.
absl::CivilDay GermanDay(absl::Time at);
// The first instant after that day in Germany ("mit Ablauf des Tages").
absl::Time EndOfGermanDay(absl::CivilDay day);
// Midnights in Germany in (from, until]; 0 where `until` is not later.
int NightsBetween(absl::Time from, absl::Time until);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_HOLIDAYS_H_
