#include "tools/fvctl/story/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::story {
namespace {

using ::testing::HasSubstr;

constexpr char kCast[] = R"(title A title
clock 2026-03-02T08:00:00Z
organisation office YOUTH_OFFICE Jugendamt
unit north office JHD Nord
person adler office/north CASE_WORKER,TEAM_LEAD Frau Adler
person fink office CASE_WORKER Herr Fink
deputy adler fink
)";

TEST(Story, ReadsTheCast) {
  auto story = Parse(kCast);
  ASSERT_TRUE(story.ok()) << story.status();
  EXPECT_EQ(story->title, "A title");
  ASSERT_EQ(story->persons.size(), 2u);
  EXPECT_EQ(story->persons[0].unit, "north");
  EXPECT_EQ(story->persons[0].roles, (std::vector<std::string>{"CASE_WORKER", "TEAM_LEAD"}));
  EXPECT_EQ(story->persons[0].display_name, "Frau Adler");
  EXPECT_EQ(story->persons[0].deputy, "fink");
}

TEST(Story, AJsonValueRunsOnOverIndentedLines) {
  auto story = Parse(std::string(kCast) + "do adler RecordSetback {\n  \"kinds\": []\n  }\nadvance 14d\n");
  ASSERT_TRUE(story.ok()) << story.status();
  ASSERT_EQ(story->lines.size(), 2u);
  EXPECT_EQ(story->lines[0].json, "{ \"kinds\": [] }");
  EXPECT_EQ(story->lines[0].number, 8);
  EXPECT_EQ(story->lines[1].by, absl::Hours(24 * 14));
}

TEST(Story, ARefusalNamesItsRowBeforeThePerson) {
  auto story = Parse(std::string(kCast) + "refuse A11 adler ProposeSetting {}\n");
  ASSERT_TRUE(story.ok()) << story.status();
  EXPECT_EQ(story->lines[0].row_or_code, "A11");
  EXPECT_EQ(story->lines[0].method, "ProposeSetting");
  story = Parse(std::string(kCast) + "refuse § 64 adler TellReporter {}\n");
  ASSERT_TRUE(story.ok()) << story.status();
  EXPECT_EQ(story->lines[0].row_or_code, "§ 64") << "a row of the law is two words";
  EXPECT_EQ(story->lines[0].method, "TellReporter");
}

TEST(Story, SaysTheLineAndWhatIsExpected) {
  const struct {
    const char* text;
    const char* expected;
  } cases[] = {
      {"sing a song", "line 8: a line begins with"},
      {"do nobody GetCase {}", "line 8: nobody is called nobody"},
      {"advance soon", "line 8: a span of time looks like"},
      {"keep x", "line 8: keep <name>"},
      {"person adler office CASE_WORKER Again", "line 8: the name adler is taken"},
      {"person owl elsewhere CASE_WORKER Owl", "no organisation elsewhere"},
  };
  for (const auto& each : cases) {
    auto story = Parse(std::string(kCast) + each.text + "\n");
    ASSERT_FALSE(story.ok()) << each.text;
    EXPECT_THAT(std::string(story.status().message()), HasSubstr(each.expected));
  }
  EXPECT_FALSE(Parse("").ok());
}

}  // namespace
}  // namespace fallverbund::story
