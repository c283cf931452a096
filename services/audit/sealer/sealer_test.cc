// The sealer on real tiles and with real witnesses over HTTP; the log is in memory, so that it can be
// damaged.
#include "services/audit/sealer/sealer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "libs/base/check.h"
#include "libs/base/clock.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "libs/durable_file/seed_file.h"
#include "libs/durable_file/testing/temp_folder.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/metrics/page.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/note.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/proofs.h"
#include "services/audit/sealer/sealing.h"
#include "tools/witness/door.h"
#include "tools/witness/witness.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

// A partner's program, on a folder and a port of its own.
class Partner {
 public:
  Partner(int number, const Clock* clock) : clock_(clock), number_(number) { Open(); }
  void Open() {
    witness_ = *witness::Witness::Open(folder_.path() / "remembered", tlog::TestWitness(number_),
                                       {tlog::TestLog().verifier()}, clock_);
    door_ = *witness::Door::Open({.port = port_}, witness_.get());
    port_ = door_->port();
  }
  void Close() {
    door_.reset();
    witness_.reset();
  }
  // Its folder is lost, and it does not know.
  void Forget() {
    Close();
    std::filesystem::remove_all(folder_.path() / "remembered");
    Open();
  }
  std::string Url() const { return absl::StrCat("http://127.0.0.1:", port_); }
  std::string Line() const {
    return absl::StrCat("witness w", number_, " ", tlog::TestWitness(number_).verifier().Text(), " ", Url(),
                        "\n");
  }

 private:
  const Clock* const clock_;
  const int number_;
  durable_file::TempFolder folder_;
  int port_ = 0;
  std::unique_ptr<witness::Witness> witness_;
  std::unique_ptr<witness::Door> door_;
};

// Some say what they like: nobody signs the size that a witness says to remember.
class Liars final : public Witnesses {
 public:
  absl::StatusOr<WitnessAnswer> Ask(const std::string& url, const std::string& body) override {
    const auto lie = lies.find(url);
    if (lie != lies.end()) return WitnessAnswer{409, lie->second};
    return honest_.Ask(url, body);
  }
  std::map<std::string, std::string> lies;  // by address

 private:
  HttpWitnesses honest_{""};
};

// Tells how often it was asked: by a thread that seals, once for each time that it looks.
class AskedClock final : public Clock {
 public:
  absl::Time Now() const override {
    ++asked_;
    return clock_.Now();
  }
  void Advance(absl::Duration by) { clock_.Advance(by); }
  // Whoever asks a second time is done with what it did after the first.
  void WaitUntilDoneOnceMore() const {
    const int before = asked_;
    while (asked_ < before + 2) std::this_thread::yield();
  }

 private:
  FakeClock clock_{tlog::TestTime()};
  mutable std::atomic<int> asked_ = 0;
};

