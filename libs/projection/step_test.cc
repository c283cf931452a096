#include "libs/projection/step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/eventlog/testing/signed_journal.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/buffered_batch.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/testing/recording_view.h"

namespace fallverbund::projection {
namespace {

using eventlog::SignedLog;
using eventlog::TestHexId;

// Rows whose reads fail on demand, as a dying disk does.
class FailingRows final : public Rows {
 public:
  explicit FailingRows(const Rows& rows, std::string table) : rows_(rows), table_(std::move(table)) {}
  absl::StatusOr<std::optional<std::string>> Get(std::string_view table,
                                                 std::string_view key) const override {
    if (table == table_) return absl::UnavailableError("disk");
    return rows_.Get(table, key);
  }
  absl::StatusOr<std::vector<Row>> Scan(std::string_view table, std::string_view prefix,
                                        std::string_view after, int limit) const override {
    return rows_.Scan(table, prefix, after, limit);
  }

 private:
  const Rows& rows_;
  std::string table_;
};

class StepTest : public testing::Test {
 protected:
  // Reads everything in one step each; returns the notices.
  std::vector<Notice> ReadAll() {
    std::vector<Notice> notices;
    auto messages = log_.log().Read(store_.position() + 1, {});
    for (const auto& message : *messages) {
      auto batch = store_.NewBatch();
      EXPECT_TRUE(ApplyMessage(message, log_.identity(), {&view_}, *batch, notices).ok());
      EXPECT_TRUE(store_.Commit(std::move(batch), message.position).ok());
    }
    return notices;
  }
  uint64_t Append(const std::string& name, const std::string& type) {
    return log_.Append("case", TestHexId(name), "case", {TestEvent(type)});
  }
  uint64_t Count(const std::string& name) { return RecordingView::Count(store_, TestHexId(name)); }

  SignedLog log_;
  InMemoryProjectionStore store_;
  RecordingView view_;
};

TEST_F(StepTest, AValidCommitReachesTheViews) {
  Append("c", "opened");
  EXPECT_TRUE(ReadAll().empty());
  EXPECT_EQ(Count("c"), 1u);
}

TEST_F(StepTest, AnInvalidMessageHasNoEffectAndTheChainGoesOn) {
  Append("c", "opened");
  uint64_t bad = log_.AppendRaw(SignedLog::SubjectOf("case", TestHexId("c")), "rubbish");
  Append("c", "closed");
  auto notices = ReadAll();
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].kind, NoticeKind::kInvalidMessage);
  EXPECT_EQ(notices[0].position, bad);
  EXPECT_EQ(notices[0].text, "NOT_AN_ENVELOPE");
  EXPECT_EQ(Count("c"), 2u);
}

TEST_F(StepTest, ACommitThatIsNotUnderstoodHoldsBackItsAggregateAndNoOther) {
  Append("c", "opened");
  uint64_t poison = Append("c", "poison");
  Append("c", "closed");
  Append("d", "opened");
  auto notices = ReadAll();
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].kind, NoticeKind::kNotUnderstood);
  EXPECT_EQ(notices[0].position, poison);
  EXPECT_EQ(Count("c"), 1u);
  EXPECT_EQ(Count("d"), 1u);
  const std::string subject = SignedLog::SubjectOf("case", TestHexId("c"));
  EXPECT_EQ(*HeldSince(store_, subject), poison);
  EXPECT_EQ(*CountHeld(store_), 1u);
  EXPECT_EQ(ReadLink(store_, subject)->version, 3u);  // the chain is judged all the same
}

TEST_F(StepTest, ACommitThatIsNotUnderstoodLeavesNoRowOfAnyView) {
  Append("c", "poison");
  ReadAll();
  EXPECT_TRUE(store_.Scan("events", "", BigEndian(2) + BigEndian(9), 10)->empty());
}

TEST_F(StepTest, AFailingStoreIsNeverTakenForABadMessage) {
  Append("c", "opened");
  ReadAll();
  Append("c", "closed");
  const auto message = log_.log().Read(store_.position() + 1, {})->at(0);
  for (const char* table : {"log.link", "log.key", "log.commit", "log.held", "counts"}) {
    FailingRows failing(store_, table);
    BufferedBatch batch(failing);
    std::vector<Notice> notices;
    EXPECT_TRUE(absl::IsUnavailable(ApplyMessage(message, log_.identity(), {&view_}, batch, notices)))
        << table;
    EXPECT_TRUE(notices.empty()) << table;
  }
}

TEST_F(StepTest, AnotherLogIsRefusedAtItsFirstMessage) {
  auto identity = log_.identity();
  identity.genesis_sha256[0] ^= 1;
  auto batch = store_.NewBatch();
  std::vector<Notice> notices;
  auto status = ApplyMessage(log_.log().Read(1, {})->at(0), identity, {&view_}, *batch, notices);
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("check genesis_sha256"));
}

// The journal's signer keys are registered in the log.
class JournalStepTest : public StepTest {
 protected:
  absl::Status ReadJournal(const SignerKeys& keys, std::vector<Notice>& notices) {
    auto messages = journal_.log().Read(store_.position() + 1, {});
    for (const auto& message : *messages) {
      auto batch = store_.NewBatch();
      absl::Status status = ApplyMessage(message, journal_.identity(), {&view_}, *batch, notices, keys);
      if (!status.ok()) return status;
      EXPECT_TRUE(store_.Commit(std::move(batch), message.position).ok());
    }
    return absl::OkStatus();
  }
  SignerKeys OfTheLog() {
    return [this](std::string_view key_id, std::string_view context) {
      return log_.prefix().SignerKey(key_id, context);
    };
  }
  void Write() {
    eventlog::v1::CommandRefused refused;
    refused.set_reason_id("CASE_UNDERSTANDING_MISSING");
    journal_.Append("case", "one", {}, refused);
  }
  eventlog::SignedJournal journal_;
};

TEST_F(JournalStepTest, AnEntrySignedWithAKeyOfTheLogCounts) {
  Write();
  std::vector<Notice> notices;
  EXPECT_TRUE(ReadJournal(OfTheLog(), notices).ok());
  EXPECT_THAT(notices, testing::IsEmpty());
  EXPECT_EQ(store_.position(), 2u);
}

TEST_F(JournalStepTest, WithoutTheKeysOfTheLogNoEntryCounts) {
  Write();
  std::vector<Notice> notices;
  EXPECT_TRUE(ReadJournal(nullptr, notices).ok());
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].text, "UNKNOWN_KEY");
}

TEST_F(JournalStepTest, KeysThatCannotBeReadStopTheStepAndAreNoVerdict) {
  Write();
  std::vector<Notice> notices;
  const SignerKeys broken = [](std::string_view, std::string_view) { return absl::UnavailableError("disk"); };
  EXPECT_TRUE(absl::IsUnavailable(ReadJournal(broken, notices)));
  EXPECT_THAT(notices, testing::IsEmpty());
}

}  // namespace
}  // namespace fallverbund::projection
