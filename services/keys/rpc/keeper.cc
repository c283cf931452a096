#include "services/keys/rpc/keeper.h"

#include <utility>

#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/runtime/log.h"

namespace fallverbund::keys {

Keeper::Keeper(KeeperOptions options, Epochs* epochs, seal::KeyStore* store, const Clock* clock)
    : options_(std::move(options)), epochs_(epochs), store_(store), clock_(clock) {}

Keeper::~Keeper() {
  Stop();
}

void Keeper::Start() {
  thread_ = std::thread([this] {
    for (;;) {
      absl::Duration pause = options_.try_again;
      if (options_.ready()) {
        const absl::Status status = Look();
        if (!status.ok()) log::Warning("keys_are_looked_after_later", {{"cause", log::Cause(status)}});
        if (status.ok()) pause = options_.look_every;
      }
      absl::MutexLock lock(&mu_);
      const auto wanted = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return stopping_ || poked_; };
      mu_.AwaitWithTimeout(absl::Condition(&wanted), pause);
      if (stopping_) return;
      poked_ = false;
    }
  });
}

void Keeper::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Keeper::Poke() {
  absl::MutexLock lock(&mu_);
  poked_ = true;
}

bool Keeper::stopping() {
  absl::MutexLock lock(&mu_);
  return stopping_;
}

absl::Status Keeper::Look() {
  const absl::Time now = clock_->Now();
  FV_RETURN_IF_ERROR(SayWhenOverdue(now));
  FV_RETURN_IF_ERROR(BeginWhenOld(now));
  FV_RETURN_IF_ERROR(Walk(now));
  FV_ASSIGN_OR_RETURN(const int destroyed, epochs_->DestroyOld());
  if (destroyed > 0) log::Info("key_encryption_keys_destroyed", {{"count", destroyed}});
  return absl::OkStatus();
}

absl::Status Keeper::SayWhenOverdue(absl::Time now) {
  FV_ASSIGN_OR_RETURN(const Standing standing, epochs_->Read());
  if (now <= standing.DestroyBy() || absl::Now() < next_warning_) return absl::OkStatus();
  next_warning_ = absl::Now() + options_.round_every;
  log::Error("key_epoch_overdue", {{"epoch", standing.oldest()}});
  return absl::OkStatus();
}

absl::Status Keeper::BeginWhenOld(absl::Time now) {
  FV_ASSIGN_OR_RETURN(const Standing standing, epochs_->Read());
  const bool old = FromProto(standing.epochs.begun_at()) + options_.epoch_lasts <= now;
  if (!old || standing.epochs.leaving_epoch() != 0) return absl::OkStatus();
  FV_RETURN_IF_ERROR(epochs_->BeginNext(standing.epochs.epoch(), now));
  log::Info("key_epoch_begun", {{"after", standing.epochs.epoch()}});
  return absl::OkStatus();
}

absl::Status Keeper::Walk(absl::Time now) {
  FV_ASSIGN_OR_RETURN(const Standing standing, epochs_->Read());
  if (standing.epochs.leaving_epoch() == 0 && absl::Now() < next_round_) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const RoundReport report,
                      WalkRound(*epochs_, *store_,
                                {.association = options_.association,
                                 .is_erased = options_.is_erased,
                                 .stopping = [this] { return stopping(); },
                                 .on_damage =
                                     [](const absl::Status& status) {
                                       log::Error("key_bucket_damaged", {{"cause", log::Cause(status)}});
                                     }},
                                now));
  if (report.dropped_again > 0) log::Error("erased_keys_had_come_back", {{"dropped", report.dropped_again}});
  if (report.rewrapped > 0 || report.stuck > 0)
    log::Info("keys_taken_along", {{"rewrapped", report.rewrapped}, {"stuck", report.stuck}});
  if (report.finished) next_round_ = absl::Now() + options_.round_every;
  return absl::OkStatus();
}

}  // namespace fallverbund::keys
