#include "services/keys/vault/vault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "libs/seal/in_memory_key_store.h"
#include "libs/seal/testing/key_vault_contract.h"
#include "services/keys/vault/in_memory_kek_store.h"
#include "services/keys/vault/rounds.h"

namespace fallverbund::keys {
namespace {

using seal::KeyOutcome;
using testing::HasSubstr;

std::string Kek(char c = 'K') {
  return std::string(32, c);
}

seal::KeyScope Help(char subject = '1') {
  return {"do", std::string(32, subject), common::v1::FILE_CLASS_HELP, common::v1::CONFIDENTIALITY_ORDINARY};
}

seal::OpenReason Reason() {
  seal::OpenReason reason;
  reason.purpose = "casework.GetCase";
  reason.actor.set_organisation(std::string(32, 'a'));
  return reason;
}

// One service's view of a vault, so that the contract of the port can be held against the vault itself.
class AsService final : public seal::KeyVault {
 public:
  AsService(Vault* vault, std::string service) : vault_(vault), service_(std::move(service)) {}
  void Become(std::string service) { service_ = std::move(service); }
  using KeyVault::Create;
  absl::StatusOr<seal::DataKey> Create(const seal::KeyScope& scope, absl::Time) override {
    return vault_->Obtain(service_, scope);
  }
  absl::StatusOr<std::vector<seal::OpenedKey>> Open(absl::Span<const std::string> ids,
                                                    const seal::OpenReason& reason) override {
    return vault_->Open(service_, ids, reason);
  }
  absl::StatusOr<std::string> BlindIndex(std::string_view text) override {
    return vault_->BlindIndex(service_, text);
  }
  absl::StatusOr<crypto::Secret> IdKey() override { return vault_->IdKey(service_); }

 private:
  Vault* vault_;
  std::string service_;
};

// Writes what Forget leaves of a key.
void EraseIn(seal::InMemoryKeyStore& store, const std::string& key_id) {
  const auto stored = store.Get(key_id);
  ASSERT_TRUE(stored.ok() && stored->has_value());
  const auto record = ParseRecord((*stored)->value);
  ASSERT_TRUE(record.ok());
  const std::string erased = Erased(*record, absl::UnixEpoch()).SerializeAsString();
  ASSERT_TRUE(store.UpdateIfRevision(key_id, erased, (*stored)->revision).ok());
}

class TwoInstances final : public seal::VaultHouse {
 public:
  seal::KeyVault& One() override { return as_case_one_; }
  seal::KeyVault& Other() override { return as_case_other_; }
  void DenyHelp() override { as_case_one_.Become("audit"); }
  void Erase(const std::string& key_id) override { EraseIn(store_, key_id); }
  void SetAvailable(bool available) override { store_.SetAvailable(available); }

 private:
  static VaultOptions Options() { return {.association = "do", .may_make_root_keys = true}; }
  seal::InMemoryKeyStore store_;
  InMemoryKekStore keks_;
  Vault one_{Options(), &keks_, &store_};
  Vault other_{Options(), &keks_, &store_};
  AsService as_case_one_{&one_, "case"};
  AsService as_case_other_{&other_, "case"};
};

}  // namespace
}  // namespace fallverbund::keys

namespace fallverbund::seal {
namespace {
INSTANTIATE_TEST_SUITE_P(Vault, KeyVaultContract, testing::Values([]() -> std::unique_ptr<VaultHouse> {
                           return std::make_unique<keys::TwoInstances>();
                         }));
}  // namespace
}  // namespace fallverbund::seal

namespace fallverbund::keys {
namespace {

class VaultTest : public testing::Test {
 protected:
  std::unique_ptr<Vault> NewVault(std::map<uint32_t, std::string> keks, bool may_make_root_keys = false) {
    VaultOptions options{.association = "do", .may_make_root_keys = may_make_root_keys};
    options.on_damage = [this](const absl::Status& status) { damage_.push_back(status); };
    keks_.push_back(std::make_unique<InMemoryKekStore>(std::move(keks)));
    return std::make_unique<Vault>(std::move(options), keks_.back().get(), &store_);
  }
  seal::DataKey MustObtain(const seal::KeyScope& scope, std::string_view service = "case") {
    auto key = vault_->Obtain(service, scope);
    EXPECT_TRUE(key.ok()) << key.status();
    return key.ok() ? *std::move(key) : seal::DataKey();
  }
  KeyOutcome OutcomeOf(Vault& vault, const std::string& id, std::string_view service = "case") {
    auto keys = vault.Open(service, {id}, Reason());
    EXPECT_TRUE(keys.ok()) << keys.status();
    return keys.ok() ? keys->front().outcome : KeyOutcome::kUnavailable;
  }
  void Damage(const std::string& name, const std::string& value) {
    const auto stored = store_.Get(name);
    ASSERT_TRUE(stored.ok() && stored->has_value());
    ASSERT_TRUE(store_.UpdateIfRevision(name, value, (*stored)->revision).ok());
  }

