#include "libs/runtime/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "libs/base/time.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kGenesis(64, 'a');

std::vector<std::string> Good() {
  return {"--association=do",
          "--data=/tmp/x",
          "--tls-ca=ca.pem",
          "--tls-cert=cert.pem",
          "--tls-key=key.pem",
          "--nats-url=tls://127.0.0.1:4222",
          "--nats-ca=nca.pem",
          "--nats-cert=nc.pem",
          "--nats-key=nk.pem",
          "--signer-key=seed",
          "--vault=127.0.0.1:7005",
          "--signer-key-id=00112233445566778899aabbccddeeff",
          "--genesis-sha256=" + kGenesis};
}

std::vector<std::string> Without(std::string_view start) {
  auto flags = Good();
  std::erase_if(flags, [&](const std::string& flag) { return flag.starts_with(start); });
  return flags;
}

std::vector<std::string> With(std::vector<std::string> flags, const std::string& one_more) {
  flags.push_back(one_more);
  return flags;
}

std::variant<ServiceOptions, Exit> Parse(const std::vector<std::string>& flags,
                                         Program program = {.name = "case"}) {
  std::vector<const char*> argv = {"fallverbund-case"};
  for (const std::string& flag : flags) argv.push_back(flag.c_str());
  return ParseOptions(static_cast<int>(argv.size()), argv.data(), program);
}

std::string ErrorOf(const std::vector<std::string>& flags) {
  const auto parsed = Parse(flags);
  const auto* exit = std::get_if<Exit>(&parsed);
  if (exit == nullptr) return "accepted";
  EXPECT_EQ(exit->code, 2);
  return exit->text;
}

TEST(Options, ReadsFlags) {
  const auto parsed = Parse(With(Good(), "--log-level=debug"));
  const auto* options = std::get_if<ServiceOptions>(&parsed);
  ASSERT_NE(options, nullptr) << std::get<Exit>(parsed).text;
  EXPECT_EQ(options->association, "do");
  EXPECT_EQ(options->listen, "127.0.0.1:0");
  EXPECT_EQ(options->genesis_sha256, std::string(32, '\xaa'));
  EXPECT_EQ(options->tls.cert, "cert.pem");
  EXPECT_EQ(options->nats.key, "nk.pem");
  EXPECT_EQ(options->log_level, log::Level::kDebug);
  EXPECT_FALSE(options->production);
  EXPECT_EQ(options->calls_per_second, 0);
  EXPECT_EQ(options->metrics_listen, "");  // off unless named
}

TEST(Options, PreparesOnlyWhenToldSo) {
  EXPECT_FALSE(std::get<ServiceOptions>(Parse(Good())).prepare);
  EXPECT_TRUE(std::get<ServiceOptions>(Parse(With(Good(), "--prepare"))).prepare);
}

TEST(Options, TakesASnapshotOrUsesOneButNotBoth) {
  const auto parsed = Parse(With(Good(), "--snapshot-to=/tmp/s"));
  EXPECT_EQ(std::get<ServiceOptions>(parsed).snapshot_to, "/tmp/s");
  EXPECT_EQ(std::get<ServiceOptions>(Parse(With(Good(), "--snapshot-from=/tmp/s"))).snapshot_from, "/tmp/s");
  EXPECT_THAT(ErrorOf(With(With(Good(), "--snapshot-to=/tmp/s"), "--prepare")), HasSubstr("one at a time"));
  EXPECT_THAT(ErrorOf(With(With(Good(), "--snapshot-to=/tmp/s"), "--snapshot-from=/tmp/t")),
              HasSubstr("one at a time"));
}

TEST(Options, KnowsSeveralServersOfTheBusAndSeveralVaults) {
  const auto parsed = Parse(With(With(With(Without("--vault"), "--vault=ipv4:10.0.0.1:7005,10.0.0.2:7005"),
                                      "--nats-url=tls://b:4222,tls://c:4222"),
                                 "--nats-url=tls://d:4222"));
  const auto* options = std::get_if<ServiceOptions>(&parsed);
  ASSERT_NE(options, nullptr) << std::get<Exit>(parsed).text;
  EXPECT_THAT(options->nats_urls,
              ElementsAre("tls://127.0.0.1:4222", "tls://b:4222", "tls://c:4222", "tls://d:4222"));
  EXPECT_EQ(options->vault, "ipv4:10.0.0.1:7005,10.0.0.2:7005");
  EXPECT_THAT(ErrorOf(With(Good(), "--nats-url=http://b")), HasSubstr("--nats-url"));
  EXPECT_THAT(ErrorOf(With(Without("--vault"), "--vault=ipv4:10.0.0.1:7005,here")), HasSubstr("--vault"));
}

TEST(Options, ReadsTheConfigFileAndFlagsWin) {
  const testing::TempDir dir;
  ASSERT_TRUE(WriteFileAtomically(dir / "case.conf",
                                  "association = \"rheydt05\"\nlisten=\"127.0.0.1:7001\"\n", "config")
                  .ok());
  const auto parsed = Parse(With(Good(), "--config=" + (dir / "case.conf")));
  const auto* options = std::get_if<ServiceOptions>(&parsed);
  ASSERT_NE(options, nullptr) << std::get<Exit>(parsed).text;
  EXPECT_EQ(options->listen, "127.0.0.1:7001");
  EXPECT_EQ(options->association, "do");
}

