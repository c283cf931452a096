#include "services/keys/vault/epochs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "libs/seal/in_memory_key_store.h"
#include "services/keys/vault/in_memory_kek_store.h"

namespace fallverbund::keys {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class EpochsTest : public ::testing::Test {
 protected:
  EpochsTest() { EXPECT_TRUE(epochs_.BeginFirst(0, kNow).ok()); }
  v1::KeyEpochs Stand() {
    const auto standing = epochs_.Read();
    EXPECT_TRUE(standing.ok()) << standing.status();
    return standing.ok() ? standing->epochs : v1::KeyEpochs();
  }
  void LeaveTheOld() { ASSERT_TRUE(epochs_.EndLeaving(*epochs_.Read()).ok()); }

  seal::InMemoryKeyStore store_;
  InMemoryKekStore keks_;
  Epochs epochs_{"do", &keks_, &store_};
};

TEST_F(EpochsTest, OneEpochFollowsTheOtherOnlyWhenTheOneBeforeIsLeft) {
  EXPECT_EQ(Stand().epoch(), 1u);
  ASSERT_TRUE(epochs_.BeginNext(1, kNow + absl::Hours(1)).ok());
  EXPECT_EQ(Stand().epoch(), 2u);
  EXPECT_EQ(Stand().leaving_epoch(), 1u);
  ASSERT_TRUE(epochs_.BeginNext(1, kNow).ok()) << "asking twice is asking once";
  EXPECT_EQ(Stand().epoch(), 2u);
  EXPECT_EQ(epochs_.BeginNext(2, kNow).code(), absl::StatusCode::kFailedPrecondition);
  LeaveTheOld();
  ASSERT_TRUE(epochs_.BeginNext(2, kNow).ok());
  EXPECT_EQ(Stand().epoch(), 3u);
  EXPECT_EQ(epochs_.BeginNext(7, kNow).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(EpochsTest, AKeyEncryptionKeyIsDestroyedOnlyWhenNothingIsLeftUnderIt) {
  EXPECT_EQ(*epochs_.DestroyOld(), 0);
  ASSERT_TRUE(epochs_.BeginNext(1, kNow).ok());
  EXPECT_EQ(*epochs_.DestroyOld(), 0) << "keys may still lie under it";
  LeaveTheOld();
  EXPECT_EQ(*epochs_.DestroyOld(), 1);
  EXPECT_THAT(epochs_.HeldEpochs(), ElementsAre(2)) << "not even in memory";
  EXPECT_EQ(keks_.Dump().count(1), 0u);
}

TEST_F(EpochsTest, WhatIsMadeAheadIsNoEpochInUseAndNotDestroyed) {
  ASSERT_TRUE(keks_.Make(2).ok());
  EXPECT_EQ(Stand().epoch(), 1u);
  EXPECT_EQ(*epochs_.DestroyOld(), 0);
  EXPECT_EQ(keks_.Dump().size(), 2u);
}

// Killed after the key-encryption key was made and before the bucket said so.
TEST_F(EpochsTest, AKeyThatWasMadeBeforeACrashIsTaken) {
  store_.SetAvailable(true);
  ASSERT_TRUE(keks_.Make(2).ok());
  const std::string made = keks_.Dump()[2];
  ASSERT_TRUE(epochs_.BeginNext(1, kNow).ok());
  EXPECT_EQ(keks_.Dump()[2], made);
}

TEST_F(EpochsTest, OfTwoInstancesThatBeginWithKeysOfTheirOwnOneIsToldToBringTheOthers) {
  InMemoryKekStore elsewhere;
  Epochs other("do", &elsewhere, &store_);
  ASSERT_TRUE(elsewhere.Make(2).ok());
  ASSERT_TRUE(epochs_.BeginNext(1, kNow).ok());
  const auto ring = other.RingInUse(*other.Read());
  EXPECT_EQ(ring.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(ring.status().message()), HasSubstr("replace it"));
  EXPECT_FALSE(other.DestroyOld().ok()) << "it may be looking at the wrong bucket";
  elsewhere.Put(2, keks_.Dump()[2]);
  EXPECT_TRUE(other.RingInUse(*other.Read()).ok());
}

TEST_F(EpochsTest, AnInstanceThatLacksTheKeyInUseSaysWhichFileToBring) {
  InMemoryKekStore elsewhere;
  Epochs other("do", &elsewhere, &store_);
  ASSERT_TRUE(epochs_.BeginNext(1, kNow).ok());
  EXPECT_THAT(std::string(other.RingInUse(*other.Read()).status().message()), HasSubstr("kek-2"));
  LeaveTheOld();
  EXPECT_FALSE(other.DestroyOld().ok());
  EXPECT_EQ(elsewhere.Dump().size(), 1u) << "it keeps the last key it has";
}

TEST_F(EpochsTest, TheDateByWhichAKeyIsDestroyedIsThatOfTheOldestEpoch) {
  EXPECT_EQ(epochs_.Read()->DestroyBy(), kNow + absl::Hours(24 * 30));
  ASSERT_TRUE(epochs_.BeginNext(1, kNow + absl::Hours(24 * 20)).ok());
  EXPECT_EQ(epochs_.Read()->DestroyBy(), kNow + absl::Hours(24 * 30));
  LeaveTheOld();
  EXPECT_EQ(epochs_.Read()->DestroyBy(), kNow + absl::Hours(24 * 50));
}

TEST_F(EpochsTest, ARoundThatBeganBeforeTheEpochDidEndsNothing) {
  const Standing before = *epochs_.Read();
  ASSERT_TRUE(epochs_.BeginNext(1, kNow).ok());
  EXPECT_EQ(epochs_.EndLeaving(before).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Stand().leaving_epoch(), 1u);
}

TEST_F(EpochsTest, ALostAcknowledgementBeginsNoSecondEpoch) {
  store_.LoseNextAcknowledgement();
  EXPECT_EQ(epochs_.BeginNext(1, kNow).code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(epochs_.BeginNext(1, kNow).ok());
  EXPECT_EQ(Stand().epoch(), 2u);
}

}  // namespace
}  // namespace fallverbund::keys
