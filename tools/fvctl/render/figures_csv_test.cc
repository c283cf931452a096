#include "tools/fvctl/render/figures_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

audit::v1::GetReportResponse Report() {
  audit::v1::GetReportResponse report;
  report.mutable_until()->set_seconds(1'775'001'600);
  report.set_cases_opened(12);
  auto& end = *report.add_lawful_ends();
  end.set_code("INDEPENDENT");
  end.set_count(4);
  report.mutable_handovers()->set_offered(7);
  report.mutable_median_to_team()->set_seconds(86'400);
  report.mutable_confidence()->set_median_first(casework::v1::CONFIDENCE_UNSURE);
  auto& leg = *report.mutable_crises()->add_legs();
  leg.set_party("CLINIC");
  leg.set_started(9);
  leg.mutable_median()->set_seconds(240);
  leg.add_hidden("overdue");
  auto& kind = *report.mutable_crises()->add_kinds();
  kind.set_code("VIOLENCE");
  kind.set_hidden(true);
  audit::v1::RightFigures& right = *report.add_rights();
  right.set_domain("EDUCATION");
  right.mutable_all()->set_seconds(172'800);
  audit::v1::ConferenceFigures& north = *report.add_conferences();
  north.set_name("CONFERENCE/Nord");
  north.set_held(2);
  report.mutable_tonight()->set_nights(31);
  report.mutable_workload()->set_median(7);
  report.mutable_prevention()->set_families(12);
  audit::v1::CodeCount& gap = *report.add_structural_gaps();
  gap.set_code("SCHOOL_PLACE");
  gap.set_count(3);
  return report;
}

TEST(FiguresCsv, HasALineForEachFigureUnderTheNamesOfItsFields) {
  const std::string csv = FiguresCsv(Report(), false);
  EXPECT_THAT(csv, StartsWith("figure;value\r\n"));
  EXPECT_THAT(
      csv,
      AllOf(HasSubstr("\nuntil;2026-04-01T00:00:00Z\r"), HasSubstr("\ncases_opened;12\r"),
            HasSubstr("\ncases_reopened;0\r"), HasSubstr("\nlawful_ends.INDEPENDENT;4\r"),
            HasSubstr("\nhandovers.offered;7\r"), HasSubstr("\nhandovers.cold;0\r"),
            HasSubstr("\nmedian_to_team_seconds;86400\r"), HasSubstr("\nconfidence.median_first;unsure\r"),
            HasSubstr("\ncrises.legs.CLINIC.started;9\r"),
            HasSubstr("\ncrises.legs.CLINIC.median_seconds;240\r"),
            HasSubstr("\nrights.EDUCATION.all_seconds;172800\r"),
            HasSubstr("\nconferences.CONFERENCE/Nord.held;2\r"), HasSubstr("\ntonight.nights;31\r"),
            HasSubstr("\nworkload.median;7\r"), HasSubstr("\nprevention.families;12\r"),
            HasSubstr("\nstructural_gaps.SCHOOL_PLACE;3\r")));
  EXPECT_THAT(csv, Not(HasSubstr("median_to_understanding"))) << "there is none";
}

TEST(FiguresCsv, SaysOfASmallNumberThatItIsHidden) {
  for (const bool for_others : {false, true}) {
    const std::string csv = FiguresCsv(Report(), for_others);
    EXPECT_THAT(csv,
                AllOf(HasSubstr("\ncrises.legs.CLINIC.overdue;hidden\r"),
                      HasSubstr("\ncrises.kinds.VIOLENCE;hidden\r"), Not(HasSubstr("legs.CLINIC.hidden"))));
  }
}

// Of every line of the file there is one in the dictionary, with * where a code stands.
TEST(FiguresCsv, HasADictionaryThatNamesEachLine) {
  const std::string dictionary =
      FiguresDictionary([](const google::protobuf::FieldDescriptor& field) { return field.name(); });
  EXPECT_THAT(dictionary, StartsWith("figure;unit;meaning\r\n"));
  EXPECT_THAT(dictionary, HasSubstr("\nmedian_to_team_seconds;seconds;median_to_team\r"));
  EXPECT_THAT(dictionary, HasSubstr("\nconfidence.median_first;code;median_first\r"));
  int lines = 0;
  for (const absl::string_view line :
       absl::StrSplit(FiguresCsv(Report(), false), "\r\n", absl::SkipEmpty())) {
    if (lines++ == 0) continue;
    std::string name(line.substr(0, line.find(';')));
    for (const char* code :
         {"CLINIC", "VIOLENCE", "EDUCATION", "CONFERENCE/Nord", "SCHOOL_PLACE", "INDEPENDENT"})
      name = absl::StrReplaceAll(name, {{code, "*"}});
    EXPECT_THAT(dictionary, HasSubstr(absl::StrCat("\n", name, ";"))) << line;
  }
  EXPECT_GT(lines, 60);
}

TEST(FiguresCsv, TellsOthersOfCrisesAlone) {
  const std::string csv = FiguresCsv(Report(), true);
  EXPECT_THAT(csv, AllOf(HasSubstr("until;"), HasSubstr("crises.opened;0"), Not(HasSubstr("cases_opened")),
                         Not(HasSubstr("handovers"))));
}

}  // namespace
}  // namespace fallverbund::fvctl
