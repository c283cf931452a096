#include "libs/command/lru_cache.h"

#include <gtest/gtest.h>

namespace fallverbund::command {
namespace {

constexpr auto kAlways = [](int) { return true; };

TEST(LruCache, ForgetsWhatWasNotUsedForLongest) {
  LruCache<int> cache(2);
  cache.Put("a", std::make_shared<int>(1), kAlways);
  cache.Put("b", std::make_shared<int>(2), kAlways);
  EXPECT_EQ(*cache.Get("a"), 1);
  cache.Put("c", std::make_shared<int>(3), kAlways);
  EXPECT_EQ(cache.Get("b"), nullptr);
  EXPECT_EQ(*cache.Get("a"), 1);
  EXPECT_EQ(*cache.Get("c"), 3);
}

TEST(LruCache, KeepsWhatIsNotToBeReplaced) {
  LruCache<int> cache(2);
  cache.Put("a", std::make_shared<int>(5), kAlways);
  cache.Put("a", std::make_shared<int>(4), [](int old) { return old < 4; });
  EXPECT_EQ(*cache.Get("a"), 5);
  cache.Put("a", std::make_shared<int>(6), [](int old) { return old < 6; });
  EXPECT_EQ(*cache.Get("a"), 6);
}

TEST(LruCache, GivesAValueAwayOnce) {
  LruCache<int> cache(2);
  cache.Put("a", std::make_shared<int>(1), kAlways);
  cache.Put("b", std::make_shared<int>(2), kAlways);
  EXPECT_EQ(*cache.Take("a"), 1);
  EXPECT_EQ(cache.Take("a"), nullptr);
  cache.Put("c", std::make_shared<int>(3), kAlways);
  EXPECT_EQ(*cache.Get("b"), 2);  // there was room
}

}  // namespace
}  // namespace fallverbund::command
