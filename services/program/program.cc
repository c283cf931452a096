#include "services/program/program.h"

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/clock.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/crypto/random.h"
#include "libs/crypto/seed_file.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/projection/open_projection.h"
#include "libs/projection_rocksdb/rocksdb_projection_store.h"
#include "libs/rpc/client.h"
#include "libs/rpc/pipeline/reader_service.h"
#include "libs/rpc/server.h"
#include "libs/rpc/vault/grpc_key_vault.h"
#include "libs/rpc/worker_pool.h"
#include "libs/runtime/log.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"
#include "libs/seal/vault_sealer.h"

namespace fallverbund::program {
namespace {

using eventlog::BusConnection;
using eventlog::JetStreamEventLog;

// How often a service that is not ready looks whether it is.
constexpr absl::Duration kLookAgain = absl::Milliseconds(50);

std::string NewId() {
  return ToHex(crypto::RandomBytes(16));
}

// Another build of the program gives what was held back another try.
std::string BuildId() {
  struct stat self {};
  if (stat("/proc/self/exe", &self) != 0) return "unknown";
  return absl::StrCat(self.st_size, "-", self.st_mtim.tv_sec, "-", self.st_mtim.tv_nsec);
}

absl::StatusOr<std::shared_ptr<BusConnection>> ConnectBus(const runtime::ServiceOptions& options,
                                                          const std::string& context) {
  FV_ASSIGN_OR_RETURN(auto bus, BusConnection::Connect({.urls = {options.nats_url},
                                                        .service = context,
                                                        .ca_file = options.nats.ca,
                                                        .cert_file = options.nats.cert,
                                                        .key_file = options.nats.key}));
  return std::shared_ptr<BusConnection>(std::move(bus));
}

// The pinned genesis is there, and its test-clock flag fits how we were started.
absl::Status CheckGenesis(eventlog::EventLog& log, const runtime::ServiceOptions& options) {
  FV_ASSIGN_OR_RETURN(const auto first, log.ReadFromLeader(1));
  if (!first) return absl::FailedPreconditionError("the log is empty: run 'fvctl provision' first");
  if (crypto::Sha256(first->payload) != options.genesis_sha256) {
    return absl::FailedPreconditionError(
        "the log begins with another genesis than --genesis-sha256 pins: this is another log, or the wrong "
        "bus");
  }
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  eventlog::v1::Genesis genesis;
  if (!envelope.ParseFromString(first->payload) || !commit.ParseFromString(envelope.signed_part()) ||
      commit.events_size() != 1 || !eventlog::UnpackEvent(commit.events(0), &genesis)) {
    return absl::DataLossError("the log's first message is no genesis");
  }
  return runtime::CheckGenesisClock(options, genesis.test_clock());
}

// For a service without keys: nothing can be sealed, and nothing opened.
class NoSealer final : public seal::Sealer {
 public:
  absl::StatusOr<seal::Sealed> Seal(const seal::KeyScope&, const seal::SealPlace&,
                                    std::string_view) override {
    return absl::PermissionDeniedError("this service holds no keys");
  }
  std::vector<seal::Opened> UnsealAll(absl::Span<const seal::ToOpen> texts,
                                      const seal::OpenReason&) override {
    return std::vector<seal::Opened>(texts.size(), {seal::Opened::Kind::kDenied, ""});
  }
};

// Everything a service stands on, in the order in which it is made; it ends in the reverse order.
struct Ground {
  std::unique_ptr<Clock> clock;
  SystemClock machine_clock;
  std::unique_ptr<eventlog::Signer> signer;
  std::unique_ptr<JetStreamEventLog> log, journal;
  std::unique_ptr<rpc::GrpcKeyVault> vault;
  std::unique_ptr<seal::Sealer> sealer;
  std::unique_ptr<projection::ProjectionStore> store;
  std::unique_ptr<projection::ProjectionStore> journal_store;  // only of a service that reads the journal
  std::string journal_genesis_sha256;
  crypto::Secret id_key;
};

// `name`: of the folder under --data. `genesis_sha256`: of the stream it is computed from.
absl::StatusOr<std::unique_ptr<projection::ProjectionStore>> OpenStore(const runtime::ServiceOptions& options,
                                                                       const About& about, const char* name,
                                                                       const std::string& genesis_sha256) {
  std::error_code error;
  std::filesystem::create_directories(options.data, error);
  if (error) {
    return absl::PermissionDeniedError(
        absl::StrCat("--data ", options.data, " cannot be made: ", error.message()));
  }
  const std::string path = absl::StrCat(options.data, "/", name);
  return projection::OpenProjection(
      [&](bool fresh) -> absl::StatusOr<std::unique_ptr<projection::ProjectionStore>> {
        FV_ASSIGN_OR_RETURN(auto store, projection::RocksDbProjectionStore::Open(
                                            {.path = path, .compression = options.production}, fresh));
        return std::unique_ptr<projection::ProjectionStore>(std::move(store));
      },
      {.layout = about.layout, .program = BuildId(), .genesis_sha256 = genesis_sha256},
      [](const std::string&) { log::Warning("projection_is_read_again_from_the_log", {}); });
}

absl::Status OpenVault(const runtime::ServiceOptions& options, Ground& ground) {
  FV_ASSIGN_OR_RETURN(const auto channel,
                      rpc::Connect({.target = options.vault, .tls = options.tls, .service = "keys"}));
  ground.vault = std::make_unique<rpc::GrpcKeyVault>(channel);
  FV_ASSIGN_OR_RETURN(ground.id_key, ground.vault->IdKey());
  ground.sealer =
      std::make_unique<seal::VaultSealer>(seal::VaultSealerOptions{.association = options.association},
                                          ground.vault.get(), &ground.machine_clock);
  return absl::OkStatus();
}

// It decides nothing, so ids that it derives from a key of its own meet nobody else's.
absl::Status DoWithoutVault(Ground& ground) {
  ground.id_key = crypto::Secret(crypto::RandomBytes(32));
  ground.sealer = std::make_unique<NoSealer>();
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Ground>> Prepare(const runtime::ServiceOptions& options, const About& about,
                                                const std::string& journal_genesis_sha256,
                                                std::function<void(const absl::Status&)> on_durability) {
  auto ground = std::make_unique<Ground>();
  FV_ASSIGN_OR_RETURN(ground->clock, runtime::MakeClock(options));
  FV_ASSIGN_OR_RETURN(const std::string seed, crypto::LoadSeedFile(options.signer_key));
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  ground->signer = std::make_unique<eventlog::Signer>(options.signer_key_id, std::move(key));

  FV_ASSIGN_OR_RETURN(const auto writing, ConnectBus(options, about.context));
  FV_ASSIGN_OR_RETURN(const auto reading, ConnectBus(options, about.context));
  FV_ASSIGN_OR_RETURN(ground->log, JetStreamEventLog::Open(writing, reading,
                                                           {.association = options.association,
                                                            .kind = eventlog::StreamKind::kLog,
                                                            .on_durability = std::move(on_durability)}));
  FV_ASSIGN_OR_RETURN(ground->journal, JetStreamEventLog::Open(writing, reading,
                                                               {.association = options.association,
                                                                .kind = eventlog::StreamKind::kJournal}));
  FV_RETURN_IF_ERROR(CheckGenesis(*ground->log, options));

  FV_RETURN_IF_ERROR(about.needs_vault ? OpenVault(options, *ground) : DoWithoutVault(*ground));
  FV_ASSIGN_OR_RETURN(ground->store, OpenStore(options, about, "projection", options.genesis_sha256));
  if (about.reads_journal) {
    ground->journal_genesis_sha256 = journal_genesis_sha256;
    FV_ASSIGN_OR_RETURN(ground->journal_store, OpenStore(options, about, "journal", journal_genesis_sha256));
  }
  return ground;
}

// Says SERVING when the service is ready, and NOT_SERVING when the bus stops being one that syncs.
class Readiness {
 public:
  void Watch(service::Host& host, service::Module& module, eventlog::EventLog& log, rpc::Server& server) {
    {
      absl::MutexLock lock(&mu_);
      server_ = &server;
    }
    thread_ = std::thread([this, &host, &module, &log] {
      while (!ended_.WaitForNotificationWithTimeout(kLookAgain)) {
        if (serving() || !host.CaughtUp() || !module.CaughtUp()) continue;
        Tell(log.CheckDurability());
      }
    });
  }
  // After a reconnect, from any thread, also before Watch. Bad news count at once; good ones are looked up
  // again.
  void Reconnected(const absl::Status& durability) {
    if (!durability.ok()) Tell(durability);
  }
  void End() {
    ended_.Notify();
    if (thread_.joinable()) thread_.join();
    absl::MutexLock lock(&mu_);
    server_ = nullptr;
  }

 private:
  bool serving() {
    absl::MutexLock lock(&mu_);
    return serving_;
  }
  void Tell(const absl::Status& durability) {
    absl::MutexLock lock(&mu_);
    if (!durability.ok()) log::Error("bus_does_not_sync", {{"cause", log::Cause(durability)}});
    if (server_ == nullptr) return;
    serving_ = durability.ok();
    server_->SetServing(serving_);
    if (serving_) log::Info("ready", {});
  }

  absl::Notification ended_;
  std::thread thread_;
  absl::Mutex mu_;
  rpc::Server* server_ ABSL_GUARDED_BY(mu_) = nullptr;
  bool serving_ ABSL_GUARDED_BY(mu_) = false;
};

void Say(const projection::Notice& notice) {
  if (notice.kind == projection::NoticeKind::kNotUnderstood) {
    log::Error("commit_not_understood", {{"position", notice.position}});
  } else {
    log::Warning("invalid_message", {{"position", notice.position}});
  }
}

// Reading stopped for good: the process ends, so that whoever runs it looks.
std::function<void(const absl::Status&)> Alarm(std::atomic<bool>& alarmed, runtime::StopSignal& stop) {
  return [&](const absl::Status& status) {
    log::Error("reading_stopped", {{"cause", log::Cause(status)}});
    alarmed = true;
    stop.Request();
  };
}

service::Ports PortsOf(Ground& ground, const runtime::ServiceOptions& options,
                       std::function<void(const absl::Status&)> on_alarm) {
  return {.log = *ground.log,
          .journal = *ground.journal,
          .store = *ground.store,
          .sealer = *ground.sealer,
          .signer = *ground.signer,
          .clock = *ground.clock,
          .new_id = NewId,
          .id_key = ground.id_key,
          .identity = {.kind = eventlog::StreamKind::kLog,
                       .association = options.association,
                       .genesis_sha256 = options.genesis_sha256},
          .on_notice = Say,
          .on_alarm = std::move(on_alarm),
          .on_trouble = [](const reaction::Obligation&, const absl::Status& status) {
            log::Warning("reaction_tried_again", {{"cause", log::Cause(status)}});
          }};
}

// gRPC waits for every running call, also for one that waits for the log; when the grace is over the host
// stops, and those who wait hear it.
void Drain(rpc::Server& server, service::Host& host, absl::Duration grace) {
  absl::Notification drained;
  std::thread impatient([&] {
    if (!drained.WaitForNotificationWithTimeout(grace)) host.Stop();
  });
  server.Drain(grace);
  drained.Notify();
  impatient.join();
}

int Fail(const absl::Status& status) {
  log::Error("cannot_start", {{"cause", log::Cause(status)}});
  return 1;
}

}  // namespace

int Run(int argc, const char* const* argv, const About& about, service::Module& module) {
  runtime::StopSignal stop;
  std::string journal_genesis_hex;
  runtime::Program program{.name = about.context, .purpose = about.purpose, .needs_vault = about.needs_vault};
  if (about.reads_journal) {
    program.extra = {{"--journal-genesis-sha256", "SHA-256 of the journal's first message, 64 hex digits",
                      &journal_genesis_hex}};
  }
  auto parsed = runtime::ParseOptions(argc, argv, program);
  if (const auto* exit = std::get_if<runtime::Exit>(&parsed)) return runtime::Leave(*exit);
  const auto& options = std::get<runtime::ServiceOptions>(parsed);
  log::Init(about.context, options.log_level);
  const auto journal_genesis = FromHex(journal_genesis_hex);
  if (about.reads_journal && (!journal_genesis.ok() || journal_genesis->size() != 32)) {
    return runtime::Leave(
        {2, "--journal-genesis-sha256 is the 64 hex digits that 'fvctl provision' wrote\n"});
  }

  Readiness readiness;
  auto ground = Prepare(options, about, *journal_genesis,
                        [&readiness](const absl::Status& status) { readiness.Reconnected(status); });
  if (!ground.ok()) return Fail(ground.status());

  std::atomic<bool> alarmed = false;
  if (about.reads_journal) {
    module.UseJournal({.log = *(*ground)->journal,
                       .store = *(*ground)->journal_store,
                       .identity = {.kind = eventlog::StreamKind::kJournal,
                                    .association = options.association,
                                    .genesis_sha256 = *journal_genesis},
                       .on_notice = Say,
                       .on_alarm = Alarm(alarmed, stop)});
  }
  service::Host host(PortsOf(**ground, options, Alarm(alarmed, stop)), module.MakeSpec());
  auto pool = std::make_unique<rpc::WorkerPool>();
  service::Pipeline pipeline(host, *pool);
  auto services = module.MakeServices(host, pipeline);
  services.push_back(std::make_unique<service::ReaderService>(host, pipeline));
  std::vector<grpc::Service*> served;
  for (const auto& each : services) served.push_back(each.get());

  host.Start();
  module.Start();
  auto server = rpc::Server::Start(rpc::ServerOptionsOf(options), served);
  if (!server.ok()) {
    module.Stop();
    return Fail(server.status());
  }
  log::Info("listening", {{"port", (*server)->port()}});
  readiness.Watch(host, module, *(*ground)->log, **server);

  stop.Wait();
  log::Info("draining", {});
  readiness.End();
  Drain(**server, host, absl::Seconds(options.drain_seconds));
  server->reset();
  module.Stop();
  host.Stop();
  pool.reset();  // runs what was accepted
  log::Info("stopped", {});
  return alarmed ? 1 : 0;
}

}  // namespace fallverbund::program
