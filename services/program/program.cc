#include "services/program/program.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/random.h"
#include "libs/rpc/pipeline/reader_service.h"
#include "libs/rpc/server.h"
#include "libs/rpc/worker_pool.h"
#include "libs/runtime/log.h"
#include "libs/runtime/options.h"
#include "libs/runtime/scrape_listener.h"
#include "libs/runtime/signals.h"
#include "services/program/adapters.h"
#include "services/program/readiness.h"
#include "services/program/vitals.h"

namespace fallverbund::program {
namespace {

std::string NewId() {
  return ToHex(crypto::RandomBytes(16));
}

void Say(const projection::Notice& notice, Tally& tally) {
  if (notice.kind == projection::NoticeKind::kNotUnderstood) {
    ++tally.not_understood;
    log::Error("commit_not_understood", {{"position", notice.position}});
  } else {
    ++tally.invalid;
    log::Warning("invalid_message", {{"position", notice.position}});
  }
}

// So that one id finds in the logs what it finds in the log.
void SayTraced(const eventlog::v1::Commit& commit, uint64_t position) {
  log::Info("traced_commit", {{"trace", log::Id(ToHex(commit.trace().trace_id()))},
                              {"position", position},
                              {"commit", log::Id(commit.commit_id())},
                              {"caused_by", commit.causation().position()}});
}

void SayTrouble(const reaction::Obligation& owed, const absl::Status& status, Tally& tally) {
  ++tally.tried_again;
  log::Warning("reaction_tried_again",
               {{"trace", owed.trace ? log::Id(owed.trace->trace_id) : log::Value("none")},
                {"cause", log::Cause(status)}});
}

// Reading stopped for good: the process ends, so that whoever runs it looks.
std::function<void(const absl::Status&)> Alarm(std::atomic<bool>& alarmed, runtime::StopSignal& stop) {
  return [&](const absl::Status& status) {
    log::Error("reading_stopped", {{"cause", log::Cause(status)}});
    alarmed = true;
    stop.Request();
  };
}

service::Ports PortsOf(Adapters& adapters, const runtime::ServiceOptions& options, Tally& tally,
                       std::function<void(const absl::Status&)> on_alarm) {
  return {.log = *adapters.log,
          .journal = *adapters.journal,
          .store = *adapters.store,
          .sealer = *adapters.sealer,
          .signer = *adapters.signer,
          .clock = *adapters.clock,
          .new_id = NewId,
          .id_key = adapters.id_key,
          .identity = {.kind = eventlog::StreamKind::kLog,
                       .association = options.association,
                       .genesis_sha256 = options.genesis_sha256},
          .on_notice = [&tally](const projection::Notice& notice) { Say(notice, tally); },
          .on_alarm = std::move(on_alarm),
          .on_trouble = [&tally](const auto& owed, const auto& status) { SayTrouble(owed, status, tally); },
          .on_traced = SayTraced,
          .voucher = adapters.voucher.get()};
}

// Nothing where no address is named.
absl::StatusOr<std::unique_ptr<runtime::ScrapeListener>> TellMetrics(const runtime::ServiceOptions& options,
                                                                     const Vitals& vitals) {
  if (options.metrics_listen.empty()) return nullptr;
  FV_ASSIGN_OR_RETURN(auto listener, runtime::ScrapeListener::Start({.listen = options.metrics_listen,
                                                                     .port_file = options.metrics_port_file},
                                                                    [&vitals] { return vitals.Text(); }));
  log::Info("metrics", {{"port", listener->port()}, {"loopback", listener->on_loopback()}});
  if (!listener->on_loopback())
    log::Warning("metrics_without_tls", {{"listen", log::Path(options.metrics_listen)}});
  return listener;
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

int Serve(const runtime::ServiceOptions& options, const About& about, service::Module& module,
          const std::string& journal_genesis, runtime::StopSignal& stop) {
  Tally tally;
  Readiness readiness;
  auto adapters = Prepare(options, about, journal_genesis, stop,
                          [&readiness](const absl::Status& status) { readiness.Reconnected(status); });
  if (!adapters.ok()) return Fail(adapters.status());

  std::atomic<bool> alarmed = false;
  if (about.reads_journal) {
    module.UseJournal({.log = *(*adapters)->journal,
                       .store = *(*adapters)->journal_store,
                       .identity = {.kind = eventlog::StreamKind::kJournal,
                                    .association = options.association,
                                    .genesis_sha256 = journal_genesis},
                       .on_notice = [&tally](const projection::Notice& notice) { Say(notice, tally); },
                       .on_alarm = Alarm(alarmed, stop),
                       .voucher = (*adapters)->journal_voucher.get()});
  }
  service::Host host(PortsOf(**adapters, options, tally, Alarm(alarmed, stop)), module.MakeSpec());
  auto pool = std::make_unique<rpc::WorkerPool>();
  service::Pipeline pipeline(host, *pool);
  auto services = module.MakeServices(host, pipeline);
  services.push_back(std::make_unique<service::ReaderService>(host, pipeline));
  std::vector<grpc::Service*> served;
  for (const auto& each : services) served.push_back(each.get());

  host.Start();
  module.Start();
  auto serve = rpc::ServerOptionsOf(options);
  serve.calls = &tally.calls;
  auto server = rpc::Server::Start(serve, served);
  if (!server.ok()) {
    module.Stop();
    return Fail(server.status());
  }
  const Vitals vitals{options, about, **adapters, host, pipeline, *pool, readiness, tally};
  auto metrics = TellMetrics(options, vitals);
  if (!metrics.ok()) {
    server->reset();
    module.Stop();
    return Fail(metrics.status());
  }
  log::Info("listening", {{"port", (*server)->port()}});
  readiness.Watch(host, module, *(*adapters)->log, **server, [&](const absl::Status& status) {
    log::Error("cannot_serve", {{"cause", log::Cause(status)}});
    alarmed = true;
    stop.Request();
  });

  stop.Wait();
  log::Info("draining", {});
  readiness.End();
  Drain(**server, host, absl::Seconds(options.drain_seconds));
  server->reset();
  metrics->reset();
  module.Stop();
  host.Stop();
  pool.reset();  // runs what was accepted
  log::Info("stopped", {});
  return alarmed ? 1 : 0;
}

}  // namespace

int Run(const runtime::ServiceOptions& options, const About& about, service::Module& module,
        runtime::StopSignal& stop) {
  log::Init(about.context, options.log_level);
  return Serve(options, about, module, "", stop);
}

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

  return Serve(options, about, module, *journal_genesis, stop);
}

}  // namespace fallverbund::program
