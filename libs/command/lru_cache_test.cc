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

TEST(LruCache, IsFullByWeight) {
  LruCache<int> cache(10, [](int value) { return static_cast<size_t>(value); });
  cache.Put("a", std::make_shared<int>(4), kAlways);
  cache.Put("b", std::make_shared<int>(3), kAlways);
  cache.Put("c", std::make_shared<int>(3), kAlways);
  EXPECT_EQ(*cache.Get("a"), 4);
  cache.Put("b", std::make_shared<int>(5), kAlways);  // two more than there is room for
  EXPECT_EQ(cache.Get("c"), nullptr);
  EXPECT_EQ(*cache.Take("b"), 5);
  cache.Put("d", std::make_shared<int>(6), kAlways);
  EXPECT_EQ(*cache.Get("a"), 4);
  cache.Put("e", std::make_shared<int>(11), kAlways);
  EXPECT_EQ(cache.Get("e"), nullptr);
}

}  // namespace
}  // namespace fallverbund::command