  seal::InMemoryKeyStore store_;
  std::vector<std::unique_ptr<InMemoryKekStore>> keks_;
  std::vector<absl::Status> damage_;
  const std::unique_ptr<Vault> vault_ = NewVault({{1, Kek()}}, /*may_make_root_keys=*/true);
};

TEST_F(VaultTest, NothingReadableLiesInTheStore) {
  const seal::DataKey key = MustObtain(Help());
  const crypto::Secret id_key = *vault_->IdKey("case");
  const auto dump = store_.Dump();
  EXPECT_EQ(dump.size(), 4u);
  for (const auto& [name, stored] : dump) {
    EXPECT_EQ(stored.value.find(key.bytes.view()), std::string::npos);
    EXPECT_EQ(stored.value.find(id_key.view()), std::string::npos);
    EXPECT_EQ((name + stored.value).find(Help().subject_id), std::string::npos)
        << "it must not tell whose key it is";
  }
}

TEST_F(VaultTest, ARestartFindsTheSameKeys) {
  const seal::DataKey key = MustObtain(Help());
  const std::string index = *vault_->BlindIndex("intake", "Ayla");
  const auto restarted = NewVault({{1, Kek()}});
  EXPECT_EQ(restarted->Obtain("case", Help())->bytes.view(), key.bytes.view());
  EXPECT_EQ(*restarted->BlindIndex("intake", "Ayla"), index);
  EXPECT_EQ(restarted->IdKey("case")->view(), vault_->IdKey("case")->view());
}

TEST_F(VaultTest, ANewEpochWrapsNewKeysAndStillOpensTheOld) {
  const seal::DataKey old_key = MustObtain(Help('1'));
  const auto next = NewVault({{1, Kek()}, {2, Kek('L')}});
  ASSERT_TRUE(next->epochs().BeginNext(1, absl::Now()).ok());
  const auto new_key = next->Obtain("case", Help('2'));
  ASSERT_TRUE(new_key.ok()) << new_key.status();
  EXPECT_EQ(OutcomeOf(*next, old_key.key_id), KeyOutcome::kOpened);
  EXPECT_EQ(OutcomeOf(*next, new_key->key_id), KeyOutcome::kOpened);
  EXPECT_EQ(OutcomeOf(*vault_, new_key->key_id), KeyOutcome::kUnavailable)
      << "this instance lacks the new epoch";
  ASSERT_FALSE(damage_.empty());
  EXPECT_THAT(std::string(damage_.back().message()), HasSubstr("kek-2"));
}

TEST_F(VaultTest, TheWrongKeyEncryptionKeyOpensNothingAndMakesNothing) {
  const seal::DataKey key = MustObtain(Help());
  const auto wrong = NewVault({{1, Kek('W')}}, /*may_make_root_keys=*/true);
  EXPECT_EQ(wrong->CheckReady().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OutcomeOf(*wrong, key.key_id), KeyOutcome::kUnavailable);
  EXPECT_EQ(wrong->Obtain("case", Help()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(wrong->IdKey("case").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(wrong->BlindIndex("case", "Ayla").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_GE(damage_.size(), 4u);
  EXPECT_EQ(OutcomeOf(*vault_, key.key_id), KeyOutcome::kOpened) << "nothing was lost";
}

TEST_F(VaultTest, ALostBucketIsNotBegunAnew) {
  const auto vault = NewVault({{1, Kek()}});
  EXPECT_EQ(vault->CheckReady().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(vault->CheckReady().message()), HasSubstr("restore the bucket"));
  EXPECT_EQ(vault->Obtain("case", Help()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(store_.Dump().empty());
}

TEST_F(VaultTest, OneDamagedEntryHoldsUpNoOther) {
  const seal::DataKey bad = MustObtain(Help('1'));
  const seal::DataKey good = MustObtain(Help('2'));
  Damage(bad.key_id, "\xff no record");
  auto keys = vault_->Open("case", {bad.key_id, good.key_id}, Reason());
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ((*keys)[0].outcome, KeyOutcome::kUnavailable);
  EXPECT_EQ((*keys)[1].outcome, KeyOutcome::kOpened);
  EXPECT_EQ(vault_->Obtain("case", Help('1')).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(damage_.size(), 2u);
}

TEST_F(VaultTest, AnEntryInAnothersPlaceIsDamageNotAKey) {
  const seal::DataKey milo = MustObtain(Help('1'));
  const seal::DataKey ayla = MustObtain(Help('2'));
  Damage(milo.key_id, (*store_.Get(ayla.key_id))->value);
  EXPECT_EQ(OutcomeOf(*vault_, milo.key_id), KeyOutcome::kUnavailable);
  EXPECT_EQ(damage_.size(), 1u);
}

TEST_F(VaultTest, AnErasedRootKeyIsDamage) {
  ASSERT_TRUE(vault_->CheckReady().ok());
  EraseIn(store_, "id-key");
  EXPECT_EQ(NewVault({{1, Kek()}}, true)->CheckReady().code(), absl::StatusCode::kDataLoss);
}

TEST_F(VaultTest, ALostAcknowledgementIsNoSecondKey) {
  ASSERT_TRUE(vault_->CheckReady().ok());
  store_.LoseNextAcknowledgement();
  EXPECT_EQ(vault_->Obtain("case", Help()).status().code(), absl::StatusCode::kUnavailable);
  const seal::DataKey key = MustObtain(Help());
  EXPECT_EQ(MustObtain(Help()).bytes.view(), key.bytes.view());
  EXPECT_EQ(store_.Dump().size(), 4u);
}

// Lets something happen between the vault's look and its write.
class Interleaved final : public seal::KeyStore {
 public:
  explicit Interleaved(seal::KeyStore* store) : store_(store) {}
  absl::StatusOr<std::optional<seal::StoredValue>> Get(const std::string& key) override {
    return blind && key != kEpochsName ? std::optional<seal::StoredValue>() : store_->Get(key);
  }
  absl::StatusOr<uint64_t> CreateIfAbsent(const std::string& key, const std::string& value) override {
    if (before_create) std::exchange(before_create, nullptr)();
    return store_->CreateIfAbsent(key, value);
  }
  absl::StatusOr<uint64_t> UpdateIfRevision(const std::string& key, const std::string& value,
                                            uint64_t revision) override {
    return store_->UpdateIfRevision(key, value, revision);
  }
  absl::StatusOr<std::optional<seal::StoredEntry>> NextFrom(uint64_t from) override {
    return store_->NextFrom(from);
  }
  std::function<void()> before_create;
  bool blind = false;

 private:
  seal::KeyStore* store_;
};

TEST_F(VaultTest, TheLoserOfARaceGetsTheWinnersKey) {
  ASSERT_TRUE(vault_->CheckReady().ok());
  Interleaved interleaved(&store_);
  InMemoryKekStore keks;
  Vault loser({.association = "do"}, &keks, &interleaved);
  ASSERT_TRUE(loser.CheckReady().ok());
  seal::DataKey winners;
  interleaved.before_create = [&] { winners = MustObtain(Help()); };
  const auto key = loser.Obtain("case", Help());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->key_id, winners.key_id);
  EXPECT_EQ(key->bytes.view(), winners.bytes.view());
}

TEST_F(VaultTest, AStoreThatContradictsItselfHasAnEnd) {
  MustObtain(Help());
  Interleaved interleaved(&store_);
  InMemoryKekStore keks;
  Vault vault({.association = "do"}, &keks, &interleaved);
  ASSERT_TRUE(vault.CheckReady().ok());
  interleaved.blind = true;
  EXPECT_EQ(vault.Obtain("case", Help()).status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(VaultTest, AScopeThatIsForgottenOverAndOverRunsOut) {
  for (int i = 0; i < 100; ++i) EraseIn(store_, MustObtain(Help()).key_id);
  EXPECT_EQ(vault_->Obtain("case", Help()).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(VaultTest, EachServiceGetsWhatIsItsBusiness) {
  const seal::KeyScope scope{"do", std::string(32, '1'), common::v1::FILE_CLASS_GUARDIANSHIP,
                             common::v1::CONFIDENTIALITY_ENTRUSTED};
  const seal::DataKey key = MustObtain(scope, "case");
  EXPECT_EQ(OutcomeOf(*vault_, key.key_id, "team"), KeyOutcome::kDenied);
  EXPECT_EQ(vault_->Obtain("team", scope).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(vault_->IdKey("audit").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(vault_->BlindIndex("audit", "Ayla").status().code(), absl::StatusCode::kPermissionDenied);
  EraseIn(store_, key.key_id);
  EXPECT_EQ(OutcomeOf(*vault_, key.key_id, "team"), KeyOutcome::kDenied) << "not even that it was erased";
}

TEST_F(VaultTest, AStoreThatIsAwayIsAskedOncePerBatch) {
  const seal::DataKey key = MustObtain(Help());
  store_.SetAvailable(false);
  EXPECT_EQ(vault_->Open("case", {key.key_id, key.key_id}, Reason()).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(damage_.empty()) << "the store being away is no damage";
}

// A slow instance reads that epoch 1 is in use, and writes when it is long gone.
TEST_F(VaultTest, AKeyMadeUnderAnEpochThatIsLeftMeanwhileIsNotHandedOutUnderIt) {
  InMemoryKekStore keks;
  Interleaved interleaved(&store_);
  ASSERT_TRUE(vault_->CheckReady().ok());
  Vault slow({.association = "do"}, &keks, &interleaved);
  interleaved.before_create = [&] { ASSERT_TRUE(slow.epochs().BeginNext(1, absl::Now()).ok()); };
  const auto key = slow.Obtain("case", Help());
  ASSERT_TRUE(key.ok()) << key.status();
  const auto record = ParseRecord((*store_.Get(key->key_id))->value);
  EXPECT_EQ(record->epoch(), 2u);
  EXPECT_EQ(slow.Obtain("case", Help())->bytes.view(), key->bytes.view());
}

TEST_F(VaultTest, WhatWasWrittenUnderADestroyedEpochHadNobodyAndGivesWay) {
  InMemoryKekStore keks;
  Vault vault({.association = "do"}, &keks, &store_);
  ASSERT_TRUE(vault_->CheckReady().ok());
  const seal::DataKey early = MustObtain(Help());
  const seal::StoredValue written = **store_.Get(early.key_id);
  ASSERT_TRUE(vault.epochs().BeginNext(1, absl::Now()).ok());
  ASSERT_TRUE(WalkRound(vault.epochs(), store_,
                        {.association = "do", .is_erased = [](auto&) { return false; }}, absl::Now())
                  .ok());
  ASSERT_EQ(*vault.epochs().DestroyOld(), 1);
  Damage(early.key_id, written.value);  // as if it came only now
  EXPECT_EQ(OutcomeOf(vault, early.key_id), KeyOutcome::kErased);
  const auto key = vault.Obtain("case", Help());
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->key_id, early.key_id);
  EXPECT_NE(key->bytes.view(), early.bytes.view());
  EXPECT_EQ(OutcomeOf(vault, key->key_id), KeyOutcome::kOpened);
}

TEST_F(VaultTest, TellsOfAScopesKeyWithoutOpeningIt) {
  EXPECT_FALSE(vault_->FindKey(Help())->has_value());
  const seal::DataKey first = MustObtain(Help());
  auto found = vault_->FindKey(Help());
  ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
  EXPECT_EQ((*found)->key_id, first.key_id);
  EXPECT_FALSE((*found)->erased);
  EXPECT_TRUE((*found)->made_at.has_value());
  ASSERT_TRUE(DropKey(store_, first.key_id, absl::Now()).ok());
  EXPECT_TRUE((**vault_->FindKey(Help())).erased);
  const seal::DataKey second = MustObtain(Help());
  EXPECT_EQ((**vault_->FindKey(Help())).key_id, second.key_id);
}

TEST_F(VaultTest, BeyondTheBudgetSomebodyIsToldAndTheCallStillAnswers) {
  std::vector<std::string> told;
  InMemoryKekStore keks;
  Vault vault({.association = "do",
               .on_budget = [&](const std::string& service) { told.push_back(service); },
               .budget = 2},
              &keks, &store_);
  ASSERT_TRUE(vault_->CheckReady().ok());
  for (const char subject : {'1', '2', '2', '1'}) EXPECT_TRUE(vault.Obtain("case", Help(subject)).ok());
  EXPECT_TRUE(told.empty());
  EXPECT_EQ(OutcomeOf(vault, MustObtain(Help('3')).key_id), KeyOutcome::kOpened);
  EXPECT_EQ(told, std::vector<std::string>{"case"});
  EXPECT_EQ(OutcomeOf(vault, MustObtain(Help('1')).key_id, "crisis"), KeyOutcome::kOpened);
  EXPECT_EQ(told.size(), 1u) << "each service has a budget of its own";
}

}  // namespace
}  // namespace fallverbund::keys