TEST(Options, RefusesAConfigFileItCannotReadOrDoesNotUnderstand) {
  const testing::TempDir dir;
  EXPECT_THAT(ErrorOf(With(Good(), "--config=" + (dir / "none.conf"))), HasSubstr("none.conf"));
  ASSERT_TRUE(WriteFileAtomically(dir / "odd.conf", "colour = \"red\"\n", "config").ok());
  const std::string odd = ErrorOf(With(Good(), "--config=" + (dir / "odd.conf")));
  for (const std::string& word : {dir / "odd.conf", std::string("'colour'"), std::string("--help")})
    EXPECT_THAT(odd, HasSubstr(word));
  EXPECT_THAT(odd, ::testing::Not(HasSubstr("INI")));
  ASSERT_TRUE(WriteFileAtomically(dir / "noise.conf",
                                  "\x7f"
                                  "ELF noise\n[[[\n",
                                  "config")
                  .ok());
  EXPECT_THAT(ErrorOf(With(Good(), "--config=" + (dir / "noise.conf"))), HasSubstr(dir / "noise.conf"));
  EXPECT_THAT(ErrorOf(With(Good(), "--config=" + dir.path())), HasSubstr(dir.path()));
  ASSERT_TRUE(WriteFileAtomically(dir / "wrong.conf", "listen = \"nowhere\"\n", "config").ok());
  const std::string wrong = ErrorOf(With(Good(), "--config=" + (dir / "wrong.conf")));
  EXPECT_THAT(wrong, HasSubstr("such as 127.0.0.1:7001"));
  EXPECT_THAT(wrong, HasSubstr(dir / "wrong.conf"));
}

TEST(Options, NamesWhatIsMissing) {
  for (const char* flag :
       {"--association", "--data", "--tls-ca", "--tls-cert", "--tls-key", "--nats-url", "--nats-ca",
        "--nats-cert", "--nats-key", "--genesis-sha256", "--signer-key=", "--signer-key-id", "--vault"}) {
    std::string name = flag;
    std::erase(name, '=');
    EXPECT_THAT(ErrorOf(Without(flag)), HasSubstr(name + " is required")) << flag;
  }
}

TEST(Options, NamesWhatAWrongValueShouldLookLike) {
  const struct {
    const char* flag;
    const char* value;
    const char* hint;
  } kWrong[] = {
      {"--association", "Do!", "such as do"},
      {"--listen", "7001", "such as 127.0.0.1:7001"},
      {"--listen", "127.0.0.1:70000", "such as 127.0.0.1:7001"},
      {"--nats-url", "http://x", "such as tls://127.0.0.1:4222"},
      {"--genesis-sha256", "abcd", "64 hex digits"},
      {"--signer-key-id", "mykey", "32 lower-case hex digits"},
      {"--vault", "keys", "such as 127.0.0.1:7005"},
      {"--log-level", "loud", "debug, info, warning or error"},
      {"--drain-seconds", "-1", "--drain-seconds"},
      {"--calls-per-second", "-1", "--calls-per-second"},
  };
  for (const auto& wrong : kWrong) {
    const std::string flag = wrong.flag;
    const std::string error = ErrorOf(With(Without(flag), flag + "=" + wrong.value));
    EXPECT_THAT(error, HasSubstr(wrong.hint)) << flag;
    EXPECT_THAT(error, HasSubstr(flag)) << flag;
    EXPECT_THAT(error, HasSubstr("fallverbund-case --help")) << flag;
  }
}

TEST(Options, RefusesUnknownFlags) {
  EXPECT_THAT(ErrorOf(With(Good(), "--fast")), HasSubstr("--fast"));
}

TEST(Options, HelpNamesEveryOptionAndEndsWell) {
  const auto parsed = Parse({"--help"}, {.name = "case", .purpose = "Decides about cases."});
  const auto& exit = std::get<Exit>(parsed);
  EXPECT_EQ(exit.code, 0);
  for (const char* word : {"Decides about cases.", "--association", "--port-file", "--config", "--test-clock",
                           "--production", "127.0.0.1:0", "SIGTERM"}) {
    EXPECT_THAT(exit.text, HasSubstr(word));
  }
}

TEST(Options, AServiceMayHaveFlagsOfItsOwn) {
  std::string kek;
  const Program keys{
      .name = "keys", .needs_vault = false, .extra = {{"--kek", "Key-encryption key file", &kek}}};
  EXPECT_TRUE(std::holds_alternative<Exit>(Parse(Without("--vault"), keys)));
  ASSERT_TRUE(std::holds_alternative<ServiceOptions>(Parse(With(Without("--vault"), "--kek=/k"), keys)));
  EXPECT_EQ(kek, "/k");
}

TEST(Options, ProductionAndATestClockExcludeEachOther) {
  EXPECT_THAT(ErrorOf(With(With(Good(), "--production"), "--test-clock=/c")),
              HasSubstr("exclude each other"));
}

TEST(Options, ProductionRefusesALogMadeForTests) {
  ServiceOptions options;
  options.production = true;
  EXPECT_EQ(CheckGenesisClock(options, true).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(CheckGenesisClock(options, false).ok());
}

TEST(Options, ATestClockNeedsALogMadeForTests) {
  ServiceOptions options;
  options.test_clock = "/c";
  EXPECT_EQ(CheckGenesisClock(options, false).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(CheckGenesisClock(options, true).ok());
}

TEST(Options, TheTestClockIsTheFilesTime) {
  const testing::TempDir dir;
  ServiceOptions options;
  options.test_clock = dir / "clock";
  EXPECT_EQ(MakeClock(options).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(WriteFileAtomically(options.test_clock, R"({"at":"2026-03-02T09:00:00Z"})", "clock").ok());
  EXPECT_EQ(FormatInstant((*MakeClock(options))->Now()), "2026-03-02T09:00:00Z");
}

}  // namespace
}  // namespace fallverbund::runtime
