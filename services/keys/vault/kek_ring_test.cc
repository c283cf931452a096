#include "services/keys/vault/kek_ring.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fallverbund::keys {
namespace {

crypto::Secret Key(char c) {
  return crypto::Secret(std::string(32, c));
}

TEST(KekRing, KnowsItsEpochsInOrder) {
  const KekRing ring({{1, Key('a')}, {3, Key('c')}, {2, Key('b')}});
  EXPECT_EQ(ring.epochs(), (std::vector<uint32_t>{1, 2, 3}));
  EXPECT_EQ(ring.Find(2)->view(), Key('b').view());
  EXPECT_EQ(ring.Find(4), nullptr);
}

TEST(KekRingDeathTest, AnEmptyRingOrAShortKeyIsOurMistake) {
  EXPECT_DEATH(KekRing({}), "impossible");
  EXPECT_DEATH(KekRing({{0, Key('a')}}), "impossible");
  EXPECT_DEATH(KekRing({{1, crypto::Secret(std::string(31, 'a'))}}), "impossible");
}

}  // namespace
}  // namespace fallverbund::keys
