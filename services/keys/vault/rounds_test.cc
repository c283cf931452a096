#include "services/keys/vault/rounds.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/seal/in_memory_key_store.h"
#include "services/keys/vault/in_memory_kek_store.h"
#include "services/keys/vault/vault.h"
#include "services/keys/vault/wrap.h"

namespace fallverbund::keys {
namespace {

using seal::KeyOutcome;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// The bus as one process sees it until that process is killed: after `writes` writes nothing reaches it.
class MortalStore final : public seal::KeyStore {
 public:
  MortalStore(seal::KeyStore* store, int writes) : store_(store), writes_(writes) {}
  absl::StatusOr<std::optional<seal::StoredValue>> Get(const std::string& key) override {
    if (dead()) return Dead();
    return store_->Get(key);
  }
  absl::StatusOr<uint64_t> CreateIfAbsent(const std::string& key, const std::string& value) override {
    if (dead()) return Dead();
    --writes_;
    return store_->CreateIfAbsent(key, value);
  }
  absl::StatusOr<uint64_t> UpdateIfRevision(const std::string& key, const std::string& value,
                                            uint64_t revision) override {
    if (dead()) return Dead();
    --writes_;
    if (before_update) std::exchange(before_update, nullptr)(key);
    return store_->UpdateIfRevision(key, value, revision);
  }
  absl::StatusOr<std::optional<seal::StoredEntry>> NextFrom(uint64_t from) override {
    if (dead()) return Dead();
    return store_->NextFrom(from);
  }
  bool dead() const { return writes_ <= 0; }
  std::function<void(const std::string&)> before_update;

 private:
  static absl::Status Dead() { return absl::UnavailableError("killed"); }
  seal::KeyStore* store_;
  int writes_;
};

class RoundsTest : public ::testing::Test {
 protected:
  RoundsTest() {
    for (char subject = '1'; subject <= '5'; ++subject) {
      auto key = vault_.Obtain("case", {"do", std::string(32, subject), common::v1::FILE_CLASS_HELP,
                                        common::v1::CONFIDENTIALITY_ORDINARY});
      EXPECT_TRUE(key.ok()) << key.status();
      if (key.ok()) keys_.push_back(*std::move(key));
    }
  }
  RoundOptions Options() {
    return {.association = "do",
            .is_erased = [this](const std::string& id) { return tombstones_.contains(id); },
            .on_damage = [this](const absl::Status& status) { damage_.push_back(status); }};
  }
  RoundReport MustWalk() {
    const auto report = WalkRound(vault_.epochs(), store_, Options(), kNow);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(RoundReport());
  }
  KeyOutcome OutcomeOf(Vault& vault, const std::string& id) {
    seal::OpenReason reason;
    reason.purpose = "casework.GetCase";
    reason.actor.set_organisation(std::string(32, 'a'));
    const auto opened = vault.Open("case", {id}, reason);
    return opened.ok() ? opened->front().outcome : KeyOutcome::kUnavailable;
  }
  void ExpectAllReadable() {
    // Another instance, begun now: what counts is what lies in bucket and files.
    Vault restarted({.association = "do"}, &keks_, &store_);
    EXPECT_TRUE(restarted.CheckReady().ok());
    for (const seal::DataKey& key : keys_) EXPECT_EQ(OutcomeOf(restarted, key.key_id), KeyOutcome::kOpened);
  }
  std::set<uint32_t> EpochsInTheBucket() {
    std::set<uint32_t> epochs;
    for (const auto& [name, stored] : store_.Dump()) {
      if (name != kEpochsName) epochs.insert(ParseRecord(stored.value)->epoch());
    }
    return epochs;
  }

