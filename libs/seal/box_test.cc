#include "libs/seal/box.h"

#include <gtest/gtest.h>

#include "libs/base/id.h"

namespace fallverbund::seal {
namespace {

std::string Counting(char from, size_t count) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes.push_back(static_cast<char>(from + static_cast<char>(i)));
  return bytes;
}

class Box : public testing::Test {
 protected:
  std::string MustSeal(std::string_view text) {
    auto box = SealBox(key_, place_, text, nonce_, salt_);
    EXPECT_TRUE(box.ok()) << box.status();
    return box.ok() ? *box : "";
  }
  void ExpectDamaged(std::string_view key, const SealPlace& place, std::string_view box) {
    EXPECT_EQ(OpenBox(key, place, box).status().code(), absl::StatusCode::kDataLoss);
  }
  const std::string key_ = Counting(0, 32);
  const std::string nonce_ = Counting(0x20, 12);
  const std::string salt_ = Counting(0x40, 32);
  const SealPlace place_{"do", "0123456789abcdef0123456789abcdef", "fallverbund.casework.v1.CaseOpened",
                         "7.2"};
};

// Computed from the description in box.h alone with Python's `cryptography`; boxes like these are stored for
// ever.
TEST_F(Box, GivesTheGoldenBytes) {
  const std::string head =
      "01202122232425262728292a2b404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
      "e7f0732e690d031449cae7f767b83f2c1174705fe65fe9655493f7e9c9c0175c";
  EXPECT_EQ(ToHex(MustSeal("")), head + "74f14b7b2253ac4dd38cfa8346938625");
  EXPECT_EQ(
      ToHex(MustSeal("Milo schläft heute in der Wohngruppe.")),
      head +
          "15953b2817d06f3f34ba3a8e9cf847992cb6cdbf0f32be4719d19823029a89ece7d7b8b065a817beaa83e5e83c47ff829c"
          "a78ecb6af8");
}

TEST_F(Box, OpensToWhatWasSealed) {
  for (const std::string& text :
       {std::string(), std::string("Ayla"), std::string("a\0b", 3), std::string(kMaxTextBytes, 'x')}) {
    const std::string box = MustSeal(text);
    EXPECT_EQ(box.size(), text.size() + kBoxOverheadBytes);
    const auto opened = OpenBox(key_, place_, box);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, text);
  }
}

TEST_F(Box, OpensAtNoOtherPlace) {
  const std::string box = MustSeal("Ayla");
  SealPlace place = place_;
  place.association = "dx";
  ExpectDamaged(key_, place, box);
  place = place_;
  place.aggregate_id[0] = 'f';
  ExpectDamaged(key_, place, box);
  place = place_;
  place.event_type += "Again";
  ExpectDamaged(key_, place, box);
  place = place_;
  place.field_path = "7.3";
  ExpectDamaged(key_, place, box);
}

TEST_F(Box, OpensUnderNoOtherKey) {
  ExpectDamaged(Counting(1, 32), place_, MustSeal("Ayla"));
}

TEST_F(Box, EveryChangedByteIsSeen) {
  const std::string box = MustSeal("Ayla");
  for (size_t i = 0; i < box.size(); ++i) {
    std::string bad = box;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    ExpectDamaged(key_, place_, bad);
  }
  for (size_t size = 0; size < box.size(); ++size) ExpectDamaged(key_, place_, box.substr(0, size));
  ExpectDamaged(key_, place_, box + "x");
}

// Without a commitment one could build a box that opens under two keys; with it the key is part of the box.
TEST_F(Box, TheCommitmentOfAnotherKeyIsRefusedBeforeAnythingIsDeciphered) {
  std::string box = MustSeal("Ayla");
  const std::string other = *SealBox(Counting(1, 32), place_, "Ayla", nonce_, salt_);
  box.replace(45, 32, other, 45, 32);
  const auto opened = OpenBox(key_, place_, box);
  EXPECT_EQ(opened.status().message(), "the sealed box was not made with this key");
}

TEST_F(Box, ATextThatIsTooLongIsRefused) {
  const auto box = SealBox(key_, place_, std::string(kMaxTextBytes + 1, 'x'), nonce_, salt_);
  EXPECT_EQ(box.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(Box, PartsOfAPlaceCannotRunIntoOneAnother) {
  EXPECT_TRUE(CheckPlace(place_).ok());
  SealPlace place = place_;
  place.event_type = "a\n7";
  EXPECT_FALSE(CheckPlace(place).ok());
  place = place_;
  place.association = "do\nx";
  EXPECT_FALSE(CheckPlace(place).ok());
  place = place_;
  place.aggregate_id = "case-7";
  EXPECT_FALSE(CheckPlace(place).ok());
  for (const char* bad : {"", ".", "7.", ".7", "7..2", "07", "0", "7.0", "7\n2", "name"}) {
    place = place_;
    place.field_path = bad;
    EXPECT_FALSE(CheckPlace(place).ok()) << bad;
    EXPECT_EQ(SealBox(key_, place, "Ayla", nonce_, salt_).status().code(), absl::StatusCode::kInvalidArgument)
        << bad;
  }
  place.field_path = "10.205";
  EXPECT_TRUE(CheckPlace(place).ok());
}

TEST_F(Box, AWrongLengthIsOurMistake) {
  EXPECT_DEATH((void)SealBox("short", place_, "", nonce_, salt_), "impossible");
  EXPECT_DEATH((void)SealBox(key_, place_, "", "short", salt_), "impossible");
  EXPECT_DEATH((void)SealBox(key_, place_, "", nonce_, "short"), "impossible");
}

}  // namespace
}  // namespace fallverbund::seal
