#include "libs/tlog/witness.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/note.h"
#include "libs/tlog/testing/naive_tree.h"
#include "libs/tlog/testing/signers.h"

namespace fallverbund::tlog {
namespace {

std::vector<std::string> Entries(size_t count, const std::string& kind) {
  std::vector<std::string> entries;
  for (size_t i = 0; i < count; ++i) entries.push_back(absl::StrCat(kind, i));
  return entries;
}

class WitnessTest : public testing::Test {
 protected:
  std::string NoteOf(NaiveTree& tree, size_t size) {
    return SignCheckpoint({kTestOrigin, size, tree.Root(size)}, TestLog());
  }
  std::string Request(NaiveTree& tree, size_t old_size, size_t size) {
    Proof proof = old_size > 0 && old_size < size ? tree.Consistency(old_size, size) : Proof();
    return FormatRequest({old_size, std::move(proof), NoteOf(tree, size)});
  }
  // What a witness program does, with its disk in `remembered_`. The status, and for 409 the size.
  std::string Ask(const std::string& body) {
    const auto request = ReadRequest(body, logs_);
    if (const auto* refusal = std::get_if<WitnessRefusal>(&request)) return Told(*refusal);
    const auto decision = Decide(std::get<AuthenticRequest>(request), remembered_);
    if (const auto* refusal = std::get_if<WitnessRefusal>(&decision)) return Told(*refusal);
    const auto& assent = std::get<WitnessAssent>(decision);
    remembered_ = RememberedFrom(assent.remember.note).value_or(Remembered());
    EXPECT_EQ(remembered_->checkpoint, assent.remember.checkpoint);
    cosigned_ = assent.text;
    evidence_.reset();
    return "200";
  }
  std::string Told(const WitnessRefusal& refusal) {
    evidence_ = refusal.evidence;
    EXPECT_EQ(refusal.content_type == "text/x.tlog.size", refusal.http_status == 409);
    EXPECT_EQ(refusal.body.empty(), refusal.http_status != 409);
    return absl::StrCat(refusal.http_status, refusal.body.empty() ? "" : " ", refusal.body);
  }
  uint64_t size() { return remembered_ ? remembered_->checkpoint.size : 0; }