class SealerTest : public ::testing::Test {
 protected:
  void Append(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string subject = absl::StrCat("fv.do.case.", ++appended_);
      FV_CHECK(log_.Append({subject, absl::StrCat("payload ", appended_), 0}).ok());
    }
  }
  std::string PolicyText(const std::string& rule) {
    return absl::StrCat("log ", tlog::TestLog().verifier().Text(), "\n", one_.Line(), two_.Line(),
                        "group partners ", rule, " w1 w2\nquorum partners\n");
  }
  tlog::Policy PolicyOf(const std::string& rule) { return *tlog::Policy::Parse(PolicyText(rule)); }
  void Rewrite(uint64_t position) {
    auto message = **log_.ReadFromLeader(position);
    message.payload = "another";
    log_.Tamper(position, message);
  }
  absl::StatusOr<std::unique_ptr<Sealer>> Open(const std::string& rule = "all") {
    return Sealer::Open(log_, tiles_, tlog::TestLog(), PolicyOf(rule), witnesses_);
  }
  tlog::TrustedCheckpoint Published() {
    const auto note = tiles_.ReadCheckpoint();
    if (!note.ok()) return {};
    const auto trusted = PolicyOf("any").Check(*note);
    EXPECT_TRUE(trusted.ok()) << trusted.status();
    return trusted.value_or(tlog::TrustedCheckpoint());
  }
  // What a thread seals with: `options`, with policy and key in files.
  SealingOptions Written(const std::string& rule, SealingOptions options = {}) {
    options.into = folder_.path() / "log";
    options.policy = folder_.path() / "policy";
    options.key = folder_.path() / "key";
    FV_CHECK(durable_file::CreateFile(options.policy, PolicyText(rule)).ok());
    FV_CHECK(durable_file::CreateSeedFile(options.key, tlog::TestSeed(0)).ok());
    return options;
  }
  static std::string Told(const Sealing& sealing) {
    metrics::Page page("audit");
    sealing.Tell(page);
    return page.Text();
  }
  uint64_t PublishedSize() { return Published().checkpoint.size; }
  std::vector<absl::Time> CosignedAt() {  // in the policy's order
    std::vector<absl::Time> times;
    for (const tlog::Cosignature& one : Published().cosignatures) times.push_back(one.at);
    return times;
  }

  eventlog::InMemoryEventLog log_;
  uint64_t appended_ = 0;
  durable_file::TempFolder folder_;
  tlog_files::FileTileStore tiles_{folder_.path() / "log"};
  FakeClock clock_{tlog::TestTime()};  // the partners'
  Partner one_{1, &clock_}, two_{2, &clock_};
  HttpWitnesses witnesses_{""};
};

TEST_F(SealerTest, WhatIsInTheLogCanBeProved) {
  Append(300);
  const auto sealer = Open();
  ASSERT_TRUE(sealer.ok()) << sealer.status();
  ASSERT_TRUE(*(*sealer)->Step());
  EXPECT_EQ((*sealer)->course().published, 300);
  for (const uint64_t position : {1, 2, 256, 257, 300}) {
    const auto text = ProveInclusion(tiles_, position);
    ASSERT_TRUE(text.ok()) << text.status();
    const auto proof = *tlog::ParseProofFile(*text);
    const auto stored = **log_.ReadFromLeader(position);
    const std::string entry =
        *tlog::EncodeEntry({position, static_cast<uint64_t>(stored.server_time_ns), stored.subject,
                            *tlog::HashFrom(crypto::Sha256(stored.payload))});
    EXPECT_EQ(proof.extra, entry);
    const auto trusted = tlog::CheckProofFile(proof, entry, PolicyOf("all"));
    ASSERT_TRUE(trusted.ok()) << trusted.status();
    EXPECT_EQ(trusted->cosignatures.size(), 2);
  }
  EXPECT_TRUE(absl::IsOutOfRange(ProveInclusion(tiles_, 301).status()));
  EXPECT_FALSE(*(*sealer)->Step()) << "nothing new, nothing published";
}

TEST_F(SealerTest, GoesOnWhereItStopped) {
  Append(5);
  ASSERT_TRUE(*(*Open())->Step());
  const auto old_root = PolicyOf("all").Check(*tiles_.ReadCheckpoint())->checkpoint.root;
  Append(300);
  const auto again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_TRUE(*(*again)->Step());
  const auto growth = ProveGrowth(tiles_, 5);
  ASSERT_TRUE(growth.ok()) << growth.status();
  const auto now = PolicyOf("all").Check(growth->published.note);
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->checkpoint.size, 305);
  EXPECT_TRUE(tlog::VerifyConsistency(5, 305, old_root, now->checkpoint.root, growth->proof));
  EXPECT_TRUE(absl::IsOutOfRange(ProveGrowth(tiles_, 306).status()));
}

TEST_F(SealerTest, PublishesNothingThatTooFewHaveSeen) {
  Append(3);
  const auto sealer = *Open();
  ASSERT_TRUE(*sealer->Step());
  two_.Close();
  Append(2);
  EXPECT_TRUE(absl::IsFailedPrecondition(sealer->Step().status())) << "all of two, and one is away";
  EXPECT_EQ(PublishedSize(), 3);
  EXPECT_THAT(sealer->course().unanswered, ElementsAre(Pair("w2", 1)));
  two_.Open();
  EXPECT_TRUE(*sealer->Step());
  EXPECT_EQ(PublishedSize(), 5);
}

