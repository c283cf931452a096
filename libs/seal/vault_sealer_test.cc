#include "libs/seal/vault_sealer.h"

#include <gtest/gtest.h>

#include "libs/seal/testing/fake_key_vault.h"
#include "libs/seal/testing/plaintext_sealer.h"

namespace fallverbund::seal {
namespace {

using Kind = Opened::Kind;

class VaultSealerTest : public testing::Test {
 protected:
  VaultSealerTest() {
    reason_.purpose = "casework.GetCase";
    reason_.actor.set_organisation(std::string(32, 'a'));
  }
  static KeyScope Scope(char subject = '1') {
    return {"do", std::string(32, subject), common::v1::FILE_CLASS_HELP,
            common::v1::CONFIDENTIALITY_ORDINARY};
  }
  Sealed MustSeal(const KeyScope& scope, std::string_view text) {
    auto sealed = sealer_.Seal(scope, place_, text);
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    return sealed.ok() ? *sealed : Sealed();
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  FakeKeyVault vault_{"do"};
  VaultSealer sealer_{VaultSealerOptions{.association = "do"}, &vault_, &clock_};
  const SealPlace place_{"do", std::string(32, 'c'), "fallverbund.casework.v1.CaseOpened", "3"};
  OpenReason reason_;
};

TEST_F(VaultSealerTest, OpensWhatItSealedAndShowsNothingMeanwhile) {
  const Sealed sealed = MustSeal(Scope(), "CANARY Milo");
  EXPECT_EQ(sealed.SerializeAsString().find("CANARY"), std::string::npos);
  const Opened opened = sealer_.Unseal(sealed, place_, reason_);
  EXPECT_EQ(opened.kind, Kind::kOpened);
  EXPECT_EQ(opened.text, "CANARY Milo");
}

TEST_F(VaultSealerTest, TheSameTextIsNeverTheSameBox) {
  const std::string one = MustSeal(Scope(), "Milo").box();
  const std::string other = MustSeal(Scope(), "Milo").box();
  EXPECT_NE(one.substr(1, kNonceBytes), other.substr(1, kNonceBytes));
  EXPECT_NE(one.substr(1 + kNonceBytes, kSaltBytes), other.substr(1 + kNonceBytes, kSaltBytes));
}

TEST_F(VaultSealerTest, AskingTheVaultOnceIsEnoughForSeconds) {
  const Sealed sealed = MustSeal(Scope(), "Milo");
  MustSeal(Scope(), "Milo");
  EXPECT_EQ(vault_.create_calls(), 1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(sealer_.Unseal(sealed, place_, reason_).kind, Kind::kOpened);
  EXPECT_EQ(vault_.open_calls(), 1);
  clock_.Advance(absl::Seconds(5));
  MustSeal(Scope(), "Milo");
  sealer_.Unseal(sealed, place_, reason_);
  EXPECT_EQ(vault_.create_calls(), 2);
  EXPECT_EQ(vault_.open_calls(), 2);
}

TEST_F(VaultSealerTest, TheVaultIsToldHowLongTheCommandWaits) {
  const absl::Time until = absl::FromUnixSeconds(1'800'000'007);
  const auto sealed = sealer_.Seal(Scope(), place_, "Milo", until);
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(vault_.created_until(), until);
  reason_.until = until;
  sealer_.Unseal(*sealed, place_, reason_);
  ASSERT_EQ(vault_.reasons().size(), 1u);
  EXPECT_EQ(vault_.reasons()[0].until, until);
}

TEST_F(VaultSealerTest, AClockThatIsSetBackMakesKeysOldNotYoung) {
  const Sealed sealed = MustSeal(Scope(), "Milo");
  sealer_.Unseal(sealed, place_, reason_);
  clock_.Advance(absl::Seconds(-1));
  sealer_.Unseal(sealed, place_, reason_);
  EXPECT_EQ(vault_.open_calls(), 2);
}

TEST_F(VaultSealerTest, AnotherPurposeOrActorIsAskedForAnew) {
  const Sealed sealed = MustSeal(Scope(), "Milo");
  sealer_.Unseal(sealed, place_, reason_);
  OpenReason other = reason_;
  other.purpose = "casework.ListCases";
  sealer_.Unseal(sealed, place_, other);
  other = reason_;
  other.actor.set_person(std::string(32, 'b'));
  sealer_.Unseal(sealed, place_, other);
  EXPECT_EQ(vault_.open_calls(), 3);
  EXPECT_EQ(vault_.reasons().back().actor.person(), std::string(32, 'b'));
}

TEST_F(VaultSealerTest, ErasureTakesEffectAfterSecondsAndForGood) {
  const Sealed sealed = MustSeal(Scope(), "Milo");
  sealer_.Unseal(sealed, place_, reason_);
  vault_.Erase(sealed.key_id());
  clock_.Advance(absl::Seconds(5));
  for (int i = 0; i < 2; ++i) {
    const Opened opened = sealer_.Unseal(sealed, place_, reason_);
    EXPECT_EQ(opened.kind, Kind::kErased);
    EXPECT_EQ(opened.text, "");
  }
}

TEST_F(VaultSealerTest, DeniedAndUnavailableAreToldApart) {
  const Sealed sealed = MustSeal(Scope(), "Milo");
  vault_.SetAvailable(false);
  EXPECT_EQ(sealer_.Unseal(sealed, place_, reason_).kind, Kind::kUnavailable);
  EXPECT_EQ(sealer_.Seal(Scope('2'), place_, "Ayla").status().code(), absl::StatusCode::kUnavailable);
  vault_.SetAvailable(true);
  vault_.Deny(common::v1::FILE_CLASS_HELP);
  EXPECT_EQ(sealer_.Unseal(sealed, place_, reason_).kind, Kind::kDenied);
  EXPECT_EQ(sealer_.Seal(Scope('2'), place_, "Ayla").status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(VaultSealerTest, CountsTheVaultsAnswersAndWhatNeededNone) {
  const auto counted = [&] {
    const KeyCounts& keys = sealer_.key_counts();
    return std::vector<uint64_t>{keys.of(KeyOutcome::kOpened), keys.of(KeyOutcome::kErased),
                                 keys.of(KeyOutcome::kDenied), keys.of(KeyOutcome::kUnavailable),
                                 keys.cache_hits};
  };
  const Sealed sealed = MustSeal(Scope(), "Milo");
  MustSeal(Scope(), "Milo");
  for (int i = 0; i < 3; ++i) sealer_.Unseal(sealed, place_, reason_);
  EXPECT_EQ(counted(), (std::vector<uint64_t>{2, 0, 0, 0, 3}));
  clock_.Advance(absl::Seconds(5));
  vault_.SetAvailable(false);
  sealer_.Unseal(sealed, place_, reason_);
  EXPECT_FALSE(sealer_.Seal(Scope('2'), place_, "Ayla").ok());
  EXPECT_EQ(counted(), (std::vector<uint64_t>{2, 0, 0, 2, 3}));
  vault_.SetAvailable(true);
  vault_.Deny(common::v1::FILE_CLASS_HELP);
  EXPECT_FALSE(sealer_.Seal(Scope('2'), place_, "Ayla").ok());
  vault_.Erase(sealed.key_id());
  sealer_.Unseal(sealed, place_, reason_);
  EXPECT_EQ(counted()[1] + counted()[2], 2);
}

TEST_F(VaultSealerTest, ABoxInAnotherPlaceIsDamagedNotText) {
  const Sealed sealed = MustSeal(Scope(), "Milo");
  SealPlace elsewhere = place_;
  elsewhere.aggregate_id = std::string(32, 'd');
  EXPECT_EQ(sealer_.Unseal(sealed, elsewhere, reason_).kind, Kind::kDamaged);
  Sealed odd = sealed;
  odd.set_key_id("not an id");
  EXPECT_EQ(sealer_.Unseal(odd, place_, reason_).kind, Kind::kDamaged);
  odd = sealed;
  odd.clear_key_id();
  EXPECT_EQ(sealer_.Unseal(odd, place_, reason_).kind, Kind::kDamaged);
  odd = sealed;
  odd.clear_box();
  EXPECT_EQ(sealer_.Unseal(odd, place_, reason_).kind, Kind::kDamaged);
}

TEST_F(VaultSealerTest, WhatWasNeverSetIsAnEmptyText) {
  const Opened opened = sealer_.Unseal(Sealed(), place_, reason_);
  EXPECT_EQ(opened.kind, Kind::kOpened);
  EXPECT_EQ(opened.text, "");
  EXPECT_EQ(vault_.open_calls(), 0);
}

TEST_F(VaultSealerTest, ManyTextsComeBackInOrderWithFewCalls) {
  constexpr int kTexts = 3 * static_cast<int>(kMaxOpenBatch);  // of half as many keys
  std::vector<Sealed> sealed;
  std::vector<ToOpen> texts;
  for (int i = 0; i < kTexts; ++i) {
    KeyScope scope = Scope();
    const std::string number = std::to_string(100000 + i / 2);
    scope.subject_id.replace(0, number.size(), number);
    sealed.push_back(MustSeal(scope, "text " + std::to_string(i)));
  }
  for (const Sealed& s : sealed) texts.push_back({&s, place_});
  const auto opened = sealer_.UnsealAll(texts, reason_);
  ASSERT_EQ(opened.size(), texts.size());
  for (int i = 0; i < kTexts; ++i) {
    ASSERT_EQ(opened[i].kind, Kind::kOpened);
    ASSERT_EQ(opened[i].text, "text " + std::to_string(i));
  }
  EXPECT_EQ(vault_.open_calls(), 2);
  EXPECT_TRUE(sealer_.UnsealAll({}, reason_).empty());
}

TEST_F(VaultSealerTest, SealsForItsOwnAssociationOnly) {
  KeyScope scope = Scope();
  scope.association = "un";
  EXPECT_EQ(sealer_.Seal(scope, place_, "Milo").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(vault_.create_calls(), 0);
  SealPlace place = place_;
  place.association = "un";
  EXPECT_EQ(sealer_.Seal(Scope(), place, "Milo").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(sealer_.Seal(Scope(), place_, std::string(kMaxTextBytes + 1, 'x')).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(VaultSealerTest, AReasonWithoutPurposeIsOurMistake) {
  EXPECT_DEATH(sealer_.Unseal(Sealed(), place_, OpenReason()), "impossible");
}

TEST(KeyCache, HoldsNoMoreThanItMay) {
  FakeClock clock(absl::UnixEpoch());
  KeyCache cache(absl::Seconds(5), 2, &clock);
  for (const char* name : {"a", "b", "c"}) {
    cache.Add(name, DataKey{name, {}});
    EXPECT_LE(cache.size(), 2u);
    ASSERT_TRUE(cache.Find(name).has_value());
    EXPECT_EQ(cache.Find(name)->key_id, name);
  }
}

TEST(KeyCache, MakesRoomWithOldKeysFirstAndDropsThemWhenItMeetsOne) {
  FakeClock clock(absl::UnixEpoch());
  KeyCache cache(absl::Seconds(5), 2, &clock);
  cache.Add("old", DataKey{"old", {}});
  clock.Advance(absl::Seconds(4));
  cache.Add("young", DataKey{"young", {}});
  clock.Advance(absl::Seconds(1));
  cache.Add("new", DataKey{"new", {}});
  EXPECT_FALSE(cache.Find("old").has_value());
  EXPECT_TRUE(cache.Find("young").has_value());
  EXPECT_TRUE(cache.Find("new").has_value());
  clock.Advance(absl::Seconds(5));
  EXPECT_FALSE(cache.Find("new").has_value());
  EXPECT_EQ(cache.size(), 0u);
}

// The canary search of the stories must be able to fail; this is the sealer it fails with.
TEST(PlaintextSealer, LeavesTheTextReadable) {
  PlaintextSealer sealer;
  const auto sealed = sealer.Seal({}, {}, "CANARY Milo");
  ASSERT_TRUE(sealed.ok());
  EXPECT_NE(sealed->SerializeAsString().find("CANARY Milo"), std::string::npos);
  EXPECT_EQ(sealer.Unseal(*sealed, {}, {}).text, "CANARY Milo");
}

}  // namespace
}  // namespace fallverbund::seal
