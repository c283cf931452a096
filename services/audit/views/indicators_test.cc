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
