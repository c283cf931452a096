// Receipts that were kept, and evidence of those that were not, judged by a policy with two witnesses.
#include "tools/archive/receipt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/in_memory_tile_store.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_writer.h"
#include "tools/archive/proven.h"

namespace fallverbund::archive {
namespace {

using audit::v1::ReceiptEvidence;
using ::testing::HasSubstr;

constexpr char kOrigin[] = "log.test.example/events";  // of eventlog::SignedLog

class ReceiptTest : public ::testing::Test {
 protected:
  ReceiptTest() {
    for (int i = 0; i < 5; ++i)
      log_.Append("case", eventlog::TestHexId("a case"), "case", {eventlog::v1::Event()});
  }

  static tlog::NoteSigner LogKey(int number = 0) {
    return tlog::NoteSigner(kOrigin, tlog::KeyType::kLog, tlog::TestKey(number));
  }
  static tlog::Policy PolicyOf(const std::string& rest) {
    return *tlog::Policy::Parse(absl::StrCat("log ", LogKey().verifier().Text(), "\n", rest));
  }
  static tlog::Policy BothWitnesses() {
    return PolicyOf(absl::StrCat("witness w1 ", tlog::TestWitness(1).verifier().Text(), "\nwitness w2 ",
                                 tlog::TestWitness(2).verifier().Text(),
                                 "\ngroup both all w1 w2\nquorum both\n"));
  }

  // The tree of the first `size` messages, and proofs in it.
  void Seal(uint64_t size, absl::Time cosigned_at) {
    auto writer = tlog::TileWriter::Open(tiles_, 0);
    FV_CHECK(writer.ok());
    const auto messages = log_.log().Read(1, {.max_messages = static_cast<int>(size)});
    for (const auto& message : *messages) FV_CHECK(writer->Append(*EntryOf(message)).ok());
    FV_CHECK(writer->Flush().ok());
    const std::string note = tlog::SignCheckpoint({kOrigin, size, writer->Root()}, LogKey());
    const std::string text = tlog::FormatCheckpoint({kOrigin, size, writer->Root()});
    size_ = size;
    note_ = note;
    for (int witness : {1, 2})
      note_ += tlog::FormatSignature(
          tlog::TestWitness(witness).Cosign(text, cosigned_at + absl::Seconds(witness)));
  }
  template <class Path>
  void PutPath(uint64_t position, Path* path) {
    const tlog::Proof proof = *tlog::TileReader(tiles_, size_).Inclusion(position - 1, size_);
    for (const tlog::Hash& hash : proof) *path->Add() = std::string(hash.view());
  }
  eventlog::StoredMessage At(uint64_t position) { return **log_.log().ReadFromLeader(position); }
  std::string Receipt(uint64_t position, const std::string& payload_sha256,
                      const eventlog::Signer& signer = eventlog::SignedLog::signer("case")) {
    eventlog::v1::Receipt receipt;
    receipt.set_origin(kOrigin);
    receipt.set_position(position);
    receipt.set_payload_sha256(payload_sha256);
    receipt.set_commit_id(eventlog::TestHexId("commit"));
    *receipt.mutable_issued_at() = ToProto(issued_);
    *receipt.mutable_include_by() = ToProto(issued_ + absl::Seconds(60));
    return signer.SignReceipt(receipt);
  }
  // The log says that the key of the case service signs nothing any more; the position.
  uint64_t RetireTheKey() {
    eventlog::v1::SignerRetired retired;
    retired.set_key_id(eventlog::SignedLog::signer("case").key_id());
    const std::string subject =
        eventlog::SignedLog::SubjectOf(eventlog::kLogContext, eventlog::kLogAggregateId);
    const auto commit =
        eventlog::LogCommit(eventlog::SignedLog::kAssociation, log_.prefix().Link(subject),
                            {eventlog::PackEvent(retired)}, eventlog::TestHexId("retirement"), issued_);
    return log_.AppendRaw(subject, eventlog::TestSigner("provisioner").SignCommit(commit));
  }
  ReceiptEvidence Evidence(const std::string& receipt, const std::vector<uint64_t>& own = {1, 2}) {
    ReceiptEvidence evidence;
    evidence.set_receipt(receipt);
    evidence.set_checkpoint(note_);
    for (const uint64_t position : own) {
      auto& proven = *evidence.add_keys();
      *proven.mutable_message() = ToArchived(At(position));
      PutPath(position, proven.mutable_path());
    }
    return evidence;
  }
  void PutOther(uint64_t position, ReceiptEvidence& evidence) {
    evidence.mutable_other()->set_entry(*EntryOf(At(position)));
    PutPath(position, evidence.mutable_other()->mutable_path());
  }

