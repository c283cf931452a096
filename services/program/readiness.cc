#include "services/program/readiness.h"

#include <utility>

#include "absl/time/time.h"
#include "libs/runtime/log.h"

namespace fallverbund::program {
namespace {

// How often a service that is not ready looks whether it is.
constexpr absl::Duration kLookAgain = absl::Milliseconds(50);

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
          if (serving() || !host.CaughtUp() || !module.CaughtUp()) continue;
          const absl::Status signer = host.desk().CheckSigner(host.rows());
          if (absl::IsFailedPrecondition(signer)) return on_alarm(signer);
          if (signer.ok()) {
            Tell(log.CheckDurability());
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

void Readiness::Tell(const absl::Status& durability) {
  absl::MutexLock lock(&mu_);
  if (!durability.ok() && durability != told_) {  // once, however often it is looked at
    log::Error("bus_does_not_sync", {{"cause", log::Cause(durability)}});
  }
  told_ = durability;
  if (server_ == nullptr) return;
  serving_ = durability.ok();
  server_->SetServing(serving_);
  if (serving_) log::Info("ready", {});
}

}  // namespace fallverbund::program
