#include "libs/eventlog/commit_codec.h"

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

// Each test takes one good message and spoils one thing.
class JudgeTest : public testing::Test {
 protected:
  v1::Commit Good() { return log_.Draft("case", kAggregate, "case", {AnyEvent()}); }
  StoredMessage Signed(const v1::Commit& commit, const std::string& as = "case") {
    return {3, 7, log_.SubjectOf("case", kAggregate), SignedLog::signer(as).SignCommit(commit)};
  }
  std::variant<ValidCommit, Defect> Verdict(const StoredMessage& message,
                                            SignatureCheck check = SignatureCheck::kVerify) {
    return Judge(message, log_.identity(), log_.prefix(), check);
  }
  std::string DefectOf(const StoredMessage& message, SignatureCheck check = SignatureCheck::kVerify) {
    const auto verdict = Verdict(message, check);
    const auto* defect = std::get_if<Defect>(&verdict);
    return defect == nullptr ? "valid" : std::string(DefectName(*defect));
  }

  SignedLog log_;
};

TEST_F(JudgeTest, AcceptsAGoodCommitAndSaysWhatItIs) {
  const v1::Commit commit = Good();
  const StoredMessage message = Signed(commit);
  const auto verdict = Verdict(message);
  ASSERT_TRUE(std::holds_alternative<ValidCommit>(verdict));
  const ValidCommit& valid = std::get<ValidCommit>(verdict);
  EXPECT_EQ(valid.position, 3u);
  EXPECT_EQ(valid.server_time_ns, 7);
  EXPECT_EQ(valid.context, "case");
  EXPECT_EQ(valid.aggregate_id, kAggregate);
  EXPECT_EQ(valid.key_id, SignedLog::signer("case").key_id());
  EXPECT_EQ(valid.payload_sha256, crypto::Sha256(message.payload));
  EXPECT_EQ(valid.commit.SerializeAsString(), commit.SerializeAsString());
}

TEST_F(JudgeTest, AnythingElseIsNotAnEnvelope) {
  StoredMessage message = Signed(Good());
  message.payload = "Milo went home";
  EXPECT_EQ(DefectOf(message), "NOT_AN_ENVELOPE");
  message.payload = "";
  EXPECT_EQ(DefectOf(message), "NOT_AN_ENVELOPE");
}

TEST_F(JudgeTest, AnEnvelopeWithoutACommitIsNotACommit) {
  v1::Envelope envelope;
  envelope.ParseFromString(Signed(Good()).payload);
  envelope.set_signed_part("\xff\xff\xff");
  StoredMessage message = Signed(Good());
  message.payload = envelope.SerializeAsString();
  EXPECT_EQ(DefectOf(message), "NOT_A_COMMIT");
}

TEST_F(JudgeTest, ACommitWithoutItsIdsIsNotACommit) {
  v1::Commit commit = Good();
  commit.set_commit_id("1");
  EXPECT_EQ(DefectOf(Signed(commit)), "NOT_A_COMMIT");
  commit = Good();
  commit.clear_command_id();
  EXPECT_EQ(DefectOf(Signed(commit)), "NOT_A_COMMIT");
  commit = Good();
  commit.clear_aggregate_type();
  EXPECT_EQ(DefectOf(Signed(commit)), "NOT_A_COMMIT");
}

TEST_F(JudgeTest, TheSignedSubjectIsTheOneItWasStoredUnder) {
  v1::Commit commit = Good();
  commit.set_subject(log_.SubjectOf("case", TestHexId("another aggregate")));
  EXPECT_EQ(DefectOf(Signed(commit)), "SUBJECT_MISMATCH");

  StoredMessage moved = Signed(Good());
  moved.subject = log_.SubjectOf("case", TestHexId("another aggregate"));
  EXPECT_EQ(DefectOf(moved), "SUBJECT_MISMATCH");
}

