#include "libs/crypto/hash.h"

#include <gtest/gtest.h>

#include <utility>

#include "libs/base/id.h"

namespace fallverbund::crypto {
namespace {

std::string Hex(std::string_view hex) {
  return *FromHex(hex);
}

// FIPS 180-2 appendix B.
TEST(Sha256, GivesTheKnownDigests) {
  EXPECT_EQ(ToHex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, InPiecesIsTheSameAsAtOnce) {
  Sha256Stream stream;
  stream.Update("a");
  stream.Update("");
  Sha256Stream moved = std::move(stream);
  moved.Update("bc");
  EXPECT_EQ(moved.Finish(), Sha256("abc"));
}

TEST(Sha256DeathTest, AFinishedStreamIsNotUsedAgain) {
  Sha256Stream stream;
  stream.Finish();
  EXPECT_DEATH(stream.Update("x"), "impossible");
}

// RFC 4231: test cases 1, 2, 3 and 6 (a key longer than a block).
TEST(Hmac, GivesTheMacsOfTheRfc) {
  EXPECT_EQ(ToHex(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(ToHex(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(ToHex(HmacSha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(
      ToHex(HmacSha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, AnEmptyKeyIsAKeyToo) {
  HmacSha256("something else before", "x");
  EXPECT_EQ(ToHex(HmacSha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// RFC 5869, appendix A.1 to A.3.
TEST(Hkdf, GivesTheKeysOfTheRfc) {
  EXPECT_EQ(ToHex(HkdfSha256(std::string(22, '\x0b'), Hex("000102030405060708090a0b0c"),
                             Hex("f0f1f2f3f4f5f6f7f8f9"), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  std::string key, salt, info;
  for (int i = 0; i < 80; ++i) {
    key.push_back(static_cast<char>(i));
    salt.push_back(static_cast<char>(0x60 + i));
    info.push_back(static_cast<char>(0xb0 + i));
  }
  EXPECT_EQ(ToHex(HkdfSha256(key, salt, info, 82)),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  EXPECT_EQ(ToHex(HkdfSha256(std::string(22, '\x0b'), "", "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, GivesAsManyBytesAsItCanAndNoMore) {
  EXPECT_EQ(HkdfSha256("key", "salt", "info", 0), "");
  EXPECT_EQ(HkdfSha256("key", "salt", "info", 255 * 32).size(), 255u * 32);
  EXPECT_DEATH(HkdfSha256("key", "salt", "info", 255 * 32 + 1), "impossible");
}

TEST(ConstantTimeEquals, IsEquality) {
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_TRUE(ConstantTimeEquals("same", "same"));
  EXPECT_FALSE(ConstantTimeEquals("same", "sam"));
  EXPECT_FALSE(ConstantTimeEquals("same", "Same"));
  EXPECT_FALSE(ConstantTimeEquals(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

}  // namespace
}  // namespace fallverbund::crypto