TEST_F(SealerTest, OneOfTwoIsEnoughWhereThePolicySaysSo) {
  Append(3);
  two_.Close();
  const auto sealer = *Open("any");
  EXPECT_TRUE(*sealer->Step());
  two_.Open();
  Append(1);
  EXPECT_TRUE(*sealer->Step()) << "who was away begins with what there is now";
  EXPECT_EQ(PolicyOf("all").Check(*tiles_.ReadCheckpoint())->cosignatures.size(), 2);
}

TEST_F(SealerTest, WhatDoesNotGrowIsCosignedAgain) {
  Append(3);
  const auto sealer = *Open();
  EXPECT_FALSE(*sealer->CosignAgain()) << "nothing is published";
  ASSERT_TRUE(*sealer->Step());
  const absl::Time promised = clock_.Now() + absl::Seconds(60);
  EXPECT_FALSE(PolicyOf("all").WasCosignedAfter(Published(), promised));
  EXPECT_FALSE(*sealer->CosignAgain()) << "in the same second they say the same";
  clock_.Advance(absl::Seconds(61));
  EXPECT_FALSE(*sealer->Step()) << "nothing new";
  ASSERT_TRUE(*sealer->CosignAgain());
  EXPECT_EQ(PublishedSize(), 3);
  EXPECT_TRUE(PolicyOf("all").WasCosignedAfter(Published(), promised));
  clock_.Advance(absl::Seconds(61));
  EXPECT_TRUE(*(*Open())->CosignAgain()) << "also one that has just started, which knows no witness's size";
}

TEST_F(SealerTest, WhoIsSilentLosesNotWhatItHadCosigned) {
  Append(3);
  const auto sealer = *Open("any");
  ASSERT_TRUE(*sealer->Step());
  two_.Close();
  clock_.Advance(absl::Seconds(61));
  ASSERT_TRUE(*sealer->CosignAgain());
  EXPECT_THAT(CosignedAt(), ElementsAre(clock_.Now(), tlog::TestTime()));
  one_.Close();
  clock_.Advance(absl::Seconds(61));
  EXPECT_FALSE(*sealer->CosignAgain()) << "nobody";
  EXPECT_THAT(CosignedAt(), ElementsAre(tlog::TestTime() + absl::Seconds(61), tlog::TestTime()));
}

TEST_F(SealerTest, AnotherTreeOfTheSameSizeIsNotCosignedByAskingAgain) {
  Append(5);
  ASSERT_TRUE(*(*Open())->Step());
  Rewrite(2);
  tlog_files::FileTileStore fresh(folder_.path() / "fresh");
  auto nobody =
      *tlog::Policy::Parse(absl::StrCat("log ", tlog::TestLog().verifier().Text(), "\nquorum none\n"));
  ASSERT_TRUE(*(*Sealer::Open(log_, fresh, tlog::TestLog(), std::move(nobody), witnesses_))->Step());
  const auto sealer = *Sealer::Open(log_, fresh, tlog::TestLog(), PolicyOf("any"), witnesses_);
  EXPECT_FALSE(*sealer->CosignAgain());
  EXPECT_THAT(sealer->course().unanswered, ElementsAre(Pair("w1", 1), Pair("w2", 1)));
  EXPECT_THAT(sealer->course().disagreed,
              ElementsAre(Pair(Pair("w1", "another_tree"), 1), Pair(Pair("w2", "another_tree"), 1)));
}

TEST(RhythmTest, IsDueAtTheStartThenNotBeforeItsTimeAndWhenTheClockWasSetBack) {
  Rhythm rhythm = *Rhythm::Parse("60s");
  absl::Time now = tlog::TestTime();
  EXPECT_TRUE(rhythm.IsDue(now));
  rhythm.Asked(now);
  EXPECT_FALSE(rhythm.IsDue(now));
  EXPECT_FALSE(rhythm.IsDue(now + absl::Seconds(59)));
  EXPECT_TRUE(rhythm.IsDue(now + absl::Seconds(60)));
  EXPECT_TRUE(rhythm.IsDue(now - absl::Seconds(1)));
  for (const char* wrong : {"", "60", "0s", "25h", "-1m", "soon"})
    EXPECT_TRUE(absl::IsInvalidArgument(Rhythm::Parse(wrong).status())) << wrong;
}

