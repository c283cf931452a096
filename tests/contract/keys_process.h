// fallverbund-keys as a process on the real bus.
#ifndef FALLVERBUND_TESTS_CONTRACT_KEYS_PROCESS_H_
#define FALLVERBUND_TESTS_CONTRACT_KEYS_PROCESS_H_

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/seed_file.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund::testing {

inline std::string Content(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void Await(const std::string& what, const std::function<bool()>& done) {
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
class KeysProcess {
 public:
  KeysProcess(const std::vector<std::string>& arguments, std::string log) : log_(std::move(log)) {
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
  ~KeysProcess() {
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
  void Kill() {  // at once
    kill(pid_, SIGKILL);
    WaitForExit();
  }
  std::string log() const { return Content(log_); }
  void WaitUntilReady() const {
    Await("readiness", [this] { return absl::StrContains(log(), "\"event\":\"ready\""); });
  }

 private:
  const std::string log_;
  pid_t pid_ = 0;
};

// What one instance is started with: its own data and port, the key-encryption keys of the bus's folder.
inline std::vector<std::string> KeysArguments(const eventlog::BusFixture& bus, const std::string& data,
                                              const std::string& port_file, const std::string& genesis) {
  const std::string certs = bus.folder() + "/certs/";
  const std::string signer = bus.folder() + "/signer-keys";
  if (!std::filesystem::exists(signer))
    FV_CHECK(durable_file::CreateSeedFile(signer, crypto::Sha256("keys")).ok());
  std::vector<std::string> all = {"--association", "do", "--data", data};
  for (const char* whose : {"--tls", "--nats"}) {
    all.insert(all.end(), {absl::StrCat(whose, "-ca"), certs + "ca.pem", absl::StrCat(whose, "-cert"),
                           certs + "keys.pem", absl::StrCat(whose, "-key"), certs + "keys.key"});
  }
  all.insert(all.end(), {"--nats-url", bus.url(), "--port-file", port_file, "--genesis-sha256", genesis,
                         "--signer-key", signer, "--signer-key-id", eventlog::TestSigner("keys").key_id(),
                         "--key-encryption-keys", bus.folder() + "/keks"});
  return all;
}

}  // namespace fallverbund::testing

#endif  // FALLVERBUND_TESTS_CONTRACT_KEYS_PROCESS_H_
