// An outcome in doubt is resolved, never guessed. FV_KILLS sets how often the bus is killed in the last test.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/log_reader.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "libs/eventlog_jetstream/testing/tcp_relay.h"

namespace fallverbund::eventlog {
namespace {

constexpr char kSubject[] = "fv.do.case.00112233445566778899aabbccddeeff";

class BusDoubt : public testing::Test {
 protected:
  BusDoubt() : relay_(bus_.url()) {
    BusOptions through = bus_.OptionsFor("case");
    through.urls = {relay_.url()};
    auto publish = BusConnection::Connect(through);
    auto read = BusConnection::Connect(through);
    EXPECT_TRUE(publish.ok() && read.ok()) << publish.status() << read.status();
    auto log = JetStreamEventLog::Open(
        *std::move(publish), *std::move(read),
        {.association = "do", .append_timeout = absl::Seconds(2), .read_timeout = absl::Seconds(2)});
    EXPECT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
    direct_ = bus_.OpenLog("audit");
  }
  // Not through the relay.
  void AwaitStored(uint64_t position) {
    for (;;) {
      const auto head = direct_->HeadFromLeader();
      if (head.ok() && *head >= position) return;
      ASSERT_TRUE(head.ok()) << head.status();
    }
  }
  // Two connections are made anew after the bus was away, and one may be back before the other.
  static absl::StatusOr<uint64_t> HeadOnceConnected(EventLog& log) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    for (;;) {
      auto head = log.HeadFromLeader();
      if (!absl::IsUnavailable(head.status()) || absl::Now() > give_up) return head;
    }
  }
  absl::StatusOr<uint64_t> Once() {
    return AppendOnce(*log_, {kSubject, "our commit", 0}, SystemClock(), absl::Now() + absl::Seconds(60));
  }

  BusFixture bus_;
  TcpRelay relay_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<EventLog> direct_;
};

TEST_F(BusDoubt, AnAckLostBecauseTheBusWasKilledAfterStoringIsFound) {
  relay_.HoldAnswers(true);
  absl::StatusOr<uint64_t> outcome;
  std::thread writer([&] { outcome = Once(); });
  AwaitStored(3);
  bus_.Kill();
  relay_.Cut();
  relay_.HoldAnswers(false);
  bus_.Restart();
  writer.join();
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(*outcome, 3u);
  EXPECT_EQ(HeadOnceConnected(*log_).value_or(0), 3u);
}

TEST_F(BusDoubt, ARequestLostBecauseTheBusWasKilledBeforeStoringIsSentAgain) {
  relay_.HoldRequests(true);
  absl::StatusOr<uint64_t> first = log_->Append({kSubject, "our commit", 0});
  EXPECT_TRUE(absl::IsUnavailable(first.status())) << first.status();
  bus_.Kill();
  relay_.Cut();
  relay_.HoldRequests(false);
  bus_.Restart();
  const auto outcome = Once();
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(*outcome, 3u);
  EXPECT_EQ(HeadOnceConnected(*log_).value_or(0), 3u);
}

TEST_F(BusDoubt, ARequestThatArrivesAfterWeGaveUpIsNotStoredTwice) {
  relay_.HoldRequests(true);
  EXPECT_TRUE(absl::IsUnavailable(log_->Append({kSubject, "our commit", 0}).status()));
  relay_.HoldRequests(false);
  const auto outcome = Once();
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(*outcome, 3u);
  EXPECT_EQ(*log_->HeadFromLeader(), 3u);
}

TEST_F(BusDoubt, SomebodyElseMayHaveWonMeanwhile) {
  relay_.HoldRequests(true);
  absl::StatusOr<uint64_t> outcome;
  std::thread writer([&] { outcome = Once(); });
  ASSERT_TRUE(bus_.OpenLog("case")->Append({kSubject, "their commit", 0}).ok());
  relay_.HoldRequests(false);
  writer.join();
  EXPECT_TRUE(absl::IsAborted(outcome.status())) << outcome.status();
  EXPECT_EQ(*direct_->HeadFromLeader(), 3u);
}

TEST_F(BusDoubt, ALostConnectionIsToldAtOnceAndComesBackWithAHintAndACheck) {
  absl::Mutex mu;
  bool checked = false, hinted = false;
  BusOptions through = bus_.OptionsFor("team");
  through.urls = {relay_.url()};
  std::shared_ptr<BusConnection> connection = *BusConnection::Connect(through);
  auto log = *JetStreamEventLog::Open(connection, connection,
                                      {.association = "do",
                                       .append_timeout = absl::Minutes(5),
                                       .on_durability = [&](const absl::Status& status) {
                                         absl::MutexLock lock(&mu);
                                         checked = status.ok();
                                       }});
  const auto watching = log->WatchHints([&] {
    absl::MutexLock lock(&mu);
    hinted = true;
  });
  relay_.HoldRequests(true);
  absl::Status status;
  std::thread writer([&] {
    status = log->Append({"fv.do.team.00112233445566778899aabbccddeeff", "x", 0}).status();
  });
  bus_.Kill();
  relay_.Cut();
  writer.join();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  relay_.HoldRequests(false);
  bus_.Restart();
  absl::MutexLock lock(&mu);
  const auto both = [&] { return checked && hinted; };
  EXPECT_TRUE(mu.AwaitWithTimeout(absl::Condition(&both), absl::Seconds(60)));
}

TEST_F(BusDoubt, EveryCommitIsStoredExactlyOnceThroughKills) {
  const char* wanted = std::getenv("FV_KILLS");
  int kills = 3;
  ASSERT_TRUE(wanted == nullptr || absl::SimpleAtoi(wanted, &kills)) << "FV_KILLS is a number";
  constexpr int kWriters = 4;
  std::atomic<bool> stop{false};
  std::atomic<int> acknowledged{0}, failed{0};
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      const std::string subject =
          absl::StrCat("fv.do.case.", absl::Dec(w, absl::kZeroPad16), "0000000000000000");
      uint64_t last = 0;
      for (int i = 0; !stop; ++i) {
        const auto position = AppendOnce(*log_, {subject, absl::StrCat(w, ":", i), last}, SystemClock(),
                                         absl::Now() + absl::Seconds(60));
        if (!position.ok()) {
          ADD_FAILURE() << position.status();
          ++failed;
          return;
        }
        last = *position;
        ++acknowledged;
      }
    });
  }
  for (int k = 0; k < kills; ++k) {
    const int before = acknowledged;
    while (acknowledged < before + 50 && failed == 0) std::this_thread::yield();
    bus_.Kill();
    bus_.Restart();
  }
  stop = true;
  for (auto& writer : writers) writer.join();

  LogReader reader(*direct_);
  std::map<std::string, int> stored;
  for (;;) {
    const auto batch = reader.Next();
    if (absl::IsUnavailable(batch.status())) continue;  // its connection is on the way back
    ASSERT_TRUE(batch.ok()) << batch.status();
    if (batch->empty()) break;
    for (const StoredMessage& message : *batch) {
      if (message.position > 2) ++stored[message.payload];
    }
  }
  EXPECT_EQ(static_cast<int>(stored.size()), acknowledged);
  for (const auto& [payload, count] : stored) EXPECT_EQ(count, 1) << payload;
}

}  // namespace
}  // namespace fallverbund::eventlog