TEST_F(SealerTest, AHoleStopsIt) {
  Append(5);
  log_.Lose(3);
  const auto sealer = *Open();
  EXPECT_TRUE(absl::IsDataLoss(sealer->Step().status()));
  EXPECT_EQ(PublishedSize(), 0);
}

TEST_F(SealerTest, AnotherHistoryStopsItAlsoBeforeItWasPublished) {
  Append(5);
  one_.Close();
  ASSERT_TRUE(absl::IsFailedPrecondition((*Open())->Step().status()));
  Rewrite(2);
  one_.Open();
  EXPECT_TRUE(absl::IsDataLoss((*Open())->Step().status()));
  Append(1);  // and then no tile has the name of one that is there
  EXPECT_TRUE(absl::IsDataLoss((*Open())->Step().status()));
  EXPECT_EQ(PublishedSize(), 0);
}

TEST_F(SealerTest, GoesOnFromWhatWasSignedAndNotPublished) {
  Append(5);
  one_.Close();
  ASSERT_TRUE(absl::IsFailedPrecondition((*Open())->Step().status()));
  one_.Open();
  Append(300);
  EXPECT_TRUE(*(*Open())->Step());
  EXPECT_EQ(PublishedSize(), 305);
}

TEST_F(SealerTest, ALogThatEndsBeforeWhatWasSignedIsMissingHistoryAlsoIfThatWasNeverPublished) {
  Append(5);
  one_.Close();
  ASSERT_TRUE(absl::IsFailedPrecondition((*Open())->Step().status()));
  eventlog::InMemoryEventLog shorter;
  FV_CHECK(shorter.Append({"fv.do.case.1", "payload 1", 0}).ok());
  EXPECT_TRUE(
      absl::IsDataLoss(Sealer::Open(shorter, tiles_, tlog::TestLog(), PolicyOf("all"), witnesses_).status()));
}

TEST_F(SealerTest, OneWhoSaysToRememberMoreStopsNobodyElse) {
  Append(5);
  Liars liars;
  liars.lies[one_.Url()] = "1000000\n";
  const auto sealer = *Sealer::Open(log_, tiles_, tlog::TestLog(), PolicyOf("any"), liars);
  EXPECT_TRUE(*sealer->Step());
  EXPECT_EQ(PublishedSize(), 5);
  EXPECT_THAT(sealer->course().unanswered, ElementsAre(Pair("w1", 1)));
  EXPECT_THAT(sealer->course().disagreed, ElementsAre(Pair(Pair("w1", "remembers_more"), 1)));
}

TEST_F(SealerTest, WithoutAQuorumOfOthersItEnds) {
  Append(5);
  Liars liars;
  liars.lies[one_.Url()] = "1000000\n";
  const auto sealer = *Sealer::Open(log_, tiles_, tlog::TestLog(), PolicyOf("all"), liars);
  EXPECT_TRUE(absl::IsDataLoss(sealer->Step().status()));
  EXPECT_EQ(PublishedSize(), 0);
}

TEST_F(SealerTest, AWitnessThatHasForgottenIsServedAndNamed) {
  Append(3);
  ASSERT_TRUE(*(*Open())->Step());
  two_.Forget();
  Append(1);
  const auto sealer = *Open();  // knows of the old cosignature by the published checkpoint
  EXPECT_TRUE(*sealer->Step());
  EXPECT_THAT(sealer->course().disagreed, ElementsAre(Pair(Pair("w2", "forgot"), 1)));
}

