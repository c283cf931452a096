#include "services/program/program.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/projection/projector.h"
#include "libs/rpc/server.h"
#include "libs/runtime/log.h"
#include "libs/runtime/options.h"
#include "libs/runtime/scrape_listener.h"
#include "libs/runtime/signals.h"
#include "services/program/adapters.h"
#include "services/program/assembly.h"
#include "services/program/readiness.h"
#include "services/program/rows.h"
#include "services/program/snapshot.h"
#include "services/program/vitals.h"

namespace fallverbund::program {
namespace {

// Reading stopped for good: the process ends, so that whoever runs it looks.
std::function<void(const absl::Status&)> Alarm(std::atomic<bool>& alarmed, runtime::StopSignal& stop) {
  return [&](const absl::Status& status) {
    log::Error("reading_stopped", {{"cause", log::Cause(status)}});
    alarmed = true;
    stop.Request();
  };
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
// stops, and those who wait hear it. Streams would go on for ever, so they hear it first.
void Drain(rpc::Server& server, service::Host& host, service::Streams& streams, absl::Duration grace) {
  streams.End();
  absl::Notification drained;
  std::thread impatient([&] {
    if (!drained.WaitForNotificationWithTimeout(grace)) host.Stop();
  });
  server.Drain(grace);
  drained.Notify();
  impatient.join();
}

// Debian builds Abseil so that each lock is checked against deadlock, and a suspicion ends the process. That
// is for tests, which have it; here it would cost time and turn a rare order of locks into an outage.
void TrustOurLocks() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

int Fail(const absl::Status& status) {
  log::Error("cannot_start", {{"cause", log::Cause(status)}});
  return 1;
}

// Progress is told this often.
constexpr absl::Duration kTellProgress = absl::Seconds(5);
// How often we look whether the head is reached.
constexpr absl::Duration kLookAgain = absl::Milliseconds(50);

// Reads up to the head seen at the start and stops: what a restart would have to read while nobody is served.
// Reactions, clocks and doors stay shut, so nothing is written but rows and what vouches for signatures.
int PrepareRows(const runtime::ServiceOptions& options, const About& about, service::Module& module,
                const std::string& journal_genesis, runtime::StopSignal& stop) {
  Tally tally;
  auto adapters = MakeAdapters(options, about, journal_genesis, stop, nullptr);
  if (absl::IsAborted(adapters.status())) {
    log::Info("nothing_to_prepare",
              {{"layout", about.layout},
               {"reason", log::Literal("a process that runs uses the projection of this version already")}});
    return 0;
  }
  if (!adapters.ok()) return Fail(adapters.status());
  std::atomic<bool> alarmed = false;
  Assembly assembly(**adapters, options, about, module, journal_genesis, tally, Alarm(alarmed, stop));
  std::vector<projection::Projector*> readers{&assembly.host.projector()};
  if (module.OfJournal() != nullptr) readers.push_back(module.OfJournal());
  const auto caught_up = [](const projection::Projector* reader) { return reader->CaughtUp(); };
  const auto tell = [&readers, &about](log::Literal event) {
    for (const projection::Projector* const reader : readers) {
      log::Info(event, {{"layout", about.layout},
                        {"position", reader->position()},
                        {"head", reader->head_seen_at_start().value_or(0)}});
    }
  };

  for (projection::Projector* const reader : readers) reader->Start();
  absl::Duration quiet;
  bool asked = false;
  while (!std::ranges::all_of(readers, caught_up) && !(asked = stop.AskedWithin(kLookAgain))) {
    quiet += kLookAgain;
    if (quiet < kTellProgress) continue;
    quiet = absl::ZeroDuration();
    tell("preparing");
  }
  for (projection::Projector* const reader : readers) reader->Stop();
  tell(asked ? log::Literal("preparing_was_interrupted") : log::Literal("prepared"));
  return asked || alarmed ? 1 : 0;
}

int Serve(const runtime::ServiceOptions& options, const About& about, service::Module& module,
          const std::string& journal_genesis, runtime::StopSignal& stop) {
  Tally tally;
  Readiness readiness;
  auto adapters = MakeAdapters(options, about, journal_genesis, stop,
                               [&readiness](const absl::Status& status) { readiness.Reconnected(status); });
  if (absl::IsCancelled(adapters.status())) {  // asked to stop while it waited for bus or vault
    log::Info("stopped", {});
    return 0;
  }
  if (!adapters.ok()) return Fail(adapters.status());

  std::atomic<bool> alarmed = false;
  Assembly assembly(**adapters, options, about, module, journal_genesis, tally, Alarm(alarmed, stop));
  service::Host& host = assembly.host;
  std::vector<grpc::Service*> served;
  for (const auto& each : assembly.services) served.push_back(each.get());

  const uint64_t read_before = host.projector().position();
  host.Start();
  module.Start();
  // Before the doors open: whoever reaches a process also finds its metrics.
  const Vitals vitals{options,           about,          **adapters,      host,      module,
                      assembly.pipeline, *assembly.pool, assembly.budget, readiness, tally};
  auto metrics = TellMetrics(options, vitals);
  if (!metrics.ok()) {
    module.Stop();
    return Fail(metrics.status());
  }
  auto serve = rpc::ServerOptionsOf(options);
  serve.calls = &tally.calls;
  auto server = rpc::Server::Start(serve, served);
  if (!server.ok()) {
    metrics->reset();  // it asks the module
    module.Stop();
    return Fail(server.status());
  }
  log::Info("listening", {{"port", (*server)->port()}});
  readiness.Watch(
      host, module, *(*adapters)->log, **server,
      [&] {
        log::Info("log_read", {{"from", read_before}, {"to", host.projector().position()}});
        DeleteOlderRows(options, about);
      },
      [&](const absl::Status& status) {
        log::Error("cannot_serve", {{"cause", log::Cause(status)}});
        alarmed = true;
        stop.Request();
      });

  stop.Wait();
  log::Info("draining", {});
  readiness.End();
  Drain(**server, host, assembly.pipeline.streams(), absl::Seconds(options.drain_seconds));
  server->reset();
  metrics->reset();
  module.Stop();
  host.Stop();
  assembly.pool.reset();  // runs what was accepted
  log::Info("stopped", {});
  return alarmed ? 1 : 0;
}

int WriteSnapshot(const runtime::ServiceOptions& options, const About& about,
                  const std::string& journal_genesis, runtime::StopSignal& stop) {
  const auto adapters = ReachLog(options, about, stop, nullptr);
  if (!adapters.ok()) return Fail(adapters.status());
  const absl::Status taken =
      TakeSnapshot(options, about, AllRowsOf(options, about, journal_genesis), **adapters);
  if (taken.ok()) return 0;
  log::Error("no_snapshot", {{"cause", log::Cause(taken)}});
  return 1;
}

int DoAsTold(const runtime::ServiceOptions& options, const About& about, service::Module& module,
             const std::string& journal_genesis, runtime::StopSignal& stop) {
  TrustOurLocks();
  if (!options.snapshot_to.empty()) return WriteSnapshot(options, about, journal_genesis, stop);
  return (options.prepare ? PrepareRows : Serve)(options, about, module, journal_genesis, stop);
}

}  // namespace

int Run(const runtime::ServiceOptions& options, const About& about, service::Module& module,
        runtime::StopSignal& stop) {
  log::Init(about.context, options.log_level);
  return DoAsTold(options, about, module, "", stop);
}

int Run(int argc, const char* const* argv, const About& about, service::Module& module) {
  runtime::StopSignal stop;
  std::string journal_genesis_hex;
  runtime::Program program{.name = about.context,
                           .purpose = about.purpose,
                           .needs_vault = about.needs_vault,
                           .extra = about.extra};
  if (about.reads_journal) {
    program.extra.push_back({"--journal-genesis-sha256",
                             "SHA-256 of the journal's first message, 64 hex digits", &journal_genesis_hex});
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
  return DoAsTold(options, about, module, *journal_genesis, stop);
}

}  // namespace fallverbund::program
