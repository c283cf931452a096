#include "services/audit/views/journal_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/eventlog/testing/signed_journal.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/step.h"
#include "services/audit/domain/testing/log_book.h"
#include "services/audit/views/log_view.h"
#include "services/audit/views/tables.h"
#include "services/audit/views/verdict.h"

namespace fallverbund::audit {
namespace {

using testing::TestId;

class JournalViewTest : public ::testing::Test {
 protected:
  void Refuse(const std::string& wish, const std::string& reason = "NO_SUCH_REASON") {
    eventlog::v1::CommandRefused refused;
    refused.set_method_id("fallverbund.casework.v1.CaseService.RequestLawfulEnd");
    refused.set_reason_id(reason);
    refused.set_row_id("N15");
    refused.set_object_id(TestId(7));
    refused.set_log_position(2);
    refused.set_wish_id(wish);
    journal_.Append("case", "one", Actor(), refused);
  }
  static eventlog::v1::Actor Actor() {
    eventlog::v1::Actor actor;
    actor.set_organisation(TestId(1));
    actor.set_person(TestId(2));
    return actor;
  }
  std::vector<projection::Notice> ReadBoth() {
    std::vector<projection::Notice> notices;
    Read(log_.log(), log_.identity(), log_view_, log_store_, nullptr, notices);
    Read(
        journal_.log(), journal_.identity(), view_, store_,
        [this](std::string_view key_id, std::string_view context) {
          return SignerKeyOfLog(log_store_, key_id, context);
        },
        notices);
    return notices;
  }
  static void Read(eventlog::EventLog& log, const eventlog::LogIdentity& identity,
                   const projection::View& view, projection::InMemoryProjectionStore& store,
                   const projection::SignerKeys& keys, std::vector<projection::Notice>& notices) {
    auto messages = log.Read(store.position() + 1, {});
    for (const auto& message : *messages) {
      auto batch = store.NewBatch();
      ASSERT_TRUE(projection::ApplyMessage(message, identity, {&view}, *batch, notices, keys).ok());
      ASSERT_TRUE(store.Commit(std::move(batch), message.position).ok());
    }
  }

