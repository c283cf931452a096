// A short one of the long logs: what is measured on it must be worth measuring.
#include "tools/manylog/many_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/durable_file/durable_file.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/tlog/policy.h"
#include "tools/archive/verify.h"
#include "tools/manylog/published.h"

namespace fallverbund::manylog {
namespace {

// With a new case every day so many that the first lives are over and others are at each step of the story.
constexpr int kMessages = 5'000;

TEST(ManyLog, IsALogInWhichTheAuditFindsNothing) {
  const durable_file::TempFolder folder;
  ManyLog log(kMessages, absl::Hours(24));
  ASSERT_TRUE(Make(log, folder.path() / "many", nullptr).ok());
  const auto policy = tlog::Policy::Parse(*durable_file::ReadFile(folder.path() / "many" / "policy"));
  projection::InMemoryProjectionStore store;
  const auto verdict = archive::Verify(folder.path() / "many" / "archive", *policy, store, nullptr);
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->rule.commits(), kMessages);
  EXPECT_EQ(verdict->sealed.cosignatures.size(), 2);
  EXPECT_GT(verdict->rule.cases(), 100);
  std::set<std::string> met;
  const auto messages = log.Read(1, {.max_messages = kMessages});
  ASSERT_TRUE(messages.ok()) << messages.status();
  for (const auto& message : *messages) {
    eventlog::v1::Envelope envelope;
    eventlog::v1::Commit commit;
    ASSERT_TRUE(envelope.ParseFromString(message.payload) && commit.ParseFromString(envelope.signed_part()));
    for (const auto& event : commit.events()) met.insert(event.type());
  }
  EXPECT_THAT(met,
              ::testing::IsSupersetOf(
                  {"fallverbund.casework.v1.CaseOpened", "fallverbund.casework.v1.CaseDeadlineOverdue",
                   "fallverbund.casework.v1.CaseReactivated", "fallverbund.casework.v1.CaseLawfullyEnded"}));
  EXPECT_EQ(verdict->rule.findings_total(), 0)
      << (verdict->rule.findings().empty() ? "" : verdict->rule.findings(0).ShortDebugString());
}

TEST(ManyLog, IsTheSameInEveryRun) {
  ManyLog one(1000), other(1000);
  const auto all = one.Read(1, {.max_messages = 1000});
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 1000);
  for (uint64_t from = 1; from <= 1000; from += 100) {
    const auto some = other.Read(from, {.max_messages = 100});
    ASSERT_TRUE(some.ok()) << some.status();
    for (const auto& message : *some) EXPECT_EQ(message.payload, (*all)[message.position - 1].payload);
  }
  EXPECT_TRUE(one.Read(1001, {})->empty());
}

}  // namespace
}  // namespace fallverbund::manylog
