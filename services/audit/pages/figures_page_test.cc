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
  v1::GetReportResponse& second = quarters[1].report;
  second.mutable_tonight()->set_without_setting(7);
  second.mutable_after_clinic()->mutable_median()->set_seconds(86'400 * 5 + 7);
  for (const int days : {3, 0, 11}) second.add_rights()->mutable_all()->set_seconds(86'400 * days);
  for (const int held : {2, 4}) {
    v1::ConferenceFigures& conferences = *second.add_conferences();
    conferences.set_planned(5);
    conferences.set_held(static_cast<uint64_t>(held));
  }
  second.mutable_prevention()->set_families(31);
  second.mutable_crises()->add_legs()->set_in_time(4);
  second.mutable_crises()->add_legs()->set_in_time(5);
  return quarters;
}

TEST(FiguresPage, DrawsEachFigureAndSaysItInATable) {
  const std::string page = FiguresPage(Two(), {Language::kGerman, ""});
  EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">Rückschläge</th><td>2</td><td>4</td></tr>"));
  EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">Versäumte Termine</th><td>0</td><td>3</td></tr>"));
  for (const char* row :
       {"Nächte ohne Setting</th><td>0</td><td>7</td>",
        "Tage bis zum Treffen nach der Klinik (Median)</th><td>0</td><td>5</td>",
        "Tage ohne Recht auf Bildung</th><td>0</td><td>3</td>",
        "Tage ohne Recht auf Gesundheit</th><td>0</td><td>11</td>",
        "Konferenzen geplant</th><td>0</td><td>10</td>", "Konferenzen gehalten</th><td>0</td><td>6</td>",
        "Beratene Familien (veröffentlicht)</th><td>0</td><td>31</td>",
        "Benachrichtigungen in der Zeit bestätigt</th><td>0</td><td>9</td>"})
    EXPECT_THAT(page, HasSubstr(row));
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
