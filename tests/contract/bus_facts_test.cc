// What we rely on in the bus and in our client of it. Believe it or measure it again: the server's version
// will move.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog_jetstream/json.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::eventlog {
namespace {

using absl::StatusCode;

std::string Fresh(const std::string& context) {
  return absl::StrCat("fv.do.", context, ".", ToHex(crypto::RandomBytes(16)));
}

class BusFacts : public testing::Test {
 protected:
  static BusFixture& bus() {
    static BusFixture shared;
    return shared;
  }
};

TEST_F(BusFacts, TheServerIsNewEnough) {
  std::string version;
  const auto connection = bus().Connect("case");
  ASSERT_TRUE(connection
                  ->RequestMany({"fvapi.sys.jsz", "{}", {}}, absl::Seconds(10),
                                [&](const BusAnswer& answer) {
                                  version = FindString(*ParseJson(answer.data()), "server.ver").value_or("");
                                  return false;
                                })
                  .ok());
  int major = 0, minor = 0;
  ASSERT_EQ(std::sscanf(version.c_str(), "%d.%d", &major, &minor), 2) << version;
  EXPECT_TRUE(major > 2 || minor >= 12) << version;
}

TEST_F(BusFacts, ABusThatDoesNotSyncIsFoundOut) {
  BusFixture lazy({.provision = false, .sync_always = false});
  const absl::Status status = lazy.OpenLog("case")->CheckDurability();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(status.message(), "sync_interval")) << status;
}

TEST_F(BusFacts, NothingIsWrittenToABusThatDoesNotSync) {
  BusFixture lazy({.provision = false, .sync_always = false});
  const absl::Status status = lazy.OpenLog("case")->Append({Fresh("case"), "x", 0}).status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(status.message(), "nothing was stored")) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "sync_interval")) << status;
}

TEST_F(BusFacts, AServiceMayNotWriteWhatIsNotItsOwnAndIsToldAtOnce) {
  const auto log = bus().OpenLog("crisis", {.association = "do", .append_timeout = absl::Minutes(2)});
  const absl::Status status = log->Append({Fresh("case"), "x", 0}).status();
  EXPECT_EQ(status.code(), StatusCode::kPermissionDenied) << status;
  EXPECT_TRUE(log->Append({Fresh("crisis"), "x", 0}).ok());
}

