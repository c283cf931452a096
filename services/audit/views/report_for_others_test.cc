#include "services/audit/views/report_for_others.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "libs/base/time.h"
#include "services/audit/domain/report.h"

namespace fallverbund::audit {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

v1::LegFigures& Leg(const std::string& party, v1::GetReportResponse& report) {
  v1::LegFigures& leg = *report.mutable_crises()->add_legs();
  leg.set_party(party);
  return leg;
}
const v1::LegFigures& Shown(const v1::GetReportResponse& report, const std::string& party) {
  for (const v1::LegFigures& leg : report.crises().legs()) {
    if (leg.party() == party) return leg;
  }
  return v1::LegFigures::default_instance();
}
// Eighteen alarms, twelve acknowledged by the clinic, four of them told; six not before the end, three of
// them open and late.
v1::GetReportResponse Plenty() {
  v1::GetReportResponse report;
  report.mutable_crises()->set_opened(21);
  for (int kind = 1; kind <= crisis::v1::CrisisKind_MAX; ++kind) {
    auto& one = *report.mutable_crises()->add_kinds();
    one.set_code(CodeName(*crisis::v1::CrisisKind_descriptor(), kind));
    one.set_count(3);
  }
  v1::LegFigures& leg = Leg("CLINIC", report);
  leg.set_started(21);
  leg.set_acknowledged(12);
  leg.set_told_by_others(4);
  leg.mutable_median()->set_seconds(240);
  leg.mutable_longest()->set_seconds(4000);
  leg.set_overdue(5);
  leg.set_open(6);
  leg.set_open_overdue(3);
  return report;
}

TEST(ForOthers, ShowsWhatNobodyCanTellASmallNumberFrom) {
  const auto shown = ForOthers(Plenty());
  const v1::LegFigures& clinic = Shown(shown, "CLINIC");
  EXPECT_THAT(clinic.hidden(), ElementsAre("overdue"));
  EXPECT_THAT(shown.crises().hidden(), IsSupersetOf({"concluded", "open"}))
      << "two quarters would tell what the third hides";
  EXPECT_EQ(clinic.acknowledged(), 12);
  EXPECT_EQ(clinic.open_overdue(), 3);
  EXPECT_EQ(clinic.median().seconds(), 240);
  EXPECT_EQ(shown.crises().opened(), 21);
  EXPECT_EQ(shown.crises().kinds(0).count(), 3);
}

TEST(ForOthers, HidesWhatIsSmallAndTheTimesOfFew) {
  auto report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_acknowledged(2);
  report.mutable_crises()->mutable_legs(0)->set_told_by_others(0);
  const v1::LegFigures clinic = Shown(ForOthers(report), "CLINIC");
  EXPECT_THAT(clinic.hidden(), Contains("acknowledged"));
  EXPECT_EQ(clinic.acknowledged(), 0);
  EXPECT_FALSE(clinic.has_median());
}

TEST(ForOthers, HidesWhatWouldTellASmallNumberBySubtraction) {
  auto report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_told_by_others(11);  // one has said so itself
  EXPECT_THAT(Shown(ForOthers(report), "CLINIC").hidden(),
              Contains(::testing::AnyOf("told_by_others", "acknowledged")));
  report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_acknowledged(14);  // one was never acknowledged
  const v1::LegFigures clinic = Shown(ForOthers(report), "CLINIC");
  EXPECT_FALSE(clinic.acknowledged() > 0 && clinic.open() > 0 && clinic.started() > 0);
  report = Plenty();
  report.mutable_crises()->mutable_legs(0)->set_overdue(20);  // one was in time
  EXPECT_THAT(Shown(ForOthers(report), "CLINIC").hidden(), UnorderedElementsAre("overdue"));
}

TEST(ForOthers, NeverTellsTheLongestTimeNorAnythingElseOfTheReport) {
  auto report = Plenty();
  report.set_cases_opened(1);
  report.mutable_handovers()->set_refused(1);
  report.set_rejected_discharge_attempts(1);
  const auto shown = ForOthers(report);
  EXPECT_FALSE(Shown(shown, "CLINIC").has_longest());
  EXPECT_EQ(shown.cases_opened(), 0);
  EXPECT_FALSE(shown.has_handovers());
  EXPECT_EQ(shown.rejected_discharge_attempts(), 0);
}

TEST(ForOthers, NamesEveryKindAndPartySoThatNoneIsToldByItsAbsence) {
  const auto shown = ForOthers(v1::GetReportResponse());
  EXPECT_EQ(shown.crises().kinds_size(), crisis::v1::CrisisKind_MAX);
  for (const v1::CodeCount& kind : shown.crises().kinds()) EXPECT_TRUE(kind.hidden());
  ASSERT_EQ(shown.crises().legs_size(), 5);
  EXPECT_THAT(Shown(shown, "PROVIDER").hidden(), Contains("acknowledged"));
  EXPECT_THAT(shown.crises().hidden(), Contains("dangers_unheard"));
}

TEST(ForOthers, ADangerThatOneCrisisHasNotHeardIsHidden) {
  auto report = Plenty();
  report.mutable_crises()->set_alarms_repeated(9);
  report.mutable_crises()->set_dangers_said_later(5);
  report.mutable_crises()->set_dangers_unheard(1);
  const auto hidden = ForOthers(report).crises().hidden();
  EXPECT_THAT(hidden, Contains("dangers_unheard"));
  EXPECT_THAT(hidden, Not(Contains("dangers_said_later")));
}

TEST(ForOthers, WhatIsRecordedLateCountsWhenItIsRecorded) {
  v1::CaseFact late, early;
  *late.mutable_at() = ToProto(absl::FromUnixSeconds(10));
  *late.mutable_recorded_at() = ToProto(absl::FromUnixSeconds(90));
  *early.mutable_at() = ToProto(absl::FromUnixSeconds(20));
  *early.mutable_recorded_at() = ToProto(absl::FromUnixSeconds(21));
  const auto facts = AsRecorded({late, early});
  EXPECT_EQ(facts[0].at().seconds(), 21);
  EXPECT_EQ(facts[1].at().seconds(), 90);
}

}  // namespace
}  // namespace fallverbund::audit
