#include "libs/crypto/aead.h"

#include <gtest/gtest.h>

#include "libs/base/id.h"

namespace fallverbund::crypto {
namespace {

std::string Hex(std::string_view hex) {
  return *FromHex(hex);
}

struct Vector {
  const char *key, *nonce, *aad, *plaintext, *sealed;
};

// "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, appendix B: test cases 13 to 16 (256 bit
// keys).
const Vector kVectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "",
     "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
     "b16aedf5aa0de657ba637b391aafd255",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
     "c5f61e6393ba7a0abcc9f662898015adb094dac5d93471bdec1a502270e3cc6c"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
     "b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
     "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(Aead, SealsAndOpensTheKnownVectors) {
  for (const Vector& v : kVectors) {
    EXPECT_EQ(ToHex(AeadSeal(Hex(v.key), Hex(v.nonce), Hex(v.aad), Hex(v.plaintext))), v.sealed);
    auto opened = AeadOpen(Hex(v.key), Hex(v.nonce), Hex(v.aad), Hex(v.sealed));
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(ToHex(*opened), v.plaintext);
  }
}

class AeadRefusal : public testing::Test {
 protected:
  void ExpectRefused(std::string_view key, std::string_view nonce, std::string_view aad,
                     std::string_view bytes) {
    EXPECT_EQ(AeadOpen(key, nonce, aad, bytes).status().code(), absl::StatusCode::kDataLoss);
  }
  const std::string key_ = std::string(32, 'k');
  const std::string nonce_ = std::string(12, 'n');
  const std::string sealed_ = AeadSeal(key_, nonce_, "place", "hello");
};

TEST_F(AeadRefusal, AnyFlippedBitIsRefused) {
  for (size_t i = 0; i < sealed_.size() * 8; ++i) {
    std::string bad = sealed_;
    bad[i / 8] = static_cast<char>(bad[i / 8] ^ (1 << (i % 8)));
    ExpectRefused(key_, nonce_, "place", bad);
  }
}

TEST_F(AeadRefusal, AnotherKeyNonceOrPlaceIsRefused) {
  ExpectRefused(std::string(32, 'K'), nonce_, "place", sealed_);
  ExpectRefused(key_, std::string(12, 'N'), "place", sealed_);
  ExpectRefused(key_, nonce_, "elsewhere", sealed_);
  ExpectRefused(key_, nonce_, "", sealed_);
}

TEST_F(AeadRefusal, WhatIsTooShortIsRefused) {
  for (size_t size = 0; size < sealed_.size(); ++size)
    ExpectRefused(key_, nonce_, "place", sealed_.substr(0, size));
}

TEST(AeadDeathTest, AWrongLengthOfKeyOrNonceIsOurMistake) {
  EXPECT_DEATH(AeadSeal("short", std::string(12, 'n'), "", ""), "impossible");
  EXPECT_DEATH(AeadSeal(std::string(32, 'k'), "short", "", ""), "impossible");
}

}  // namespace
}  // namespace fallverbund::crypto
