// What a line of the record says, and what counts in a summary.
#include "tools/load/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fallverbund::load {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Record Ended(int64_t start_us, int64_t end_us, std::vector<std::string> tries) {
  Record record;
  record.start = absl::FromUnixMicros(start_us);
  record.end = absl::FromUnixMicros(end_us);
  record.tries = std::move(tries);
  return record;
}

TEST(Record, ALineTellsEveryTryAndTheFinalOutcome) {
  Record record = Ended(1'000, 5'000, {"UNAVAILABLE", "OK"});
  record.number = 7;
  record.method = "RecordSetback";
  record.object_id = "case";
  record.request_id = "wish";
  record.position = 41;
  record.commit_id = "commit";
  EXPECT_EQ(ToLine(record),
            R"({"number":7,"method":"RecordSetback","object_id":"case","request_id":"wish","start_us":1000,)"
            R"("end_us":5000,"code":"OK","tries":["UNAVAILABLE","OK"],"position":41,"commit_id":"commit",)"
            R"("reason":"","message":""})");
}

TEST(Record, AMessageCannotBreakItsLine) {
  Record record = Ended(1, 2, {"INTERNAL"});
  record.message = "he said \"no\"\n  a\\b";
  EXPECT_THAT(ToLine(record), ::testing::HasSubstr(R"("message":"he said \"no\"   a\\b")"));
}

TEST(Tally, CountsWhatEndedInItsTime) {
  Tally tally(absl::FromUnixMicros(1'000'000), absl::FromUnixMicros(3'000'000));
  tally.Add(Ended(900'000, 999'999, {"OK"}));      // while warming up
  tally.Add(Ended(900'000, 1'000'000, {"OK"}));    // 100 ms
  tally.Add(Ended(1'000'000, 1'010'000, {"OK"}));  // 10 ms
  tally.Add(Ended(1'000'000, 1'020'000, {"OK"}));  // 20 ms
  tally.Add(Ended(1'000'000, 1'500'000, {"ABORTED"}));
  tally.Add(Ended(2'999'999, 3'000'000, {"OK"}));  // after it
  const Summary sum = tally.Sum();
  EXPECT_EQ(sum.accepted, 3u);
  EXPECT_DOUBLE_EQ(sum.per_second, 1.5);
  EXPECT_EQ(sum.p50_us, 20'000);
  EXPECT_EQ(sum.p99_us, 100'000);
  EXPECT_THAT(sum.codes, ElementsAre(Pair("ABORTED", 1), Pair("OK", 3)));
}

}  // namespace
}  // namespace fallverbund::load
