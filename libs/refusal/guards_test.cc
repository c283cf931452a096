#include "libs/refusal/guards.h"

#include <gtest/gtest.h>

namespace fallverbund::refusal {
namespace {

constexpr Reason kFirst = static_cast<Reason>(0);
constexpr Reason kSecond = static_cast<Reason>(1);

// Two rules; the second stands only in the way of those who pass the first.
std::optional<Refusal> Decide(bool first, bool second) {
  if (auto no = Require(kFirst, first)) return no;
  if (auto no = Require(kSecond, second)) return no;
  return std::nullopt;
}

TEST(Guards, AreListedInTheOrderInWhichTheyWereMetAndOnlyOnce) {
  Decide(true, true);
  Decide(false, true);
  auto seen = GuardsSeen();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].reason, kFirst);
  EXPECT_EQ(seen[1].reason, kSecond);
  EXPECT_LT(seen[0].line, seen[1].line);
  EXPECT_EQ(seen[0].ToString(),
            "guards_test.cc:" + std::to_string(seen[0].line) + " " + std::string(Text(kFirst).code));
}

TEST(Guards, ASkippedOneLetsPassAndTheOthersStand) {
  Decide(true, true);
  auto seen = GuardsSeen();
  {
    SkippedGuard skipped(seen[0]);
    EXPECT_EQ(Decide(false, true), std::nullopt);
    EXPECT_EQ(Decide(false, false), Refusal{kSecond});
    EXPECT_EQ(skipped.times_skipped(), 2u);
  }
  {
    SkippedGuard skipped(seen[1]);
    EXPECT_EQ(Decide(true, false), std::nullopt);
    EXPECT_EQ(Decide(false, false), Refusal{kFirst});
    EXPECT_EQ(skipped.times_skipped(), 1u);
  }
  EXPECT_EQ(Decide(false, true), Refusal{kFirst});
  EXPECT_EQ(Decide(true, false), Refusal{kSecond});
}

}  // namespace
}  // namespace fallverbund::refusal
