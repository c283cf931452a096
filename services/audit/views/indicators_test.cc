#include "services/audit/views/indicators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "libs/base/time.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

std::map<std::string, double> Named(const std::vector<Indicator>& indicators) {
  std::map<std::string, double> named;
  for (const Indicator& one : indicators) named.emplace(one.name, one.value);
  return named;
}

TEST(Indicators, AreRatesAndMediansOfWhatRestsOnEnough) {
  v1::GetReportResponse report;
  report.mutable_handovers()->set_offered(12);
  report.mutable_handovers()->set_accepted(8);
  report.mutable_setbacks()->set_observed(10);
  report.mutable_setbacks()->set_same_holder(10);
  report.set_cases_opened(10);
  report.mutable_median_to_team()->set_seconds(86'400 * 9 + 43'200);
  const auto named = Named(IndicatorsOf(report));
  EXPECT_THAT(named, Contains(Pair("handovers_accepted_ratio", 0.67)));
  EXPECT_THAT(named, Contains(Pair("same_holder_after_setback_ratio", 1.0)));
  EXPECT_THAT(named, Contains(Pair("first_contact_to_team_days", 9.5)));
  EXPECT_THAT(named, Not(Contains(Key("first_contact_to_understanding_days")))) << "nobody knows";
}

TEST(Indicators, TellNothingByWhichSomebodyCouldBeTold) {
  v1::GetReportResponse report;
  report.mutable_handovers()->set_offered(9);
  report.mutable_handovers()->set_accepted(4);
  report.mutable_settings()->set_ended(20);
  report.mutable_settings()->set_broken_off(1);
  report.mutable_setbacks()->set_observed(20);
  report.mutable_setbacks()->set_same_holder(18);
  report.set_cases_opened(9);
  report.mutable_median_to_team()->set_seconds(1);
  const auto named = Named(IndicatorsOf(report));
  for (const char* name : {"handovers_accepted_ratio", "settings_broken_off_ratio",
                           "same_holder_after_setback_ratio", "first_contact_to_team_days"})
    EXPECT_THAT(named, Not(Contains(Key(name))));
}

