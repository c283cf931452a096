#include "services/audit/rpc/covered_journal.h"

#include <gtest/gtest.h>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/eventlog/testing/signed_journal.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::audit {
namespace {

class CoveredJournalTest : public ::testing::Test {
 protected:
  eventlog::SignedLog log_;
  eventlog::SignedJournal journal_;
  projection::InMemoryProjectionStore store_;
  projection::Projector of_log_{log_.log(), store_, {.identity = log_.identity()}};
  CoveredJournal covered_{journal_.log(), log_.log(), of_log_};
};

TEST_F(CoveredJournalTest, HandsOutNothingBeforeTheLogIsRead) {
  EXPECT_TRUE(absl::IsUnavailable(covered_.Read(1, {}).status()));
  EXPECT_TRUE(absl::IsUnavailable(covered_.ReadFromLeader(1).status()));
  of_log_.Start();
  ASSERT_TRUE(of_log_.WaitFor(2, absl::InfiniteFuture()).ok());
  const auto messages = covered_.Read(1, {});
  ASSERT_TRUE(messages.ok()) << messages.status();
  EXPECT_EQ(messages->size(), 1u);
  EXPECT_TRUE(covered_.ReadFromLeader(1)->has_value());
}

TEST_F(CoveredJournalTest, WaitsForWhatTheLogHoldsWhenTheEntryIsThere) {
  of_log_.Start();
  journal_.Append("case", "one", {}, eventlog::v1::ReadRecorded());
  log_.Append("case", eventlog::TestHexId("a"), "case",
              {eventlog::PackEvent(eventlog::v1::ReactionSettled())});
  EXPECT_TRUE(covered_.Read(1, {}).ok());
  EXPECT_GE(of_log_.position(), 3u);
}

TEST_F(CoveredJournalTest, AppendsNothing) {
  EXPECT_TRUE(absl::IsPermissionDenied(covered_.Append({}).status()));
}

}  // namespace
}  // namespace fallverbund::audit