TEST_F(BusFacts, AFailedAppendMakesNoHint) {
  const auto log = bus().OpenLog("case");
  std::atomic<int> hints{0};
  absl::Notification last;
  const auto watching = log->WatchHints([&] {
    if (++hints == 2) last.Notify();
  });
  const std::string subject = Fresh("case");
  ASSERT_TRUE(log->Append({subject, "1", 0}).ok());
  ASSERT_FALSE(log->Append({subject, "again", 0}).ok());
  ASSERT_TRUE(log->Append({Fresh("case"), "2", 0}).ok());
  ASSERT_TRUE(last.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_EQ(hints, 2);
}

TEST_F(BusFacts, AWriterSeesItsOwnLastJournalEntryAndNothingElse) {
  const auto journal = bus().OpenLog("case", StreamKind::kJournal);
  const std::string mine = "fvj.do.case." + ToHex(crypto::RandomBytes(8));
  const absl::Time soon = absl::Now() + absl::Seconds(20);
  EXPECT_FALSE(journal->LastFromLeader(mine)->has_value());
  const auto first = journal->Append({mine, "1", 0});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(*AppendOnce(*journal, {mine, "1", 0}, SystemClock(), soon), *first);
  EXPECT_TRUE(absl::IsAborted(AppendOnce(*journal, {mine, "2", 0}, SystemClock(), soon).status()));
  const auto second = AppendOnce(*journal, {mine, "2", *first}, SystemClock(), soon);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ((*journal->LastFromLeader(mine))->payload, "2");
  EXPECT_FALSE((*journal->NextFromLeader(mine, *second + 1)).has_value());

  EXPECT_TRUE(absl::IsPermissionDenied(journal->LastFromLeader("fvj.do.team.x").status()));
  EXPECT_TRUE(absl::IsPermissionDenied(journal->Read(1, {}).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(journal->ReadFromLeader(1).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(journal->HeadFromLeader().status()));
}

TEST_F(BusFacts, TheAuditReadsTheJournalWhole) {
  const auto journal = bus().OpenLog("audit", StreamKind::kJournal);
  const std::string mine = "fvj.do.audit." + ToHex(crypto::RandomBytes(8));
  const auto position = journal->Append({mine, "seen", 0});
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(*journal->HeadFromLeader(), *position);
  EXPECT_EQ(journal->Read(1, {})->front().subject, "fvj.do.log.0");
  EXPECT_EQ(journal->Read(*position, {})->front().payload, "seen");
}

TEST_F(BusFacts, AFullStreamRefusesAndLosesNothing) {
  BusFixture small(
      {.sizes = {.log_max_bytes = 1 << 20, .journal_max_bytes = 1 << 20, .keys_max_bytes = 1 << 20}});
  const auto log = small.OpenLog("case");
  const std::string subject = Fresh("case");
  uint64_t last = 0;
  absl::Status refused;
  for (int i = 0; i < 100 && refused.ok(); ++i) {
    const auto position = log->Append({subject, std::string(100'000, static_cast<char>('a' + i % 26)), last});
    if (position.ok()) last = *position;
    refused = position.status();
  }
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted) << refused;
  EXPECT_GE(last, 8u);
  EXPECT_EQ(*log->HeadFromLeader(), last);
  EXPECT_EQ((*log->LastFromLeader(subject))->position, last);
}

// The server says nothing to an append it cannot write, and writes no more until it is started again, even
// when there is room (2.15.1; 2.9 to 2.12 answered with error 10077).
TEST_F(BusFacts, AFullDiskIsNamedLosesNothingAndIsOverAfterARestartWithRoom) {
  ASSERT_TRUE(BusFixture::CanLimitDisk())
      << "this test mounts a small disk: run it as root, outside a container that forbids it";
  BusFixture full({.disk_mb = 32});
  const auto log = full.OpenLog("case", {.association = "do", .append_timeout = absl::Seconds(1)});
  const std::string subject = Fresh("case");
  std::vector<uint64_t> acknowledged = {0};
  const auto request = [&] {
    const char letter = static_cast<char>('a' + acknowledged.size() % 26);
    return AppendRequest{subject, std::string(100'000, letter), acknowledged.back()};
  };
  absl::Status in_doubt;
  while (in_doubt.ok() && acknowledged.size() < 1000) {
    const auto position = log->Append(request());
    if (position.ok()) acknowledged.push_back(*position);
    in_doubt = position.status();
  }
  EXPECT_GE(acknowledged.size(), 50u);
  EXPECT_EQ(in_doubt.code(), StatusCode::kUnavailable) << in_doubt;
  EXPECT_TRUE(absl::StrContains(in_doubt.message(), "no space left")) << in_doubt;
  const absl::Status refused = log->Append(request()).status();
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted) << refused;
  EXPECT_TRUE(absl::StrContains(refused.message(), "restart nats-server")) << refused;

  full.FreeDisk();
  full.Restart();
  const auto again = AppendOnce(*log, request(), SystemClock(), absl::Now() + absl::Seconds(60));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, acknowledged.back() + 1);
  for (size_t i = 1; i < acknowledged.size(); ++i) {
    const auto message = log->ReadFromLeader(acknowledged[i]);
    ASSERT_TRUE(message.ok() && message->has_value()) << acknowledged[i] << " " << message.status();
    EXPECT_EQ((*message)->payload, std::string(100'000, static_cast<char>('a' + i % 26)));
  }
}

TEST_F(BusFacts, AMissingStreamIsNamedAsSuch) {
  BusFixture empty({.provision = false});
  const auto log = empty.OpenLog("case");
  EXPECT_EQ(log->Append({Fresh("case"), "x", 0}).status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(log->HeadFromLeader().status().code(), StatusCode::kFailedPrecondition)
      << log->HeadFromLeader().status();
}

TEST_F(BusFacts, AnUnknownCertificateIsRefusedInWords) {
  bus().MakeCertificate("stranger", "URI:spiffe://fallverbund.example/svc/stranger");
  const absl::Status stranger = bus().TryConnect("stranger").status();
  EXPECT_EQ(stranger.code(), StatusCode::kPermissionDenied) << stranger;
  EXPECT_TRUE(absl::StrContains(stranger.message(), "'stranger'")) << stranger;
}

TEST_F(BusFacts, AnExpiredCertificateIsRefusedInWords) {
  bus().MakeCertificate("expired", "URI:spiffe://fallverbund.example/svc/case", -1);
  BusOptions options = bus().OptionsFor("expired");
  options.connect_within = absl::ZeroDuration();
  const absl::Status expired = BusConnection::Connect(options).status();
  EXPECT_EQ(expired.code(), StatusCode::kFailedPrecondition) << expired;
  EXPECT_TRUE(absl::StrContains(expired.message(), "certificate")) << expired;
}

TEST_F(BusFacts, ABusOfAnotherAuthorityIsRefusedInWords) {
  BusFixture other({.provision = false, .own_authority = true});
  BusOptions options = bus().OptionsFor("case");
  options.urls = {other.url()};
  const absl::Status foreign = BusConnection::Connect(options).status();
  EXPECT_EQ(foreign.code(), StatusCode::kFailedPrecondition) << foreign;
}

TEST_F(BusFacts, AMissingOrUnreadableCertificateFileIsNamed) {
  BusOptions options = bus().OptionsFor("case");
  options.cert_file = "/nowhere.pem";
  EXPECT_TRUE(absl::StrContains(BusConnection::Connect(options).status().message(), "/nowhere.pem"));
  options = bus().OptionsFor("case");
  options.ca_file = "/nowhere-ca.pem";
  EXPECT_TRUE(absl::StrContains(BusConnection::Connect(options).status().message(), "/nowhere-ca.pem"));
}

TEST_F(BusFacts, NobodyAtTheAddressIsUnavailable) {
  BusOptions options = bus().OptionsFor("case");
  options.urls = {"tls://127.0.0.1:1"};
  options.connect_within = absl::ZeroDuration();
  const absl::Status nobody = BusConnection::Connect(options).status();
  EXPECT_EQ(nobody.code(), StatusCode::kUnavailable) << nobody;
  EXPECT_TRUE(absl::StrContains(nobody.message(), "tls://127.0.0.1:1")) << nobody;
}

TEST_F(BusFacts, WhatIsInFlightIsBounded) {
  BusFixture paused;
  const auto log = paused.OpenLog(
      "case", {.association = "do", .append_timeout = absl::Milliseconds(500), .max_in_flight = 1});
  paused.Pause();
  std::atomic<int> in_doubt{0}, refused{0};
  std::vector<std::thread> writers;
  for (int i = 0; i < 3; ++i) {
    writers.emplace_back([&] {
      const absl::StatusCode code = log->Append({Fresh("case"), "x", 0}).status().code();
      if (code == StatusCode::kUnavailable) ++in_doubt;
      if (code == StatusCode::kResourceExhausted) ++refused;
    });
  }
  for (auto& writer : writers) writer.join();
  paused.Resume();
  EXPECT_EQ(in_doubt, 1);
  EXPECT_EQ(refused, 2);
  EXPECT_TRUE(log->Append({Fresh("case"), "x", 0}).ok());
}

}  // namespace
}  // namespace fallverbund::eventlog
