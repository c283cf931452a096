#include "services/keys/vault/wrap.h"

#include <gtest/gtest.h>

#include "libs/base/id.h"

namespace fallverbund::keys {
namespace {

class WrapTest : public testing::Test {
 protected:
  static crypto::Secret Key(char c) { return crypto::Secret(std::string(32, c)); }
  v1::KeyRecord Wrapped() const {
    return Wrap(ring_, 2, place_, common::v1::FILE_CLASS_HELP, common::v1::CONFIDENTIALITY_MEDICAL,
                std::string(32, 'd'), [](size_t count) { return std::string(count, 'n'); });
  }
  void ExpectDamaged(const RecordPlace& place, const v1::KeyRecord& record) const {
    EXPECT_EQ(Unwrap(ring_, place, record).status().code(), absl::StatusCode::kDataLoss);
  }
  const KekRing ring_{{{1, Key('a')}, {2, Key('b')}}};
  const RecordPlace place_{"do", std::string(32, '7')};
};

TEST_F(WrapTest, ComesBackUnderTheEpochItWasWrappedIn) {
  const v1::KeyRecord record = Wrapped();
  EXPECT_EQ(record.epoch(), 2u);
  EXPECT_EQ(record.SerializeAsString().find("dddd"), std::string::npos);
  const KekRing later({{2, Key('b')}, {3, Key('c')}});
  for (const KekRing* ring : {&ring_, &later}) {
    const auto key = Unwrap(*ring, place_, record);
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->view(), std::string(32, 'd'));
  }
}

// Golden: records lie in buckets for ever. Computed with Python's `cryptography`.
TEST_F(WrapTest, GivesTheGoldenRecord) {
  EXPECT_EQ(
      ToHex(Wrapped().wrapped()),
      "d4b25b75b5f28b52e50b995a5661f7fe00b95dd4f50fdddeb9f34c19e2b5fdb0de10e78ca4a5b05a373bdc267be53149");
}

TEST_F(WrapTest, FitsNowhereElse) {
  const v1::KeyRecord record = Wrapped();
  ExpectDamaged({"un", place_.name}, record);
  ExpectDamaged({"do", std::string(32, '8')}, record);
  v1::KeyRecord bad = record;
  bad.set_epoch(1);
  ExpectDamaged(place_, bad);
  bad = record;
  bad.set_file_class(common::v1::FILE_CLASS_PROTECTION);
  ExpectDamaged(place_, bad);
  bad = record;
  bad.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  ExpectDamaged(place_, bad);
  bad = record;
  bad.clear_nonce();
  ExpectDamaged(place_, bad);
  bad = record;
  bad.clear_wrapped();
  ExpectDamaged(place_, bad);
}

TEST_F(WrapTest, AKeyTakenAlongIsTheSameKeyInOtherBytes) {
  v1::KeyRecord old = Wrapped();
  old.mutable_made_at()->set_seconds(7);
  const KekRing later({{2, Key('b')}, {3, Key('c')}});
  const auto moved = Rewrap(later, 3, place_, old, crypto::RandomBytes);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->epoch(), 3u);
  EXPECT_NE(moved->wrapped(), old.wrapped());
  EXPECT_EQ(moved->made_at().seconds(), 7);
  EXPECT_EQ(Unwrap(KekRing({{3, Key('c')}}), place_, *moved)->view(), std::string(32, 'd'));
  EXPECT_FALSE(Unwrap(ring_, place_, *moved).ok());
  EXPECT_FALSE(Rewrap(KekRing({{3, Key('c')}}), 3, place_, old, crypto::RandomBytes).ok());
}

TEST_F(WrapTest, TheCheckTellsKeysEpochsAndAssociationsApart) {
  const std::string check = KekCheck(Key('a'), "do", 1);
  EXPECT_EQ(KekCheck(Key('a'), "do", 1), check);
  EXPECT_NE(KekCheck(Key('b'), "do", 1), check);
  EXPECT_NE(KekCheck(Key('a'), "un", 1), check);
  EXPECT_NE(KekCheck(Key('a'), "do", 2), check);
}

TEST_F(WrapTest, AnEpochThatIsNotHeldNamesItsFile) {
  const KekRing other({{7, Key('b')}});
  const auto key = Unwrap(other, place_, Wrapped());
  EXPECT_EQ(key.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(std::string(key.status().message()).find("kek-2"), std::string::npos);
}

TEST_F(WrapTest, OfAForgottenKeyOnlyItsClassesStay) {
  const v1::KeyRecord erased = Erased(Wrapped(), absl::FromUnixSeconds(1'800'000'000));
  EXPECT_TRUE(IsErased(erased));
  EXPECT_FALSE(IsErased(Wrapped()));
  EXPECT_EQ(erased.epoch(), 0u);
  EXPECT_EQ(erased.dropped_epoch(), 2u);
  EXPECT_TRUE(erased.wrapped().empty());
  EXPECT_TRUE(erased.nonce().empty());
  EXPECT_EQ(erased.file_class(), common::v1::FILE_CLASS_HELP);
  EXPECT_EQ(erased.confidentiality(), common::v1::CONFIDENTIALITY_MEDICAL);
}

TEST_F(WrapTest, WhatIsNoRecordIsDamage) {
  EXPECT_EQ(ParseRecord("\xff\xff").status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace fallverbund::keys
