// Known answers that were computed elsewhere: hashes, keys, signatures and one whole note.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/encoding.h"
#include "libs/tlog/frontier.h"
#include "libs/tlog/in_memory_tile_store.h"
#include "libs/tlog/note.h"
#include "libs/tlog/testing/signers.h"
#include "libs/tlog/tile_reader.h"
#include "libs/tlog/tile_writer.h"

namespace fallverbund::tlog {
namespace {

using testing::ElementsAre;

constexpr char kLogKey[] = "log.kjh.example/events+4acb949c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr char kWitnessKey[] = "witness.kjh.example/w1+3da1f3bf+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
constexpr char kNote[] =
    "log.kjh.example/events\n"
    "7\n"
    "gTvaOkIAD4KUtqlU6oN5LC3vrmUkbvdgr5/dU699Rjg=\n"
    "\n"
    "— log.kjh.example/events "
    "SsuUnP+OZC4rOnYj9qHuBz85qNHKaaEVNUssUdwPdlNwNw7QuvlnBmUls6Q7QUTZqHP4n5WN/ioq2v9VvIgkfVoc+gY=\n"
    "— witness.kjh.example/w1 "
    "PaHzvwAAAABlU/EAzJL8BGcTvPb87qXAy/Ddx0ED/+uhKzQCYa6afv4M40fGQepxSzlxh6f+K49J/"
    "aJv19iHraivoh9XbE+I4dPwBQ==\n";

std::vector<std::string> FirstEightBytes(const Proof& proof) {
  std::vector<std::string> heads;
  for (const Hash& hash : proof) heads.push_back(ToHex(hash.view().substr(0, 8)));
  return heads;
}

class VectorsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto writer = TileWriter::Open(store_, 0);
    ASSERT_TRUE(writer.ok());
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(writer->Append(absl::StrCat("event-", i)).ok());
    ASSERT_TRUE(writer->Flush().ok());
    root_ = writer->Root();
  }
  InMemoryTileStore store_;
  Hash root_;
};

TEST_F(VectorsTest, HashesAreThoseOfRfc6962) {
  EXPECT_EQ(Base64(EmptyRoot().view()), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(Frontier().Root(), EmptyRoot());
  EXPECT_EQ(ToHex(LeafHash("event-0").view()),
            "6734db3b19b64dc83703f9a1f4aee7697dfb292fb4e0827cc63f8a351b1b3609");
  EXPECT_EQ(ToHex(root_.view()), "813bda3a42000f8294b6a954ea83792c2defae65246ef760af9fdd53af7d4638");
}

TEST_F(VectorsTest, ProofsAreThoseOfRfc6962) {
  TileReader reader(store_, 7);
  const auto inclusion = reader.Inclusion(3, 7);
  ASSERT_TRUE(inclusion.ok()) << inclusion.status();
  EXPECT_THAT(FirstEightBytes(*inclusion),
              ElementsAre("4fb70daa0a6daaf7", "3fd1d5a059ab171a", "09d13ddb7669b734"));
  const auto consistency = reader.Consistency(3, 7);
  ASSERT_TRUE(consistency.ok()) << consistency.status();
  EXPECT_THAT(FirstEightBytes(*consistency),
              ElementsAre("4fb70daa0a6daaf7", "5f3e698cf937622a", "3fd1d5a059ab171a", "09d13ddb7669b734"));
}

TEST_F(VectorsTest, KeysAreWrittenAndReadTheSame) {
  EXPECT_EQ(TestLog().verifier().Text(), kLogKey);
  EXPECT_EQ(TestWitness().verifier().Text(), kWitnessKey);
  EXPECT_EQ(VerifierKey::Parse(kLogKey).value_or(VerifierKey()), TestLog().verifier());
  EXPECT_EQ(VerifierKey::Parse(kWitnessKey).value_or(VerifierKey()), TestWitness().verifier());
}

TEST_F(VectorsTest, ACosignedCheckpointIsThatNoteToTheByte) {
  const std::string text = FormatCheckpoint({kTestOrigin, 7, root_});
  const Note made{text, {TestLog().Sign(text), TestWitness().Cosign(text, TestTime())}};
  EXPECT_EQ(FormatNote(made), kNote);

  const auto note = ParseNote(kNote);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->signatures, made.signatures);
  const auto checkpoint = ParseCheckpoint(note->text);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(*checkpoint, (Checkpoint{kTestOrigin, 7, root_}));
  const auto signers = VerifySignatures(*note, {TestLog().verifier(), TestWitness().verifier()});
  ASSERT_TRUE(signers.ok()) << signers.status();
  ASSERT_EQ(signers->size(), 2u);
  EXPECT_EQ(signers->at(0).key, TestLog().verifier());
  EXPECT_EQ(signers->at(1).cosigned_at, TestTime());
}

}  // namespace
}  // namespace fallverbund::tlog
