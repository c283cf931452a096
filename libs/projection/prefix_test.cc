#include "libs/projection/prefix.h"

#include <gtest/gtest.h>

#include <variant>

#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/step.h"
#include "libs/projection/testing/recording_view.h"

namespace fallverbund::projection {
namespace {

using eventlog::SignedLog;
using eventlog::TestHexId;

class PrefixRowsTest : public testing::Test {
 protected:
  void ReadAll() {
    auto messages = log_.log().Read(store_.position() + 1, {});
    ASSERT_TRUE(messages.ok());
    if (messages->empty()) return;
    auto batch = store_.NewBatch();
    std::vector<Notice> notices;
    for (const auto& message : *messages) {
      ASSERT_TRUE(ApplyMessage(message, log_.identity(), {}, *batch, notices).ok());
    }
    ASSERT_TRUE(store_.Commit(std::move(batch), messages->back().position).ok());
  }
  std::string Subject(const std::string& name) { return SignedLog::SubjectOf("case", TestHexId(name)); }
  uint64_t AppendToLog(const std::vector<eventlog::v1::Event>& events) {
    const std::string subject = SignedLog::SubjectOf(eventlog::kLogContext, eventlog::kLogAggregateId);
    auto commit = log_.Draft(eventlog::kLogContext, eventlog::kLogAggregateId, "log", events);
    return log_.AppendRaw(subject, eventlog::TestSigner("provisioner").SignCommit(commit));
  }

  SignedLog log_;
  InMemoryProjectionStore store_;
};

TEST_F(PrefixRowsTest, KnowsFromTheGenesisWhichLogItReads) {
  EXPECT_FALSE(ReadLogFacts(store_)->has_value());
  ReadAll();
  auto facts = *ReadLogFacts(store_);
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->association, "do");
  EXPECT_EQ(facts->origin, "log.test.example/events");
  EXPECT_FALSE(facts->test_clock);
}

TEST_F(PrefixRowsTest, AnInvalidMessageMovesTheExpectationButNotTheChain) {
  log_.Append("case", TestHexId("c"), "case", {TestEvent("a")});
  ReadAll();
  auto before = *ReadLink(store_, Subject("c"));
  uint64_t position = log_.AppendRaw(Subject("c"), "rubbish");
  ReadAll();
  auto after = *ReadLink(store_, Subject("c"));
  EXPECT_EQ(after.last_position, position);
  EXPECT_EQ(after.version, before.version);
  EXPECT_EQ(after.payload_sha256, before.payload_sha256);
  auto findings = *ReadFindings(store_, 0, 10);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].position, position);
  EXPECT_EQ(findings[0].subject, Subject("c"));
  EXPECT_EQ(findings[0].defect, "NOT_AN_ENVELOPE");
}

TEST_F(PrefixRowsTest, KnownAtNeverGoesBackWhenAWritersClockDoes) {
  absl::Time noon = absl::FromUnixSeconds(1'800'000'000);
  log_.SetNow(noon);
  log_.Append("case", TestHexId("c"), "case", {TestEvent("a")});
  log_.SetNow(noon - absl::Hours(1));
  log_.Append("case", TestHexId("c"), "case", {TestEvent("a")});
  ReadAll();
  EXPECT_EQ((*ReadLogFacts(store_))->known_at, noon);
}

TEST_F(PrefixRowsTest, ARetiredKeyStaysRetiredAndTheFirstRegistrationStays) {
  ReadAll();
  const auto team = SignedLog::signer("team");
  EXPECT_EQ(*RegisteredKey(store_, team.key_id(), "team"), team.public_key());
  EXPECT_EQ(*RegisteredKey(store_, team.key_id(), "case"), std::nullopt);
  AppendToLog({eventlog::PackEvent(Registration(team, "case"))});
  ReadAll();
  EXPECT_EQ(*RegisteredKey(store_, team.key_id(), "case"), std::nullopt);
  eventlog::v1::SignerRetired retired;
  retired.set_key_id(team.key_id());
  AppendToLog({eventlog::PackEvent(retired)});
  AppendToLog({eventlog::PackEvent(Registration(team, "team"))});
  ReadAll();
  EXPECT_EQ(*RegisteredKey(store_, team.key_id(), "team"), std::nullopt);
}

// Rows must say the same as the prefix in memory at every position, whatever was written.
TEST_F(PrefixRowsTest, AgreesWithThePrefixInMemoryAtEveryPosition) {
  log_.Append("case", TestHexId("c"), "case", {TestEvent("a")});
  auto again = log_.Draft("case", TestHexId("c"), "case", {TestEvent("a")});
  log_.Append("case", again);
  log_.Append("case", again);                                                         // seen, wrong version
  log_.AppendRaw(Subject("d"), SignedLog::signer("team").SignCommit(again));          // another's subject
  log_.Append("team", log_.Draft("case", TestHexId("d"), "case", {TestEvent("a")}));  // another's key
  eventlog::v1::SignerRetired retired;
  retired.set_key_id(SignedLog::signer("case").key_id());
  AppendToLog({eventlog::PackEvent(retired)});
  log_.Append("case", TestHexId("c"), "case", {TestEvent("a")});  // no longer registered
  log_.Append("team", TestHexId("t"), "team", {TestEvent("a")});

  eventlog::InMemoryPrefix memory(log_.identity());
  auto messages = *log_.log().Read(1, {});
  int invalid = 0;
  for (const auto& message : messages) {
    auto batch = store_.NewBatch();
    auto verdict = Judge(message, log_.identity(), PrefixRows(*batch));
    auto expected = memory.Next(message);
    ASSERT_EQ(verdict.index(), expected.index()) << message.position;
    if (verdict.index() == 1) {
      ++invalid;
      EXPECT_EQ(std::get<eventlog::Defect>(verdict), std::get<eventlog::Defect>(expected));
    }
    std::vector<Notice> notices;
    ASSERT_TRUE(ApplyMessage(message, log_.identity(), {}, *batch, notices).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), message.position).ok());
    PrefixRows rows(store_);
    for (const auto& seen : messages) {
      EXPECT_EQ(rows.Link(seen.subject).last_position, memory.Link(seen.subject).last_position);
      EXPECT_EQ(rows.Link(seen.subject).version, memory.Link(seen.subject).version);
      EXPECT_EQ(rows.Link(seen.subject).payload_sha256, memory.Link(seen.subject).payload_sha256);
    }
    for (const char* context : {"case", "team", "log"}) {
      const auto id = SignedLog::signer(context).key_id();
      EXPECT_EQ(rows.SignerKey(id, context), memory.SignerKey(id, context));
    }
    EXPECT_TRUE(rows.error().ok());
  }
  EXPECT_EQ(invalid, 4);
}

}  // namespace
}  // namespace fallverbund::projection