// Somebody with all of the operator's keys, a rewritten log and an empty folder.
TEST_F(SealerTest, WitnessesStopAHistoryThatWasWrittenAnew) {
  Append(5);
  ASSERT_TRUE(*(*Open())->Step());
  Rewrite(2);
  Append(1);
  tlog_files::FileTileStore fresh(folder_.path() / "fresh");
  const auto sealer = *Sealer::Open(log_, fresh, tlog::TestLog(), PolicyOf("any"), witnesses_);
  EXPECT_TRUE(absl::IsFailedPrecondition(sealer->Step().status()));
  EXPECT_TRUE(absl::IsNotFound(fresh.ReadCheckpoint().status()));
  EXPECT_THAT(sealer->course().disagreed,
              ElementsAre(Pair(Pair("w1", "another_tree"), 1), Pair(Pair("w2", "another_tree"), 1)));
}

TEST_F(SealerTest, AHistoryThatWasCutIsNoticedByWhoRemembersMore) {
  Append(5);
  ASSERT_TRUE(*(*Open())->Step());
  eventlog::InMemoryEventLog shorter;
  FV_CHECK(shorter.Append({"fv.do.case.1", "payload 1", 0}).ok());
  tlog_files::FileTileStore fresh(folder_.path() / "fresh");
  const auto sealer = *Sealer::Open(shorter, fresh, tlog::TestLog(), PolicyOf("any"), witnesses_);
  EXPECT_TRUE(absl::IsDataLoss(sealer->Step().status()));
  const auto same_folder = Sealer::Open(shorter, tiles_, tlog::TestLog(), PolicyOf("any"), witnesses_);
  EXPECT_TRUE(absl::IsDataLoss(same_folder.status())) << same_folder.status();
}

TEST_F(SealerTest, SealsWithTheKeyOfThePolicyAlone) {
  const auto other =
      Sealer::Open(log_, tiles_, tlog::NoteSigner(tlog::kTestOrigin, tlog::KeyType::kLog, tlog::TestKey(5)),
                   PolicyOf("all"), witnesses_);
  EXPECT_TRUE(absl::IsFailedPrecondition(other.status()));
}

TEST_F(SealerTest, AsAThreadItTellsHowFarItIsAndWhichWitnessIsSilent) {
  Append(7);
  two_.Close();
  Sealing sealing(Written("any"), log_, [](const absl::Status& alarm) { ADD_FAILURE() << alarm; });
  while (!absl::StrContains(Told(sealing), "published_position{service=\"audit\"} 7"))
    std::this_thread::yield();
  EXPECT_THAT(Told(sealing), ::testing::HasSubstr("seal_position{service=\"audit\"} 7"));
  EXPECT_THAT(Told(sealing),
              ::testing::HasSubstr("witness_silent_total{service=\"audit\",witness=\"w2\"} 1"));
}

TEST_F(SealerTest, AsAThreadItAsksAgainInItsRhythm) {
  Append(3);
  AskedClock own;
  Sealing sealing(Written("all", {.every = absl::Milliseconds(1), .cosign_every = "10m", .clock = &own}),
                  log_, [](const absl::Status& alarm) { ADD_FAILURE() << alarm; });
  while (PublishedSize() != 3) std::this_thread::yield();
  clock_.Advance(absl::Minutes(1));
  own.WaitUntilDoneOnceMore();
  EXPECT_THAT(CosignedAt(), ElementsAre(tlog::TestTime(), tlog::TestTime()));
  own.Advance(absl::Minutes(10));
  while (CosignedAt() != std::vector<absl::Time>(2, clock_.Now())) std::this_thread::yield();
}

TEST_F(SealerTest, AJournalIsSealedTheSameAndToldApart) {
  Append(3);
  two_.Close();
  Sealing sealing(Written("any", JournalSealing()), log_,
                  [](const absl::Status& alarm) { ADD_FAILURE() << alarm; });
  while (!absl::StrContains(Told(sealing), "seal_journal_published_position{service=\"audit\"} 3"))
    std::this_thread::yield();
  EXPECT_THAT(Told(sealing), ::testing::HasSubstr("seal_journal_position{service=\"audit\"} 3"));
  EXPECT_THAT(Told(sealing), ::testing::Not(::testing::HasSubstr("fallverbund_seal_position")));
  EXPECT_THAT(Told(sealing), ::testing::Not(::testing::HasSubstr("witness_silent")));
}

