// What every EventLog promises, as tests. Include in one file of a test binary and instantiate:
//   INSTANTIATE_TEST_SUITE_P(InMemory, EventLogContract, Values([] { return
//   std::make_unique<InMemoryEventLog>(); }));
// The log may hold anything already; the suite writes to fresh aggregates under fv.do.case and nobody else
// may write meanwhile.
#ifndef FALLVERBUND_LIBS_EVENTLOG_TESTING_EVENT_LOG_CONTRACT_H_
#define FALLVERBUND_LIBS_EVENTLOG_TESTING_EVENT_LOG_CONTRACT_H_

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/clock.h"
#include "libs/base/id.h"
#include "libs/crypto/random.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/log_reader.h"

namespace fallverbund::eventlog {

using EventLogFactory = std::function<std::unique_ptr<EventLog>()>;

class EventLogContract : public testing::TestWithParam<EventLogFactory> {
 protected:
  void SetUp() override {
    log_ = GetParam()();
    ASSERT_NE(log_, nullptr);
    auto head = log_->HeadFromLeader();
    ASSERT_TRUE(head.ok()) << head.status();
    start_ = *head;
  }

  static std::string FreshSubject() { return "fv.do.case." + ToHex(crypto::RandomBytes(16)); }

  absl::StatusOr<uint64_t> Append(const std::string& subject, const std::string& payload, uint64_t expected) {
    return log_->Append({subject, payload, expected});
  }
  uint64_t MustAppend(const std::string& subject, const std::string& payload, uint64_t expected) {
    auto position = Append(subject, payload, expected);
    EXPECT_TRUE(position.ok()) << position.status();
    return position.value_or(0);
  }
  std::vector<StoredMessage> ReadFrom(uint64_t from, ReadLimit limit = {}) {
    auto batch = log_->Read(from, limit);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch.ok() ? *batch : std::vector<StoredMessage>{};
  }

  std::unique_ptr<EventLog> log_;
  uint64_t start_ = 0;
};

TEST_P(EventLogContract, GivesPositionsOneAfterAnotherAcrossSubjects) {
  const std::string a = FreshSubject(), b = FreshSubject();
  EXPECT_EQ(MustAppend(a, "a1", 0), start_ + 1);
  EXPECT_EQ(MustAppend(b, "b1", 0), start_ + 2);
  EXPECT_EQ(MustAppend(a, "a2", start_ + 1), start_ + 3);
  EXPECT_EQ(*log_->HeadFromLeader(), start_ + 3);
}

TEST_P(EventLogContract, KeepsWhatWasWrittenByteForByte) {
  const std::string subject = FreshSubject();
  const std::string bytes = std::string("\0\xff\r\n\0NATS/1.0\r\n", 15) + std::string(3, '\0');
  const uint64_t position = MustAppend(subject, bytes, 0);

  const auto batch = ReadFrom(position);
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_EQ(batch[0].position, position);
  EXPECT_EQ(batch[0].subject, subject);
  EXPECT_EQ(batch[0].payload, bytes);

  const auto asked = log_->ReadFromLeader(position);
  ASSERT_TRUE(asked.ok() && asked->has_value()) << asked.status();
  EXPECT_EQ((*asked)->position, position);
  EXPECT_EQ((*asked)->subject, subject);
  EXPECT_EQ((*asked)->payload, bytes);
  EXPECT_EQ((*asked)->server_time_ns, batch[0].server_time_ns);
  EXPECT_GT((*asked)->server_time_ns, 0);
}

TEST_P(EventLogContract, KeepsAnEmptyPayload) {
  const uint64_t position = MustAppend(FreshSubject(), "", 0);
  const auto batch = ReadFrom(position);
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_EQ(batch[0].payload, "");
}

TEST_P(EventLogContract, StoresNothingWhenTheExpectationIsWrong) {
  const std::string subject = FreshSubject();
  const uint64_t first = MustAppend(subject, "1", 0);
  MustAppend(subject, "2", first);

  EXPECT_TRUE(absl::IsAborted(Append(subject, "late", first).status()));
  EXPECT_TRUE(absl::IsAborted(Append(subject, "again the first", 0).status()));
  EXPECT_TRUE(absl::IsAborted(Append(FreshSubject(), "of an empty subject", first).status()));
  EXPECT_EQ(*log_->HeadFromLeader(), start_ + 2);
}

TEST_P(EventLogContract, RefusesAMessageThatIsTooLargeAndTakesTheLargest) {
  const std::string subject = FreshSubject();
  EXPECT_TRUE(absl::IsInvalidArgument(Append(subject, std::string(kMaxMessageBytes + 1, 'x'), 0).status()));
  EXPECT_EQ(*log_->HeadFromLeader(), start_);
  const uint64_t position = MustAppend(subject, std::string(kMaxMessageBytes, 'x'), 0);
  const auto batch = ReadFrom(position);
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_EQ(batch[0].payload.size(), kMaxMessageBytes);
}

TEST_P(EventLogContract, OneOfManyWritersWins) {
  constexpr int kWriters = 4, kRounds = 20;
  const std::string subject = FreshSubject();
  uint64_t last = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::atomic<int> won{0}, lost{0};
    std::atomic<uint64_t> position{0};
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
      writers.emplace_back([&, w] {
        auto mine = Append(subject, absl::StrCat(round, " ", w), last);
        if (mine.ok()) {
          ++won;
          position = *mine;
        } else if (absl::IsAborted(mine.status())) {
          ++lost;
        }
      });
    }
    for (auto& writer : writers) writer.join();
    ASSERT_EQ(won, 1) << "round " << round;
    ASSERT_EQ(lost, kWriters - 1) << "round " << round;
    last = position;
  }
  EXPECT_EQ(*log_->HeadFromLeader(), start_ + kRounds);
}

