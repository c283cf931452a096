// The view behind the real step: signed messages in, rows out.
#include "services/audit/views/log_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/step.h"
#include "services/audit/domain/testing/memory_in_maps.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/domain/testing/verdict_of.h"
#include "services/audit/views/questions.h"
#include "services/audit/views/tables.h"
#include "services/audit/views/testing/signed_book.h"

namespace fallverbund::audit {
namespace {

using ::testing::IsEmpty;
using testing::Milo;

class LogViewTest : public ::testing::Test {
 protected:
  void Write(const testing::LogBook& book) { testing::AppendTo(log_, book); }
  // Reads up to the head in steps of `size` messages.
  std::vector<projection::Notice> Read(projection::InMemoryProjectionStore& store, int size) {
    std::vector<projection::Notice> notices;
    while (true) {
      auto messages = log_.log().Read(store.position() + 1, {.max_messages = size});
      EXPECT_TRUE(messages.ok());
      if (messages->empty()) return notices;
      auto batch = store.NewBatch();
      for (const auto& message : *messages) {
        EXPECT_TRUE(projection::ApplyMessage(message, log_.identity(), {&view_}, *batch, notices).ok());
      }
      EXPECT_TRUE(store.Commit(std::move(batch), messages->back().position).ok());
    }
  }

  eventlog::SignedLog log_;
  const LogView view_{Bounds{}};
};

TEST_F(LogViewTest, JudgesAsTheCheckerDoesInMaps) {
  Milo milo(log_.prefix().position());
  milo.PlayAll();
  milo.InCase(milo.AdlerPen(), casework::v1::SettingEnded());
  Write(milo.book);
  projection::InMemoryProjectionStore store;
  EXPECT_THAT(Read(store, 7), IsEmpty());
  const auto findings = ReadVerdictFindings(store, 100);
  const auto expected = testing::VerdictOf(milo.book).findings;
  ASSERT_EQ(findings->size(), expected.size());
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ((*findings)[0].kind(), expected[0].kind());
}

TEST_F(LogViewTest, ARebuildInOtherStepsGivesTheSameRows) {
  Milo milo(log_.prefix().position());
  milo.PlayAll();
  Write(milo.book);
  projection::InMemoryProjectionStore one, other;
  Read(one, 1);
  Read(other, 1000);
  EXPECT_EQ(*one.StateHash(), *other.StateHash());
}

TEST_F(LogViewTest, AnInvalidMessageHasNoEffectOnTheChain) {
  Milo milo(log_.prefix().position());
  milo.PlayToCase();
  Write(milo.book);
  eventlog::v1::Commit forged =
      log_.Draft("case", milo.the_case, "case", {eventlog::PackEvent(casework::v1::SettingEnded())});
  log_.AppendRaw(forged.subject(), eventlog::TestSigner("stranger").SignCommit(forged));
  projection::InMemoryProjectionStore store;
  EXPECT_EQ(Read(store, 10).size(), 1u);
  EXPECT_TRUE(ReadVerdictFindings(store, 10)->empty())
      << "the reader keeps invalid messages, not the checker";
  EXPECT_EQ(ReadSums(store)->gaps(), 0u);
}

TEST_F(LogViewTest, KeepsWhenEachSignerKeyWasGood) {
  projection::InMemoryProjectionStore store;
  Read(store, 10);
  const auto signer =
      GetMessage<v1::SignerFile>(store, kSigners, eventlog::SignedLog::signer("case").key_id());
  ASSERT_TRUE(signer.ok() && signer->has_value());
  EXPECT_EQ((*signer)->context(), "case");
  EXPECT_EQ((*signer)->registered_position(), 2u);
  EXPECT_EQ((*signer)->retired_position(), 0u);
}

TEST_F(LogViewTest, KnownPositionFollowsTheRunningMaximumOfRecordedTimes) {
  testing::LogBook book(log_.prefix().position());
  book.Write("case", "case", testing::TestId(1), {}, casework::v1::SetbackRecorded());
  const absl::Time first = book.now();
  book.Advance(absl::Hours(2));
  book.Write("case", "case", testing::TestId(1), {}, casework::v1::SetbackRecorded());
  book.Advance(-absl::Hours(1));  // a writer whose clock is behind
  book.Write("case", "case", testing::TestId(1), {}, casework::v1::SetbackRecorded());
  Write(book);
  projection::InMemoryProjectionStore store;
  Read(store, 10);
  const uint64_t head = store.position();
  EXPECT_EQ(*KnownPosition(store, std::nullopt, head), head);
  EXPECT_EQ(*KnownPosition(store, first, head), head - 2);
  EXPECT_EQ(*KnownPosition(store, first + absl::Hours(1), head), head - 2);
  EXPECT_EQ(*KnownPosition(store, first + absl::Hours(2), head), head);
  EXPECT_EQ(*KnownPosition(store, absl::UnixEpoch(), head), 0u);
}

TEST_F(LogViewTest, RemembersFromStepToStepWhatAPoolHasGiven) {
  testing::LogBook book(log_.prefix().position());
  crisis::v1::PoolCapacitySet set;
  set.set_overnight_places(1);
  book.Write("crisis", "pool", testing::TestId(1), {}, set);
  for (const char* deployment : {"a", "b"}) {
    crisis::v1::PlaceTaken taken;
    taken.set_deployment_id(deployment);
    taken.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
    book.Write("crisis", "pool", testing::TestId(1), {}, taken);
  }
  Write(book);
  projection::InMemoryProjectionStore store;
  EXPECT_THAT(Read(store, 1), IsEmpty());
  const auto findings = ReadVerdictFindings(store, 10);
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ((*findings)[0].kind(), v1::FINDING_KIND_POOL_OVERFULL);
}

TEST_F(LogViewTest, ATombstoneIsCountedAndTouchesNoResponsibility) {
  Milo milo(log_.prefix().position());
  milo.PlayAll();
  testing::LogBook book = milo.book;
  keys::v1::KeyErased erased;
  erased.set_proposer_person_id(testing::TestId(1));
  erased.set_approver_person_id(testing::TestId(2));
  *erased.mutable_retention_ends() = ToProto(book.now() - absl::Hours(1));
  *erased.mutable_dropped_at() = ToProto(book.now());
  book.Write("keys", "key", testing::TestId(7), {}, keys::v1::ErasureProposed());
  book.Write("keys", "key", testing::TestId(7), {}, keys::v1::ErasureApproved());
  book.Write("keys", "key", testing::TestId(7), {}, erased);
  Write(book);
  projection::InMemoryProjectionStore store;
  EXPECT_THAT(Read(store, 10), IsEmpty());
  EXPECT_THAT(*ReadVerdictFindings(store, 10), IsEmpty());
  EXPECT_EQ(ReadSums(store)->erasures(), 1u);
  EXPECT_EQ(ReadSums(store)->gaps(), 0u);
  EXPECT_EQ(ReadSums(store)->chains(), 1u);
}

}  // namespace
}  // namespace fallverbund::audit
