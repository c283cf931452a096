#include "services/keys/files/provision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/runtime/testing/temp_dir.h"
#include "libs/seal/in_memory_key_store.h"
#include "services/keys/files/kek_files.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {
namespace {

class Provision : public ::testing::Test {
 protected:
  crypto::Secret IdKey() {
    KekFiles files(folder_);
    Vault vault({.association = "do"}, &files, &store_);  // may not make any
    auto key = vault.IdKey("case");
    EXPECT_TRUE(key.ok()) << key.status();
    return key.ok() ? *key : crypto::Secret();
  }
  testing::TempDir parent_;
  const std::string folder_ = parent_ / "keys";
  seal::InMemoryKeyStore store_;
};

TEST_F(Provision, MakesAVaultThatWorksAndDoingItAgainChangesNothing) {
  ASSERT_TRUE(ProvisionVault("do", folder_, store_).ok());
  const crypto::Secret key = IdKey();
  EXPECT_EQ(key.view().size(), 32u);
  ASSERT_TRUE(ProvisionVault("do", folder_, store_).ok());
  EXPECT_EQ(IdKey().view(), key.view());
  EXPECT_EQ(store_.Dump().size(), 3u) << "both keys, and which epoch is in use";
}

TEST_F(Provision, GoesOnAfterACrashHalfWay) {
  store_.SetAvailable(false);
  EXPECT_EQ(ProvisionVault("do", folder_, store_).code(), absl::StatusCode::kUnavailable);
  store_.SetAvailable(true);
  ASSERT_TRUE(MakeFirstKek(folder_, crypto::RandomBytes).ok());
  store_.LoseNextAcknowledgement();
  EXPECT_EQ(ProvisionVault("do", folder_, store_).code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE(ProvisionVault("do", folder_, store_).ok());
  EXPECT_EQ(IdKey().view().size(), 32u);
}

TEST_F(Provision, NeverMakesANewKeyForAnOldBucket) {
  ASSERT_TRUE(ProvisionVault("do", folder_, store_).ok());
  const auto status = ProvisionVault("do", parent_ / "elsewhere", store_);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("backup"));
  EXPECT_FALSE(LoadKekRing(parent_ / "elsewhere").ok());
}

TEST_F(Provision, RefusesAnotherAssociationsFolder) {
  ASSERT_TRUE(ProvisionVault("do", folder_, store_).ok());
  ASSERT_TRUE(MakeFirstKek(parent_ / "un", crypto::RandomBytes).ok());
  const auto status = ProvisionVault("do", parent_ / "un", store_);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(parent_ / "un/kek-1"));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("from its backup"));
  EXPECT_EQ(IdKey().view().size(), 32u);
}

}  // namespace
}  // namespace fallverbund::keys
