#include "libs/eventlog/log_reader.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/eventlog/in_memory_event_log.h"

namespace fallverbund::eventlog {
namespace {

class LogReaderTest : public testing::Test {
 protected:
  void Fill(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(
          log_.Append({absl::StrCat("fv.do.case.", absl::Dec(i, absl::kZeroPad16)), absl::StrCat(i), 0})
              .ok());
    }
  }
  static std::vector<uint64_t> Positions(const absl::StatusOr<std::vector<StoredMessage>>& batch) {
    EXPECT_TRUE(batch.ok()) << batch.status();
    std::vector<uint64_t> positions;
    if (!batch.ok()) return positions;
    for (const auto& message : *batch) positions.push_back(message.position);
    return positions;
  }
  using List = std::vector<uint64_t>;

  InMemoryEventLog log_;
};

TEST_F(LogReaderTest, ReadsOnFromItsCheckpoint) {
  Fill(5);
  LogReader reader(log_, 2);
  EXPECT_EQ(Positions(reader.Next()), List({3, 4, 5}));
  EXPECT_EQ(reader.position(), 5u);
  EXPECT_EQ(Positions(reader.Next()), List());
}

TEST_F(LogReaderTest, MendsAHoleFromTheLeader) {
  Fill(6);
  for (uint64_t hidden : {1, 3, 4}) log_.HideFromRead(hidden);
  std::atomic<uint64_t> mended = 0;
  LogReader reader(log_, 0, {}, &mended);
  EXPECT_EQ(Positions(reader.Next()), List({1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(mended, 3u);
}

TEST_F(LogReaderTest, MendsALongHoleOneBatchAtATime) {
  Fill(10);
  for (uint64_t hidden = 2; hidden <= 9; ++hidden) log_.HideFromRead(hidden);
  LogReader reader(log_, 0, ReadLimit{.max_messages = 4});
  EXPECT_EQ(Positions(reader.Next()), List({1, 2, 3, 4}));
  EXPECT_EQ(Positions(reader.Next()), List({5, 6, 7, 8}));
  EXPECT_EQ(Positions(reader.Next()), List({9, 10}));
}

TEST_F(LogReaderTest, AGapStopsEverythingAfterGivingWhatIsWhole) {
  Fill(5);
  log_.Lose(3);
  LogReader reader(log_);
  EXPECT_EQ(Positions(reader.Next()), List({1, 2}));
  const auto stopped = reader.Next();
  EXPECT_TRUE(absl::IsDataLoss(stopped.status()));
  EXPECT_TRUE(absl::StrContains(stopped.status().message(), "position 3")) << stopped.status();
  EXPECT_EQ(reader.position(), 2u);
  EXPECT_TRUE(absl::IsDataLoss(reader.Next().status()));
}

TEST_F(LogReaderTest, GoesOnOnceTheLogIsRepaired) {
  Fill(3);
  const StoredMessage lost = **log_.ReadFromLeader(2);
  log_.Lose(2);
  LogReader reader(log_, 1);
  EXPECT_TRUE(absl::IsDataLoss(reader.Next().status()));
  log_.Tamper(2, lost);
  EXPECT_EQ(Positions(reader.Next()), List({2, 3}));
}

TEST_F(LogReaderTest, AMessageOutOfOrderIsDataLoss) {
  Fill(3);
  StoredMessage wrong = **log_.ReadFromLeader(2);
  wrong.position = 1;
  log_.Tamper(2, wrong);
  LogReader reader(log_);
  EXPECT_TRUE(absl::IsDataLoss(reader.Next().status()));
}

TEST_F(LogReaderTest, ALeaderThatDoesNotAnswerLosesNothing) {
  Fill(3);
  log_.HideFromRead(1);
  LogReader reader(log_);
  log_.FailNextCalls(1);
  EXPECT_TRUE(absl::IsUnavailable(reader.Next().status()));
  EXPECT_EQ(Positions(reader.Next()), List({1, 2, 3}));
}

TEST_F(LogReaderTest, NoticesALogThatEndsBeforeItsCheckpoint) {
  Fill(3);
  EXPECT_TRUE(LogReader(log_, 3).CheckNotBehind().ok());
  EXPECT_TRUE(absl::IsDataLoss(LogReader(log_, 4).CheckNotBehind()));
}

}  // namespace
}  // namespace fallverbund::eventlog
