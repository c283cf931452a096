#include "libs/metrics/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_split.h"
#include "libs/base/strings.h"

namespace fallverbund::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Page, IsTheTextThatPrometheusReads) {
  Page page("case");
  page.Set(Metric::kPosition, 4711);
  page.Set(Metric::kBusConnected, true, {"reading"});
  page.Set(Metric::kBusConnected, false, {"writing"});
  EXPECT_EQ(page.Text(),
            "# HELP fallverbund_projection_position Position this instance has read.\n"
            "# TYPE fallverbund_projection_position gauge\n"
            "fallverbund_projection_position{service=\"case\"} 4711\n"
            "# HELP fallverbund_bus_connected 1: this connection to the bus stands.\n"
            "# TYPE fallverbund_bus_connected gauge\n"
            "fallverbund_bus_connected{service=\"case\",connection=\"reading\"} 1\n"
            "fallverbund_bus_connected{service=\"case\",connection=\"writing\"} 0\n");
}

TEST(Page, KeepsTheDigitsOfAnInstant) {
  Page page("case");
  page.Set(Metric::kStarted, 1795687637.25);
  EXPECT_THAT(page.Text(), HasSubstr("} 1795687637.25\n"));
}

TEST(Page, AHistogramHasBucketsSumAndCount) {
  Page page("case");
  page.SetHistogram(Metric::kCallSeconds, {{0.001, 3}, {0.01, 5}}, 6, 0.75, {"CaseService/GetCase"});
  const std::string labels = "{service=\"case\",method=\"CaseService/GetCase\"";
  EXPECT_THAT(page.Text(), HasSubstr("# TYPE fallverbund_call_seconds histogram\n"
                                     "fallverbund_call_seconds_bucket" +
                                     labels +
                                     ",le=\"0.001\"} 3\n"
                                     "fallverbund_call_seconds_bucket" +
                                     labels +
                                     ",le=\"0.01\"} 5\n"
                                     "fallverbund_call_seconds_bucket" +
                                     labels +
                                     ",le=\"+Inf\"} 6\n"
                                     "fallverbund_call_seconds_sum" +
                                     labels +
                                     "} 0.75\n"
                                     "fallverbund_call_seconds_count" +
                                     labels + "} 6\n"));
}

TEST(Page, ALabelCannotBreakOutOfItsQuotes) {
  Page page("case");
  page.Set(Metric::kBusConnected, 1, {"a\"} 7\nb\\"});
  EXPECT_THAT(page.Text(), HasSubstr("connection=\"a\\\"} 7\\nb\\\\\"} 1\n"));
  EXPECT_THAT(page.Text(), Not(HasSubstr("\nb")));
}

TEST(PageDeathTest, LabelsFitTheTable) {
  Page page("case");
  EXPECT_DEATH(page.Set(Metric::kBusConnected, 1), "");
  EXPECT_DEATH(page.Set(Metric::kPosition, 1, {"too much"}), "");
}

TEST(Table, NamesAreUniqueAndSayTheirKind) {
  std::set<std::string_view> names;
  for (const About& about : Table()) {
    EXPECT_TRUE(names.insert(about.name).second) << about.name;
    EXPECT_EQ(about.kind == Kind::kCounter, about.name.ends_with("_total")) << about.name;
    EXPECT_TRUE(about.help.ends_with(".")) << about.name;
    EXPECT_TRUE(about.name.starts_with("fallverbund_") || about.name.starts_with("process_")) << about.name;
  }
}

// Whoever adds a label decides here that its values are few and nobody's.
TEST(Table, LabelsAreOnesWhoseValuesAreBounded) {
  const std::set<absl::string_view> bounded = {
      "method",      // of the API, and "other"
      "code",        // gRPC's seventeen
      "reason",      // of the one table of refusals
      "kind",        // constants of the program
      "connection",  // reading, writing
      "answer",      // of the key vault
      "outlet",      // webhook, mail
      "result",      // written, failed
      "of",          // tls, nats
      "state",       // expected, answering
      "server",      // of the bus, as its operator named them
      "stream",      // log, journal, keys
      "witness",     // of the log's policy, as it names them
      "how",         // a constant of the sealer: how a witness disagrees
      "indicator",   // constants of the program
  };
  for (const About& about : Table()) {
    for (const absl::string_view label : absl::StrSplit(ToAbsl(about.labels), ',', absl::SkipEmpty())) {
      EXPECT_TRUE(bounded.contains(label)) << about.name << ": " << label;
    }
  }
}

}  // namespace
}  // namespace fallverbund::metrics
