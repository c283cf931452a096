#include "libs/eventlog/prefix.h"

#include <gtest/gtest.h>

#include "libs/eventlog/testing/signed_log.h"

namespace fallverbund::eventlog {
namespace {

const std::string kAggregate = TestHexId("an aggregate");

v1::Event AnyEvent() {
  v1::ReactionSettled settled;
  settled.set_reaction_id("test");
  return PackEvent(settled);
}

class PrefixTest : public testing::Test {
 protected:
  // Appends a commit of the provisioner with one event.
  void Provision(const google::protobuf::Message& event) {
    const std::string subject = SignedLog::SubjectOf(kLogContext, kLogAggregateId);
    const v1::Commit commit = LogCommit("do", log_.prefix().Link(subject), {PackEvent(event)},
                                        TestHexId(std::to_string(++commits_)), {});
    log_.AppendRaw(subject, TestSigner("provisioner").SignCommit(commit));
  }
  std::optional<std::string> KeyOf(const Signer& signer, const char* context) {
    return log_.prefix().SignerKey(signer.key_id(), context);
  }

  SignedLog log_;
  int commits_ = 0;
};

TEST_F(PrefixTest, AKeySignsOnlyForItsContext) {
  EXPECT_EQ(KeyOf(SignedLog::signer("case"), "case"), SignedLog::signer("case").public_key());
  EXPECT_EQ(KeyOf(SignedLog::signer("case"), "team"), std::nullopt);
  EXPECT_EQ(KeyOf(SignedLog::signer("case"), "log"), std::nullopt);
  EXPECT_EQ(KeyOf(TestSigner("provisioner"), "log"), TestSigner("provisioner").public_key());
  EXPECT_EQ(KeyOf(TestSigner("nobody"), "case"), std::nullopt);
}

TEST_F(PrefixTest, ARetiredKeySignsNothingAnyMore) {
  v1::SignerRetired retired;
  retired.set_key_id(SignedLog::signer("case").key_id());
  Provision(retired);
  EXPECT_EQ(KeyOf(SignedLog::signer("case"), "case"), std::nullopt);
}

TEST_F(PrefixTest, AKeyIdKeepsItsFirstKeyForEverAlsoWhenRetired) {
  v1::SignerRegistered again = Registration(TestSigner("another"), "case");
  again.set_key_id(SignedLog::signer("case").key_id());
  Provision(again);
  EXPECT_EQ(KeyOf(SignedLog::signer("case"), "case"), SignedLog::signer("case").public_key());
  v1::SignerRetired retired;
  retired.set_key_id(again.key_id());
  Provision(retired);
  Provision(again);
  EXPECT_EQ(KeyOf(SignedLog::signer("case"), "case"), std::nullopt);
}

TEST_F(PrefixTest, AMalformedRegistrationIsNoChange) {
  v1::SignerRegistered short_key = Registration(TestSigner("a"), "case");
  short_key.set_public_key("short");
  Provision(short_key);
  EXPECT_EQ(KeyOf(TestSigner("a"), "case"), std::nullopt);
  for (const char* context : {"log", "kasse", ""}) {
    Provision(Registration(TestSigner("b"), context));
    EXPECT_EQ(KeyOf(TestSigner("b"), context), std::nullopt);
  }
}

TEST_F(PrefixTest, OnlyTheLogsOwnAggregateRegistersKeys) {
  log_.Append("case", kAggregate, "case", {PackEvent(Registration(TestSigner("smuggled"), "case"))});
  EXPECT_EQ(KeyOf(TestSigner("smuggled"), "case"), std::nullopt);
}

TEST_F(PrefixTest, AnInvalidMessageMovesThePositionButNotTheChain) {
  log_.Append("case", kAggregate, "case", {AnyEvent()});
  const std::string subject = SignedLog::SubjectOf("case", kAggregate);
  const ChainLink before = log_.prefix().Link(subject);
  const uint64_t bad = log_.AppendRaw(subject, "not an envelope at all");
  const ChainLink after = log_.prefix().Link(subject);
  EXPECT_EQ(after.last_position, bad);
  EXPECT_EQ(after.version, before.version);
  EXPECT_EQ(after.payload_sha256, before.payload_sha256);

  const uint64_t good = log_.Append("case", kAggregate, "case", {AnyEvent()});
  EXPECT_EQ(log_.prefix().Link(subject).version, 2u);
  EXPECT_EQ(log_.prefix().Link(subject).last_position, good);
}

TEST_F(PrefixTest, AJournalIsJudgedWithTheKeysOfItsLog) {
  const Signer provisioner = TestSigner("provisioner");
  LogIdentity identity{.kind = StreamKind::kJournal, .association = "do"};
  const std::string genesis = provisioner.SignCommit(
      GenesisCommit({.kind = StreamKind::kJournal, .association = "do", .origin = "log.test.example/journal"},
                    provisioner, TestHexId("journal"), {}));
  identity.genesis_sha256 = crypto::Sha256(genesis);
  InMemoryPrefix journal(identity, &log_.prefix());
  ASSERT_TRUE(std::holds_alternative<ValidCommit>(journal.Next({1, 0, "fvj.do.log.0", genesis})));

  v1::Commit entry = log_.Draft("case", kAggregate, "journal", {AnyEvent()});
  entry.set_subject("fvj.do.case.case-1");
  EXPECT_EQ(std::get<Defect>(journal.Next({2, 0, entry.subject(), TestSigner("team").SignCommit(entry)})),
            Defect::kUnknownKey);
  EXPECT_TRUE(std::holds_alternative<ValidCommit>(
      journal.Next({3, 0, entry.subject(), TestSigner("case").SignCommit(entry)})));
}

}  // namespace
}  // namespace fallverbund::eventlog
