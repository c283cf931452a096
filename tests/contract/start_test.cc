// A service that starts while the bus elects: its log has a leader already, the key vault's bucket not yet.
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "libs/base/id.h"
#include "libs/crypto/random.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "services/program/adapters.h"
#include "tests/contract/keys_process.h"

namespace fallverbund {
namespace {

TEST(Start, AKeyBucketWithoutALeaderIsWaitedFor) {
  eventlog::BusFixture bus;
  runtime::StopSignal stop;
  const auto words = testing::KeysArguments(bus, bus.folder() + "/keys-data", bus.folder() + "/port",
                                            ToHex(bus.log_identity().genesis_sha256));
  std::vector<const char*> argv = {"fallverbund-keys"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::string keks;
  const auto parsed =
      runtime::ParseOptions(static_cast<int>(argv.size()), argv.data(),
                            {.name = "keys",
                             .purpose = "Test.",
                             .needs_vault = false,
                             .extra = {{"--key-encryption-keys", "Not looked at here", &keks}}});
  ASSERT_TRUE(std::holds_alternative<runtime::ServiceOptions>(parsed));

  int asked = 0;
  program::About about{.context = "keys", .layout = 1, .needs_vault = false};
  about.own_vault = [&](const auto&, const Clock&) -> absl::StatusOr<crypto::Secret> {
    if (++asked == 1) return absl::UnavailableError("the bus did not answer in time");
    return crypto::Secret(crypto::RandomBytes(32));
  };
  const auto adapters = program::MakeAdapters(std::get<runtime::ServiceOptions>(parsed), about, "", stop,
                                              [](const absl::Status&) {});
  ASSERT_TRUE(adapters.ok()) << adapters.status();
  EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace fallverbund
