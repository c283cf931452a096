#include "services/keys/vault/policy.h"

#include <gtest/gtest.h>

#include <string>

namespace fallverbund::keys {
namespace {

using common::v1::FileClass;

// The whole table as one reads it aloud: prevention, help, protection, guardianship, staff, register.
TEST(Policy, EachServiceUsesTheFilesOfItsBusinessOnly) {
  const auto row = [](std::string_view service) {
    std::string text;
    for (int i = 0; i < common::v1::FileClass_ARRAYSIZE; ++i) {
      text += MayUse(service, static_cast<FileClass>(i)) ? 'x' : '.';
    }
    return text;
  };
  //                          ?phpgsr
  EXPECT_EQ(row("intake"), ".xxx.xx");
  EXPECT_EQ(row("case"), "..xxxx.");
  EXPECT_EQ(row("team"), "..x..xx");
  EXPECT_EQ(row("crisis"), "..xx.x.");
  for (const char* other : {"audit", "keys", "ops", "prov", "", "Case", "case "})
    EXPECT_EQ(row(other), ".......");
}

TEST(Policy, OnlyThoseThatTakeCommandsDeriveIds) {
  for (const char* service : {"intake", "case", "team", "crisis"}) EXPECT_TRUE(MayDerive(service)) << service;
  for (const char* other : {"audit", "keys", "ops", ""}) EXPECT_FALSE(MayDerive(other)) << other;
}

}  // namespace
}  // namespace fallverbund::keys
