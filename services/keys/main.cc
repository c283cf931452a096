// fallverbund-keys: the key vault of one association.
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/status.h"
#include "libs/eventlog/prefix.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/eventlog_jetstream/jetstream_key_store.h"
#include "libs/eventlog_jetstream/key_bucket.h"
#include "libs/rpc/server.h"
#include "libs/rpc/worker_pool.h"
#include "libs/runtime/log.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"
#include "services/keys/files/kek_files.h"
#include "services/keys/files/provision.h"
#include "services/keys/rpc/keys_service.h"
#include "services/keys/vault/vault.h"

namespace fallverbund::keys {
namespace {

using eventlog::BusConnection;
using eventlog::JetStreamEventLog;
using eventlog::JetStreamKeyStore;
using runtime::ServiceOptions;

constexpr absl::Duration kLookAgain = absl::Seconds(1);  // while something that readiness needs is away

// Says SERVING once the association's keys can be read and the bus has shown that it syncs, and asks the bus
// again after each reconnect. Thread-safe.
class Readiness {
 public:
  Readiness(Vault& vault, rpc::Server& server) : vault_(vault), server_(server) {}
  ~Readiness() { Stop(); }

  void Start(eventlog::EventLog& log) {
    thread_ = std::thread([this, &log] {
      do {
        if (!serving()) Tell(log.CheckDurability());
      } while (!stopped_.WaitForNotificationWithTimeout(kLookAgain));
    });
  }
  void Tell(const absl::Status& durability) {
    absl::MutexLock lock(&mu_);
    const absl::Status status = durability.ok() ? vault_.CheckReady() : durability;
    if (!status.ok()) log::Warning("not_ready", {{"cause", log::Cause(status)}});
    if (status.ok() && !serving_) log::Info("ready", {});
    serving_ = status.ok();
    server_.SetServing(serving_);
  }
  void Stop() {
    if (!thread_.joinable()) return;
    stopped_.Notify();
    thread_.join();
  }

 private:
  bool serving() {
    absl::MutexLock lock(&mu_);
    return serving_;
  }

  Vault& vault_;
  rpc::Server& server_;
  absl::Mutex mu_;
  bool serving_ ABSL_GUARDED_BY(mu_) = false;
  absl::Notification stopped_;
  std::thread thread_;
};

// What a reconnect calls: the log is open before there is anybody to tell.
class Announcement {
 public:
  void To(Readiness* readiness) {
    absl::MutexLock lock(&mu_);
    readiness_ = readiness;
  }
  void operator()(const absl::Status& durability) {
    absl::MutexLock lock(&mu_);
    if (readiness_ != nullptr) readiness_->Tell(durability);
  }

 private:
  absl::Mutex mu_;
  Readiness* readiness_ ABSL_GUARDED_BY(mu_) = nullptr;
};

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

absl::Status Serve(const ServiceOptions& options, const std::string& keks, JetStreamKeyStore& store,
                   eventlog::EventLog& log, Announcement& announcement, runtime::StopSignal& stop) {
  FV_ASSIGN_OR_RETURN(KekRing ring, LoadKekRing(keks));
  Vault vault({.association = options.association,
               .on_damage =
                   [](const absl::Status& status) {
                     log::Error("key_bucket_damaged", {{"cause", log::Cause(status)}});
                   }},
              std::move(ring), &store);
  // A lost bucket or a wrong key-encryption key does not mend by waiting; a bus without a leader does.
  if (const absl::Status status = vault.CheckReady(); !status.ok() && !absl::IsUnavailable(status))
    return status;

  rpc::WorkerPool pool;
  KeysService service(&vault, &pool);
  FV_ASSIGN_OR_RETURN(const auto server, rpc::Server::Start(rpc::ServerOptionsOf(options), {&service}));
  Readiness readiness(vault, *server);
  announcement.To(&readiness);
  readiness.Start(log);
  stop.Wait();
  announcement.To(nullptr);
  readiness.Stop();
  server->Drain(absl::Seconds(options.drain_seconds));
  return absl::OkStatus();
}

absl::Status Run(const ServiceOptions& options, const std::string& keks, bool provision,
                 runtime::StopSignal& stop) {
  FV_ASSIGN_OR_RETURN(auto connection, BusConnection::Connect({.urls = {options.nats_url},
                                                               .service = "keys",
                                                               .ca_file = options.nats.ca,
                                                               .cert_file = options.nats.cert,
                                                               .key_file = options.nats.key}));
  const std::shared_ptr<BusConnection> bus = std::move(connection);
  auto announcement = std::make_shared<Announcement>();
  eventlog::JetStreamLogOptions log_options{.association = options.association};
  log_options.on_durability = [announcement](const absl::Status& status) { (*announcement)(status); };
  FV_ASSIGN_OR_RETURN(const auto log, JetStreamEventLog::Open(bus, bus, std::move(log_options)));
  FV_RETURN_IF_ERROR(CheckLog(*log, options));
  FV_ASSIGN_OR_RETURN(auto bucket, eventlog::KeyBucket::Bind(bus, options.association));
  JetStreamKeyStore store(std::move(bucket));
  if (provision) {
    FV_RETURN_IF_ERROR(ProvisionVault(options.association, keks, store));
    log::Info("provisioned", {});
    return absl::OkStatus();
  }
  return Serve(options, keks, store, *log, *announcement, stop);
}

}  // namespace
}  // namespace fallverbund::keys

int main(int argc, char** argv) {
  namespace runtime = fallverbund::runtime;
  namespace log = fallverbund::log;
  runtime::StopSignal stop;
  std::string keks;
  std::string provision = "no";
  const auto parsed = runtime::ParseOptions(
      argc, argv,
      {.name = "keys",
       .purpose = "Keeps the keys under which personal data is sealed, and gives them to the services that "
                  "may read.",
       .needs_vault = false,
       .extra = {
           {"--key-encryption-keys", "Folder of the key-encryption keys, kek-1, kek-2, ...", &keks},
           {"--provision", "yes: make the first keys of a new association, and end", &provision, false}}});
  if (const auto* exit = std::get_if<runtime::Exit>(&parsed)) return runtime::Leave(*exit);
  const auto& options = std::get<runtime::ServiceOptions>(parsed);
  if (provision != "yes" && provision != "no") {
    return runtime::Leave({2, "fallverbund-keys: --provision is yes or no\n"});
  }
  log::Init("keys", options.log_level);
  if (const absl::Status status = fallverbund::keys::Run(options, keks, provision == "yes", stop);
      !status.ok()) {
    log::Error("cannot_start", {{"cause", log::Cause(status)}});
    return 1;
  }
  return 0;
}
