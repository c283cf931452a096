#include "libs/journal/journal.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/testing/signed_log.h"

namespace fallverbund::journal {
namespace {

using eventlog::AppendFault;
using eventlog::TestHexId;
using eventlog::v1::CommandRefused;
using eventlog::v1::ReadRecorded;

class JournalTest : public ::testing::Test {
 protected:
  JournalTest() {
    const auto provisioner = eventlog::TestSigner("provisioner");
    const std::string genesis = provisioner.SignCommit(
        eventlog::GenesisCommit({.kind = eventlog::StreamKind::kJournal, .association = "do", .origin = "j"},
                                provisioner, TestHexId("genesis"), clock_.Now()));
    identity_.kind = eventlog::StreamKind::kJournal;
    identity_.association = "do";
    identity_.genesis_sha256 = crypto::Sha256(genesis);
    const std::string subject =
        eventlog::Subject{eventlog::StreamKind::kJournal, "do", eventlog::kLogContext,
                          std::string(eventlog::LogAggregateId(eventlog::StreamKind::kJournal))}
            .ToString();
    EXPECT_TRUE(stream_.Append({subject, genesis, 0}).ok());
    actor_.set_organisation(TestHexId("office"));
    actor_.set_person(TestHexId("adler"));
    actor_.set_role("CASE_WORKER");
  }

  Journal Make(const std::string& name = "first") {
    return Journal({stream_, signer_, clock_, machine_, "do", "case",
                    [this, name] { return TestHexId(absl::StrCat(name, ++ids_)); }});
  }

  ReadRecorded ReadOf(const std::string& object) {
    ReadRecorded entry;
    entry.set_method_id("fallverbund.casework.v1.CaseService/GetCase");
    entry.set_object_id(TestHexId(object));
    entry.set_log_position(7);
    return entry;
  }

