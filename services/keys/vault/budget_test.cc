#include "services/keys/vault/budget.h"

#include <gtest/gtest.h>

namespace fallverbund::keys {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'800'000'000);

TEST(OpenBudget, TellsOnceAnHourWhenAServiceOpensTooManyDifferentKeys) {
  OpenBudget budget(2);
  EXPECT_FALSE(budget.Count("case", "a", kStart));
  EXPECT_FALSE(budget.Count("case", "b", kStart));
  EXPECT_FALSE(budget.Count("case", "a", kStart)) << "the same one again";
  EXPECT_TRUE(budget.Count("case", "c", kStart));
  EXPECT_FALSE(budget.Count("case", "d", kStart + absl::Minutes(59)));
  for (const char* key : {"a", "b"}) EXPECT_FALSE(budget.Count("case", key, kStart + absl::Minutes(59)));
  EXPECT_TRUE(budget.Count("case", "e", kStart + absl::Minutes(60)));
}

TEST(OpenBudget, ForgetsWhatWasOpenedMoreThanAnHourAgo) {
  OpenBudget budget(2);
  int minute = 0;
  for (const char* key : {"a", "b", "c", "d", "e", "f"})
    EXPECT_FALSE(budget.Count("case", key, kStart + absl::Minutes(31 * minute++))) << key;
}

TEST(OpenBudget, CountsEachServiceByItself) {
  OpenBudget budget(1);
  budget.Count("case", "a", kStart);
  budget.Count("intake", "a", kStart);
  budget.Count("case", "b", kStart);
  const auto uses = budget.Uses(kStart + absl::Minutes(1));
  ASSERT_EQ(uses.size(), 2u);
  EXPECT_EQ(uses[0].service, "case");
  EXPECT_EQ(uses[0].keys_last_hour, 2);
  EXPECT_EQ(uses[0].alarms, 1u);
  EXPECT_EQ(uses[1].keys_last_hour, 1);
  EXPECT_EQ(uses[1].alarms, 0u);
  EXPECT_EQ(budget.Uses(kStart + absl::Hours(1))[0].keys_last_hour, 0);
}

}  // namespace
}  // namespace fallverbund::keys