TEST_P(EventLogContract, ReadsInOrderWithoutHolesInBatchesOfAnySize) {
  const std::string a = FreshSubject(), b = FreshSubject();
  uint64_t last_a = 0, last_b = 0;
  for (int i = 0; i < 10; ++i) {
    uint64_t& last = i % 3 == 0 ? last_a : last_b;
    last = MustAppend(i % 3 == 0 ? a : b, absl::StrCat(i), last);
  }
  for (int size : {1, 3, 10, 512}) {
    LogReader reader(*log_, start_, ReadLimit{.max_messages = size});
    std::vector<StoredMessage> all;
    for (;;) {
      auto batch = reader.Next();
      ASSERT_TRUE(batch.ok()) << batch.status();
      if (batch->empty()) break;
      EXPECT_LE(static_cast<int>(batch->size()), size);
      all.insert(all.end(), batch->begin(), batch->end());
    }
    ASSERT_EQ(all.size(), 10u) << "in batches of " << size;
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(all[i].position, start_ + 1 + i);
      EXPECT_EQ(all[i].payload, absl::StrCat(i));
      EXPECT_EQ(all[i].subject, i % 3 == 0 ? a : b);
    }
  }
}

TEST_P(EventLogContract, BoundsABatchByBytesButAlwaysGivesOneMessage) {
  const std::string subject = FreshSubject();
  uint64_t last = 0;
  for (int i = 0; i < 6; ++i) last = MustAppend(subject, std::string(50'000, 'x'), last);
  const auto bounded = ReadFrom(start_ + 1, {.max_messages = 512, .max_bytes = 120'000});
  EXPECT_GE(bounded.size(), 1u);
  EXPECT_LE(bounded.size(), 3u);
  EXPECT_EQ(ReadFrom(start_ + 1, {.max_messages = 512, .max_bytes = 1}).size(), 1u);
}

TEST_P(EventLogContract, ReadsNothingBeyondTheEnd) {
  const uint64_t position = MustAppend(FreshSubject(), "last", 0);
  EXPECT_TRUE(ReadFrom(position + 1).empty());
  EXPECT_TRUE(ReadFrom(position + 1000).empty());
  auto beyond = log_->ReadFromLeader(position + 1);
  ASSERT_TRUE(beyond.ok()) << beyond.status();
  EXPECT_FALSE(beyond->has_value());
}

TEST_P(EventLogContract, TheLeaderFindsTheNextAndTheLastOfASubject) {
  const std::string a = FreshSubject(), b = FreshSubject(), never = FreshSubject();
  const uint64_t a1 = MustAppend(a, "a1", 0);
  const uint64_t b1 = MustAppend(b, "b1", 0);
  const uint64_t a2 = MustAppend(a, "a2", a1);

  EXPECT_EQ((*log_->NextFromLeader(a, 1))->position, a1);
  EXPECT_EQ((*log_->NextFromLeader(a, a1))->position, a1);
  EXPECT_EQ((*log_->NextFromLeader(a, a1 + 1))->payload, "a2");
  EXPECT_FALSE(log_->NextFromLeader(a, a2 + 1)->has_value());
  EXPECT_FALSE(log_->NextFromLeader(b, b1 + 1)->has_value());
  EXPECT_EQ((*log_->LastFromLeader(a))->position, a2);
  EXPECT_EQ((*log_->LastFromLeader(b))->position, b1);
  EXPECT_FALSE(log_->LastFromLeader(never)->has_value());
  EXPECT_FALSE(log_->NextFromLeader(never, 1)->has_value());
}

TEST_P(EventLogContract, AppendOnceFindsItsOwnEarlierMessage) {
  const std::string subject = FreshSubject();
  const uint64_t position = MustAppend(subject, "commit one", 0);  // as if its ack had been lost
  const absl::Time soon = absl::Now() + absl::Seconds(20);
  auto again = AppendOnce(*log_, {subject, "commit one", 0}, SystemClock(), soon);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, position);
  EXPECT_TRUE(absl::IsAborted(AppendOnce(*log_, {subject, "commit two", 0}, SystemClock(), soon).status()));
  EXPECT_EQ(*log_->HeadFromLeader(), start_ + 1);
}

TEST_P(EventLogContract, HintsWakeAReaderUntilTheSubscriptionEnds) {
  absl::Notification woken;
  std::atomic<int> calls{0};
  auto subscription = log_->WatchHints([&] {
    if (calls++ == 0) woken.Notify();
  });
  const std::string subject = FreshSubject();
  uint64_t last = MustAppend(subject, "1", 0);
  ASSERT_TRUE(woken.WaitForNotificationWithTimeout(absl::Seconds(20)));

  subscription.reset();
  const int before = calls;
  absl::Notification other;
  auto second = log_->WatchHints([&] {
    if (!other.HasBeenNotified()) other.Notify();
  });
  MustAppend(subject, "2", last);
  ASSERT_TRUE(other.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_EQ(calls, before);
}

TEST_P(EventLogContract, SaysThatItIsDurable) {
  EXPECT_TRUE(log_->CheckDurability().ok()) << log_->CheckDurability();
}

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_TESTING_EVENT_LOG_CONTRACT_H_
