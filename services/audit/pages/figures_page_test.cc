#include "services/audit/pages/figures_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::audit::pages {
namespace {

using ::testing::HasSubstr;

std::vector<QuarterFigures> Two() {
  std::vector<QuarterFigures> quarters = {{"2026/1", {}}, {"2026/2", {}}};
  quarters[0].report.mutable_setbacks()->set_setbacks(2);
  quarters[1].report.mutable_setbacks()->set_setbacks(4);
  v1::CodeCount& overdue = *quarters[1].report.add_overdue();
  overdue.set_code("TEAM_MEETING");
  overdue.set_count(3);
  return quarters;
}

TEST(FiguresPage, DrawsEachFigureAndSaysItInATable) {
  const std::string page = FiguresPage(Two(), {Language::kGerman, ""});
  EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">Rückschläge</th><td>2</td><td>4</td></tr>"));
  EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">Versäumte Termine</th><td>0</td><td>3</td></tr>"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"col\">2026/1</th><th scope=\"col\">2026/2</th>"));
  EXPECT_THAT(page, HasSubstr("<title>2026/2: 4</title>"));
}

// The highest bar fills the chart, half as much is half as high, nothing has no height.
TEST(FiguresPage, DrawsBarsInProportion) {
  const std::string page = FiguresPage(Two(), {Language::kEnglish, "en"});
  EXPECT_THAT(page, HasSubstr("y=\"30\" width=\"160\" height=\"110\"><title>2026/2: 4</title>"));
  EXPECT_THAT(page, HasSubstr("y=\"85\" width=\"160\" height=\"55\"><title>2026/1: 2</title>"));
  EXPECT_THAT(page, HasSubstr("y=\"140\" width=\"160\" height=\"0\"><title>2026/1: 0</title>"));
}

TEST(FiguresPage, IsThereBeforeAnythingHappened) {
  EXPECT_THAT(FiguresPage({}, {Language::kEnglish, "en"}), HasSubstr("<h1>Figures by quarter</h1>"));
}

}  // namespace
}  // namespace fallverbund::audit::pages
