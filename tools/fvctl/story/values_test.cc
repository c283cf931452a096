#include "tools/fvctl/story/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::story {
namespace {

using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1772442000);  // 2026-03-02T09:00:00Z

TEST(Values, ReplacesNamesInDepth) {
  Variables variables;
  variables.Set("case", Text("abc"));
  variables.Set("heard", *ParseJson(R"({"heard": true})"));
  auto out = variables.Substitute(*ParseJson(R"({"a": ["$case"], "b": {"c": "$heard"}, "n": 3})"), kNow);
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(Scalar(*At(*out, "a[0]")), "abc");
  EXPECT_EQ(Scalar(*At(*out, "b.c.heard")), "true");
  EXPECT_EQ(Scalar(*At(*out, "n")), "3");
}

TEST(Values, NowIsAnInstantWithAnOffset) {
  Variables variables;
  EXPECT_EQ(variables.Substitute(Text("$now"), kNow)->string_value(), "2026-03-02T09:00:00Z");
  EXPECT_EQ(variables.Substitute(Text("$now+14d"), kNow)->string_value(), "2026-03-16T09:00:00Z");
  EXPECT_EQ(variables.Substitute(Text("$now-30m"), kNow)->string_value(), "2026-03-02T08:30:00Z");
}

TEST(Values, AnUnknownNameIsSaid) {
  auto out = Variables().Substitute(Text("$owl"), kNow);
  ASSERT_FALSE(out.ok());
  EXPECT_THAT(std::string(out.status().message()), HasSubstr("$owl stands for nothing"));
}

TEST(Values, FollowsAPath) {
  const Value value = *ParseJson(R"({"items": [{"kind": "A", "n": 1}, {"kind": "B", "n": 2}]})");
  EXPECT_EQ(Scalar(*At(value, "items[1].kind")), "B");
  EXPECT_EQ(Scalar(*At(value, "items[kind=B].n")), "2");
  EXPECT_EQ(Scalar(*At(value, "items[kind=B&n=2].kind")), "B");
  EXPECT_FALSE(At(value, "items[kind=A&n=2]").ok());
  EXPECT_EQ(Scalar(*At(value, "items[]")), "2");
  EXPECT_EQ(Scalar(*At(*ParseJson(R"({"items": []})"), "items[]")), "0");
  EXPECT_FALSE(At(value, "items[0].kind[]").ok()) << "no list";
  EXPECT_FALSE(At(value, "items[2].kind").ok());
  EXPECT_FALSE(At(value, "items[kind=C]").ok());
  EXPECT_FALSE(At(value, "nothing").ok());
}

TEST(Values, APathChoosesByWhatNamesStandFor) {
  Variables variables;
  variables.Set("north", Text("abc"));
  variables.Set("line", Text("d"));
  EXPECT_EQ(*variables.SubstituteInPath("a[x=$north&y=$line].b[z=1]"), "a[x=abc&y=d].b[z=1]");
  EXPECT_EQ(*variables.SubstituteInPath("a[0].b"), "a[0].b");
  EXPECT_THAT(std::string(variables.SubstituteInPath("a[x=$owl]").status().message()), HasSubstr("$owl"));
}

TEST(Values, BrokenJsonIsSaid) {
  auto value = ParseJson("{\"a\": ");
  ASSERT_FALSE(value.ok());
  EXPECT_THAT(std::string(value.status().message()), HasSubstr("not JSON"));
}

}  // namespace
}  // namespace fallverbund::story