  eventlog::SignedLog log_;
  eventlog::SignedJournal journal_;
  projection::InMemoryProjectionStore log_store_, store_;
  const LogView log_view_{Bounds{}};
  const JournalView view_{log_store_};
};

TEST_F(JournalViewTest, RemembersARefusedDischarge) {
  Refuse("DISCHARGE");
  Refuse("");
  EXPECT_TRUE(ReadBoth().empty());
  const auto all = ReadRefusals(store_, false, {});
  ASSERT_EQ(all->refusals_size(), 2);
  const auto discharges = ReadRefusals(store_, true, {});
  ASSERT_EQ(discharges->refusals_size(), 1);
  const v1::RefusalEntry& entry = discharges->refusals(0);
  EXPECT_EQ(entry.journal_position(), 2u);
  EXPECT_EQ(entry.row(), "N15");
  EXPECT_EQ(entry.object_id(), TestId(7));
  EXPECT_EQ(entry.wish(), "DISCHARGE");
  EXPECT_EQ(entry.organisation_id(), TestId(1));
  EXPECT_EQ(entry.person_id(), TestId(2));
  EXPECT_EQ(entry.log_position(), 2u);
  EXPECT_TRUE(entry.has_recorded_at());
}

TEST_F(JournalViewTest, OnlyAGroundThatTheRuleRefusedIsAnAttemptToDischarge) {
  Refuse("DISCHARGE");
  Refuse("LAWFUL_END");
  eventlog::v1::CallDenied denied;
  denied.set_method_id("fallverbund.casework.v1.CaseService.RequestLawfulEnd");
  denied.set_row_id("N15");
  journal_.Append("case", "one", Actor(), denied);
  ReadBoth();
  EXPECT_EQ(ReadRefusals(store_, true, {})->refusals_size(), 1);
  const auto all = ReadRefusals(store_, false, {});
  ASSERT_EQ(all->refusals_size(), 3);
  EXPECT_EQ(all->refusals(2).method(), denied.method_id()) << "remembered all the same";
  EXPECT_EQ(all->refusals(2).wish(), "");
}

TEST_F(JournalViewTest, CountsAttemptsToDischargeWithinAPeriod) {
  Refuse("DISCHARGE");
  Refuse("LAWFUL_END");
  ReadBoth();
  const absl::Time at = FromProto(ReadRefusals(store_, true, {})->refusals(0).recorded_at());
  EXPECT_EQ(*CountDischargeAttempts(store_, {}), 1);
  EXPECT_EQ(*CountDischargeAttempts(store_, {.from = at}), 1);
  EXPECT_EQ(*CountDischargeAttempts(store_, {.until = at}), 0);
}

TEST_F(JournalViewTest, CountsWhoLooked) {
  journal_.Append("audit", "two", Actor(), eventlog::v1::ReadRecorded());
  journal_.Append("case", "one", Actor(), eventlog::v1::ReadRecorded());
  ReadBoth();
  EXPECT_EQ(ReadSums(store_)->reads(), 2u);
}

TEST_F(JournalViewTest, ListsRefusalsInPages) {
  for (int i = 0; i < 5; ++i) Refuse(i % 2 == 0 ? "DISCHARGE" : "");
  ReadBoth();
  for (bool only : {false, true}) {
    std::vector<uint64_t> positions;
    Page page{.size = 2, .token = ""};
    do {
      const auto refusals = ReadRefusals(store_, only, page);
      ASSERT_TRUE(refusals.ok()) << refusals.status();
      EXPECT_LE(refusals->refusals_size(), 2);
      for (const auto& entry : refusals->refusals()) positions.push_back(entry.journal_position());
      page.token = refusals->next_page_token();
    } while (!page.token.empty());
    EXPECT_EQ(positions, only ? std::vector<uint64_t>({2, 4, 6}) : std::vector<uint64_t>({2, 3, 4, 5, 6}));
  }
  EXPECT_TRUE(absl::IsInvalidArgument(ReadRefusals(store_, false, {.token = "zz"}).status()));
}

TEST_F(JournalViewTest, AKeyOfAnotherContextSignsNothingHere) {
  const auto draft = journal_.Draft("case", "one", Actor(), eventlog::v1::ReadRecorded());
  journal_.Append(eventlog::SignedLog::signer("team"), draft);
  const auto notices = ReadBoth();
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_EQ(notices[0].text, "UNKNOWN_KEY");
}

TEST_F(JournalViewTest, AKeyThatWasRetiredIsGoodForWhatWasWrittenBefore) {
  eventlog::v1::ReadRecorded read;
  read.set_log_position(2);
  journal_.Append("case", "one", Actor(), read);  // read by the audit only after the key was retired
  eventlog::v1::SignerRetired retired;
  retired.set_key_id(eventlog::SignedLog::signer("case").key_id());
  const auto subject = eventlog::SignedLog::SubjectOf(eventlog::kLogContext, eventlog::kLogAggregateId);
  const auto commit =
      eventlog::LogCommit("do", log_.prefix().Link(subject), {eventlog::PackEvent(retired)},
                          eventlog::TestHexId("retire"), absl::FromUnixSeconds(1'700'000'100));
  log_.AppendRaw(subject, eventlog::TestSigner("provisioner").SignCommit(commit));
  read.set_log_position(3);
  journal_.Append("case", "one", Actor(), read);
  EXPECT_TRUE(ReadBoth().empty());
  const auto findings = ReadVerdictFindings(store_, 10);
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ((*findings)[0].position(), 3u);
  EXPECT_EQ((*findings)[0].detail(), "SIGNED_AFTER_ITS_KEY_WAS_RETIRED");
  EXPECT_TRUE((*findings)[0].in_journal());
}

TEST_F(JournalViewTest, AnUnknownEntryIsAFinding) {
  journal_.Append("case", "one", Actor(), casework::v1::SettingEnded());
  ReadBoth();
  EXPECT_EQ((*ReadVerdictFindings(store_, 10))[0].kind(), v1::FINDING_KIND_NOT_UNDERSTOOD);
}

TEST_F(JournalViewTest, TheVerdictJoinsBothStreams) {
  Refuse("DISCHARGE");
  journal_.Append("audit", "two", Actor(), eventlog::v1::ReadRecorded());
  ReadBoth();
  const Judged log{log_store_, log_store_.position(), {{5, TestId(9), "BAD_SIGNATURE"}}, 1, 0};
  const Judged journal{store_, store_.position(), {{1, TestId(8), "BROKEN_LINK"}}, 1, 2};
  const auto verdict = ReadVerdict(log, journal);
  ASSERT_TRUE(verdict.ok());
  EXPECT_EQ(verdict->position(), 2u);
  EXPECT_EQ(verdict->journal_position(), 3u);
  EXPECT_EQ(verdict->commits(), 2u);
  EXPECT_EQ(verdict->rejected_discharge_attempts(), 1u);
  EXPECT_EQ(verdict->refusals(), 1u);
  EXPECT_EQ(verdict->reads(), 1u);
  EXPECT_EQ(verdict->findings_total(), 3u);
  ASSERT_EQ(verdict->findings_size(), 3);
  EXPECT_EQ(verdict->findings(0).detail(), "BAD_SIGNATURE");
  EXPECT_FALSE(verdict->findings(0).in_journal());
  EXPECT_EQ(verdict->findings(1).detail(), "BROKEN_LINK");
  EXPECT_TRUE(verdict->findings(1).in_journal());
  EXPECT_EQ(verdict->findings(2).detail(), "HELD_BACK");
}

}  // namespace
}  // namespace fallverbund::audit
