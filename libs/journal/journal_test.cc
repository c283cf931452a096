#include "libs/journal/journal.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/testing/signed_log.h"

namespace fallverbund::journal {
namespace {

using eventlog::AppendFault;

class JournalTest : public testing::Test {
 protected:
  std::vector<eventlog::v1::Commit> Entries() {
    std::vector<eventlog::v1::Commit> entries;
    const auto stored = log_.Read(1, eventlog::ReadLimit());
    EXPECT_TRUE(stored.ok());
    for (const auto& message : *stored) {
      eventlog::v1::Envelope envelope;
      EXPECT_TRUE(envelope.ParseFromString(message.payload));
      EXPECT_TRUE(crypto::Ed25519Verify(
          signer_.public_key(), "fallverbund.commit/v1\n" + envelope.signed_part(), envelope.signature()));
      EXPECT_TRUE(entries.emplace_back().ParseFromString(envelope.signed_part()));
      payloads_.push_back(message.payload);
    }
    return entries;
  }
  absl::Status Read() {
    return journal_.Read({"org", "person", "CASE_WORKER"}, eventlog::v1::ReadRecorded());
  }

  FakeClock clock_{absl::FromUnixSeconds(1772442000)};
  eventlog::InMemoryEventLog log_;
  eventlog::Signer signer_ = eventlog::TestSigner("case");
  std::atomic<int> ids_ = 0;
  Journal journal_{{.log = log_,
                    .signer = signer_,
                    .clock = clock_,
                    .association = "do",
                    .context = "case",
                    .instance = eventlog::TestHexId("instance"),
                    .new_id = [this] { return eventlog::TestHexId(absl::StrCat("id ", ++ids_)); },
                    .log_position = [] { return uint64_t{7}; }}};
  std::vector<std::string> payloads_;
};

TEST_F(JournalTest, AnEntryTellsWhoWasRefusedWhatAndHowMuchOfTheLogWasKnown) {
  eventlog::v1::CommandRefused refused;
  refused.set_row_id("N15");
  refused.set_wish_id("DISCHARGE");
  ASSERT_TRUE(
      journal_.Refused({"org", "person", "PROVIDER_WORKER"}, refused, eventlog::TestHexId("command")).ok());
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].actor().person(), "person");
  EXPECT_EQ(entries[0].command_id(), eventlog::TestHexId("command"));
  EXPECT_EQ(entries[0].subject(), absl::StrCat("fvj.do.case.", eventlog::TestHexId("instance")));
  eventlog::v1::CommandRefused stored;
  ASSERT_TRUE(eventlog::UnpackEvent(entries[0].events(0), &stored));
  EXPECT_EQ(stored.wish_id(), "DISCHARGE");
  EXPECT_EQ(stored.log_position(), 7u);
}

TEST_F(JournalTest, EntriesOfOneWriterAreChained) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Read().ok());
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].prev_payload_sha256(), "");
  EXPECT_EQ(entries[1].prev_payload_sha256(), crypto::Sha256(payloads_[0]));
  EXPECT_EQ(entries[2].prev_payload_sha256(), crypto::Sha256(payloads_[1]));
  EXPECT_EQ(entries[2].aggregate_version(), 3u);
}

TEST_F(JournalTest, ALostAcknowledgementWritesTheEntryOnce) {
  log_.FaultNextAppends({AppendFault::kLostAck});
  ASSERT_TRUE(Read().ok());
  ASSERT_TRUE(Read().ok());
  EXPECT_EQ(Entries().size(), 2u);
}

TEST_F(JournalTest, AFullJournalIsSaidAndTheChainGoesOnAfterwards) {
  log_.FaultNextAppends({AppendFault::kFull});
  EXPECT_TRUE(absl::IsResourceExhausted(Read()));
  EXPECT_EQ(journal_.failed(), 1);
  ASSERT_TRUE(Read().ok());
  EXPECT_EQ(journal_.written(), 1);
  EXPECT_EQ(journal_.failed(), 1);
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].aggregate_version(), 1u);
}