v1::GetReportResponse Enough() {
  v1::GetReportResponse report;
  report.set_cases(20);
  report.set_cases_open(16);
  report.mutable_handovers()->set_offered(20);
  report.mutable_handovers()->set_expired(5);
  report.mutable_handovers()->set_open(4);
  report.mutable_setbacks()->set_setbacks(50);
  report.mutable_settings()->set_started(30);
  report.mutable_settings()->set_residential_ended(12);
  report.mutable_settings()->set_residential_broken_off(3);
  report.mutable_tonight()->set_nights(1000);
  report.mutable_tonight()->set_without_setting(250);
  report.mutable_tonight()->set_cases(20);
  report.mutable_tonight()->set_cases_without_setting(8);
  for (const uint64_t in_time : {9u, 6u}) {
    v1::LegFigures& leg = *report.mutable_crises()->add_legs();
    leg.set_started(10);
    leg.set_in_time(in_time);
  }
  v1::AfterClinicFigures& after = *report.mutable_after_clinic();
  after.set_met(10);
  after.set_met_in_time(7);
  after.mutable_median()->set_seconds(86'400 * 6);
  v1::RightFigures& right = *report.add_rights();
  right.set_domain("EDUCATION");
  right.set_cases(11);
  right.mutable_median()->set_seconds(86'400 * 21);
  report.mutable_standby()->set_rested(12);
  report.mutable_standby()->set_missed(3);
  report.mutable_workload()->set_holders(10);
  report.mutable_workload()->set_cases(25);
  v1::PreventionFigures& prevention = *report.mutable_prevention();
  prevention.set_tables(4);
  prevention.set_families(120);
  prevention.set_contacts(900);
  for (const auto& [code, count] : {std::pair("SCHOOL_PLACE", 12u), std::pair("OTHER", 8u)}) {
    v1::CodeCount& gap = *report.add_structural_gaps();
    gap.set_code(code);
    gap.set_count(count);
  }
  return report;
}

// Section 4 of the mission, by name.
TEST(Indicators, AreThoseOfTheMission) {
  const auto named = Named(IndicatorsOf(Enough()));
  for (const auto& [name, value] :
       std::map<std::string, double>{{"handovers_expired_ratio", 0.25},
                                     {"handovers_open_per_case", 0.25},
                                     {"setbacks_per_case", 2.5},
                                     {"settings_per_case", 1.5},
                                     {"residential_settings_broken_off_ratio", 0.25},
                                     {"nights_without_setting_ratio", 0.25},
                                     {"crisis_legs_in_time_ratio", 0.75},
                                     {"clinic_meetings_in_time_ratio", 0.7},
                                     {"clinic_to_meeting_days", 6},
                                     {"uncovered_education_days", 21},
                                     {"standby_contacts_missed_ratio", 0.25},
                                     {"cases_per_holder", 2.5},
                                     {"prevention_families", 120},
                                     {"prevention_contacts", 900},
                                     {"structural_gaps_per_case", 1}})
    EXPECT_THAT(named, Contains(Pair(name, value)));
  EXPECT_FALSE(named.contains("structural_gaps_school_place_ratio"))
      << "beside the counts that others see it would tell a hidden one";
}

// Of one young person's many nights nobody is told, nor of the one who had no right covered.
TEST(Indicators, RestOnCasesWhereOneHasMany) {
  const auto named_without = [](auto change) {
    v1::GetReportResponse report = Enough();
    change(report);
    return Named(IndicatorsOf(report));
  };
  EXPECT_THAT(named_without([](auto& r) { r.mutable_tonight()->set_cases_without_setting(2); }),
              Not(Contains(Key("nights_without_setting_ratio"))));
  EXPECT_THAT(named_without([](auto& r) { r.mutable_tonight()->set_cases_without_setting(19); }),
              Not(Contains(Key("nights_without_setting_ratio"))));
  EXPECT_THAT(named_without([](auto& r) { r.mutable_tonight()->set_cases(9); }),
              Not(Contains(Key("nights_without_setting_ratio"))));
  EXPECT_THAT(named_without([](auto& r) { r.mutable_rights(0)->set_cases(9); }),
              Not(Contains(Key("uncovered_education_days"))));
  EXPECT_THAT(named_without([](auto& r) { r.mutable_workload()->set_holders(9); }),
              Not(Contains(Key("cases_per_holder"))));
  EXPECT_THAT(named_without([](auto& r) { r.mutable_setbacks()->set_setbacks(2); }),
              Not(Contains(Key("setbacks_per_case"))));
  EXPECT_THAT(named_without([](auto& r) { r.mutable_prevention()->set_families_hidden(1); }),
              Not(Contains(Key("prevention_families"))));
}

// Meetings are nobody's (C10): two of five is what is asked for.
TEST(Indicators, TellOfConferencesAlsoWhereThereWereFew) {
  v1::GetReportResponse report;
  EXPECT_THAT(Named(IndicatorsOf(report)), Not(Contains(Key("conferences_held_ratio"))));
  v1::ConferenceFigures& north = *report.add_conferences();
  north.set_planned(5);
  north.set_held(2);
  EXPECT_THAT(Named(IndicatorsOf(report)), Contains(Pair("conferences_held_ratio", 0.4)));
}

TEST(Indicators, OfOneYoungPersonThereAreNone) {
  testing::Milo milo;
  milo.PlayAll();
  const testing::Filed filed(milo.book);
  const auto read = ReadIndicators(filed.store, milo.book.now() + absl::Hours(24 * 100), milo.book.head());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(*read, IsEmpty());
}

// Twelve decisions in the last quarter that is over; what comes later, or late, changes nothing.
TEST(Indicators, CountQuartersThatAreOverByWhatWasRecordedThen) {
  testing::Milo milo;
  milo.PlayToCase();
  casework::v1::SettingAdopted adopted;
  adopted.mutable_participation()->mutable_young_person()->set_heard(true);
  for (int i = 0; i < 12; ++i) milo.InCase(milo.AdlerPen(), adopted);
  const testing::Filed filed(milo.book);
  const absl::Time now = milo.book.now();
  EXPECT_THAT(*ReadIndicators(filed.store, now, milo.book.head()), IsEmpty()) << "the quarter runs";
  const auto over = ReadIndicators(filed.store, now + absl::Hours(24 * 93), milo.book.head());
  EXPECT_THAT(Named(*over), Contains(Pair("young_person_heard_ratio", 1.0)));
  EXPECT_THAT(*ReadIndicators(filed.store, now + absl::Hours(24 * 500), milo.book.head()), IsEmpty())
      << "more than four quarters ago";
}

}  // namespace
}  // namespace fallverbund::audit