  // Every message judged as any reader of the journal would; a defect fails the test.
  std::vector<eventlog::ValidCommit> Valid() {
    eventlog::InMemoryPrefix prefix(identity_, &log_.prefix());
    std::vector<eventlog::ValidCommit> commits;
    const auto messages = stream_.Read(1, {});
    for (const auto& message : *messages) {
      auto verdict = prefix.Next(message);
      if (const auto* defect = std::get_if<eventlog::Defect>(&verdict)) {
        ADD_FAILURE() << message.position << " " << eventlog::DefectName(*defect);
      } else if (message.position > 1) {
        commits.push_back(std::get<eventlog::ValidCommit>(verdict));
      }
    }
    return commits;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  const SystemClock machine_;
  eventlog::SignedLog log_;
  eventlog::InMemoryEventLog stream_;
  eventlog::LogIdentity identity_;
  const eventlog::Signer signer_ = eventlog::SignedLog::signer("case");
  eventlog::v1::Actor actor_;
  std::atomic<int> ids_ = 0;
};

TEST_F(JournalTest, EntriesAreSignedCommitsThatTellWhoWhenAndWhat) {
  Journal journal = Make();
  ReadRecorded entry = ReadOf("case");
  entry.add_opened_key_ids(TestHexId("key"));
  ASSERT_TRUE(journal.Read(actor_, entry).ok());
  const auto commits = Valid();
  ASSERT_EQ(commits.size(), 1u);
  EXPECT_EQ(commits[0].context, "case");
  EXPECT_EQ(commits[0].commit.actor().person(), TestHexId("adler"));
  EXPECT_EQ(commits[0].commit.recorded_at().seconds(), 1'700'000'000);
  ReadRecorded stored;
  ASSERT_TRUE(eventlog::UnpackEvent(commits[0].commit.events(0), &stored));
  EXPECT_EQ(stored.SerializeAsString(), entry.SerializeAsString());
}

TEST_F(JournalTest, ARefusalIsTiedToItsCommand) {
  Journal journal = Make();
  CommandRefused entry;
  entry.set_reason_id("FORBIDDEN_GROUND");
  entry.set_wish_id("DISCHARGE");
  ASSERT_TRUE(journal.Refused(actor_, entry, TestHexId("command")).ok());
  EXPECT_EQ(Valid()[0].commit.command_id(), TestHexId("command"));
  EXPECT_EQ(Valid()[0].commit.events(0).type(), "fallverbund.eventlog.v1.CommandRefused");
}

TEST_F(JournalTest, EachInstanceIsAChainOfItsOwn) {
  Journal first = Make("first"), second = Make("second");
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(first.Read(actor_, ReadOf("a")).ok());
    ASSERT_TRUE(second.Denied(actor_, {}).ok());
  }
  const auto commits = Valid();
  ASSERT_EQ(commits.size(), 6u);
  EXPECT_NE(commits[0].aggregate_id, commits[1].aggregate_id);
  EXPECT_EQ(commits[4].commit.aggregate_version(), 3u);
  EXPECT_EQ(commits[5].commit.aggregate_version(), 3u);
}

TEST_F(JournalTest, ManyThreadsWriteOneChain) {
  Journal journal = Make();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) EXPECT_TRUE(journal.Read(actor_, ReadOf("a")).ok());
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(Valid().size(), 100u);
}

TEST_F(JournalTest, ALostAcknowledgementIsNoSecondEntry) {
  Journal journal = Make();
  stream_.FaultNextAppends({AppendFault::kLostAck});
  ASSERT_TRUE(journal.Read(actor_, ReadOf("a")).ok());
  ASSERT_TRUE(journal.Read(actor_, ReadOf("b")).ok());
  EXPECT_EQ(Valid().size(), 2u);
}

TEST_F(JournalTest, WhatCannotBeWrittenIsUnavailable) {
  FakeClock stands{absl::UnixEpoch()};  // so that the number of tries ends it
  Journal journal({stream_, signer_, clock_, stands, "do", "case", [] { return TestHexId("x"); }});
  stream_.SetAppendFaults([](const auto&) { return AppendFault::kLostRequest; });
  const auto status = journal.Read(actor_, ReadOf("lost"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(status.message().find("without it nothing is answered"), absl::string_view::npos);
}

TEST_F(JournalTest, AnEntryInDoubtIsSettledBeforeTheNext) {
  FakeClock stands{absl::UnixEpoch()};
  Journal journal({stream_, signer_, clock_, stands, "do", "case",
                   [this] { return TestHexId(absl::StrCat("doubt", ++ids_)); }});
  ASSERT_TRUE(journal.Read(actor_, ReadOf("a")).ok());
  bool down = true, first = true;
  stream_.SetAppendFaults([&](const auto&) {
    if (!down) return AppendFault::kNone;
    return std::exchange(first, false) ? AppendFault::kDelayed : AppendFault::kLostRequest;
  });
  EXPECT_EQ(journal.Read(actor_, ReadOf("b")).code(), absl::StatusCode::kUnavailable);
  down = false;
  stream_.DeliverDelayed();  // it was stored after all
  ASSERT_TRUE(journal.Read(actor_, ReadOf("c")).ok());
  const auto commits = Valid();
  ASSERT_EQ(commits.size(), 3u);
  EXPECT_EQ(commits[2].commit.aggregate_version(), 3u);
}

TEST_F(JournalTest, AFullStreamIsSaidToBeFull) {
  Journal journal = Make();
  stream_.FaultNextAppends({AppendFault::kFull});
  EXPECT_EQ(journal.Read(actor_, ReadOf("a")).code(), absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(journal.Read(actor_, ReadOf("a")).ok());
  EXPECT_EQ(Valid().size(), 1u);
}

TEST_F(JournalTest, GoesOnUnderAnotherNameWhenSomebodyWritesOnItsSubject) {
  Journal journal = Make();
  ASSERT_TRUE(journal.Read(actor_, ReadOf("a")).ok());
  const auto last = *stream_.ReadFromLeader(2);
  ASSERT_TRUE(stream_.Append({last->subject, "noise", 2}).ok());
  EXPECT_EQ(journal.Read(actor_, ReadOf("b")).code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(journal.Read(actor_, ReadOf("b")).ok());
  const auto after = *stream_.ReadFromLeader(4);
  EXPECT_NE(after->subject, last->subject);
}

}  // namespace
}  // namespace fallverbund::journal
