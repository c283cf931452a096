#include "libs/base/id.h"

#include <gtest/gtest.h>

namespace fallverbund {
namespace {

TEST(Id, HasThirtyTwoLowerCaseHexDigits) {
  EXPECT_TRUE(CheckHexId("00112233445566778899aabbccddeeff", "case_id").ok());
}

TEST(Id, NamesTheFieldWhenItRefuses) {
  for (const char* bad :
       {"", "00112233445566778899AABBCCDDEEFF", "0011", "00112233445566778899aabbccddeefg"}) {
    EXPECT_EQ(CheckHexId(bad, "case_id").message(), "case_id must be 32 lower-case hex digits") << bad;
  }
}

TEST(Id, AnAssociationIsAShortLowerCaseWord) {
  EXPECT_TRUE(IsAssociation("do"));
  EXPECT_TRUE(IsAssociation("rheydt05"));
  EXPECT_FALSE(IsAssociation("d"));
  EXPECT_FALSE(IsAssociation("5do"));
  EXPECT_FALSE(IsAssociation("Do"));
  EXPECT_FALSE(IsAssociation("fv.do"));
  EXPECT_FALSE(IsAssociation("abcdefghijklmnopq"));
}

TEST(Id, ARequestIdIsAUuid) {
  EXPECT_TRUE(IsUuid("123e4567-e89b-12d3-a456-426614174000"));
  EXPECT_FALSE(IsUuid("123e4567e89b12d3a456426614174000"));
  EXPECT_FALSE(IsUuid("123e4567-e89b-12d3-a456-42661417400g"));
}

TEST(Id, HexRoundTripsAndRefusesHalfABytes) {
  EXPECT_EQ(*FromHex(ToHex("fall")), "fall");
  EXPECT_FALSE(FromHex("abc").ok());
  EXPECT_FALSE(FromHex("zz").ok());
}

}  // namespace
}  // namespace fallverbund
