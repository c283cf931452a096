#include "libs/projection/step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace fallverbund::projection
