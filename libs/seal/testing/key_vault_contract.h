// What every KeyVault promises. Instantiate with a factory of houses with an empty vault each:
//   INSTANTIATE_TEST_SUITE_P(Fake, KeyVaultContract, testing::Values([] { return ...; }));
#ifndef FALLVERBUND_LIBS_SEAL_TESTING_KEY_VAULT_CONTRACT_H_
#define FALLVERBUND_LIBS_SEAL_TESTING_KEY_VAULT_CONTRACT_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/id.h"
#include "libs/seal/key_vault.h"

namespace fallverbund::seal {

// A vault of association "do" and what a test may do to it.
class VaultHouse {
 public:
  virtual ~VaultHouse() = default;
  virtual KeyVault& One() = 0;    // as a service sees it that may use keys of FILE_CLASS_HELP
  virtual KeyVault& Other() = 0;  // the same through another instance
  virtual void DenyHelp() = 0;    // from now on that service may not
  virtual void Erase(const std::string& key_id) = 0;
  virtual void SetAvailable(bool available) = 0;
};

class KeyVaultContract : public ::testing::TestWithParam<std::function<std::unique_ptr<VaultHouse>()>> {
 protected:
  void SetUp() override {
    house_ = GetParam()();
    ASSERT_NE(house_, nullptr);
    reason_.purpose = "casework.GetCase";
    reason_.actor.set_organisation(std::string(32, 'a'));
    reason_.actor.set_person(std::string(32, 'b'));
    reason_.actor.set_role("CASE_WORKER");
  }

  static KeyScope Help(char subject = '1') {
    return {"do", std::string(32, subject), common::v1::FILE_CLASS_HELP,
            common::v1::CONFIDENTIALITY_ORDINARY};
  }
  DataKey MustCreate(KeyVault& vault, const KeyScope& scope) {
    auto key = vault.Create(scope);
    EXPECT_TRUE(key.ok()) << key.status();
    return key.ok() ? *std::move(key) : DataKey();
  }
  std::vector<OpenedKey> MustOpen(KeyVault& vault, const std::vector<std::string>& ids) {
    auto keys = vault.Open(ids, reason_);
    EXPECT_TRUE(keys.ok()) << keys.status();
    if (keys.ok()) {
      EXPECT_EQ(keys->size(), ids.size());
    }
    return keys.ok() && keys->size() == ids.size() ? *std::move(keys) : std::vector<OpenedKey>(ids.size());
  }
  KeyOutcome OutcomeOf(const std::string& id) { return MustOpen(house_->One(), {id}).front().outcome; }

