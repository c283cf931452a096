#include "libs/eventlog/in_memory_event_log.h"

#include <gtest/gtest.h>

namespace fallverbund::eventlog {
namespace {

const char kSubject[] = "fv.do.case.00112233445566778899aabbccddeeff";

TEST(InMemoryEventLog, AMessageCarriesTheClocksTime) {
  FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  InMemoryEventLog log(&clock);
  ASSERT_TRUE(log.Append({kSubject, "x", 0}).ok());
  EXPECT_EQ((*log.ReadFromLeader(1))->server_time_ns, 1'700'000'000'000'000'000);
}

TEST(InMemoryEventLog, AReadMayLagWhereTheLeaderDoesNot) {
  InMemoryEventLog log;
  ASSERT_TRUE(log.Append({kSubject, "1", 0}).ok());
  ASSERT_TRUE(log.Append({kSubject, "2", 1}).ok());
  log.SetReadLag(1);
  EXPECT_EQ(log.Read(1, {})->size(), 1u);
  EXPECT_EQ(*log.HeadFromLeader(), 2u);
  log.SetReadLag(5);
  EXPECT_TRUE(log.Read(1, {})->empty());
}

TEST(InMemoryEventLog, GivesHintsAsOrdered) {
  InMemoryEventLog log;
  std::vector<uint64_t> heads;
  auto subscription = log.WatchHints([&] { heads.push_back(*log.HeadFromLeader()); });
  ASSERT_TRUE(log.Append({kSubject, "1", 0}).ok());
  EXPECT_EQ(heads, std::vector<uint64_t>({1}));
  log.SetHintMode(HintMode::kLost);
  ASSERT_TRUE(log.Append({kSubject, "2", 1}).ok());
  EXPECT_EQ(heads, std::vector<uint64_t>({1}));
  log.SetHintMode(HintMode::kTwice);
  ASSERT_TRUE(log.Append({kSubject, "3", 2}).ok());
  EXPECT_EQ(heads, std::vector<uint64_t>({1, 3, 3}));
  log.SetHintMode(HintMode::kEarly);
  ASSERT_TRUE(log.Append({kSubject, "4", 3}).ok());
  EXPECT_EQ(heads, std::vector<uint64_t>({1, 3, 3, 3}));
}

TEST(InMemoryEventLog, AFailedAppendGivesNoHint) {
  InMemoryEventLog log;
  int hints = 0;
  auto subscription = log.WatchHints([&] { ++hints; });
  EXPECT_FALSE(log.Append({kSubject, "1", 7}).ok());
  log.FaultNextAppends({AppendFault::kFull, AppendFault::kLostRequest});
  EXPECT_TRUE(absl::IsResourceExhausted(log.Append({kSubject, "1", 0}).status()));
  EXPECT_TRUE(absl::IsUnavailable(log.Append({kSubject, "1", 0}).status()));
  EXPECT_EQ(hints, 0);
  log.FaultNextAppends({AppendFault::kLostAck});
  EXPECT_TRUE(absl::IsUnavailable(log.Append({kSubject, "1", 0}).status()));
  EXPECT_EQ(hints, 1);
}

TEST(InMemoryEventLog, SaysWhenItIsNotDurable) {
  InMemoryEventLog log;
  log.SetDurable(false);
  EXPECT_EQ(log.CheckDurability().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace fallverbund::eventlog
