#include "libs/crypto/derive.h"

#include <gtest/gtest.h>

#include <numeric>

#include "libs/base/id.h"

namespace fallverbund::crypto {
namespace {

// Golden values, computed with Python's hmac from the formulas in derive.h alone; they are stored in logs and
// may never change.
const std::string kIdKey = [] {
  std::string key(32, '\0');
  std::iota(key.begin(), key.end(), '\0');
  return key;
}();
constexpr char kOrganisation[] = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";
constexpr char kMethod[] = "/fallverbund.casework.v1.CaseService/OpenCase";
constexpr char kRequest[] = "123e4567-e89b-12d3-a456-426614174000";

TEST(Derive, GivesTheGoldenIds) {
  const std::string command = DeriveCommandId(kIdKey, kOrganisation, kMethod, kRequest);
  EXPECT_EQ(command, "6ac58f748bf3bfd0b839048ed51f58bf");
  EXPECT_EQ(DeriveAggregateId(kIdKey, command, "case"), "5613262538c171c8ff79a49115dc7841");
  EXPECT_EQ(DeriveReactionId(kIdKey, "open-case", 7, 0), "6ea956aa8d4027b6ef5ef51fcbcf99a2");
  EXPECT_EQ(ToHex(RequestMac(kIdKey,
                             "\x0a\x03"
                             "abc")),
            "8a999e00ad42999f36014a719d03ef9ea8a294c7251d2a9cdaadd9553bfd5b84");
}

TEST(Derive, EveryPartCounts) {
  const std::string id = DeriveCommandId(kIdKey, kOrganisation, kMethod, kRequest);
  EXPECT_NE(id, DeriveCommandId("another key", kOrganisation, kMethod, kRequest));
  EXPECT_NE(id, DeriveCommandId(kIdKey, "another", kMethod, kRequest));
  EXPECT_NE(id, DeriveCommandId(kIdKey, kOrganisation, "another", kRequest));
  EXPECT_NE(id, DeriveCommandId(kIdKey, kOrganisation, kMethod, "another"));
  EXPECT_NE(DeriveAggregateId(kIdKey, id, "case"), DeriveAggregateId(kIdKey, id, "inquiry"));
  EXPECT_NE(DeriveReactionId(kIdKey, "a", 1, 11), DeriveReactionId(kIdKey, "a", 11, 1));
  EXPECT_NE(RequestMac(kIdKey, "a"), RequestMac(kIdKey, "b"));
}

TEST(DeriveDeathTest, PartsCannotRunIntoOneAnotherAndAKeyThereMustBe) {
  EXPECT_DEATH(DeriveCommandId(kIdKey, "a\nb", "c", "d"), "impossible");
  EXPECT_DEATH(DeriveCommandId("", "a", "b", "c"), "impossible");
  EXPECT_DEATH(RequestMac("", "a"), "impossible");
}

}  // namespace
}  // namespace fallverbund::crypto
