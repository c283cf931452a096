#include "libs/base/time.h"

#include <gtest/gtest.h>

namespace fallverbund {
namespace {

TEST(Time, RoundTripsThroughProtoToTheNanosecond) {
  for (absl::Time t : {absl::FromUnixNanos(1), absl::FromUnixNanos(-1), absl::FromUnixSeconds(1772442000)}) {
    EXPECT_EQ(FromProto(ToProto(t)), t);
    EXPECT_GE(ToProto(t).nanos(), 0);
  }
}

TEST(Time, ReadsAndWritesRfc3339InUtc) {
  auto t = ParseInstant("2026-03-02T10:00:00+01:00");
  ASSERT_TRUE(t.ok());
  EXPECT_EQ(FormatInstant(*t), "2026-03-02T09:00:00Z");
}

TEST(Time, RefusesWhatIsNoInstantWithoutRepeatingIt) {
  auto t = ParseInstant("next Monday, Milo");
  ASSERT_FALSE(t.ok());
  EXPECT_EQ(t.status().message().find("Milo"), absl::string_view::npos);
}

}  // namespace
}  // namespace fallverbund
