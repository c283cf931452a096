#include "tools/fvctl/render/lists.h"

#include <gtest/gtest.h>

namespace fallverbund::fvctl {
namespace {

std::string Name(const std::string& id) {
  return id == "a" ? "Frau Adler" : id;
}

TEST(Lists, AWorkloadIsALineAPersonAndTheTeamsLast) {
  team::v1::GetWorkloadResponse workload;
  team::v1::Workload& adler = *workload.add_people();
  adler.set_person_id("a");
  adler.set_cases(3);
  adler.set_resting(1);
  adler.set_offered(2);
  workload.mutable_team()->set_cases(7);
  EXPECT_EQ(RenderWorkload(workload, Name),
            "  Frau Adler: 3 held, 1 at rest, 2 offered\n"
            "  all together: 7 held, 0 at rest, 0 offered\n");
}

TEST(Lists, TheCoverageSaysHowManyOfThosePlannedWereHeld) {
  team::v1::GetConferenceCoverageResponse report;
  EXPECT_EQ(RenderCoverage(report), "Nothing was planned.\n");
  team::v1::Coverage& north = *report.add_coverages();
  north.set_kind(team::v1::CALENDAR_KIND_ROUND_TABLE);
  north.set_area("Nord");
  north.set_planned(5);
  north.set_held(2);
  north.set_missed(2);
  north.set_overdue(1);
  EXPECT_EQ(RenderCoverage(report), "  round table, Nord: 2 of 5 held, 2 missed, 1 overdue\n");
}

TEST(Lists, AGapIsCountedByQuarterAndASmallNumberIsHidden) {
  casework::v1::GapCount gap;
  gap.set_year(2026);
  gap.set_quarter(1);
  gap.set_records(7);
  EXPECT_EQ(RenderGap(gap), "  2026/1  all together: 7\n");
  gap.set_kind(casework::v1::GAP_KIND_SMALL_SETTING);
  gap.clear_records();
  gap.set_hidden(true);
  EXPECT_EQ(RenderGap(gap), "  2026/1  small setting: (hidden)\n");
}

TEST(Lists, AHandoverSaysHowFarItHasCome) {
  EXPECT_EQ(RenderHandoverState(casework::v1::HANDOVER_STATE_UNSPECIFIED), "");
  EXPECT_EQ(RenderHandoverState(casework::v1::HANDOVER_STATE_MEETING_SET), ", meeting set");
}

}  // namespace
}  // namespace fallverbund::fvctl