TEST_F(JudgeTest, ASubjectOfNoFormOrOfTheJournalIsAMismatch) {
  for (const char* subject :
       {"fv.do.case", "fvj.do.case.case-1", "fv.do.audit.00112233445566778899aabbccddeeff"}) {
    v1::Commit commit = Good();
    commit.set_subject(subject);
    StoredMessage message = Signed(commit);
    message.subject = subject;
    EXPECT_EQ(DefectOf(message), "SUBJECT_MISMATCH") << subject;
  }
}

TEST_F(JudgeTest, ACommitBelongsToThisAssociation) {
  v1::Commit commit = Good();
  commit.set_association("bo");
  EXPECT_EQ(DefectOf(Signed(commit)), "ASSOCIATION_MISMATCH");

  commit = Good();
  commit.set_subject(Subject{StreamKind::kLog, "bo", "case", kAggregate}.ToString());
  StoredMessage message = Signed(commit);
  message.subject = commit.subject();
  EXPECT_EQ(DefectOf(message), "ASSOCIATION_MISMATCH");
}

TEST_F(JudgeTest, AnotherContextsKeyIsUnknownHere) {
  EXPECT_EQ(DefectOf(Signed(Good(), "crisis")), "UNKNOWN_KEY");
  EXPECT_EQ(DefectOf(Signed(Good(), "somebody")), "UNKNOWN_KEY");
  EXPECT_EQ(DefectOf(Signed(Good(), "provisioner")), "UNKNOWN_KEY");
}

TEST_F(JudgeTest, OneChangedByteBreaksTheSignature) {
  v1::Envelope envelope;
  envelope.ParseFromString(Signed(Good()).payload);
  v1::Commit changed = Good();
  changed.set_command_id(TestHexId("another command"));
  envelope.set_signed_part(changed.SerializeAsString());
  StoredMessage message = Signed(Good());
  message.payload = envelope.SerializeAsString();
  EXPECT_EQ(DefectOf(message), "BAD_SIGNATURE");
  EXPECT_EQ(DefectOf(message, SignatureCheck::kVouchedFor), "valid");
}

TEST_F(JudgeTest, ASignatureOfAnotherKindDoesNotPass) {
  v1::Envelope envelope;
  envelope.ParseFromString(Signed(Good()).payload);
  const auto key = *crypto::Ed25519PrivateKey::FromSeed(crypto::Sha256("case"));
  envelope.set_signature(key.Sign("fallverbund.receipt/v1\n" + envelope.signed_part()));
  StoredMessage message = Signed(Good());
  message.payload = envelope.SerializeAsString();
  EXPECT_EQ(DefectOf(message), "BAD_SIGNATURE");
}

TEST_F(JudgeTest, VersionsCountOneByOne) {
  v1::Commit commit = Good();
  commit.set_aggregate_version(0);
  EXPECT_EQ(DefectOf(Signed(commit)), "WRONG_VERSION");
  commit.set_aggregate_version(2);
  EXPECT_EQ(DefectOf(Signed(commit)), "WRONG_VERSION");
}

TEST_F(JudgeTest, TheLinkIsTheHashOfTheLastValidMessage) {
  v1::Commit commit = Good();
  commit.set_prev_payload_sha256(crypto::Sha256("x"));
  EXPECT_EQ(DefectOf(Signed(commit)), "BROKEN_LINK");
  log_.Append("case", kAggregate, "case", {AnyEvent()});
  commit = Good();
  EXPECT_EQ(DefectOf(Signed(commit)), "valid");
  commit.clear_prev_payload_sha256();
  EXPECT_EQ(DefectOf(Signed(commit)), "BROKEN_LINK");
}

TEST_F(JudgeTest, ACommitIdCountsOnceInTheWholeLog) {
  const v1::Commit first = log_.Draft("case", TestHexId("another aggregate"), "case", {AnyEvent()});
  log_.Append("case", first);
  v1::Commit copy = Good();
  copy.set_commit_id(first.commit_id());
  EXPECT_EQ(DefectOf(Signed(copy)), "COMMIT_SEEN_BEFORE");
}

