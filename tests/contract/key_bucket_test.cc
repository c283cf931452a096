#include "libs/eventlog_jetstream/key_bucket.h"

#include <gtest/gtest.h>

#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::eventlog {
namespace {

class KeyBucketTest : public testing::Test {
 protected:
  void SetUp() override {
    static BusFixture bus;
    bus_ = &bus;
    auto bucket = KeyBucket::Bind(bus.Connect("keys"), "do");
    ASSERT_TRUE(bucket.ok()) << bucket.status();
    bucket_ = *std::move(bucket);
    key_ = absl::StrCat("scope.", ++keys_);
  }

  BusFixture* bus_ = nullptr;
  std::unique_ptr<KeyBucket> bucket_;
  std::string key_;
  static inline int keys_ = 0;
};

TEST_F(KeyBucketTest, GivesBackWhatWasCreated) {
  const std::string bytes("\0\xff\r\n", 4);
  const auto revision = bucket_->CreateIfAbsent(key_, bytes);
  ASSERT_TRUE(revision.ok()) << revision.status();
  const auto entry = bucket_->Get(key_);
  ASSERT_TRUE(entry.ok() && entry->has_value()) << entry.status();
  EXPECT_EQ((*entry)->value, bytes);
  EXPECT_EQ((*entry)->revision, *revision);
}

TEST_F(KeyBucketTest, AKeyNeverWrittenHasNoValue) {
  EXPECT_FALSE(bucket_->Get(key_)->has_value());
}

TEST_F(KeyBucketTest, CreatesOnce) {
  ASSERT_TRUE(bucket_->CreateIfAbsent(key_, "first").ok());
  EXPECT_TRUE(absl::IsAlreadyExists(bucket_->CreateIfAbsent(key_, "second").status()));
  EXPECT_EQ((*bucket_->Get(key_))->value, "first");
}

TEST_F(KeyBucketTest, UpdatesOnlyTheRevisionOneKnows) {
  const uint64_t first = *bucket_->CreateIfAbsent(key_, "1");
  const auto second = bucket_->UpdateIfRevision(key_, "2", first);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(absl::IsAborted(bucket_->UpdateIfRevision(key_, "late", first).status()));
  EXPECT_EQ((*bucket_->Get(key_))->value, "2");
  EXPECT_EQ((*bucket_->Get(key_))->revision, *second);
}

TEST_F(KeyBucketTest, PutWritesWhateverIsThere) {
  ASSERT_TRUE(bucket_->Put(key_, "1").ok());
  ASSERT_TRUE(bucket_->Put(key_, "2").ok());
  EXPECT_EQ((*bucket_->Get(key_))->value, "2");
}

TEST_F(KeyBucketTest, ADeletedKeyHasNoValueAndMayBeCreatedAgain) {
  ASSERT_TRUE(bucket_->CreateIfAbsent(key_, "1").ok());
  ASSERT_TRUE(bucket_->Delete(key_).ok());
  EXPECT_FALSE(bucket_->Get(key_)->has_value());
  ASSERT_TRUE(bucket_->CreateIfAbsent(key_, "2").ok());
  EXPECT_EQ((*bucket_->Get(key_))->value, "2");
  EXPECT_TRUE(absl::IsAlreadyExists(bucket_->CreateIfAbsent(key_, "3").status()));
  EXPECT_TRUE(bucket_->Delete("scope.never-written").ok());
}

TEST_F(KeyBucketTest, RefusesWhatIsNotAKey) {
  for (const char* key : {"", ".a", "a.", "a..b", "a b", "a*", ">", "a\r\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(bucket_->Get(key).status())) << key;
    EXPECT_TRUE(absl::IsInvalidArgument(bucket_->Put(key, "").status())) << key;
  }
}

TEST_F(KeyBucketTest, NobodyElseReachesIt) {
  EXPECT_TRUE(absl::IsPermissionDenied(KeyBucket::Bind(bus_->Connect("case"), "do").status()));
  EXPECT_TRUE(absl::IsPermissionDenied(KeyBucket::Bind(bus_->Connect("audit"), "do").status()));
}

TEST_F(KeyBucketTest, SaysWhenThereIsNone) {
  BusFixture empty({.provision = false});
  const auto bucket = KeyBucket::Bind(empty.Connect("keys"), "do", absl::Seconds(2));
  EXPECT_EQ(bucket.status().code(), absl::StatusCode::kFailedPrecondition) << bucket.status();
}

}  // namespace
}  // namespace fallverbund::eventlog
