// fallverbund-keys as a process on the real bus: begun once, restarted, with the bus restarted, and started
// wrongly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "libs/rpc/client.h"
#include "libs/rpc/vault/grpc_key_vault.h"
#include "tests/contract/keys_process.h"

namespace fallverbund {
namespace {

using testing::Await;
using testing::Content;
using ::testing::HasSubstr;
using testing::KeysProcess;

class KeysProgram : public ::testing::Test {
 protected:
  std::vector<std::string> Arguments() const {
    return testing::KeysArguments(bus_, bus_.folder() + "/keys-data", bus_.folder() + "/port", genesis_);
  }
  KeysProcess Run(std::vector<std::string> more = {}) {
    std::vector<std::string> all = Arguments();
    all.insert(all.end(), more.begin(), more.end());
    return KeysProcess(all, bus_.folder() + "/keys.log");
  }
  std::unique_ptr<rpc::GrpcKeyVault> Client() {
    const std::string certs = bus_.folder() + "/certs/";
    auto channel = rpc::Connect({.target = "127.0.0.1:" + Content(bus_.folder() + "/port"),
                                 .tls = {certs + "ca.pem", certs + "case.pem", certs + "case.key"},
                                 .service = "keys"});
    FV_CHECK(channel.ok());
    return std::make_unique<rpc::GrpcKeyVault>(*channel);
  }
  static seal::KeyScope Help(char subject = '1') {
    return {"do", std::string(32, subject), common::v1::FILE_CLASS_HELP,
            common::v1::CONFIDENTIALITY_ORDINARY};
  }

  eventlog::BusFixture bus_;
  std::string genesis_ = ToHex(bus_.log_identity().genesis_sha256);
};

TEST_F(KeysProgram, KeepsItsKeysOverItsOwnRestartAndThatOfTheBus) {
  ASSERT_EQ(Run({"--provision", "yes"}).WaitForExit(), 0);
  std::string key;
  {
    KeysProcess keys = Run();
    keys.WaitUntilReady();
    const auto made = Client()->Create(Help());
    ASSERT_TRUE(made.ok()) << made.status();
    key = made->key_id + std::string(made->bytes.view());
    EXPECT_EQ(keys.Stop(), 0) << keys.log();
  }
  KeysProcess keys = Run();
  keys.WaitUntilReady();
  const auto client = Client();
  const auto again = client->Create(Help());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->key_id + std::string(again->bytes.view()), key);

  bus_.Kill();
  EXPECT_EQ(client->Create(Help('2')).status().code(), absl::StatusCode::kUnavailable);
  bus_.Restart();
  Await("the vault to find the bus again", [&] { return client->Create(Help('2')).ok(); });
  EXPECT_EQ(client->Create(Help())->key_id, again->key_id);
  EXPECT_EQ(keys.Stop(), 0) << keys.log();
}

TEST_F(KeysProgram, IsNotReadyWhileTheLogHasNoLeader) {
  ASSERT_EQ(Run({"--provision", "yes"}).WaitForExit(), 0);
  KeysProcess keys = Run();
  keys.WaitUntilReady();
  bus_.Pause();
  Await("no readiness", [&] { return absl::StrContains(keys.log(), "bus_not_ready"); });
  EXPECT_THAT(keys.log(), HasSubstr("the log has no leader"));
  bus_.Resume();
  Await("readiness again", [&] {
    return absl::StrContains(keys.log().substr(keys.log().find("bus_not_ready")), "\"event\":\"ready\"");
  });
}

TEST_F(KeysProgram, WhatIsNotAsItShouldBeIsToldWithTheWayOut) {
  KeysProcess unprovisioned = Run();
  EXPECT_EQ(unprovisioned.WaitForExit(), 1);
  EXPECT_THAT(unprovisioned.log(), HasSubstr("provision the vault"));

  genesis_ = std::string(64, '0');
  KeysProcess another_log = Run({"--provision", "yes"});
  EXPECT_EQ(another_log.WaitForExit(), 1);
  EXPECT_THAT(another_log.log(), HasSubstr("correct --nats-url"));
  genesis_ = ToHex(bus_.log_identity().genesis_sha256);

  ASSERT_EQ(Run({"--provision", "yes"}).WaitForExit(), 0);
  std::filesystem::rename(bus_.folder() + "/keks", bus_.folder() + "/backup");
  KeysProcess lost_key = Run({"--provision", "yes"});
  EXPECT_EQ(lost_key.WaitForExit(), 1);
  EXPECT_THAT(lost_key.log(), HasSubstr("from their backup"));
  EXPECT_FALSE(std::filesystem::exists(bus_.folder() + "/keks"));

  std::filesystem::create_directory(bus_.folder() + "/keks");
  std::filesystem::permissions(bus_.folder() + "/keks", std::filesystem::perms::owner_all);
  std::ofstream(bus_.folder() + "/keks/kek-1") << std::string(64, '0') << '\n';
  std::filesystem::permissions(bus_.folder() + "/keks/kek-1", std::filesystem::perms::owner_read);
  KeysProcess wrong_key = Run();
  EXPECT_EQ(wrong_key.WaitForExit(), 1);
  EXPECT_THAT(wrong_key.log(), HasSubstr("keks/kek-1 does not open the entry"));
}

}  // namespace
}  // namespace fallverbund
