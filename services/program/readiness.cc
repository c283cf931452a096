#include "services/program/readiness.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/runtime/log.h"

namespace fallverbund::program {
namespace {

// How often a service that is not ready looks whether it is.
constexpr absl::Duration kLookAgain = absl::Milliseconds(50);
// How often one that is ready asks the log's leader for a sign of life, and how long it may be silent: an
// election takes two to four seconds (three servers on this machine).
constexpr absl::Duration kLookAtLeader = absl::Seconds(2);
constexpr absl::Duration kLeaderMayBeSilent = absl::Seconds(5);

absl::Status AskLeader(eventlog::EventLog& log) {
  const absl::Status head = log.HeadFromLeader().status();
  if (!absl::IsUnavailable(head)) return head;
  return absl::UnavailableError(absl::StrCat(
      "the log has no leader, so nothing can be written: too few servers of the bus are there, or "
      "none is within reach (",
      head.message(), ")"));
}

}  // namespace

void Readiness::Watch(service::Host& host, service::Module& module, eventlog::EventLog& log,
                      rpc::Server& server, std::function<void()> on_ready,
                      std::function<void(const absl::Status&)> on_alarm) {
  {
    absl::MutexLock lock(&mu_);
    server_ = &server;
  }
  thread_ = std::thread(
      [this, &host, &module, &log, on_ready = std::move(on_ready), on_alarm = std::move(on_alarm)] {
        absl::Status told;
        bool was_ready = false;
        while (!ended_.WaitForNotificationWithTimeout(kLookAgain)) {
          if (serving()) {
            if (const absl::Status led = LookAtLeader(log); !led.ok()) Tell(led);
            continue;
          }
          if (!host.CaughtUp() || !module.CaughtUp()) continue;
          const absl::Status signer = host.desk().CheckSigner(host.rows());
          if (absl::IsFailedPrecondition(signer)) return on_alarm(signer);
          if (signer.ok()) {
            const absl::Status led = AskLeader(log);
            led_ = absl::Now();
            Tell(led.ok() ? log.CheckDurability() : led);
            if (!was_ready && serving()) {
              was_ready = true;
              on_ready();
            }
          } else if (signer != told) {
            log::Error("signer_key_does_not_count", {{"cause", log::Cause(signer)}});
          }
          told = signer;
        }
      });
}

void Readiness::Reconnected(const absl::Status& durability) {
  if (!durability.ok()) Tell(durability);
}

void Readiness::End() {
  ended_.Notify();
  if (thread_.joinable()) thread_.join();
  absl::MutexLock lock(&mu_);
  server_ = nullptr;
}

bool Readiness::serving() {
  absl::MutexLock lock(&mu_);
  return serving_;
}

// Another instance may be better off, so health says no; what was read here is still there to be asked.
absl::Status Readiness::LookAtLeader(eventlog::EventLog& log) {
  if (absl::Now() - led_ < kLookAtLeader) return absl::OkStatus();
  const absl::Status led = AskLeader(log);
  if (!absl::IsUnavailable(led)) led_ = absl::Now();
  return absl::Now() - led_ < kLeaderMayBeSilent ? absl::OkStatus() : led;
}

void Readiness::Tell(const absl::Status& bus) {
  absl::MutexLock lock(&mu_);
  if (!bus.ok() && bus != told_) {  // once, however often it is looked at
    log::Error("bus_not_ready", {{"cause", log::Cause(bus)}});
  }
  told_ = bus;
  if (server_ == nullptr) return;
  serving_ = bus.ok();
  server_->SetServing(serving_);
  if (serving_) log::Info("ready", {});
}

}  // namespace fallverbund::program