TEST_F(JudgeTest, TheSameMessageTwiceCountsOnce) {
  const StoredMessage message = Signed(Good());
  log_.AppendRaw(message.subject, message.payload);
  EXPECT_EQ(DefectOf(message), "WRONG_VERSION");
}

TEST_F(JudgeTest, ACommitHoldsAtLeastOneEvent) {
  v1::Commit commit = Good();
  commit.clear_events();
  EXPECT_EQ(DefectOf(Signed(commit)), "NO_EVENTS");
}

TEST_F(JudgeTest, NoLaterMessageHoldsAGenesis) {
  v1::Commit commit = Good();
  *commit.add_events() = PackEvent(v1::Genesis());
  EXPECT_EQ(DefectOf(Signed(commit)), "BAD_GENESIS");
}

class GenesisTest : public testing::Test {
 protected:
  static v1::Commit Good(StreamKind kind = StreamKind::kLog) {
    return GenesisCommit({.kind = kind, .association = "do", .origin = "log.test.example/events"},
                         TestSigner("provisioner"), TestHexId("genesis"), absl::FromUnixSeconds(1));
  }
  // Judged at position 1 of a log whose configuration pins exactly this message, unless told otherwise.
  static std::string DefectOf(const v1::Commit& commit, std::string pinned = "",
                              const char* as = "provisioner", StreamKind kind = StreamKind::kLog) {
    const std::string payload = TestSigner(as).SignCommit(commit);
    if (pinned.empty()) pinned = crypto::Sha256(payload);
    const LogIdentity identity{kind, "do", pinned};
    const auto verdict = Judge({1, 0, commit.subject(), payload}, identity, InMemoryPrefix(identity));
    const auto* defect = std::get_if<Defect>(&verdict);
    return defect == nullptr ? "valid" : std::string(DefectName(*defect));
  }
  static v1::Commit With(void (*change)(v1::Genesis*)) {
    v1::Commit commit = Good();
    v1::Genesis genesis;
    UnpackEvent(commit.events(0), &genesis);
    change(&genesis);
    *commit.mutable_events(0) = PackEvent(genesis);
    return commit;
  }
};

TEST_F(GenesisTest, StartsALogAndAJournal) {
  EXPECT_EQ(DefectOf(Good()), "valid");
  EXPECT_EQ(DefectOf(Good(StreamKind::kJournal), "", "provisioner", StreamKind::kJournal), "valid");
}

TEST_F(GenesisTest, IsTheOneTheConfigurationPins) {
  EXPECT_EQ(DefectOf(Good(), crypto::Sha256("another")), "BAD_GENESIS");
  EXPECT_EQ(DefectOf(Good(), std::string(1, '\0')), "BAD_GENESIS");
}

TEST_F(GenesisTest, IsSignedByTheKeyItNames) {
  EXPECT_EQ(DefectOf(Good(), "", "somebody"), "BAD_SIGNATURE");
}

TEST_F(GenesisTest, NamesThisAssociation) {
  EXPECT_EQ(DefectOf(With([](v1::Genesis* genesis) { genesis->set_association_id("bo"); })), "BAD_GENESIS");
}

TEST_F(GenesisTest, HoldsExactlyOneGenesisEvent) {
  v1::Commit commit = Good();
  *commit.add_events() = commit.events(0);
  EXPECT_EQ(DefectOf(commit), "BAD_GENESIS");
  commit.clear_events();
  EXPECT_EQ(DefectOf(commit), "BAD_GENESIS");
  *commit.add_events() = AnyEvent();
  EXPECT_EQ(DefectOf(commit), "BAD_GENESIS");
}

