#include "libs/seal/key_vault.h"

#include <gmock/gmock.h>

#include <memory>

#include "libs/seal/testing/fake_key_vault.h"
#include "libs/seal/testing/key_vault_contract.h"

namespace fallverbund::seal {
namespace {

class FakeHouse final : public VaultHouse {
 public:
  KeyVault& One() override { return vault_; }
  KeyVault& Other() override { return vault_; }
  void DenyHelp() override { vault_.Deny(common::v1::FILE_CLASS_HELP); }
  void Erase(const std::string& key_id) override { vault_.Erase(key_id); }
  void SetAvailable(bool available) override { vault_.SetAvailable(available); }

 private:
  FakeKeyVault vault_{"do"};
};

INSTANTIATE_TEST_SUITE_P(Fake, KeyVaultContract, testing::Values([]() -> std::unique_ptr<VaultHouse> {
                           return std::make_unique<FakeHouse>();
                         }));

TEST(KeyScope, NamesThePartThatIsWrongWithoutShowingIt) {
  const KeyScope good{"do", std::string(32, '1'), common::v1::FILE_CLASS_HELP,
                      common::v1::CONFIDENTIALITY_ORDINARY};
  EXPECT_TRUE(CheckScope(good).ok());
  KeyScope scope = good;
  scope.subject_id = "Milo Beispiel";
  EXPECT_THAT(std::string(CheckScope(scope).message()),
              testing::AllOf(testing::HasSubstr("subject_id"), testing::Not(testing::HasSubstr("Milo"))));
  scope = good;
  scope.confidentiality = static_cast<Confidentiality>(99);
  EXPECT_THAT(std::string(CheckScope(scope).message()), testing::HasSubstr("confidentiality"));
  scope = good;
  scope.file_class = static_cast<FileClass>(99);
  EXPECT_THAT(std::string(CheckScope(scope).message()), testing::HasSubstr("file_class"));
  scope = good;
  scope.association = "DO";
  EXPECT_FALSE(CheckScope(scope).ok());
}

TEST(KeyScope, StaffIsAPersonInAnOrganisationAndNobodyElseIs) {
  const std::string staff = StaffSubject(std::string(32, 'a'), std::string(32, 'b'));
  KeyScope scope{"do", staff, common::v1::FILE_CLASS_STAFF, common::v1::CONFIDENTIALITY_ORDINARY};
  EXPECT_TRUE(CheckScope(scope).ok());
  scope.file_class = common::v1::FILE_CLASS_HELP;
  EXPECT_FALSE(CheckScope(scope).ok());
  scope.file_class = common::v1::FILE_CLASS_STAFF;
  for (const std::string& bad : {std::string(32, 'a'), staff + "0", "x" + staff.substr(1),
                                 staff.substr(0, 64) + "x", staff.substr(0, 32) + "a" + staff.substr(33)}) {
    scope.subject_id = bad;
    EXPECT_FALSE(CheckScope(scope).ok()) << bad;
  }
}

TEST(OpenReason, NeedsAPurposeAndAnActor) {
  OpenReason reason;
  reason.purpose = "casework.GetCase";
  EXPECT_FALSE(CheckReason(reason).ok());
  reason.actor.set_organisation("case");
  EXPECT_TRUE(CheckReason(reason).ok());
  for (const std::string& bad : {std::string(), std::string("get case"), std::string(129, 'x')}) {
    reason.purpose = bad;
    EXPECT_FALSE(CheckReason(reason).ok()) << bad;
  }
}

}  // namespace
}  // namespace fallverbund::seal
