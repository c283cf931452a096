#include "libs/tlog/encoding.h"

#include <gtest/gtest.h>

namespace fallverbund::tlog {
namespace {

TEST(Base64Test, HasOneFormOnly) {
  EXPECT_EQ(Unbase64("+/8="), std::string("\xFB\xFF"));
  EXPECT_EQ(Unbase64(""), std::string());
  for (const char* other : {"+/9=", "+/8", "+/8==", " +/8=", "+/8=\n", "-_8=", "+/8=AA==", "=", "A"}) {
    EXPECT_EQ(Unbase64(other), std::nullopt) << other;
  }
}

TEST(DecimalTest, HasOneFormOnly) {
  EXPECT_EQ(ParseDecimal("0"), 0u);
  EXPECT_EQ(ParseDecimal("20852163"), 20'852'163u);
  EXPECT_EQ(ParseDecimal("9223372036854775807"), kMaxSize);
  for (const char* other : {"", "00", "07", "+7", "-7", " 7", "7 ", "7\n", "0x7", "9223372036854775808",
                            "18446744073709551616", "99999999999999999999"}) {
    EXPECT_EQ(ParseDecimal(other), std::nullopt) << other;
  }
}

TEST(BigEndianTest, ComesBack) {
  std::string bytes;
  PutU16(bytes, 0x0102);
  PutU64(bytes, 0x030405060708090A);
  EXPECT_EQ(bytes, "\1\2\3\4\5\6\7\x8\x9\xA");
  EXPECT_EQ(GetBigEndian(bytes.substr(2)), 0x030405060708090Au);
}

TEST(TakeLineTest, ALineEndsWithItsLf) {
  std::string_view rest = "one\n\nthree";
  EXPECT_EQ(TakeLine(rest), "one");
  EXPECT_EQ(TakeLine(rest), "");
  EXPECT_EQ(TakeLine(rest), std::nullopt);
  EXPECT_EQ(rest, "three");
}

TEST(CharactersTest, ReadsUtf8) {
  const std::vector<uint32_t> characters{'a', 0xE4, 0x2014, 0x10348, 0xD7FF, 0xE000, 0x10FFFF};
  EXPECT_EQ(Characters("a\xC3\xA4\xE2\x80\x94\xF0\x90\x8D\x88\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"),
            characters);
}

TEST(CharactersTest, NothingElseIsUtf8) {
  for (const char* other : {"\x80", "\xC3", "\xC3(", "\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF",
                            "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\xE2\x80"}) {
    EXPECT_EQ(Characters(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace fallverbund::tlog
