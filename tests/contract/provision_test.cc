#include "libs/eventlog_jetstream/provision.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/eventlog/log_reader.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::eventlog {
namespace {

using absl::StatusCode;

class ProvisionTest : public testing::Test {
 protected:
  ProvisionTest() : bus_({.provision = false}) {}
  absl::Status Streams(const StreamTemplates& templates = BusFixture::Templates(),
                       StreamSizes sizes = Small()) {
    return MakeStreams(*bus_.Connect("prov"), "do", templates, sizes);
  }
  static StreamSizes Small() { return {1, 8 << 20, 8 << 20, 8 << 20}; }
  absl::StatusOr<Provisioned> Genesis(const ProvisionPlan& plan, const char* provisioner = "provisioner") {
    return WriteGenesis(bus_.Connect("log"), TestSigner(provisioner), plan, clock_,
                        [] { return ToHex(crypto::RandomBytes(16)); });
  }
  uint64_t Head(StreamKind kind) { return *bus_.OpenLog("audit", kind)->HeadFromLeader(); }

  BusFixture bus_;
  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
};

TEST_F(ProvisionTest, MakesALogThatJudgesValidAndKnowsItsSigners) {
  ASSERT_TRUE(Streams().ok());
  const auto done = Genesis(bus_.plan());
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->registered_now, 6);

  InMemoryPrefix prefix({StreamKind::kLog, "do", done->log_genesis_sha256});
  const auto log = bus_.OpenLog("audit");
  LogReader reader(*log);
  const auto batch = reader.Next();
  ASSERT_TRUE(batch.ok()) << batch.status();
  for (const StoredMessage& message : *batch) {
    EXPECT_TRUE(std::holds_alternative<ValidCommit>(prefix.Next(message))) << message.position;
  }
  EXPECT_EQ(prefix.position(), 2u);
  EXPECT_EQ(prefix.SignerKey(TestSigner("crisis").key_id(), "crisis"), TestSigner("crisis").public_key());

  InMemoryPrefix journal({StreamKind::kJournal, "do", done->journal_genesis_sha256}, &prefix);
  const auto first = *bus_.OpenLog("audit", StreamKind::kJournal)->ReadFromLeader(1);
  EXPECT_TRUE(std::holds_alternative<ValidCommit>(journal.Next(*first)));
}

TEST_F(ProvisionTest, DoingItAgainChangesNothing) {
  ASSERT_TRUE(Streams().ok());
  const auto once = Genesis(bus_.plan());
  ASSERT_TRUE(once.ok()) << once.status();
  const absl::Status streams = Streams();
  EXPECT_TRUE(streams.ok()) << streams;
  const auto twice = Genesis(bus_.plan());
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_EQ(twice->registered_now, 0);
  EXPECT_EQ(twice->log_genesis_sha256, once->log_genesis_sha256);
  EXPECT_EQ(twice->journal_genesis_sha256, once->journal_genesis_sha256);
  EXPECT_EQ(Head(StreamKind::kLog), 2u);
  EXPECT_EQ(Head(StreamKind::kJournal), 1u);
}

TEST_F(ProvisionTest, ALaterSignerIsRegisteredBesideTheOthers) {
  ASSERT_TRUE(Streams().ok());
  ASSERT_TRUE(Genesis(bus_.plan()).ok());
  ProvisionPlan more = bus_.plan();
  const Signer second = TestSigner("a second case service");
  more.signers.push_back({"case", second.key_id(), second.public_key()});
  const auto done = Genesis(more);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->registered_now, 1);
  EXPECT_EQ(Head(StreamKind::kLog), 3u);
}

TEST_F(ProvisionTest, NamesTheFieldOfAWrongStream) {
  ASSERT_TRUE(Streams().ok());
  StreamTemplates other = BusFixture::Templates();
  other.journal = absl::StrReplaceAll(other.journal, {{"\"deny_purge\": true", "\"deny_purge\": false"}});
  const absl::Status purge = Streams(other);
  EXPECT_EQ(purge.code(), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(purge.message(), "FV_DO_JOURNAL has deny_purge = true, wanted is false"))
      << purge;

  StreamSizes smaller = Small();
  smaller.keys_max_bytes /= 2;
  EXPECT_TRUE(
      absl::StrContains(Streams(BusFixture::Templates(), smaller).message(), "KV_FV_DO_KEYS has max_bytes"));
}

TEST_F(ProvisionTest, AStreamThatIsFullIsGivenMore) {
  StreamSizes tight = Small();
  tight.journal_max_bytes = 2'000;
  ASSERT_TRUE(Streams(BusFixture::Templates(), tight).ok());
  ASSERT_TRUE(Genesis(bus_.plan()).ok());
  const auto journal = bus_.OpenLog("audit", StreamKind::kJournal);
  const auto append = [&](int number) {
    const std::string subject = absl::StrCat("fvj.do.audit.", TestHexId(absl::StrCat(number)));
    return journal->Append({subject, std::string(500, 'x'), 0}).status();
  };
  int number = 0;
  absl::Status full;
  while (full.ok() && number < 10) full = append(number++);
  ASSERT_EQ(full.code(), StatusCode::kResourceExhausted) << full;

  StreamTemplates other = BusFixture::Templates();
  other.journal = absl::StrReplaceAll(other.journal, {{"\"deny_purge\": true", "\"deny_purge\": false"}});
  EXPECT_EQ(Streams(other).code(), StatusCode::kFailedPrecondition) << "more, and something else with it";
  EXPECT_EQ(append(++number).code(), StatusCode::kResourceExhausted);

  const absl::Status given = Streams();
  ASSERT_TRUE(given.ok()) << given;
  const absl::Status after = append(++number);
  EXPECT_TRUE(after.ok()) << after;
}

