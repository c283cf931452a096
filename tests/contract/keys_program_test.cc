// fallverbund-keys as a process on the real bus: begun once, restarted, with the bus restarted, and started
// wrongly.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

namespace fallverbund {
namespace {

using ::testing::HasSubstr;

std::string Content(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void Await(const std::string& what, const std::function<bool()>& done) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!done()) {
    if (absl::Now() > deadline) {
      ADD_FAILURE() << "waited in vain for " << what;
      return;
    }
    absl::SleepFor(absl::Milliseconds(5));  // another process; it gives no sign
  }
}

// One run of the program.
class Process {
 public:
  Process(const std::vector<std::string>& arguments, std::string log) : log_(std::move(log)) {
    std::filesystem::remove(log_);  // what an earlier run said is not to be taken for this one's
    std::vector<char*> argv = {const_cast<char*>(KEYS_PROGRAM)};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_ = fork();
    FV_CHECK(pid_ >= 0);
    if (pid_ != 0) return;
    const int file = open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    execv(KEYS_PROGRAM, argv.data());
    _exit(127);
  }
  ~Process() {
    if (pid_ != 0) kill(pid_, SIGKILL);
    if (pid_ != 0) waitpid(pid_, nullptr, 0);
  }
  int WaitForExit() {
    int status = 0;
    FV_CHECK(waitpid(pid_, &status, 0) == pid_);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int Stop() {
    kill(pid_, SIGTERM);
    return WaitForExit();
  }
  std::string log() const { return Content(log_); }
  void WaitUntilReady() const {
    Await("readiness", [this] { return absl::StrContains(log(), "\"event\":\"ready\""); });
  }

 private:
  const std::string log_;
  pid_t pid_ = 0;
};

class KeysProgram : public ::testing::Test {
 protected:
  std::vector<std::string> Arguments() const {
    const std::string certs = bus_.folder() + "/certs/";
    std::vector<std::string> all = {"--association", "do", "--data", bus_.folder() + "/keys-data"};
    for (const char* whose : {"--tls", "--nats"}) {
      all.insert(all.end(), {absl::StrCat(whose, "-ca"), certs + "ca.pem", absl::StrCat(whose, "-cert"),
                             certs + "keys.pem", absl::StrCat(whose, "-key"), certs + "keys.key"});
    }
    all.insert(all.end(),
               {"--nats-url", bus_.url(), "--port-file", bus_.folder() + "/port", "--genesis-sha256",
                genesis_, "--signer-key", bus_.folder() + "/unused", "--signer-key-id", std::string(32, '0'),
                "--key-encryption-keys", bus_.folder() + "/keks"});
    return all;
  }
  Process Run(std::vector<std::string> more = {}) {
    std::vector<std::string> all = Arguments();
    all.insert(all.end(), more.begin(), more.end());
    return Process(all, bus_.folder() + "/keys.log");
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
    Process keys = Run();
    keys.WaitUntilReady();
    const auto made = Client()->Create(Help());
    ASSERT_TRUE(made.ok()) << made.status();
    key = made->key_id + std::string(made->bytes.view());
    EXPECT_EQ(keys.Stop(), 0) << keys.log();
  }
  Process keys = Run();
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

TEST_F(KeysProgram, WhatIsNotAsItShouldBeIsToldWithTheWayOut) {
  Process unprovisioned = Run();
  EXPECT_EQ(unprovisioned.WaitForExit(), 1);
  EXPECT_THAT(unprovisioned.log(), HasSubstr("provision the vault"));

  genesis_ = std::string(64, '0');
  Process another_log = Run({"--provision", "yes"});
  EXPECT_EQ(another_log.WaitForExit(), 1);
  EXPECT_THAT(another_log.log(), HasSubstr("correct --nats-url"));
  genesis_ = ToHex(bus_.log_identity().genesis_sha256);

  ASSERT_EQ(Run({"--provision", "yes"}).WaitForExit(), 0);
  std::filesystem::rename(bus_.folder() + "/keks", bus_.folder() + "/backup");
  Process lost_key = Run({"--provision", "yes"});
  EXPECT_EQ(lost_key.WaitForExit(), 1);
  EXPECT_THAT(lost_key.log(), HasSubstr("from their backup"));
  EXPECT_FALSE(std::filesystem::exists(bus_.folder() + "/keks"));

  std::filesystem::create_directory(bus_.folder() + "/keks");
  std::filesystem::permissions(bus_.folder() + "/keks", std::filesystem::perms::owner_all);
  std::ofstream(bus_.folder() + "/keks/kek-1") << std::string(64, '0') << '\n';
  std::filesystem::permissions(bus_.folder() + "/keks/kek-1", std::filesystem::perms::owner_read);
  Process wrong_key = Run();
  EXPECT_EQ(wrong_key.WaitForExit(), 1);
  EXPECT_THAT(wrong_key.log(), HasSubstr("do not fit their key"));
}

}  // namespace
}  // namespace fallverbund