TEST_F(SealerTest, AsAThreadItTellsOfItsEndAndStopsNothingElse) {
  Append(5);
  log_.Lose(3);
  Sealing sealing(Written("any"), log_, [](const absl::Status& alarm) { ADD_FAILURE() << alarm; });
  while (!absl::StrContains(Told(sealing), "seal_ended{service=\"audit\",stream=\"log\"} 1"))
    std::this_thread::yield();
}

TEST_F(SealerTest, AsAThreadItDoesNotBeginWhereAnotherSealsIntoTheSameFolder) {
  Append(3);
  const SealingOptions options = Written("any");
  const auto another = durable_file::FolderLock::Take(options.into);
  ASSERT_TRUE(another.ok());
  absl::Notification stopped;
  Sealing sealing(options, log_, [&](const absl::Status& alarm) {
    EXPECT_THAT(std::string(alarm.message()), ::testing::HasSubstr("another process writes to"));
    stopped.Notify();
  });
  stopped.WaitForNotification();
  EXPECT_TRUE(absl::IsNotFound(tiles_.ReadCheckpoint().status()));
}

// The journal's instance of it is the same program: it does not get the log's folder either.
TEST_F(SealerTest, LogAndJournalAreNeverSealedIntoTheSameFolder) {
  Append(3);
  const SealingOptions log_options = Written("any");
  SealingOptions journal_options = JournalSealing();
  journal_options.into = log_options.into;
  journal_options.policy = log_options.policy;
  journal_options.key = log_options.key;
  Sealing of_log(log_options, log_, [](const absl::Status& alarm) { ADD_FAILURE() << alarm; });
  while (!absl::StrContains(Told(of_log), "seal_published_position{service=\"audit\"} 3"))
    std::this_thread::yield();
  const std::string published = *tiles_.ReadCheckpoint();
  absl::Notification stopped;
  Sealing of_journal(journal_options, log_, [&](const absl::Status& alarm) {
    EXPECT_THAT(std::string(alarm.message()), ::testing::HasSubstr("another process writes to"));
    stopped.Notify();
  });
  EXPECT_TRUE(stopped.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_EQ(*tiles_.ReadCheckpoint(), published);
}

TEST_F(SealerTest, InProductionNoPolicyMayAllowTwoHistories) {
  absl::Notification stopped;
  Sealing sealing(Written("any", {.production = true}), log_, [&](const absl::Status& alarm) {
    EXPECT_THAT(std::string(alarm.message()), ::testing::HasSubstr("more than half"));
    stopped.Notify();
  });
  stopped.WaitForNotification();
}

TEST_F(SealerTest, AsAThreadItSealsUnderTheNameThatTheGenesisGives) {
  eventlog::SignedLog log;  // of another origin than the test's key
  absl::Notification stopped;
  Sealing sealing(Written("any"), log.log(), [&](const absl::Status& alarm) {
    EXPECT_THAT(std::string(alarm.message()), ::testing::HasSubstr("log.test.example/events"));
    stopped.Notify();
  });
  stopped.WaitForNotification();
}

TEST_F(SealerTest, ACosignatureThatWasChangedInTheFolderIsNotPassedOver) {
  Append(5);
  ASSERT_TRUE(*(*Open())->Step());
  auto note = *tlog::ParseNote(*tiles_.ReadCheckpoint());
  ASSERT_EQ(note.signatures.size(), 3u);
  note.signatures.back().signature.back() ^= 1;
  ASSERT_TRUE(tiles_.ReplaceCheckpoint(tlog::FormatNote(note)).ok());
  EXPECT_TRUE(absl::IsDataLoss(Open().status())) << Open().status();
}

TEST_F(SealerTest, ADamagedTileProvesNothing) {
  Append(5);
  ASSERT_TRUE(*(*Open())->Step());
  const auto tile = folder_.path() / "log" / tlog::TilePath({0, 0, 5});
  std::fstream file(tile, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(40);
  file.put('x');
  file.close();
  EXPECT_TRUE(absl::IsDataLoss(ProveInclusion(tiles_, 4).status()));
  EXPECT_TRUE(absl::IsDataLoss(Open().status()));
}

}  // namespace
}  // namespace fallverbund::audit