  NaiveTree tree_{Entries(20, "event-")};
  NaiveTree forged_{Entries(20, "forged-")};
  std::vector<VerifierKey> logs_{TestLog().verifier(),
                                 NoteSigner("log.other", KeyType::kLog, TestKey(5)).verifier()};
  std::optional<Remembered> remembered_;
  std::string cosigned_;
  std::optional<WitnessRefusal::Evidence> evidence_;
};

TEST_F(WitnessTest, ARequestIsTheseLines) {
  const Hash hash = LeafHash("a");
  EXPECT_EQ(FormatRequest({7, {hash, hash}, "note\n"}),
            absl::StrCat("old 7\n", Base64(hash.view()), "\n", Base64(hash.view()), "\n\nnote\n"));
  EXPECT_EQ(FormatRequest({0, {}, "note\n"}), "old 0\n\nnote\n");
}

TEST_F(WitnessTest, CosignsATreeThatGrows) {
  EXPECT_EQ(Ask(Request(tree_, 0, 3)), "200");
  EXPECT_EQ(cosigned_, FormatCheckpoint({kTestOrigin, 3, tree_.Root(3)}));
  EXPECT_EQ(Ask(Request(tree_, 3, 7)), "200");
  EXPECT_EQ(Ask(Request(tree_, 7, 8)), "200");
  EXPECT_EQ(Ask(Request(tree_, 8, 20)), "200");
  EXPECT_EQ(size(), 20u);
}

TEST_F(WitnessTest, CosignsTheSameTreeAgain) {
  EXPECT_EQ(Ask(Request(tree_, 0, 7)), "200");
  EXPECT_EQ(Ask(Request(tree_, 7, 7)), "200");
  EXPECT_EQ(size(), 7u);
  EXPECT_EQ(Ask(FormatRequest({7, {LeafHash("a")}, NoteOf(tree_, 7)})), "422");
}

TEST_F(WitnessTest, CosignsAnEmptyTree) {
  EXPECT_EQ(Ask(Request(tree_, 0, 0)), "200");
  EXPECT_EQ(Ask(Request(tree_, 0, 7)), "200");
  remembered_.reset();
  EXPECT_EQ(Ask(FormatRequest({0, {}, SignCheckpoint({kTestOrigin, 0, tree_.Root(1)}, TestLog())})), "422");
}

TEST_F(WitnessTest, SaysWhereItStands) {
  EXPECT_EQ(Ask(Request(tree_, 3, 7)), "409 0\n");
  EXPECT_EQ(Ask(Request(tree_, 0, 7)), "200");
  EXPECT_EQ(Ask(Request(tree_, 0, 20)), "409 7\n");
  EXPECT_EQ(Ask(Request(tree_, 8, 20)), "409 7\n");
  EXPECT_EQ(size(), 7u);
}

TEST_F(WitnessTest, NeverGoesBack) {
  EXPECT_EQ(Ask(Request(tree_, 0, 7)), "200");
  EXPECT_EQ(Ask(Request(tree_, 0, 3)), "409 7\n");
  EXPECT_EQ(Ask(FormatRequest({7, {}, NoteOf(tree_, 3)})), "400");
  EXPECT_EQ(size(), 7u);
}

TEST_F(WitnessTest, RefusesAProofThatIsNone) {
  EXPECT_EQ(Ask(FormatRequest({0, {LeafHash("a")}, NoteOf(tree_, 7)})), "422");
  EXPECT_EQ(evidence_.has_value(), false);
  EXPECT_EQ(Ask(Request(tree_, 0, 7)), "200");
  EXPECT_EQ(Ask(FormatRequest({7, {}, NoteOf(tree_, 20)})), "422");
  EXPECT_EQ(Ask(FormatRequest({7, tree_.Consistency(6, 20), NoteOf(tree_, 20)})), "422");
  EXPECT_EQ(Ask(Request(forged_, 7, 20)), "422");
  ASSERT_TRUE(evidence_.has_value());
  EXPECT_EQ(evidence_->remembered, NoteOf(tree_, 7));
  EXPECT_EQ(evidence_->shown, NoteOf(forged_, 20));
  EXPECT_EQ(size(), 7u);
}

TEST_F(WitnessTest, ASplitTreeIsRefusedWithEvidence) {
  EXPECT_EQ(Ask(Request(tree_, 0, 7)), "200");
  for (const size_t old_size : {0, 3, 7, 8}) {
    EXPECT_EQ(Ask(FormatRequest({old_size, {}, NoteOf(forged_, 7)})), "409 7\n") << old_size;
    ASSERT_TRUE(evidence_.has_value()) << old_size;
    EXPECT_EQ(evidence_->remembered, NoteOf(tree_, 7));
    EXPECT_EQ(evidence_->shown, NoteOf(forged_, 7));
  }
  EXPECT_EQ(Ask(Request(tree_, 7, 8)), "200");
}

TEST_F(WitnessTest, KnowsOnlyItsLogs) {
  const NoteSigner stranger("log.stranger", KeyType::kLog, TestKey(3));
  const std::string unknown = SignCheckpoint({"log.stranger", 7, tree_.Root(7)}, stranger);
  EXPECT_EQ(Ask(FormatRequest({0, {}, unknown})), "404");
}

TEST_F(WitnessTest, TheLogItselfMustHaveSigned) {
  const std::string text = FormatCheckpoint({kTestOrigin, 7, tree_.Root(7)});
  const NoteSigner impostor(kTestOrigin, KeyType::kLog, TestKey(3));
  const NoteSigner other("log.other", KeyType::kLog, TestKey(5));
  EXPECT_EQ(Ask(FormatRequest({0, {}, FormatNote({text, {impostor.Sign(text)}})})), "403");
  EXPECT_EQ(Ask(FormatRequest({0, {}, FormatNote({text, {other.Sign(text)}})})), "403");
  SignatureLine wrong = TestLog().Sign(text);
  wrong.signature[0] ^= 1;
  EXPECT_EQ(Ask(FormatRequest({0, {}, FormatNote({text, {wrong}})})), "403");
  EXPECT_FALSE(remembered_.has_value());
}

TEST_F(WitnessTest, KeepsTheLogsSignaturesAlone) {
  const std::string text = FormatCheckpoint({kTestOrigin, 7, tree_.Root(7)});
  const NoteSigner newer(kTestOrigin, KeyType::kLog, TestKey(4));
  logs_.push_back(newer.verifier());
  const Note note{text, {TestWitness(2).Cosign(text, TestTime()), newer.Sign(text), TestLog().Sign(text)}};
  EXPECT_EQ(Ask(FormatRequest({0, {}, FormatNote(note)})), "200");
  EXPECT_EQ(remembered_->note, FormatNote({text, {newer.Sign(text), TestLog().Sign(text)}}));
}

TEST_F(WitnessTest, MalformedRequestsAreBad) {
  const std::string good = Request(tree_, 3, 7);
  EXPECT_EQ(Ask(good), "409 0\n");
  const auto but = [&](const std::string& what, const std::string& with) {
    return absl::StrReplaceAll(good, {{what, with}});
  };
  const std::string text = FormatCheckpoint({kTestOrigin, 7, tree_.Root(7)}) + "extension\n";
  std::string too_many = "old 3\n";
  for (int i = 0; i < 64; ++i) too_many += Base64(LeafHash("a").view()) + "\n";
  for (const std::string& other :
       {std::string(), std::string("old 3\n"), std::string("old 3\n\n"), but("old 3", "old 03"),
        but("old 3", "old -3"), but("old 3", "old"), but("old 3", "Old 3"), but("old 3", "old 3 "),
        but("old 3\n", ""), but("\n", "\r\n"), but("\n\n", "\n"), good.substr(0, good.size() - 1),
        too_many + "\n" + NoteOf(tree_, 7),
        FormatRequest({0, {}, FormatNote({text, {TestLog().Sign(text)}})}),
        good + std::string(kMaxWitnessRequestBytes, 'x')}) {
    EXPECT_EQ(Ask(other), "400") << other.substr(0, 300);
  }
}

}  // namespace
}  // namespace fallverbund::tlog
