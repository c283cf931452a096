#include "services/audit/views/readers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/testing/signed_journal.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/step.h"
#include "services/audit/domain/testing/milo.h"
#include "services/audit/views/journal_view.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Milo;
using testing::TestId;

const std::string kKey = TestId(0x300), kOtherKey = TestId(0x301);

class ReadersTest : public ::testing::Test {
 protected:
  ReadersTest() {
    milo_.PlayToCase();
    intake::v1::BrokenOffSupportAdded added;
    added.mutable_support()->mutable_account()->set_key_id(kKey);
    milo_.book.Write("intake", "inquiry", milo_.inquiry, milo_.AdlerPen(), added);
  }

  void Read(const std::string& method, const std::string& object, const std::vector<std::string>& keys = {}) {
    eventlog::v1::ReadRecorded read;
    read.set_method_id(method);
    read.set_object_id(object);
    for (const std::string& key : keys) read.add_opened_key_ids(key);
    read.set_row_id("A10");
    read.set_ground_id("BROKEN_GLASS");
    read.set_reading_id(TestId(5));
    read.set_log_position(7);
    eventlog::v1::Actor actor;
    actor.set_organisation(TestId(1));
    actor.set_person(TestId(2));
    actor.set_role("CRISIS_WORKER");
    journal_.Append("case", "one", actor, read);
  }

  absl::StatusOr<v1::ListCaseReadersResponse> Readers(const ReadersAsked& asked = {}, const Page& page = {}) {
    const testing::Filed filed(milo_.book);
    const JournalView view(filed.store);
    const auto messages = journal_.log().Read(rows_.position() + 1, {});
    std::vector<projection::Notice> notices;
    for (const auto& message : *messages) {
      auto batch = rows_.NewBatch();
      const auto keys = [](std::string_view,
                           std::string_view context) -> absl::StatusOr<std::optional<std::string>> {
        return eventlog::SignedLog::signer(std::string(context)).public_key();
      };
      EXPECT_TRUE(
          projection::ApplyMessage(message, journal_.identity(), {&view}, *batch, notices, keys).ok());
      EXPECT_TRUE(rows_.Commit(std::move(batch), message.position).ok());
    }
    EXPECT_THAT(notices, IsEmpty());
    return ReadCaseReaders(filed.store, rows_, milo_.the_case, asked, page);
  }
  std::vector<std::string> Methods(const ReadersAsked& asked = {}) {
    std::vector<std::string> methods;
    const auto readers = Readers(asked);
    EXPECT_TRUE(readers.ok()) << readers.status();
    for (const auto& read : readers->reads()) methods.push_back(read.method());
    return methods;
  }

  Milo milo_;
  eventlog::SignedJournal journal_;
  projection::InMemoryProjectionStore rows_;
};

TEST_F(ReadersTest, AnArchiveTakesReadsAndRefusalsOfTheCaseAndTheGenesis) {
  Read("Documents", milo_.the_case);
  Read("Of another", TestId(0x400), {kOtherKey});
  Read("By a text", TestId(0x400), {kKey});
  eventlog::v1::CommandRefused refused;
  refused.set_object_id(milo_.the_case);
  journal_.Append("case", "one", {}, refused);
  refused.set_object_id(TestId(0x400));
  journal_.Append("case", "one", {}, refused);
  EXPECT_TRUE(Readers().ok());  // reads the journal
  const testing::Filed filed(milo_.book);
  const auto positions = ReadCaseJournal(filed.store, rows_, milo_.the_case);
  ASSERT_TRUE(positions.ok()) << positions.status();
  EXPECT_THAT(*positions, ElementsAre(1, 2, 4, 5));
}

TEST_F(ReadersTest, SaysWhoReadWhatByWhichRightAndWhen) {
  Read("Documents", milo_.the_case, {kKey});
  const auto readers = Readers();
  ASSERT_EQ(readers->reads_size(), 1);
  const v1::ReadEntry& read = readers->reads(0);
  EXPECT_EQ(read.organisation_id(), TestId(1));
  EXPECT_EQ(read.person_id(), TestId(2));
  EXPECT_EQ(read.role(), "CRISIS_WORKER");
  EXPECT_EQ(read.method(), "Documents");
  EXPECT_EQ(read.object_id(), milo_.the_case);
  EXPECT_EQ(read.row(), "A10");
  EXPECT_EQ(read.ground(), "BROKEN_GLASS");
  EXPECT_EQ(read.reading_id(), TestId(5));
  EXPECT_EQ(read.log_position(), 7u);
  EXPECT_EQ(read.journal_position(), 2u);
  EXPECT_EQ(read.opened_texts(), 1u);
  EXPECT_EQ(read.payload_sha256().size(), 32u);
  EXPECT_TRUE(read.has_recorded_at());
}

TEST_F(ReadersTest, FindsWhatWasAskedForByTheOriginAndWhatOpenedATextByAnyOtherName) {
  Read("of the inquiry", milo_.inquiry);
  Read("of another case", TestId(0x999));
  Read("of another case with its text", TestId(0x999), {kOtherKey});
  Read("by way of another case", TestId(0x999), {kOtherKey, kKey});
  Read("of no object", "", {kKey});
  EXPECT_THAT(Methods(), ElementsAre("of the inquiry", "by way of another case", "of no object"));
  EXPECT_THAT(Methods({.opened_only = true}), ElementsAre("by way of another case", "of no object"));
  EXPECT_EQ(Readers()->reads(1).opened_texts(), 1u) << "the other text is of another case";
}

TEST_F(ReadersTest, TellsWhatWasKnownAtATime) {
  const absl::Time then = absl::FromUnixSeconds(1'780'000'000);
  journal_.SetNow(then);
  Read("before", milo_.the_case);
  journal_.SetNow(then + absl::Hours(1));
  Read("after", milo_.the_case);
  EXPECT_THAT(Methods({.known_at = then}), ElementsAre("before"));
  EXPECT_THAT(Methods(), ElementsAre("before", "after"));
}

TEST_F(ReadersTest, ComesInPagesEachReadOnce) {
  for (int i = 0; i < 3; ++i) {
    Read("case", milo_.the_case, {kKey});
    Read("inquiry", milo_.inquiry);
  }
  std::vector<uint64_t> positions;
  Page page{.size = 2, .token = ""};
  do {
    const auto readers = Readers({}, page);
    ASSERT_TRUE(readers.ok()) << readers.status();
    EXPECT_LE(readers->reads_size(), 2);
    for (const auto& read : readers->reads()) positions.push_back(read.journal_position());
    page.token = readers->next_page_token();
  } while (!page.token.empty());
  EXPECT_THAT(positions, ElementsAre(2, 3, 4, 5, 6, 7));
  EXPECT_TRUE(absl::IsInvalidArgument(Readers({}, {.token = "zz"}).status()));
}

TEST_F(ReadersTest, KnowsNoCaseThatIsNone) {
  Read("case", milo_.the_case);
  ASSERT_TRUE(Readers().ok());
  const testing::Filed filed(milo_.book);
  EXPECT_TRUE(absl::IsNotFound(ReadCaseReaders(filed.store, rows_, TestId(0x999), {}, {}).status()));
}

}  // namespace
}  // namespace fallverbund::audit
