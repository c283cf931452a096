// `fvctl provision` and `fvctl retire-signer` as an operator runs them, on a real bus in a change window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"

namespace fallverbund {
namespace {

using ::testing::HasSubstr;

std::string Content(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class FvctlProvision : public ::testing::Test {
 protected:
  FvctlProvision() : bus_({.provision = false}) {
    std::filesystem::create_directory(keys_);
    for (const char* name : {"prov", "log"}) {
      for (const char* part : {".pem", ".key"})
        std::filesystem::copy(absl::StrCat(certificates_, "/", name, part),
                              absl::StrCat(certificates_, "/svc-", name, part));
    }
  }
  // What it said, and with how it ended.
  std::pair<int, std::string> Fvctl(const std::string& verb, const std::string& more) const {
    const std::string said = bus_.folder() + "/said";
    const int status =
        std::system(absl::StrCat(FVCTL, " ", verb, " --association do --nats-url ", bus_.url(), " --ca ",
                                 certificates_, "/ca.pem --certificates ", certificates_, " --keys ", keys_,
                                 " ", more, " > ", said, " 2>&1")
                        .c_str());
    return {status, Content(said)};
  }
  std::pair<int, std::string> Provision() const {
    return Fvctl("provision", absl::StrCat("--streams ", STREAMS, " --out ", bus_.folder(), "/pins.json"));
  }
  std::string KeyId(const std::string& context) const {
    const std::string pins = Content(bus_.folder() + "/pins.json");
    std::smatch found;
    std::regex_search(pins, found, std::regex("\"" + context + "\": *\"([0-9a-f]{32})\""));
    return found.str(1);
  }

  eventlog::BusFixture bus_;
  const std::string certificates_ = bus_.folder() + "/certs", keys_ = bus_.folder() + "/signers";
};

TEST_F(FvctlProvision, MakesNoOtherProvisionersKeyWhereTheLogHasBegun) {
  const auto first = Provision();
  ASSERT_EQ(first.first, 0) << first.second;
  std::filesystem::rename(keys_ + "/signer-log", bus_.folder() + "/safe");
  const auto again = Provision();
  EXPECT_NE(again.first, 0);
  EXPECT_THAT(again.second, HasSubstr("bring it from its safe"));
  EXPECT_FALSE(std::filesystem::exists(keys_ + "/signer-log"));
  std::filesystem::rename(bus_.folder() + "/safe", keys_ + "/signer-log");
  const auto brought = Provision();
  EXPECT_EQ(brought.first, 0) << brought.second;
}

TEST_F(FvctlProvision, AKeyInWrongHandsIsReplacedAndThenRetired) {
  ASSERT_EQ(Provision().first, 0);
  const std::string stolen = KeyId("case");
  std::filesystem::remove(keys_ + "/signer-case");
  const auto replaced = Provision();
  ASSERT_EQ(replaced.first, 0) << replaced.second;
  ASSERT_NE(KeyId("case"), stolen);
  const auto retired = Fvctl("retire-signer", "--key-id " + stolen);
  EXPECT_EQ(retired.first, 0) << retired.second;
  EXPECT_THAT(retired.second, HasSubstr(stolen + " signs nothing any more"));
  const auto twice = Fvctl("retire-signer", "--key-id " + stolen);
  EXPECT_EQ(twice.first, 0);
  EXPECT_THAT(twice.second, HasSubstr("retired before"));
  const auto unknown = Fvctl("retire-signer", "--key-id " + std::string(32, '0'));
  EXPECT_NE(unknown.first, 0);
  EXPECT_EQ(Provision().first, 0) << "the new key goes on";
}

}  // namespace
}  // namespace fallverbund
