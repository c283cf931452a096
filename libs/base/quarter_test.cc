#include "libs/base/quarter.h"

#include <gtest/gtest.h>

namespace fallverbund {
namespace {

absl::Time At(absl::CivilSecond second) {
  return absl::FromCivil(second, absl::UTCTimeZone());
}

TEST(Quarters, AreThoseOfTheCalendar) {
  EXPECT_EQ(QuarterOf(At(absl::CivilSecond(2026, 3, 31, 23, 59, 59))), (Quarter{2026, 1}));
  EXPECT_EQ(QuarterOf(At(absl::CivilSecond(2026, 4, 1))), (Quarter{2026, 2}));
  EXPECT_EQ(EndOf({2026, 1}), At(absl::CivilSecond(2026, 4, 1)));
  EXPECT_EQ(EndOf({2026, 4}), At(absl::CivilSecond(2027, 1, 1)));
  for (const Quarter none : {Quarter{2026, 0}, Quarter{2026, 5}, Quarter{0, 1}})
    EXPECT_EQ(EndOf(none), absl::InfiniteFuture());
}

TEST(Quarters, AreNamedByRequestsOrAreNone) {
  EXPECT_EQ(QuarterNamed(2026, 1), (Quarter{2026, 1}));
  EXPECT_EQ(QuarterNamed(2026, 0), Quarter{});
  EXPECT_EQ(QuarterNamed(4'294'967'295u, 1), Quarter{});
  EXPECT_EQ(QuarterNamed(2026, 4'294'967'291u), Quarter{}) << "ends with 1";
}

}  // namespace
}  // namespace fallverbund
