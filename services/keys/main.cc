// fallverbund-keys: the key vault of one association.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/clock.h"
#include "libs/base/status.h"
#include "libs/eventlog/prefix.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/eventlog_jetstream/jetstream_key_store.h"
#include "libs/eventlog_jetstream/key_bucket.h"
#include "libs/runtime/end.h"
#include "libs/runtime/log.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"
#include "services/keys/files/kek_files.h"
#include "services/keys/files/provision.h"
#include "services/keys/rpc/keys_module.h"
#include "services/keys/vault/vault.h"
#include "services/program/program.h"
#include "services/program/waiting.h"

namespace fallverbund::keys {
namespace {

using eventlog::BusConnection;
using eventlog::JetStreamEventLog;
using eventlog::JetStreamKeyStore;
using runtime::ServiceOptions;

// The bus is the right one, and its log may be served by a program that was started like this.
absl::Status CheckLog(eventlog::EventLog& log, const ServiceOptions& options) {
  FV_ASSIGN_OR_RETURN(const auto first, log.ReadFromLeader(1));
  if (!first) return absl::FailedPreconditionError("the log is empty; run fvctl provision first");
  eventlog::InMemoryPrefix prefix(
      {.association = options.association, .genesis_sha256 = options.genesis_sha256});
  const auto verdict = prefix.Next(*first);
  const auto* valid = std::get_if<eventlog::ValidCommit>(&verdict);
  eventlog::v1::Genesis genesis;
  if (valid == nullptr || !eventlog::UnpackEvent(valid->commit.events(0), &genesis)) {
    return absl::FailedPreconditionError(
        "the log on this bus does not begin with the genesis that --genesis-sha256 names; correct "
        "--nats-url, "
        "--association or --genesis-sha256");
  }
  return runtime::CheckGenesisClock(options, genesis.test_clock());
}

absl::StatusOr<std::shared_ptr<BusConnection>> Connect(const ServiceOptions& options) {
  FV_ASSIGN_OR_RETURN(auto connection, BusConnection::Connect({.urls = options.nats_urls,
                                                               .service = "keys",
                                                               .ca_file = options.nats.ca,
                                                               .cert_file = options.nats.cert,
                                                               .key_file = options.nats.key}));
  return std::shared_ptr<BusConnection>(std::move(connection));
}

absl::Status Provision(const ServiceOptions& options, const std::string& keks, runtime::StopSignal& stop) {
  FV_ASSIGN_OR_RETURN(const auto bus, Connect(options));
  FV_ASSIGN_OR_RETURN(const auto log,
                      JetStreamEventLog::Open(bus, bus, {.association = options.association}));
  // Log and bucket have a leader each, on a bus of several servers not at once.
  const SystemClock machine;
  FV_RETURN_IF_ERROR(
      program::AskPatiently("waiting_for_the_log", stop, machine, [&] { return CheckLog(*log, options); }));
  FV_RETURN_IF_ERROR(
      program::AskPatiently("waiting_for_the_key_bucket", stop, machine, [&]() -> absl::Status {
        FV_ASSIGN_OR_RETURN(auto bucket, eventlog::KeyBucket::Bind(bus, options.association));
        JetStreamKeyStore store(std::move(bucket));
        return ProvisionVault(options.association, keks, store);
      }));
  log::Info("provisioned", {});
  return absl::OkStatus();
}

// What only this service has of its own; outlives the module.
struct Ground {
  std::unique_ptr<KekFiles> keks;
  std::unique_ptr<JetStreamKeyStore> store;
  std::unique_ptr<Vault> vault;
};

absl::StatusOr<crypto::Secret> OpenVault(const ServiceOptions& options, const std::string& keks, int budget,
                                         const std::shared_ptr<BusConnection>& bus, const Clock& clock,
                                         Ground& ground) {
  ground.keks = std::make_unique<KekFiles>(keks);
  FV_ASSIGN_OR_RETURN(auto bucket, eventlog::KeyBucket::Bind(bus, options.association));
  ground.store = std::make_unique<JetStreamKeyStore>(std::move(bucket));
  VaultOptions vault{.association = options.association, .clock = &clock, .budget = budget};
  vault.on_damage = [](const absl::Status& status) {
    log::Error("key_bucket_damaged", {{"cause", log::Cause(status)}});
  };
  vault.on_budget = [](const std::string& service) {
    log::Error("key_budget_exceeded", {{"service", log::Code(service)}});
  };
  ground.vault = std::make_unique<Vault>(std::move(vault), ground.keks.get(), ground.store.get());
  FV_RETURN_IF_ERROR(ground.vault->CheckReady());  // says what is wrong; what callers are told would not
  return ground.vault->OwnIdKey();
}

int Serve(const ServiceOptions& options, const std::string& keks, absl::Duration epoch_lasts, int budget,
          runtime::StopSignal& stop) {
  Ground ground;
  KeysModule module(epoch_lasts);
  program::About about{.context = "keys", .layout = 7, .needs_vault = false};
  about.own_vault = [&](const std::shared_ptr<BusConnection>& bus,
                        const Clock& clock) -> absl::StatusOr<crypto::Secret> {
    FV_ASSIGN_OR_RETURN(auto id_key, OpenVault(options, keks, budget, bus, clock, ground));
    module.Use(*ground.vault, *ground.store);
    return id_key;
  };
  return program::Run(options, about, module, stop);
}

// Between one and twenty-nine, so that a key-encryption key can be destroyed within thirty days.
std::optional<int> Days(const std::string& text) {
  int days = 0;
  if (!absl::SimpleAtoi(text, &days) || days < 1 || days > 29) return std::nullopt;
  return days;
}

std::optional<int> Count(const std::string& text) {
  int count = 0;
  if (!absl::SimpleAtoi(text, &count) || count < 1 || count > static_cast<int>(kMaxCountedKeys) / 2)
    return std::nullopt;
  return count;
}

}  // namespace
}  // namespace fallverbund::keys

