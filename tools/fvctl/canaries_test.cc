#include "tools/fvctl/canaries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::fvctl {
namespace {

using ::testing::UnorderedElementsAre;

TEST(Canaries, AreNamesAndPersonalTextsInDepthAndNothingElse) {
  auto story = story::Parse(R"(title A title
clock 2026-03-02T08:00:00Z
organisation office YOUTH_OFFICE Jugendamt
person adler office CASE_WORKER Frau Adler
do adler SubmitInquiry {"unit_id": "$north", "summary": "trinkt",
  "broken_off_supports": [{"kind": "HELP_KIND_OUTPATIENT", "account": "verschlossene Tuer"}]}
)");
  ASSERT_TRUE(story.ok()) << story.status();
  auto texts = PersonalTexts(*story);
  ASSERT_TRUE(texts.ok()) << texts.status();
  EXPECT_THAT(*texts, UnorderedElementsAre("Frau Adler", "trinkt", "verschlossene Tuer"));
}

TEST(Canaries, ACallTheApiDoesNotKnowIsAnErrorAndNotASkippedText) {
  auto story = story::Parse(
      "title A\nclock 2026-03-02T08:00:00Z\norganisation o YOUTH_OFFICE J\nperson a o CASE_WORKER A\ndo a "
      "Sing {}\n");
  ASSERT_TRUE(story.ok()) << story.status();
  EXPECT_FALSE(PersonalTexts(*story).ok());
}

}  // namespace
}  // namespace fallverbund::fvctl
