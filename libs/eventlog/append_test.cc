#include "libs/eventlog/append.h"

#include <gtest/gtest.h>

#include "libs/base/stored.h"
#include "libs/eventlog/in_memory_event_log.h"

namespace fallverbund::eventlog {
namespace {

const AppendRequest kOurs{"fv.do.case.00112233445566778899aabbccddeeff", "our commit", 0};
const AppendRequest kTheirs{kOurs.subject, "their commit", 0};

class AppendOnceTest : public testing::Test {
 protected:
  absl::StatusOr<uint64_t> Ours() {
    return AppendOnce(log_, kOurs, clock_, clock_.Now() + absl::Seconds(10), &counts_);
  }
  uint64_t Head() { return *log_.HeadFromLeader(); }

  InMemoryEventLog log_;
  FakeClock clock_{absl::UnixEpoch()};
  AppendCounts counts_;
};

TEST_F(AppendOnceTest, StoresOnceOnAQuietBus) {
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, StoresOnceWhenTheRequestWasLost) {
  log_.FaultNextAppends({AppendFault::kLostRequest});
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, FindsItsOwnCommitWhenTheAckWasLost) {
  log_.FaultNextAppends({AppendFault::kLostAck});
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, FindsItsOwnCommitBehindSeveralLostAnswers) {
  log_.FaultNextAppends({AppendFault::kLostAck, AppendFault::kLostRequest, AppendFault::kFalseConflict});
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, CountsADoubtOnceAndWhatWasNeverResolved) {
  log_.FaultNextAppends({AppendFault::kLostAck, AppendFault::kLostRequest});
  EXPECT_TRUE(Ours().ok());
  EXPECT_EQ(counts_.in_doubt, 1);
  EXPECT_EQ(counts_.unresolved, 0);
}

TEST_F(AppendOnceTest, ALostRaceIsNoDoubt) {
  ASSERT_TRUE(log_.Append(kTheirs).ok());
  EXPECT_FALSE(Ours().ok());
  EXPECT_EQ(counts_.in_doubt, 0);
}

TEST_F(AppendOnceTest, TriesAgainAfterAFalseConflict) {
  log_.FaultNextAppends({AppendFault::kFalseConflict, AppendFault::kFalseConflict});
  EXPECT_EQ(*Ours(), 1u);
}

TEST_F(AppendOnceTest, LosesToSomebodyElse) {
  ASSERT_TRUE(log_.Append(kTheirs).ok());
  EXPECT_TRUE(absl::IsAborted(Ours().status()));
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, LosesToSomebodyElseWhoCameWhileItsOwnRequestWasLost) {
  log_.SetAppendFaults([&, first = true](const AppendRequest& request) mutable {
    return request.payload == kOurs.payload && std::exchange(first, false) ? AppendFault::kDelayed
                                                                           : AppendFault::kNone;
  });
  EXPECT_TRUE(absl::IsUnavailable(log_.Append(kOurs).status()));
  ASSERT_TRUE(log_.Append(kTheirs).ok());
  log_.DeliverDelayed();
  EXPECT_TRUE(absl::IsAborted(Ours().status()));
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, ADelayedFirstTryDoesNotStoreTwice) {
  log_.FaultNextAppends({AppendFault::kDelayed});
  EXPECT_EQ(*Ours(), 1u);
  log_.DeliverDelayed();
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, LooksAgainWhenTheLeaderDoesNotAnswer) {
  log_.FaultNextAppends({AppendFault::kLostAck});
  ASSERT_TRUE(absl::IsUnavailable(log_.Append(kOurs).status()));
  log_.FailNextCalls(2);
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(Head(), 1u);
}

TEST_F(AppendOnceTest, SaysThatTheOutcomeIsUnknownAtTheDeadline) {
  log_.SetAppendFaults([&](const AppendRequest&) {
    clock_.Advance(absl::Seconds(4));
    return AppendFault::kLostRequest;
  });
  const auto status = Ours().status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(StoredOf(status), Stored::kUnknown);
  EXPECT_EQ(clock_.Now(), absl::UnixEpoch() + absl::Seconds(12));
  EXPECT_EQ(counts_.in_doubt, 1);
  EXPECT_EQ(counts_.unresolved, 1);
}

TEST_F(AppendOnceTest, SaysThatNothingWasStoredWhereNoTryGotThrough) {
  log_.SetAppendFaults([&](const AppendRequest&) {
    clock_.Advance(absl::Seconds(4));
    return AppendFault::kAway;
  });
  const auto status = Ours().status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(StoredOf(status), Stored::kNothing);
  EXPECT_EQ(counts_.in_doubt, 0);
  EXPECT_EQ(counts_.unresolved, 0);
}

TEST_F(AppendOnceTest, ADoubtStaysOneThoughTheLogIsAwayAfterwards) {
  log_.SetAppendFaults([&, first = true](const AppendRequest&) mutable {
    clock_.Advance(absl::Seconds(4));
    return std::exchange(first, false) ? AppendFault::kDelayed : AppendFault::kAway;
  });
  EXPECT_EQ(StoredOf(Ours().status()), Stored::kUnknown);
  log_.SetAppendFaults(nullptr);
  log_.DeliverDelayed();
  EXPECT_EQ(Head(), 1u) << "it was stored after all";
}

TEST_F(AppendOnceTest, GoesOnWhenTheLogIsBack) {
  log_.FaultNextAppends({AppendFault::kAway, AppendFault::kAway});
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(counts_.in_doubt, 0);
}

TEST_F(AppendOnceTest, EndsEvenWhenTheClockStands) {
  int tries = 0;
  log_.SetAppendFaults([&](const AppendRequest&) {
    ++tries;
    return AppendFault::kLostRequest;
  });
  EXPECT_TRUE(absl::IsUnavailable(Ours().status()));
  EXPECT_EQ(tries, kMaxAppendTries);
}

TEST_F(AppendOnceTest, PassesOnAPlainRefusal) {
  log_.FaultNextAppends({AppendFault::kFull});
  EXPECT_TRUE(absl::IsResourceExhausted(Ours().status()));
  EXPECT_EQ(Head(), 0u);
}

TEST_F(AppendOnceTest, ARefusalAfterALostAckDoesNotHideThatItWasStored) {
  log_.FaultNextAppends({AppendFault::kLostAck, AppendFault::kFull});
  EXPECT_EQ(*Ours(), 1u);
}

TEST_F(AppendOnceTest, CallingAgainAfterAnUnknownOutcomeIsSafe) {
  log_.FaultNextAppends({AppendFault::kLostAck});
  ASSERT_TRUE(absl::IsUnavailable(log_.Append(kOurs).status()));
  ASSERT_TRUE(log_.Append({kOurs.subject, "the next one", 1}).ok());
  EXPECT_EQ(*Ours(), 1u);
  EXPECT_EQ(Head(), 2u);
}

}  // namespace
}  // namespace fallverbund::eventlog
