#include "libs/metrics/calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"

namespace fallverbund::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kGetCase[] = "/fallverbund.casework.v1.CaseService/GetCase";

std::string TextOf(const CallCounts& calls) {
  Page page("case");
  calls.Fill(page);
  return page.Text();
}

TEST(Calls, NothingIsToldOfWhatWasNeverCalled) {
  CallCounts calls({});
  calls.Of(kGetCase);
  EXPECT_THAT(TextOf(calls), IsEmpty());
}

TEST(Calls, AreCountedByMethodAndCode) {
  CallCounts calls({});
  calls.Of(kGetCase).Answered(0, absl::Milliseconds(1));
  calls.Of(kGetCase).Answered(0, absl::Milliseconds(1));
  calls.Of(kGetCase).Answered(14, absl::Milliseconds(1));
  calls.Of(kGetCase).Answered(4711, absl::Milliseconds(1));
  const std::string text = TextOf(calls);
  EXPECT_THAT(text,
              HasSubstr("calls_total{service=\"case\",method=\"CaseService/GetCase\",code=\"OK\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("code=\"UNAVAILABLE\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("code=\"UNKNOWN\"} 1\n"));
}

TEST(Calls, ABucketHoldsWhatTookAtMostThatLong) {
  CallCounts calls({});
  auto& method = calls.Of(kGetCase);
  method.Answered(0, absl::Microseconds(250));
  method.Answered(0, absl::Microseconds(251));
  method.Answered(0, absl::Seconds(100));
  method.Answered(0, absl::Seconds(-1));  // a clock that was set back
  const std::string text = TextOf(calls);
  EXPECT_THAT(text, HasSubstr("le=\"0.00025\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("le=\"0.0005\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("le=\"10\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("le=\"+Inf\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("fallverbund_call_seconds_sum{service=\"case\",method=\"CaseService/GetCase\"} "
                              "100.000501\n"));
}

TEST(Calls, RefusalsAreCountedByReason) {
  CallCounts calls({"A_RULE", "ANOTHER"});
  calls.Of(kGetCase).Refused(1);
  calls.Of(kGetCase).Refused(1);
  calls.Of(kGetCase).Refused(2);  // none of the table
  EXPECT_THAT(
      TextOf(calls),
      HasSubstr("refusals_total{service=\"case\",method=\"CaseService/GetCase\",reason=\"ANOTHER\"} 2\n"));
  EXPECT_THAT(TextOf(calls), Not(HasSubstr("A_RULE")));
}

TEST(Calls, MoreMethodsThanThereCanBeCountAsOther) {
  CallCounts calls({});
  for (size_t i = 0; i < CallCounts::kMostMethods + 5; ++i) {
    calls.Of(absl::StrCat("/a.Service/Method", i)).Answered(0, absl::ZeroDuration());
  }
  calls.Of(CallCounts::kOther).Answered(0, absl::ZeroDuration());
  EXPECT_THAT(TextOf(calls), HasSubstr("method=\"Service/Method255\",code=\"OK\"} 1\n"));
  EXPECT_THAT(TextOf(calls), HasSubstr("method=\"other\",code=\"OK\"} 6\n"));
}

TEST(Calls, NoCallIsLostBetweenThreads) {
  CallCounts calls({});
  constexpr int kThreads = 4, kCallsEach = 2000, kMethods = 7;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&calls] {
      for (int i = 0; i < kCallsEach * kMethods; ++i) {
        calls.Of(absl::StrCat("/a.Service/M", i % kMethods)).Answered(0, absl::ZeroDuration());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int m = 0; m < kMethods; ++m) {
    EXPECT_THAT(TextOf(calls), HasSubstr(absl::StrCat("method=\"Service/M", m, "\",code=\"OK\"} ",
                                                      kThreads * kCallsEach, "\n")));
  }
}

}  // namespace
}  // namespace fallverbund::metrics
