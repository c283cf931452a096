#include "libs/eventlog/trace.h"

#include <gtest/gtest.h>

#include <string>

namespace fallverbund::eventlog {
namespace {

const Trace kTrace{"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"};

v1::Commit Traced() {
  v1::Commit commit;
  commit.set_commit_id("11112222333344445555666677778888");
  SetTrace(kTrace, commit);
  return commit;
}

TEST(CommitTrace, IsTwoIdsAsBytes) {
  const auto commit = Traced();
  EXPECT_EQ(commit.trace().trace_id().size(), 16);
  EXPECT_EQ(commit.trace().parent_id().size(), 8);
  EXPECT_EQ(TraceOf(commit), kTrace);
}

TEST(CommitTrace, OfACommitWithoutOneIsNone) {
  EXPECT_FALSE(TraceOf(v1::Commit()).has_value());
  EXPECT_FALSE(TraceBehind(v1::Commit()).has_value());
}

TEST(CommitTrace, WhatAnswersACommitFollowsIt) {
  const auto behind = TraceBehind(Traced());
  ASSERT_TRUE(behind.has_value());
  EXPECT_EQ(*behind, (Trace{kTrace.trace_id, "1111222233334444"}));
}

TEST(CommitTrace, BytesThatAreNoIdsAreNone) {
  auto commit = Traced();
  commit.mutable_trace()->set_trace_id("Milo Falke, 14 Jahre");
  EXPECT_FALSE(TraceOf(commit).has_value());
  EXPECT_FALSE(TraceBehind(commit).has_value());
  commit = Traced();
  commit.mutable_trace()->set_parent_id(std::string(8, '\0'));
  EXPECT_FALSE(TraceOf(commit).has_value());
}

}  // namespace
}  // namespace fallverbund::eventlog
