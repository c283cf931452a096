#include "services/audit/pages/at.h"

#include <gtest/gtest.h>

namespace fallverbund::audit::pages {
namespace {

absl::Time Utc(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

TEST(At, IsNothingWherePeopleWroteNothing) {
  const auto at = ParseAt("  ");
  ASSERT_TRUE(at.ok());
  EXPECT_FALSE(at->position || at->time);
  EXPECT_EQ(ParseTrueAt("").value(), std::nullopt);
}

TEST(At, TakesAPosition) {
  EXPECT_EQ(ParseAt("17")->position, 17u);
  EXPECT_FALSE(ParseAt("0").ok());
}

TEST(At, TakesADayToItsEndInEitherForm) {
  const absl::Time end = Utc(2026, 3, 6) - absl::Nanoseconds(1);
  EXPECT_EQ(ParseAt("2026-03-05")->time, end);
  EXPECT_EQ(ParseAt(" 05.03.2026 ")->time, end);
  EXPECT_EQ(ParseTrueAt("05.03.2026").value(), end);
}

TEST(At, TakesAnInstant) {
  EXPECT_EQ(ParseAt("2026-03-05T00:00:00Z")->time, Utc(2026, 3, 5));
}

TEST(At, RefusesWhatIsNoTime) {
  for (const char* text : {"2026-02-30", "31.6.2026", "yesterday", "2026-03", "-4", "1.2.3.4", "2026-03-05T",
                           "<b>", "99999-01-01", "99999999999999999999999"}) {
    const auto at = ParseAt(text);
    EXPECT_EQ(at.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_FALSE(ParseTrueAt("17").ok()) << "a position is no time";
}

}  // namespace
}  // namespace fallverbund::audit::pages