  seal::InMemoryKeyStore store_;
  InMemoryKekStore keks_;
  Vault vault_{{.association = "do", .may_make_root_keys = true}, &keks_, &store_};
  std::vector<seal::DataKey> keys_;
  std::set<std::string> tombstones_;
  std::vector<absl::Status> damage_;
};

TEST_F(RoundsTest, ADroppedKeyIsErasedAtEveryInstanceAtOnceAndStaysSo) {
  Vault other({.association = "do"}, &keks_, &store_);
  EXPECT_EQ(OutcomeOf(other, keys_[0].key_id), KeyOutcome::kOpened);
  const auto dropped = DropKey(store_, keys_[0].key_id, kNow);
  ASSERT_TRUE(dropped.ok()) << dropped.status();
  EXPECT_EQ(dropped->epoch, 1u);
  EXPECT_EQ(OutcomeOf(other, keys_[0].key_id), KeyOutcome::kErased);
  const auto again = DropKey(store_, keys_[0].key_id, kNow + absl::Hours(1));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->at, kNow) << "it was dropped then";
  EXPECT_EQ(again->epoch, 1u);
  EXPECT_EQ(OutcomeOf(vault_, keys_[1].key_id), KeyOutcome::kOpened);
}

TEST_F(RoundsTest, OnlyKeysCanBeDropped) {
  EXPECT_EQ(DropKey(store_, kIdKeyName, kNow).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DropKey(store_, kEpochsName, kNow).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(RoundsTest, ARoundTakesEveryKeyAlongAndThenTheOldOneIsDestroyed) {
  ASSERT_TRUE(vault_.epochs().BeginNext(1, kNow).ok());
  const RoundReport report = MustWalk();
  EXPECT_TRUE(report.finished);
  EXPECT_EQ(report.entries, 14u) << "each is met again at the end of the bucket, where its new bytes lie";
  EXPECT_EQ(report.rewrapped, 7u) << "five keys and the two of the association";
  EXPECT_EQ(vault_.epochs().Read()->epochs.leaving_epoch(), 0u);
  EXPECT_EQ(*vault_.epochs().DestroyOld(), 1);
  EXPECT_EQ(EpochsInTheBucket(), std::set<uint32_t>{2});
  ExpectAllReadable();
  EXPECT_EQ(MustWalk().rewrapped, 0u);
}

TEST_F(RoundsTest, TheOldBytesOfADroppedKeyOpenUnderNoKeyThatIsLeft) {
  const std::string old_bytes = (*store_.Get(keys_[0].key_id))->value;
  const RecordPlace place{"do", keys_[0].key_id};
  ASSERT_TRUE(Unwrap(*keks_.Load(), place, *ParseRecord(old_bytes)).ok());
  ASSERT_TRUE(DropKey(store_, keys_[0].key_id, kNow).ok());
  ASSERT_TRUE(vault_.epochs().BeginNext(1, kNow).ok());
  MustWalk();
  ASSERT_EQ(*vault_.epochs().DestroyOld(), 1);
  EXPECT_FALSE(Unwrap(*keks_.Load(), place, *ParseRecord(old_bytes)).ok());
  v1::KeyRecord forged = *ParseRecord(old_bytes);
  forged.set_epoch(2);
  EXPECT_FALSE(Unwrap(*keks_.Load(), place, forged).ok());
}

// Every write of the whole change of epochs is once the last one before a kill -9.
TEST_F(RoundsTest, KilledAnywhereItLosesNoKeyRevivesNoneAndGoesOn) {
  ASSERT_TRUE(DropKey(store_, keys_.back().key_id, kNow).ok());
  const std::string dropped = keys_.back().key_id;
  keys_.pop_back();
  int kills = 0;
  for (uint32_t epoch = 1; epoch <= 10; ++epoch) {
    const int writes_before_the_kill = static_cast<int>(epoch);
    {
      MortalStore mortal(&store_, writes_before_the_kill);
      Epochs epochs("do", &keks_, &mortal);
      const auto life = [&]() -> absl::Status {
        FV_RETURN_IF_ERROR(epochs.BeginNext(epoch, kNow));
        FV_RETURN_IF_ERROR(WalkRound(epochs, mortal, Options(), kNow).status());
        return epochs.DestroyOld().status();
      };
      if (!life().ok()) ++kills;
    }
    ExpectAllReadable();
    Epochs revived("do", &keks_, &store_);
    ASSERT_TRUE(revived.BeginNext(epoch, kNow).ok());
    const auto report = WalkRound(revived, store_, Options(), kNow);
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_TRUE(revived.DestroyOld().ok());
    EXPECT_EQ(keks_.Dump().size(), 1u) << "the old key is gone, whenever the first one died";
    ExpectAllReadable();
    EXPECT_EQ(OutcomeOf(vault_, dropped), KeyOutcome::kErased);
  }
  EXPECT_GE(kills, 8) << "else the test killed nobody";
}

TEST_F(RoundsTest, TwoInstancesMayWalkAtOnce) {
  ASSERT_TRUE(vault_.epochs().BeginNext(1, kNow).ok());
  MortalStore watched(&store_, 100);
  watched.before_update = [&](const std::string&) { MustWalk(); };  // the other one does it all meanwhile
  Epochs epochs("do", &keks_, &watched);
  const auto report = WalkRound(epochs, watched, Options(), kNow);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->rewrapped, 0u);
  EXPECT_EQ(vault_.epochs().Read()->epochs.leaving_epoch(), 0u);
  ExpectAllReadable();
}

TEST_F(RoundsTest, AKeyForgottenInTheMiddleOfARoundIsNotTakenAlong) {
  ASSERT_TRUE(vault_.epochs().BeginNext(1, kNow).ok());
  MortalStore watched(&store_, 100);
  std::string forgotten;
  watched.before_update = [&](const std::string& key) {
    forgotten = IsHexId(key) ? key : keys_[0].key_id;
    ASSERT_TRUE(DropKey(store_, forgotten, kNow).ok());
  };
  Epochs epochs("do", &keks_, &watched);
  ASSERT_TRUE(WalkRound(epochs, watched, Options(), kNow).ok());
  EXPECT_EQ(OutcomeOf(vault_, forgotten), KeyOutcome::kErased);
  EXPECT_EQ(vault_.epochs().Read()->epochs.leaving_epoch(), 0u);
}

TEST_F(RoundsTest, WhatCannotBeReadHoldsTheOldEpochAndIsTold) {
  const auto stored = store_.Get(keys_[0].key_id);
  ASSERT_TRUE(store_.UpdateIfRevision(keys_[0].key_id, "\xff no record", (*stored)->revision).ok());
  ASSERT_TRUE(vault_.epochs().BeginNext(1, kNow).ok());
  const RoundReport report = MustWalk();
  EXPECT_EQ(report.stuck, 1u);
  EXPECT_EQ(report.rewrapped, 6u);
  EXPECT_EQ(vault_.epochs().Read()->epochs.leaving_epoch(), 1u);
  EXPECT_EQ(*vault_.epochs().DestroyOld(), 0);
  ASSERT_EQ(damage_.size(), 1u);
}

// A bucket that was restored from a backup holds keys that the log knows to be erased.
TEST_F(RoundsTest, AKeyThatCameBackIsDroppedAnew) {
  const seal::StoredValue backup = **store_.Get(keys_[0].key_id);
  ASSERT_TRUE(DropKey(store_, keys_[0].key_id, kNow).ok());
  tombstones_.insert(keys_[0].key_id);
  const auto now = store_.Get(keys_[0].key_id);
  ASSERT_TRUE(store_.UpdateIfRevision(keys_[0].key_id, backup.value, (*now)->revision).ok());
  ASSERT_EQ(OutcomeOf(vault_, keys_[0].key_id), KeyOutcome::kOpened);
  EXPECT_EQ(MustWalk().dropped_again, 1u);
  EXPECT_EQ(OutcomeOf(vault_, keys_[0].key_id), KeyOutcome::kErased);
}

TEST_F(RoundsTest, ARoundThatIsToldToStopLeavesNothing) {
  ASSERT_TRUE(vault_.epochs().BeginNext(1, kNow).ok());
  RoundOptions options = Options();
  options.stopping = [] { return true; };
  const auto report = WalkRound(vault_.epochs(), store_, options, kNow);
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->finished);
  EXPECT_EQ(vault_.epochs().Read()->epochs.leaving_epoch(), 1u);
}

}  // namespace
}  // namespace fallverbund::keys
