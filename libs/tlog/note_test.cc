// Keys, notes, signatures and checkpoints: what is one, what is none, who signed.
#include "libs/tlog/note.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/signature.h"
#include "libs/tlog/testing/signers.h"

namespace fallverbund::tlog {
namespace {

const Checkpoint kTree{kTestOrigin, 7, LeafHash("any root")};

// The checkpoint, signed by the log and witness 1.
std::string Cosigned() {
  const std::string text = FormatCheckpoint(kTree);
  return FormatNote({text, {TestLog().Sign(text), TestWitness().Cosign(text, TestTime())}});
}

// "ok <signers>", or the code.
std::string Verdict(std::string_view bytes, const std::vector<VerifierKey>& keys) {
  const auto note = ParseNote(bytes);
  if (!note.ok()) return "no note";
  const auto all = VerifySignatures(*note, keys);
  if (!all.ok()) return absl::StatusCodeToString(all.status().code());
  std::string text = "ok";
  for (const Signed& one : *all) absl::StrAppend(&text, " ", one.key.name);
  return text;
}

const std::vector<VerifierKey> kBoth{TestLog().verifier(), TestWitness().verifier()};

TEST(KeyTest, HasOneFormOnly) {
  const std::string text = TestLog().verifier().Text();
  EXPECT_TRUE(VerifierKey::Parse(text).ok());
  const std::string upper = absl::StrReplaceAll(text, {{"4acb949c", "4ACB949C"}});
  const std::string other_hash = absl::StrReplaceAll(text, {{"4acb949c", "4acb949d"}});
  const std::string other_type = absl::StrReplaceAll(text, {{"+AQ", "+Ag"}});
  for (const std::string& other : {upper, other_hash, other_type, text + "=", text.substr(1), text + "\n",
                                   std::string("+") + text, std::string(), std::string("a+b")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(VerifierKey::Parse(other).status())) << other;
  }
}

TEST(KeyTest, NamesHaveNoSpacesAndNoPlus) {
  EXPECT_TRUE(IsKeyName("log.kjh.example/events"));
  EXPECT_TRUE(IsKeyName("jugendhilfe-köln.example/Prüfprotokoll"));
  EXPECT_TRUE(IsKeyName(std::string(255, 'n')));
  for (const char* other : {"", "a b", "a+b", "a\tb", "a\nb",
                            "a\xC2\xA0"
                            "b",
                            "a\xE2\x80\x89"
                            "b",
                            "a\xE3\x80\x80"
                            "b",
                            "a\xC2\x85"
                            "b",
                            "a\xFF"
                            "b"}) {
    EXPECT_FALSE(IsKeyName(other)) << other;
  }
  EXPECT_FALSE(IsKeyName(std::string(256, 'n')));
}

TEST(NoteTest, NothingMalformedIsOne) {
  const std::string note = Cosigned();
  const std::string text = FormatCheckpoint(kTree);
  const std::string line = FormatSignature(TestLog().Sign(text));
  ASSERT_TRUE(ParseNote(note).ok());
  EXPECT_TRUE(ParseNote("\n\n\n" + line).ok());  // a text of empty lines is one for notes
  const std::string crlf = absl::StrReplaceAll(note, {{"\n", "\r\n"}});
  const std::string hyphen = absl::StrReplaceAll(note, {{"—", "-"}});
  const std::string two_spaces = absl::StrReplaceAll(note, {{"— log", "—  log"}});
  for (const std::string& other : {crlf,
                                   hyphen,
                                   two_spaces,
                                   std::string(),
                                   text,
                                   text + "\n",
                                   text + line,
                                   note.substr(0, note.size() - 1),
                                   note + "\n",
                                   note + "x\n",
                                   note + " " + line,
                                   text + "\n— " + kTestOrigin + "\n",
                                   text + "\n— name AAAA\n",
                                   text + "\n— name AAAAAA=\n",
                                   text + "\n— na+me AAAAAAA=\n",
                                   text + "\n— name AAAAAAA= \n",
                                   "\t" + note,
                                   std::string("\0", 1) + note,
                                   "\xFF" + note,
                                   "\xED\xA0\x80" + note}) {
    EXPECT_FALSE(ParseNote(other).ok()) << other;
  }
}

TEST(NoteTest, BitsThatMeanNothingAreNotIgnored) {
  const std::string note = Cosigned();
  const size_t last = note.rfind("==\n") - 1;  // its lower four bits are beyond the signature
  std::string other = note;
  other[last] = static_cast<char>(other[last] + 1);
  ASSERT_NE(std::string_view("AQgw").find(note[last]), std::string_view::npos);
  EXPECT_FALSE(ParseNote(other).ok());
}

TEST(NoteTest, HasLimits) {
  const std::string text = FormatCheckpoint(kTree);
  Note note{text, std::vector<SignatureLine>(kMaxSignatures, TestLog().Sign(text))};
  EXPECT_TRUE(ParseNote(FormatNote(note)).ok());
  note.signatures.push_back(note.signatures[0]);
  EXPECT_FALSE(ParseNote(FormatNote(note)).ok());
  note.signatures.resize(1);
  note.text = std::string(kMaxNoteBytes - 200, 'x') + "\n";
  EXPECT_TRUE(ParseNote(FormatNote(note)).ok());
  note.text = std::string(kMaxNoteBytes, 'x') + "\n";
  EXPECT_FALSE(ParseNote(FormatNote(note)).ok());
}

TEST(SignatureTest, UnknownKeysMeanNothing) {
  EXPECT_EQ(Verdict(Cosigned(), kBoth), "ok log.kjh.example/events witness.kjh.example/w1");
  EXPECT_EQ(Verdict(Cosigned(), {TestLog().verifier()}), "ok log.kjh.example/events");
  EXPECT_EQ(Verdict(Cosigned(), {TestWitness(2).verifier()}), "ok");
  // The same name or the same id alone is another key.
  EXPECT_EQ(Verdict(Cosigned(), {NoteSigner(kTestOrigin, KeyType::kLog, TestKey(3)).verifier()}), "ok");
  EXPECT_EQ(Verdict(Cosigned(), {NoteSigner("x", KeyType::kLog, TestKey(0)).verifier()}), "ok");
}

TEST(SignatureTest, AKnownKeyThatDidNotSignSpoilsTheNote) {
  const std::string text = FormatCheckpoint(kTree);
  SignatureLine wrong = TestWitness().Cosign(text, TestTime());
  wrong.signature[7] ^= 1;  // another second
  EXPECT_EQ(Verdict(FormatNote({text, {TestLog().Sign(text), wrong}}), kBoth), "UNAUTHENTICATED");
  EXPECT_EQ(Verdict(FormatNote({text, {TestLog().Sign(text), wrong}}), {TestLog().verifier()}),
            "ok log.kjh.example/events");
  const SignatureLine right = TestWitness().Cosign(text, TestTime());
  EXPECT_EQ(Verdict(FormatNote({text, {right, wrong}}), kBoth), "UNAUTHENTICATED");
  EXPECT_EQ(Verdict(FormatNote({text, {right, right}}), kBoth), "ok witness.kjh.example/w1");
}

TEST(SignatureTest, ALogsSignatureIsNoCosignatureAndTheOtherWayRound) {
  const std::string text = FormatCheckpoint(kTree);
  const NoteSigner as_log("w", KeyType::kLog, TestKey(1));
  const NoteSigner as_witness("w", KeyType::kWitness, TestKey(1));
  ASSERT_NE(as_log.verifier().Id(), as_witness.verifier().Id());
  SignatureLine line = as_log.Sign(text);
  line.key_id = as_witness.verifier().Id();
  EXPECT_EQ(Verdict(FormatNote({text, {line}}), {as_witness.verifier()}), "UNAUTHENTICATED");
  line = as_witness.Cosign(text, TestTime());
  line.key_id = as_log.verifier().Id();
  EXPECT_EQ(Verdict(FormatNote({text, {line}}), {as_log.verifier()}), "UNAUTHENTICATED");
}

TEST(SignatureTest, AnyChangedByteOfANoteIsNoticed) {
  const std::string note = Cosigned();
  const std::string good = Verdict(note, kBoth);
  std::mt19937 random(1);
  for (size_t at = 0; at < note.size(); ++at) {
    for (int i = 0; i < 8; ++i) {
      std::string other = note;
      other[at] = static_cast<char>(random());
      if (other != note) {
        ASSERT_NE(Verdict(other, kBoth), good) << other;
      }
    }
    ASSERT_NE(Verdict(note.substr(0, at), kBoth), good) << at;
    ASSERT_NE(Verdict(note.substr(0, at) + note.substr(at + 1), kBoth), good) << at;
  }
}

TEST(CheckpointTest, ComesBack) {
  const auto again = ParseCheckpoint(FormatCheckpoint(kTree));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, kTree);
  EXPECT_EQ(Verdict(SignCheckpoint(kTree, TestLog()), kBoth), "ok log.kjh.example/events");
}

TEST(CheckpointTest, IsThreeLinesAndNoMore) {
  const std::string root = Base64(kTree.root.view());
  EXPECT_TRUE(ParseCheckpoint("o\n7\n" + root + "\n").ok());
  for (const std::string& other :
       {"o\n7\n" + root, "o\n07\n" + root + "\n", "o\n-7\n" + root + "\n", "o\n\n" + root + "\n",
        "\n7\n" + root + "\n", "o o\n7\n" + root + "\n", "o\n7\n" + root + "\nextension\n",
        "o\n7\n" + root + "\n\n", std::string("o\n7\nAAAA\n"), "o\n7\n" + root + "=\n",
        std::string("o\n7\n\n"), "o\n9223372036854775808\n" + root + "\n", std::string()}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseCheckpoint(other).status())) << other;
  }
}

}  // namespace
}  // namespace fallverbund::tlog