TEST_F(JournalTest, NothingIsWrittenThatNobodyCouldVerify) {
  absl::Status signer = absl::FailedPreconditionError("another key");
  Journal journal({.log = log_,
                   .signer = signer_,
                   .clock = clock_,
                   .association = "do",
                   .context = "case",
                   .instance = eventlog::TestHexId("unsure"),
                   .new_id = [this] { return eventlog::TestHexId(absl::StrCat("id ", ++ids_)); },
                   .log_position = [] { return uint64_t{7}; },
                   .check_signer = [&signer] { return signer; }});
  EXPECT_TRUE(absl::IsUnavailable(journal.Denied({"org", "", ""}, eventlog::v1::CallDenied())));
  EXPECT_TRUE(absl::IsUnavailable(journal.Read({"org", "", ""}, eventlog::v1::ReadRecorded())));
  EXPECT_TRUE(absl::IsUnavailable(journal.Refused({"org", "", ""}, eventlog::v1::CommandRefused(), "")));
  EXPECT_TRUE(Entries().empty());
  signer = absl::OkStatus();
  EXPECT_TRUE(journal.Read({"org", "", ""}, eventlog::v1::ReadRecorded()).ok());
  EXPECT_EQ(Entries().size(), 1u);
}

TEST_F(JournalTest, WhatCannotBeWrittenIsUnavailable) {
  log_.SetAppendFaults([](const auto&) { return AppendFault::kLostRequest; });
  EXPECT_TRUE(absl::IsUnavailable(Read()));
}

TEST_F(JournalTest, AnEntryInDoubtIsSettledBeforeTheNextSoThatTheChainNeverForks) {
  ASSERT_TRUE(Read().ok());
  bool first = true;
  log_.SetAppendFaults([&](const auto&) {
    return std::exchange(first, false) ? AppendFault::kDelayed : AppendFault::kLostRequest;
  });
  EXPECT_TRUE(absl::IsUnavailable(Read()));
  log_.DeliverDelayed();  // it was stored after all
  // A bus that is full says nothing about the entry in doubt.
  log_.SetAppendFaults([](const auto&) { return AppendFault::kFull; });
  EXPECT_FALSE(Read().ok());
  log_.SetAppendFaults(nullptr);
  ASSERT_TRUE(Read().ok());
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[2].aggregate_version(), 3u);
  EXPECT_EQ(entries[2].prev_payload_sha256(), crypto::Sha256(payloads_[1]));
}

TEST_F(JournalTest, GoesOnUnderAnotherNameWhenSomebodyWritesOnItsSubject) {
  ASSERT_TRUE(Read().ok());
  const std::string subject = (*log_.ReadFromLeader(1))->subject;
  ASSERT_TRUE(log_.Append({subject, "noise", 1}).ok());
  EXPECT_TRUE(absl::IsUnavailable(Read()));
  EXPECT_TRUE(Read().ok());
  EXPECT_NE((*log_.ReadFromLeader(3))->subject, subject);
}

TEST_F(JournalTest, ManyThreadsWriteOneChain) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) EXPECT_TRUE(Read().ok());
    });
  }
  for (auto& thread : threads) thread.join();
  const auto entries = Entries();
  ASSERT_EQ(entries.size(), 100u);
  for (size_t i = 1; i < entries.size(); ++i) {
    ASSERT_EQ(entries[i].prev_payload_sha256(), crypto::Sha256(payloads_[i - 1]));
  }
}

// Entries are written one after the other, so behind one that the bus does not take others would wait long.
TEST_F(JournalTest, WhoseTurnDoesNotComeInTimeIsTold) {
  absl::Notification writing, go_on;
  log_.SetAppendFaults([&](const auto&) {
    writing.Notify();
    go_on.WaitForNotification();
    return AppendFault::kNone;
  });
  std::thread first([&] { EXPECT_TRUE(Read().ok()); });
  writing.WaitForNotification();
  const auto second = journal_.Read({"org", "person", "CASE_WORKER"}, eventlog::v1::ReadRecorded(),
                                    absl::Now() + absl::Milliseconds(5));
  EXPECT_TRUE(absl::IsUnavailable(second)) << second;
  go_on.Notify();
  first.join();
  log_.SetAppendFaults(nullptr);
  EXPECT_EQ(Entries().size(), 1u);
}

TEST_F(JournalTest, AnEntryOfWhichNothingWasStoredIsNotWrittenLater) {
  log_.SetAppendFaults([](const auto&) { return AppendFault::kAway; });
  EXPECT_TRUE(absl::IsUnavailable(Read()));
  log_.SetAppendFaults(nullptr);
  EXPECT_TRUE(Read().ok());
  EXPECT_EQ(Entries().size(), 1u);
}

}  // namespace
}  // namespace fallverbund::journal
