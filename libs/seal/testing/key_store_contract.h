// What every KeyStore promises. Instantiate with a factory of empty stores:
//   INSTANTIATE_TEST_SUITE_P(InMemory, KeyStoreContract, testing::Values([] { return ...; }));
#ifndef FALLVERBUND_LIBS_SEAL_TESTING_KEY_STORE_CONTRACT_H_
#define FALLVERBUND_LIBS_SEAL_TESTING_KEY_STORE_CONTRACT_H_

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "libs/seal/key_store.h"

namespace fallverbund::seal {

class KeyStoreContract : public ::testing::TestWithParam<std::function<std::unique_ptr<KeyStore>()>> {
 protected:
  void SetUp() override {
    store_ = GetParam()();
    ASSERT_NE(store_, nullptr);
  }
  std::string ValueOf(const std::string& key) {
    const auto found = store_->Get(key);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() && found->has_value() ? (*found)->value : "(none)";
  }
  std::unique_ptr<KeyStore> store_;
};

TEST_P(KeyStoreContract, AnUnknownKeyHasNoValue) {
  const auto found = store_->Get("unknown");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_FALSE(found->has_value());
}

TEST_P(KeyStoreContract, GivesBackWhatWasCreatedToTheByte) {
  std::string value("\0\n\xff binary", 10);
  const auto revision = store_->CreateIfAbsent("id-key", value);
  ASSERT_TRUE(revision.ok()) << revision.status();
  const auto found = store_->Get("id-key");
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->value, value);
  EXPECT_EQ((*found)->revision, *revision);
  EXPECT_GE(*revision, 1u);
}

TEST_P(KeyStoreContract, TakesTheLargestValueAndTheLongestKey) {
  const std::string key(64, 'k');
  const std::string value(1024, '\x80');
  ASSERT_TRUE(store_->CreateIfAbsent(key, value).ok());
  EXPECT_EQ(ValueOf(key), value);
}

TEST_P(KeyStoreContract, CreatesOnlyOnce) {
  ASSERT_TRUE(store_->CreateIfAbsent("a", "first").ok());
  EXPECT_EQ(store_->CreateIfAbsent("a", "second").status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ValueOf("a"), "first");
}

TEST_P(KeyStoreContract, UpdatesTheRevisionItWasToldAndNoOther) {
  const auto first = store_->CreateIfAbsent("a", "one");
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(store_->CreateIfAbsent("b", "other keys have revisions of their own").ok());
  const auto second = store_->UpdateIfRevision("a", "two", *first);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_GT(*second, *first);
  EXPECT_EQ(store_->UpdateIfRevision("a", "late", *first).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->UpdateIfRevision("none", "x", *second).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ValueOf("a"), "two");
  EXPECT_EQ(ValueOf("none"), "(none)");
  EXPECT_EQ(ValueOf("b"), "other keys have revisions of their own");
}

TEST_P(KeyStoreContract, AWalkMeetsEveryKeyOnceAndWhatIsWrittenMeanwhileAtItsEnd) {
  uint64_t from = 1;
  const auto next = [&]() -> std::string {
    const auto entry = store_->NextFrom(from);
    EXPECT_TRUE(entry.ok()) << entry.status();
    if (!entry.ok() || !entry->has_value()) return "(end)";
    from = (*entry)->stored.revision + 1;
    return (*entry)->key + "=" + (*entry)->stored.value;
  };
  EXPECT_EQ(next(), "(end)");
  for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(store_->CreateIfAbsent(key, "1").ok());
  const auto b = store_->Get("b");
  ASSERT_TRUE(b.ok() && b->has_value());
  EXPECT_EQ(next(), "a=1");
  ASSERT_TRUE(store_->UpdateIfRevision("b", "2", (*b)->revision).ok());
  EXPECT_EQ(next(), "c=1");
  EXPECT_EQ(next(), "b=2");
  EXPECT_EQ(next(), "(end)");
}

TEST_P(KeyStoreContract, OfManyCreatorsExactlyOneWins) {
  constexpr int kRounds = 20;
  constexpr int kCreators = 4;
  for (int round = 0; round < kRounds; ++round) {
    const std::string key = "round-" + std::to_string(round);
    std::atomic<int> winners = 0;
    std::string winner;
    std::vector<std::thread> threads;
    for (int creator = 0; creator < kCreators; ++creator) {
      threads.emplace_back([&, creator] {
        const std::string value = std::to_string(creator);
        const auto created = store_->CreateIfAbsent(key, value);
        if (created.ok() && ++winners == 1) winner = value;
        if (!created.ok()) {
          EXPECT_EQ(created.status().code(), absl::StatusCode::kAlreadyExists) << created.status();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(winners, 1);
    EXPECT_EQ(ValueOf(key), winner);
  }
}

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_TESTING_KEY_STORE_CONTRACT_H_