namespace {

int Main(int argc, char** argv) {
  namespace keys = fallverbund::keys;
  namespace runtime = fallverbund::runtime;
  namespace log = fallverbund::log;
  runtime::StopSignal stop;
  std::string keks;
  std::string provision = "no";
  std::string epoch_days = "20";
  std::string budget = "50";
  const auto parsed = runtime::ParseOptions(
      argc, argv,
      {.name = "keys",
       .purpose = "Keeps the keys under which personal data is sealed, gives them to the services that "
                  "may read, and forgets them when two persons say so.",
       .needs_vault = false,
       .extra = {
           {"--key-encryption-keys", "Folder of the key-encryption keys, kek-1, kek-2, ...", &keks},
           {"--epoch-days", "Days after which all keys are wrapped anew, 1 to 29 (20)", &epoch_days, false},
           {"--budget", "Keys a service may open within an hour before an alarm (50)", &budget, false},
           {"--provision", "yes: make the first keys of a new association, and end", &provision, false}}});
  if (const auto* exit = std::get_if<runtime::Exit>(&parsed)) return runtime::Leave(*exit);
  const auto& options = std::get<runtime::ServiceOptions>(parsed);
  if (provision != "yes" && provision != "no") {
    return runtime::Leave({2, "fallverbund-keys: --provision is yes or no\n"});
  }
  const auto days = keys::Days(epoch_days);
  if (!days) return runtime::Leave({2, "fallverbund-keys: --epoch-days is a number from 1 to 29\n"});
  const auto most = keys::Count(budget);
  if (!most) return runtime::Leave({2, "fallverbund-keys: --budget is a number from 1 to 5000\n"});
  if (provision == "no") return keys::Serve(options, keks, absl::Hours(24 * *days), *most, stop);

  log::Init("keys", options.log_level);
  if (const absl::Status status = keys::Provision(options, keks, stop); !status.ok()) {
    log::Error("cannot_start", {{"cause", log::Cause(status)}});
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  fallverbund::runtime::EndNow(Main(argc, argv));
}