TEST_F(GenesisTest, BelongsToTheLogsOwnAggregate) {
  v1::Commit commit = Good();
  commit.set_subject(Subject{StreamKind::kLog, "do", "case", kAggregate}.ToString());
  EXPECT_EQ(DefectOf(commit), "BAD_GENESIS");
  commit = Good();
  commit.set_aggregate_type("case");
  EXPECT_EQ(DefectOf(commit), "BAD_GENESIS");
}

TEST_F(GenesisTest, IsVersionOne) {
  v1::Commit commit = Good();
  commit.set_aggregate_version(2);
  EXPECT_EQ(DefectOf(commit), "WRONG_VERSION");
}

TEST(Signer, AReceiptOpensWithItsKeyOnly) {
  v1::Receipt receipt;
  receipt.set_position(42);
  const std::string payload = TestSigner("case").SignReceipt(receipt);
  const auto opened = OpenReceipt(payload, TestSigner("case").public_key());
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->position(), 42u);
  EXPECT_FALSE(OpenReceipt(payload, TestSigner("team").public_key()).has_value());
  v1::Commit commit;
  commit.set_association("do");
  EXPECT_FALSE(
      OpenReceipt(TestSigner("case").SignCommit(commit), TestSigner("case").public_key()).has_value());
}

TEST(Signer, AnEventUnpacksOnlyAsItsOwnType) {
  v1::SignerRetired retired;
  retired.set_key_id("k");
  const v1::Event event = PackEvent(retired, 3);
  EXPECT_EQ(event.type(), "fallverbund.eventlog.v1.SignerRetired");
  EXPECT_EQ(event.schema_version(), 3u);
  v1::SignerRetired same;
  v1::SignerRegistered other;
  EXPECT_TRUE(UnpackEvent(event, &same));
  EXPECT_EQ(same.key_id(), "k");
  EXPECT_FALSE(UnpackEvent(event, &other));
}

// The stored form, for ever: whatever these bytes once were, readers of a hundred years must read them so.
TEST(Golden, TheStoredBytesOfACommitDoNotChange) {
  v1::SignerRetired retired;
  retired.set_key_id("00112233445566778899aabbccddeeff");
  v1::Commit commit = LogCommit("do", {1, 1, std::string(32, '\x11')}, {PackEvent(retired)},
                                "0123456789abcdef0123456789abcdef", absl::FromUnixSeconds(1'700'000'000));
  commit.set_request_mac(std::string(32, '\x22'));
  commit.mutable_causation()->set_position(300);
  commit.mutable_causation()->set_index(1);
  std::string seed;
  for (char c = 0; c < 32; ++c) seed.push_back(c);
  const Signer signer("ffeeddccbbaa99887766554433221100", *crypto::Ed25519PrivateKey::FromSeed(seed));
  EXPECT_EQ(ToHex(signer.SignCommit(commit)),
            "0ad6020a02646f122a66762e646f2e6c6f672e3030303030303030303030303030303030303030303030303030303030"
            "3030301a036c6f6720022a20111111111111111111111111111111111111111111111111111111111111111132203031"
            "3233343536373839616263646566303132333435363738396162636465663a2030313233343536373839616263646566"
            "303132333435363738396162636465664220222222222222222222222222222222222222222222222222222222222222"
            "22224a203031323334353637383961626364656630313233343536373839616263646566520508ac0210015a0d0a0b70"
            "726f766973696f6e657262060880e2cfaa066a060880e2cfaa06724d0a2566616c6c76657262756e642e6576656e746c"
            "6f672e76312e5369676e65725265746972656410011a220a203030313132323333343435353636373738383939616162"
            "626363646465656666122066666565646463636262616139393838373736363535343433333232313130301a40a36712"
            "fd86eeca55362819ebcf5153e4cf01d16825622c08d5d55437a81793c8f8d24a797666e505218392eb108d2e2eb2dbde"
            "d9c0cb296fc0fd0ef35c434709");
}

}  // namespace
}  // namespace fallverbund::eventlog
