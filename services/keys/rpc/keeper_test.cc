#include "services/keys/rpc/keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/synchronization/notification.h"

#include "libs/base/clock.h"
#include "libs/seal/in_memory_key_store.h"
#include "services/keys/vault/in_memory_kek_store.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {
namespace {

class KeeperTest : public ::testing::Test {
 protected:
  KeeperTest() { EXPECT_TRUE(vault_.CheckReady().ok()); }
  KeeperOptions Options() {
    return {.association = "do", .is_erased = [](const std::string&) { return false; }};
  }
  v1::KeyEpochs Stand() { return vault_.epochs().Read()->epochs; }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  seal::InMemoryKeyStore store_;
  InMemoryKekStore keks_;
  Vault vault_{{.association = "do", .may_make_root_keys = true, .clock = &clock_}, &keks_, &store_};
};

TEST_F(KeeperTest, AnEpochThatGrewOldIsLeftAndItsKeyDestroyed) {
  Keeper keeper(Options(), &vault_.epochs(), &store_, &clock_);
  ASSERT_TRUE(keeper.Look().ok());
  EXPECT_EQ(Stand().epoch(), 1u);
  clock_.Advance(absl::Hours(24 * 20));
  ASSERT_TRUE(keeper.Look().ok());
  EXPECT_EQ(Stand().epoch(), 2u);
  EXPECT_EQ(Stand().leaving_epoch(), 0u);
  EXPECT_EQ(keks_.Dump().count(1), 0u);
  EXPECT_TRUE(vault_.CheckReady().ok());
}

TEST_F(KeeperTest, WhatItCouldNotFinishItDoesAtTheNextLook) {
  Keeper keeper(Options(), &vault_.epochs(), &store_, &clock_);
  ASSERT_TRUE(keeper.Look().ok());
  clock_.Advance(absl::Hours(24 * 20));
  store_.LoseNextAcknowledgement();
  EXPECT_FALSE(keeper.Look().ok());
  ASSERT_TRUE(keeper.Look().ok());
  EXPECT_EQ(Stand().epoch(), 2u);
  EXPECT_EQ(keks_.Dump().count(1), 0u);
}

TEST_F(KeeperTest, WhileTheRowsCannotBeReadNothingIsTakenAlongAndNothingLost) {
  KeeperOptions options = Options();
  options.is_erased = [](const std::string&) { return absl::UnavailableError("not yet"); };
  ASSERT_TRUE(vault_
                  .Obtain("case", {"do", std::string(32, '1'), common::v1::FILE_CLASS_HELP,
                                   common::v1::CONFIDENTIALITY_ORDINARY})
                  .ok());
  Keeper keeper(options, &vault_.epochs(), &store_, &clock_);
  ASSERT_TRUE(vault_.epochs().BeginNext(1, clock_.Now()).ok());
  EXPECT_TRUE(absl::IsUnavailable(keeper.Look()));
  EXPECT_EQ(Stand().leaving_epoch(), 1u);
  EXPECT_EQ(keks_.Dump().size(), 2u);
}

TEST_F(KeeperTest, ItsThreadDoesSoWhenPoked) {
  KeeperOptions options = Options();
  options.look_every = absl::Hours(1);
  Keeper keeper(options, &vault_.epochs(), &store_, &clock_);
  keeper.Start();
  ASSERT_TRUE(vault_.epochs().BeginNext(1, clock_.Now()).ok());
  keeper.Poke();
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (keks_.Dump().count(1) != 0 && absl::Now() < deadline) keeper.Poke();
  EXPECT_EQ(keks_.Dump().count(1), 0u);
  keeper.Stop();
}

TEST_F(KeeperTest, BeforeTheLogIsReadItTouchesNothing) {
  KeeperOptions options = Options();
  absl::Notification asked;
  options.ready = [&] {
    if (!asked.HasBeenNotified()) asked.Notify();
    return false;
  };
  clock_.Advance(absl::Hours(24 * 25));
  Keeper keeper(options, &vault_.epochs(), &store_, &clock_);
  keeper.Start();
  asked.WaitForNotification();
  keeper.Stop();
  EXPECT_EQ(Stand().epoch(), 1u);
}

}  // namespace
}  // namespace fallverbund::keys