TEST_F(ProvisionTest, SaysWhenTheBusHasNoRoomForTheStreams) {
  StreamSizes huge;
  huge.log_max_bytes = int64_t{1} << 50;
  const absl::Status status = Streams(BusFixture::Templates(), huge);
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "FV_DO")) << status;
}

TEST_F(ProvisionTest, RefusesALogThatBeganOtherwise) {
  ASSERT_TRUE(Streams().ok());
  ASSERT_TRUE(Genesis(bus_.plan()).ok());
  EXPECT_EQ(Genesis(bus_.plan(), "another provisioner").status().code(), StatusCode::kFailedPrecondition);
  ProvisionPlan test_clock = bus_.plan();
  test_clock.test_clock = true;
  EXPECT_TRUE(absl::StrContains(Genesis(test_clock).status().message(), "test clock"));
  ProvisionPlan origin = bus_.plan();
  origin.journal_origin = "elsewhere.example/journal";
  EXPECT_TRUE(absl::StrContains(Genesis(origin).status().message(), "FV_DO_JOURNAL"))
      << Genesis(origin).status();
  EXPECT_EQ(Head(StreamKind::kLog), 2u);
}

TEST_F(ProvisionTest, RefusesAKeyIdThatIsTaken) {
  ASSERT_TRUE(Streams().ok());
  ASSERT_TRUE(Genesis(bus_.plan()).ok());
  ProvisionPlan other_key = bus_.plan();
  other_key.signers[1].public_key = TestSigner("x").public_key();
  EXPECT_EQ(Genesis(other_key).status().code(), StatusCode::kFailedPrecondition);
  ProvisionPlan other_context = bus_.plan();
  other_context.signers[1].context = "team";
  EXPECT_EQ(Genesis(other_context).status().code(), StatusCode::kFailedPrecondition);
  ProvisionPlan malformed = bus_.plan();
  malformed.signers.push_back({"kasse", TestSigner("y").key_id(), TestSigner("y").public_key()});
  EXPECT_EQ(Genesis(malformed).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Head(StreamKind::kLog), 2u);
}

TEST_F(ProvisionTest, ARetiredKeySignsNothingThatCounts) {
  ASSERT_TRUE(Streams().ok());
  const auto done = Genesis(bus_.plan());
  ASSERT_TRUE(done.ok()) << done.status();
  const Signer stolen = TestSigner("case");
  const auto retire = [&](const std::string& key_id, const char* provisioner = "provisioner") {
    return RetireSigner(bus_.Connect("log"), TestSigner(provisioner), "do", key_id, clock_,
                        ToHex(crypto::RandomBytes(16)));
  };
  EXPECT_EQ(retire(stolen.key_id(), "another").status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(retire(TestHexId("unknown")).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(retire(TestSigner("provisioner").key_id()).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Head(StreamKind::kLog), 2u);
  const auto retired = retire(stolen.key_id());
  ASSERT_TRUE(retired.ok()) << retired.status();
  EXPECT_TRUE(*retired);
  EXPECT_FALSE(*retire(stolen.key_id())) << "it was already";
  EXPECT_EQ(Head(StreamKind::kLog), 3u);

  InMemoryPrefix prefix({StreamKind::kLog, "do", done->log_genesis_sha256});
  const auto log = bus_.OpenLog("audit");
  const auto messages = *LogReader(*log).Next();
  ASSERT_EQ(messages.size(), 3u);
  for (const StoredMessage& message : messages) {
    EXPECT_EQ(prefix.SignerKey(stolen.key_id(), "case").has_value(), message.position == 3)
        << message.position;
    EXPECT_TRUE(std::holds_alternative<ValidCommit>(prefix.Next(message))) << message.position;
  }
  EXPECT_FALSE(prefix.SignerKey(stolen.key_id(), "case"));
  EXPECT_TRUE(prefix.SignerKey(TestSigner("team").key_id(), "team"));
  EXPECT_EQ(Genesis(bus_.plan()).status().code(), StatusCode::kFailedPrecondition) << "it does not come back";
}

TEST_F(ProvisionTest, WritesNoGenesisOnABusThatDoesNotSync) {
  BusFixture lazy({.provision = false, .sync_always = false});
  ASSERT_TRUE(MakeStreams(*lazy.Connect("prov"), "do", BusFixture::Templates(), Small()).ok());
  const auto refused = WriteGenesis(lazy.Connect("log"), TestSigner("provisioner"), lazy.plan(), clock_,
                                    [] { return ToHex(crypto::RandomBytes(16)); });
  EXPECT_EQ(refused.status().code(), StatusCode::kFailedPrecondition) << refused.status();
  EXPECT_EQ(*lazy.OpenLog("audit")->HeadFromLeader(), 0u);
}

}  // namespace
}  // namespace fallverbund::eventlog
