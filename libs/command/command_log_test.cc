#include "libs/command/command_log.h"

#include <gtest/gtest.h>

#include "libs/command/testing/jar.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/step.h"

namespace fallverbund::command {
namespace {

using eventlog::SignedLog;
using eventlog::TestHexId;
using testing::JarDecider;
using testing::JarEvent;

eventlog::v1::Event Coins(int64_t coins) {
  JarEvent event;
  event.mutable_coins_added()->set_coins(coins);
  return eventlog::PackOneof(event);
}

class CommandLogTest : public ::testing::Test {
 protected:
  std::vector<projection::Notice> ReadAll() {
    std::vector<projection::Notice> notices;
    const auto messages = *log_.log().Read(store_.position() + 1, {});
    for (const auto& message : messages) {
      auto batch = store_.NewBatch();
      EXPECT_TRUE(ApplyMessage(message, log_.identity(), {&view_}, *batch, notices).ok());
      EXPECT_TRUE(store_.Commit(std::move(batch), message.position).ok());
    }
    return notices;
  }
  eventlog::v1::Commit Draft(const std::string& jar, const std::vector<eventlog::v1::Event>& events) {
    return log_.Draft("case", TestHexId(jar), "jar", events);
  }

  SignedLog log_;
  projection::InMemoryProjectionStore store_;
  CommandLog view_{"case", {KindOf<JarDecider>()}};
};

TEST_F(CommandLogTest, KeepsOwnCommitsByIdAndVersion) {
  for (int i = 1; i <= 3; ++i) log_.Append("case", Draft("a", {Coins(i)}));
  log_.Append("case", Draft("b", {Coins(9)}));
  ReadAll();
  auto commits = *ReadCommits(store_, TestHexId("a"), 1, 10);
  ASSERT_EQ(commits.size(), 2u);
  EXPECT_EQ(commits[0].commit.aggregate_version(), 2u);
  EXPECT_EQ(commits[0].position, 4u);
  EXPECT_EQ(commits[1].commit.events(0).data(), Coins(3).data());
  EXPECT_EQ(commits[1].payload_sha256, ReadLink(store_, commits[1].commit.subject())->payload_sha256);
  EXPECT_EQ(ReadCommits(store_, TestHexId("a"), 0, 1)->size(), 1u);
}

TEST_F(CommandLogTest, LeavesCommitsOfOtherContextsAlone) {
  auto commit = log_.Draft("team", TestHexId("a"), "whatever", {Coins(1)});
  log_.Append("team", commit);
  EXPECT_TRUE(ReadAll().empty());
  EXPECT_TRUE(ReadCommits(store_, TestHexId("a"), 0, 10)->empty());
  EXPECT_FALSE(FindAnswer(store_, commit.command_id())->has_value());
}

TEST_F(CommandLogTest, TheFirstCommitOfACommandIsItsAnswer) {
  auto first = Draft("a", {Coins(1)});
  first.set_request_mac("mac");
  log_.Append("case", first);
  auto second = Draft("b", {Coins(1)});
  second.set_command_id(first.command_id());
  log_.Append("case", second);
  ReadAll();
  auto answer = *FindAnswer(store_, first.command_id());
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->position, 3u);
  EXPECT_EQ(answer->commit_id, first.commit_id());
  EXPECT_EQ(answer->request_mac, "mac");
  EXPECT_EQ(answer->recorded_at, FromProto(first.recorded_at()));
  EXPECT_EQ(answer->settled, eventlog::v1::SETTLED_OUTCOME_UNSPECIFIED);
}

// In a chain of its own, as it was until 2026-11-26, or in that of its target.
TEST_F(CommandLogTest, ASettlementIsAnAnswerWithItsReason) {
  eventlog::v1::ReactionSettled settled;
  settled.set_outcome(eventlog::v1::SETTLED_OUTCOME_REFUSED);
  settled.set_reason_id("CASE_UNDERSTANDING_MISSING");
  log_.Append("case", Draft("a", {Coins(1)}));
  for (const char* chain : {"s", "a"}) {
    auto commit = log_.Draft("case", TestHexId(chain), kSettlementType, {eventlog::PackEvent(settled)});
    log_.Append("case", commit);
    EXPECT_TRUE(ReadAll().empty());
    auto answer = *FindAnswer(store_, commit.command_id());
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->settled, eventlog::v1::SETTLED_OUTCOME_REFUSED);
    EXPECT_EQ(answer->reason_code, "CASE_UNDERSTANDING_MISSING");
  }
}

TEST_F(CommandLogTest, WhatThisProgramCannotFoldIsNotUnderstood) {
  auto future = Draft("a", {Coins(1)});
  future.mutable_events(0)->set_type("fallverbund.future.v9.Flown");
  log_.Append("case", future);
  log_.Append("case", log_.Draft("case", TestHexId("b"), "barrel", {Coins(1)}));
  auto broken = Draft("c", {Coins(1)});
  broken.mutable_events(0)->set_data("\x0a");
  log_.Append("case", broken);
  auto notices = ReadAll();
  ASSERT_EQ(notices.size(), 3u);
  for (const auto& notice : notices) EXPECT_EQ(notice.kind, projection::NoticeKind::kNotUnderstood);
  EXPECT_EQ(*projection::CountHeld(store_), 3u);
}

}  // namespace
}  // namespace fallverbund::command