  const absl::Time issued_ = absl::FromUnixSeconds(1'700'000'000);
  eventlog::SignedLog log_;  // 7 messages
  tlog::InMemoryTileStore tiles_;
  uint64_t size_ = 0;
  std::string note_;
};

TEST_F(ReceiptTest, IsKeptWhereTheLogHoldsWhatItNames) {
  Seal(7, issued_);
  const auto promised = *ParseReceipt(Receipt(5, crypto::Sha256(At(5).payload)));
  tlog::TileReader reader(tiles_, size_);
  const auto proof_of = [&](uint64_t position) {
    return tlog::FormatProofFile(
        {*EntryOf(At(position)), position - 1, *reader.Inclusion(position - 1, size_), note_});
  };
  const auto kept = CheckKept(promised, proof_of(5), BothWitnesses());
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->cosignatures.size(), 2);
  EXPECT_TRUE(absl::IsDataLoss(CheckKept(promised, proof_of(6), BothWitnesses()).status()));
  const auto other = *ParseReceipt(Receipt(5, crypto::Sha256("another")));
  EXPECT_TRUE(absl::IsDataLoss(CheckKept(other, proof_of(5), BothWitnesses()).status()));
}

TEST_F(ReceiptTest, SomethingElseAtItsPlaceIsAnOmission) {
  Seal(7, issued_);
  ReceiptEvidence evidence = Evidence(Receipt(5, crypto::Sha256("left out")));
  PutOther(5, evidence);
  const auto verdict = JudgeOmission(evidence, BothWitnesses());
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->omission, Omission::kReplaced);
  EXPECT_EQ(verdict->signed_by, "case");
  EXPECT_EQ(verdict->receipt.position(), 5);
}

TEST_F(ReceiptTest, ATreeThatEndsBeforeItIsOneOnlyAfterTheMinute) {
  Seal(7, issued_ + absl::Seconds(50));  // w1 at 51 s, w2 at 52 s
  const std::string receipt = Receipt(8, crypto::Sha256("left out"));
  EXPECT_EQ(JudgeOmission(Evidence(receipt), BothWitnesses())->omission, Omission::kNotShown);
  Seal(7, issued_ + absl::Seconds(58));  // w1 just before the minute is over, w2 at it
  EXPECT_EQ(JudgeOmission(Evidence(receipt), BothWitnesses())->omission, Omission::kNotShown);
  Seal(7, issued_ + absl::Seconds(59));  // only w2 after it, and the policy wants both
  EXPECT_EQ(JudgeOmission(Evidence(receipt), BothWitnesses())->omission, Omission::kNotShown);
  Seal(7, issued_ + absl::Seconds(60));
  EXPECT_EQ(JudgeOmission(Evidence(receipt), BothWitnesses())->omission, Omission::kMissing);
  EXPECT_EQ(JudgeOmission(Evidence(receipt), PolicyOf("quorum none\n"))->omission, Omission::kNotShown)
      << "without a witness nobody but the log says when it was";
}

TEST_F(ReceiptTest, NobodyIsAccusedByWhatDoesNotHold) {
  Seal(7, issued_ + absl::Hours(1));
  const auto judged = [&](const std::string& receipt, const std::function<void(ReceiptEvidence&)>& change) {
    ReceiptEvidence evidence = Evidence(receipt);
    PutOther(5, evidence);
    change(evidence);
    return JudgeOmission(evidence, BothWitnesses()).status();
  };
  const std::string lost = Receipt(5, crypto::Sha256("left out"));
  const auto nothing = [](ReceiptEvidence&) {};
  ASSERT_TRUE(judged(lost, nothing).ok());
  EXPECT_TRUE(absl::IsDataLoss(judged(Receipt(5, crypto::Sha256(At(5).payload)), nothing))) << "it is there";
  EXPECT_TRUE(absl::IsInvalidArgument(
      judged(Receipt(5, crypto::Sha256("x"), eventlog::TestSigner("a stranger")), nothing)));
  EXPECT_TRUE(absl::IsInvalidArgument(
      judged(Receipt(5, crypto::Sha256("x"), eventlog::TestSigner("provisioner")), nothing)));
  EXPECT_TRUE(absl::IsDataLoss(judged(Receipt(6, crypto::Sha256("x")), nothing))) << "5 is proved, not 6";
  EXPECT_TRUE(absl::IsInvalidArgument(judged(lost, [](auto& e) { e.clear_keys(); })));
  EXPECT_TRUE(absl::IsInvalidArgument(judged(lost, [](auto& e) { e.mutable_keys()->DeleteSubrange(0, 1); })));
  EXPECT_TRUE(absl::IsInvalidArgument(judged(lost, [](auto& e) { e.mutable_keys()->DeleteSubrange(1, 1); })));
  EXPECT_TRUE(absl::IsInvalidArgument(judged(lost, [](auto& e) { e.clear_other(); }))) << "it keeps 5 back";
  EXPECT_TRUE(absl::IsDataLoss(
      judged(lost, [](auto& e) { e.mutable_keys(1)->mutable_message()->mutable_payload()->back() ^= 1; })));
  EXPECT_TRUE(
      absl::IsDataLoss(judged(lost, [](auto& e) { e.mutable_other()->mutable_entry()->back() ^= 1; })));
  EXPECT_TRUE(
      absl::IsInvalidArgument(judged(lost, [](auto& e) { *e.mutable_other()->add_path() = "short"; })));
  EXPECT_FALSE(judged(lost, [](auto& e) { e.mutable_checkpoint()->pop_back(); }).ok());
  EXPECT_FALSE(judged(lost, [](auto& e) { e.mutable_receipt()->back() ^= 1; }).ok());
}

TEST_F(ReceiptTest, ARetiredKeyPromisesNothingForWhatComesLater) {
  const uint64_t retired_at = RetireTheKey();
  Seal(retired_at, issued_ + absl::Hours(1));
  const std::vector<uint64_t> own = {1, 2, retired_at};
  const std::string forged = Receipt(1'000'000'000'000, crypto::Sha256("x"));
  EXPECT_TRUE(absl::IsInvalidArgument(JudgeOmission(Evidence(forged, own), BothWitnesses()).status()));
  ReceiptEvidence before = Evidence(Receipt(5, crypto::Sha256("left out")), own);
  PutOther(5, before);
  const auto verdict = JudgeOmission(before, BothWitnesses());
  ASSERT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_EQ(verdict->omission, Omission::kReplaced) << "what it had promised before still counts";
}

// The limit of evidence (receipt.h): whoever has a stolen key, and says nothing of its end, is believed.
TEST_F(ReceiptTest, ARetirementThatTheEvidenceKeepsBackIsSeenInTheWholeLogAlone) {
  const uint64_t retired_at = RetireTheKey();
  Seal(retired_at, issued_ + absl::Hours(1));
  const std::string forged = Receipt(retired_at + 1, crypto::Sha256("x"));
  const auto kept_back = JudgeOmission(Evidence(forged, {1, 2}), BothWitnesses());
  ASSERT_TRUE(kept_back.ok()) << kept_back.status();
  EXPECT_EQ(kept_back->omission, Omission::kMissing);
  EXPECT_TRUE(
      absl::IsInvalidArgument(JudgeOmission(Evidence(forged, {1, 2, retired_at}), BothWitnesses()).status()));
}

TEST_F(ReceiptTest, EvidenceGoesThroughAFile) {
  Seal(7, issued_ + absl::Hours(1));
  const ReceiptEvidence evidence = Evidence(Receipt(8, crypto::Sha256("left out")));
  const auto read = ParseEvidence(FormatEvidence(evidence));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), evidence.SerializeAsString());
  EXPECT_TRUE(absl::IsInvalidArgument(ParseEvidence("{}").status()));
}

TEST_F(ReceiptTest, IsReadOutOfTheAnswerOfAWrite) {
  const std::string receipt = Receipt(5, crypto::Sha256("x"));
  const std::string base64 = absl::Base64Escape(receipt);
  for (const std::string& text :
       {receipt, base64, base64 + "\n", absl::StrCat("\"", base64, "\""),
        absl::StrCat(R"({"case_id": "1", "result": {"position": "5", "receipt": ")", base64, R"("}})")}) {
    const auto read = ReadReceipt(text);
    ASSERT_TRUE(read.ok()) << text;
    EXPECT_EQ(*read, receipt);
  }
  for (const char* text : {"", "{}", "{\"receipt\": \"\"}", "nothing", "AAAA"})
    EXPECT_TRUE(absl::IsInvalidArgument(ReadReceipt(text).status())) << text;
}

}  // namespace
}  // namespace fallverbund::archive
