#include "libs/crypto/random.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace fallverbund::crypto {
namespace {

TEST(RandomBytes, GivesAsManyAsAsked) {
  EXPECT_EQ(RandomBytes(0), "");
  EXPECT_EQ(RandomBytes(1).size(), 1u);
  EXPECT_EQ(RandomBytes(1000).size(), 1000u);
}

TEST(RandomBytes, NeverGivesTheSameTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(RandomBytes(16));
  EXPECT_EQ(seen.size(), 1000u);
}

}  // namespace
}  // namespace fallverbund::crypto