  std::unique_ptr<VaultHouse> house_;
  OpenReason reason_;
};

TEST_P(KeyVaultContract, MakesOneKeyPerScopeForAllInstances) {
  const DataKey key = MustCreate(house_->One(), Help());
  EXPECT_TRUE(IsHexId(key.key_id));
  EXPECT_EQ(key.bytes.view().size(), 32u);
  for (KeyVault* vault : {&house_->One(), &house_->Other()}) {
    const DataKey again = MustCreate(*vault, Help());
    EXPECT_EQ(again.key_id, key.key_id);
    EXPECT_EQ(again.bytes.view(), key.bytes.view());
  }
}

TEST_P(KeyVaultContract, EveryPartOfAScopeMakesAnotherKey) {
  std::vector<KeyScope> scopes(5, Help());
  scopes[1].subject_id = std::string(32, '2');
  scopes[2].file_class = common::v1::FILE_CLASS_PROTECTION;
  scopes[3].confidentiality = common::v1::CONFIDENTIALITY_ENTRUSTED;
  scopes[4].file_class = common::v1::FILE_CLASS_STAFF;
  scopes[4].subject_id = StaffSubject(std::string(32, 'a'), std::string(32, 'b'));
  std::set<std::string> ids, keys;
  for (const KeyScope& scope : scopes) {
    const DataKey key = MustCreate(house_->One(), scope);
    ids.insert(key.key_id);
    keys.insert(std::string(key.bytes.view()));
  }
  EXPECT_EQ(ids.size(), scopes.size());
  EXPECT_EQ(keys.size(), scopes.size());
}

TEST_P(KeyVaultContract, OfManyWhoAskFirstAllGetTheSame) {
  constexpr int kRounds = 10;
  constexpr int kThreads = 4;
  for (int round = 0; round < kRounds; ++round) {
    KeyScope scope = Help();
    scope.subject_id[0] = static_cast<char>('0' + round);
    std::vector<DataKey> keys(kThreads);
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back(
          [&, t] { keys[t] = MustCreate(t % 2 == 0 ? house_->One() : house_->Other(), scope); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const DataKey& key : keys) {
      EXPECT_EQ(key.key_id, keys[0].key_id);
      EXPECT_EQ(key.bytes.view(), keys[0].bytes.view());
    }
  }
}

TEST_P(KeyVaultContract, OpensInTheOrderAsked) {
  const DataKey a = MustCreate(house_->One(), Help('1'));
  const DataKey b = MustCreate(house_->One(), Help('2'));
  const auto opened = MustOpen(house_->Other(), {b.key_id, a.key_id, b.key_id});
  const std::vector<const DataKey*> expected = {&b, &a, &b};
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(opened[i].key_id, expected[i]->key_id);
    EXPECT_EQ(opened[i].outcome, KeyOutcome::kOpened);
    EXPECT_EQ(opened[i].bytes.view(), expected[i]->bytes.view());
  }
  EXPECT_TRUE(MustOpen(house_->One(), {}).empty());
}

TEST_P(KeyVaultContract, AKeyNobodyHasIsErased) {
  EXPECT_EQ(OutcomeOf(std::string(32, 'f')), KeyOutcome::kErased);
}

TEST_P(KeyVaultContract, AnErasedKeyStaysErasedAndItsScopeGetsAnother) {
  const DataKey old_key = MustCreate(house_->One(), Help());
  const DataKey neighbour = MustCreate(house_->One(), Help('2'));
  house_->Erase(old_key.key_id);
  EXPECT_EQ(OutcomeOf(old_key.key_id), KeyOutcome::kErased);
  const DataKey new_key = MustCreate(house_->Other(), Help());
  EXPECT_NE(new_key.key_id, old_key.key_id);
  EXPECT_NE(new_key.bytes.view(), old_key.bytes.view());
  const auto opened = MustOpen(house_->One(), {old_key.key_id, new_key.key_id, neighbour.key_id});
  EXPECT_EQ(opened[0].outcome, KeyOutcome::kErased);
  EXPECT_TRUE(opened[0].bytes.empty());
  EXPECT_EQ(opened[1].outcome, KeyOutcome::kOpened);
  EXPECT_EQ(opened[2].outcome, KeyOutcome::kOpened);
  EXPECT_EQ(MustCreate(house_->One(), Help()).key_id, new_key.key_id);
}

TEST_P(KeyVaultContract, WhoMayNotGetsNothing) {
  const DataKey key = MustCreate(house_->One(), Help());
  house_->DenyHelp();
  const auto opened = MustOpen(house_->One(), {key.key_id});
  EXPECT_EQ(opened[0].outcome, KeyOutcome::kDenied);
  EXPECT_TRUE(opened[0].bytes.empty());
  EXPECT_EQ(house_->One().Create(Help()).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_P(KeyVaultContract, WhatIsMalformedIsRefused) {
  const auto refused = absl::StatusCode::kInvalidArgument;
  KeyVault& vault = house_->One();
  KeyScope scope = Help();
  scope.subject_id = "Milo";
  EXPECT_EQ(vault.Create(scope).status().code(), refused);
  scope = Help();
  scope.association = "elsewhere";
  EXPECT_EQ(vault.Create(scope).status().code(), refused);
  scope = Help();
  scope.file_class = common::v1::FILE_CLASS_UNSPECIFIED;
  EXPECT_EQ(vault.Create(scope).status().code(), refused);
  EXPECT_EQ(vault.Open({std::string("../id-key")}, reason_).status().code(), refused);
  const std::vector<std::string> too_many(kMaxOpenBatch + 1, std::string(32, '0'));
  EXPECT_EQ(vault.Open(too_many, reason_).status().code(), refused);
  OpenReason none = reason_;
  none.purpose.clear();
  EXPECT_EQ(vault.Open({std::string(32, '0')}, none).status().code(), refused);
  EXPECT_EQ(vault.BlindIndex(" ").status().code(), refused);
}

TEST_P(KeyVaultContract, ABlindIndexFindsTheSameNameAgainAndShowsNothing) {
  const auto index = house_->One().BlindIndex("Ayla Müller 2011-05-02");
  ASSERT_TRUE(index.ok()) << index.status();
  EXPECT_EQ(index->size(), 64u);
  EXPECT_TRUE(FromHex(*index).ok());
  EXPECT_EQ(*house_->Other().BlindIndex("  ayla MUELLER  2011-05-02"), *index);
  EXPECT_NE(*house_->One().BlindIndex("Ayla Müller 2011-05-03"), *index);
}

TEST_P(KeyVaultContract, TheIdKeyNeverChanges) {
  const auto key = house_->One().IdKey();
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->view().size(), 32u);
  EXPECT_EQ(house_->Other().IdKey()->view(), key->view());
  MustCreate(house_->One(), Help());
  EXPECT_EQ(house_->One().IdKey()->view(), key->view());
}

TEST_P(KeyVaultContract, WhileItCannotTellItSaysSoAndNothingIsLost) {
  const DataKey key = MustCreate(house_->One(), Help());
  house_->SetAvailable(false);
  EXPECT_EQ(house_->One().Create(Help('2')).status().code(), absl::StatusCode::kUnavailable);
  const auto opened = house_->One().Open({key.key_id}, reason_);
  if (opened.ok()) {
    EXPECT_EQ(opened->front().outcome, KeyOutcome::kUnavailable);
  } else {
    EXPECT_EQ(opened.status().code(), absl::StatusCode::kUnavailable);
  }
  house_->SetAvailable(true);
  EXPECT_EQ(OutcomeOf(key.key_id), KeyOutcome::kOpened);
  EXPECT_TRUE(house_->One().Create(Help('2')).ok());
}

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_TESTING_KEY_VAULT_CONTRACT_H_
