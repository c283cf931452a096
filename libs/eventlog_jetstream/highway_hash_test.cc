#include "libs/eventlog_jetstream/highway_hash.h"

#include <gtest/gtest.h>

#include <string>

namespace fallverbund::eventlog {
namespace {

std::string Counting(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i);
  return bytes;
}

TEST(HighwayHash, GivesThePublishedValues) {
  const std::string key = Counting(32);
  EXPECT_EQ(HighwayHash64(key, ""), 0x907A56DE22C26E53);
  EXPECT_EQ(HighwayHash64(key, Counting(1)), 0x7EAB43AAC7CDDD78);
  EXPECT_EQ(HighwayHash64(key, Counting(2)), 0xB8D0569AB0B53D62);
  EXPECT_EQ(HighwayHash64(key, Counting(3)), 0x5C6BEFAB8A463D80);
}

}  // namespace
}  // namespace fallverbund::eventlog
