#include "tools/bench/watch.h"

#include <grpcpp/alarm.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/crisis/v1/notification_service.grpc.pb.h"
#include "libs/rpc/client.h"

namespace fallverbund::bench {

using crisis::v1::NotificationService;
using crisis::v1::WatchNotificationsRequest;
using crisis::v1::WatchNotificationsResponse;

// One stream after the other; a thread of gRPC at a time.
class Watchers::Watcher final : public grpc::ClientReadReactor<WatchNotificationsResponse> {
 public:
  Watcher(Watchers& all, load::Voice voice)
      : all_(all), voice_(std::move(voice)), stub_(NotificationService::NewStub(voice_.channel)) {
    request_.set_organisation_id(voice_.organisation);
  }

  void Begin() {
    {
      absl::MutexLock lock(&mu_);
      if (!stopped_) {
        context_.emplace();
        rpc::PrepareCall(*context_,
                         {.person = voice_.person, .role = voice_.role, .timeout = absl::Hours(1)});
        stub_->async()->WatchNotifications(&*context_, &request_, this);
      }
    }
    if (!context_) return all_.Ended();
    StartRead(&response_);
    StartCall();
  }

  // No stream begins after this.
  void Stop() {
    absl::MutexLock lock(&mu_);
    stopped_ = true;
    if (context_) context_->TryCancel();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (!std::exchange(open_, true)) {
      pause_ = kFirstWatchPause;
      all_.Opened();
    }
    for (const auto& notification : response_.notifications()) all_.on_notification_(notification);
    if (response_.notifications().empty()) all_.Heard();
    up_to_ = response_.up_to();
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    all_.Closed(std::exchange(open_, false), absl::StrCat(status.error_code(), " ", status.error_message()));
    if (up_to_.position() > 0) *request_.mutable_after() = up_to_;
    {
      absl::MutexLock lock(&mu_);
      context_.reset();
    }
    const absl::Duration pause = std::exchange(pause_, std::min(pause_ * 2, kLongestWatchPause));
    alarm_.Set(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(pause),
               [this](bool) { Begin(); });
  }

  Watchers& all_;
  const load::Voice voice_;
  const std::unique_ptr<NotificationService::Stub> stub_;
  WatchNotificationsRequest request_;
  WatchNotificationsResponse response_;
  crisis::v1::NotificationPlace up_to_;
  bool open_ = false;
  absl::Duration pause_ = kFirstWatchPause;
  grpc::Alarm alarm_;
  absl::Mutex mu_;
  std::optional<grpc::ClientContext> context_;  // of the call that runs
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
};

Watchers::Watchers(const std::vector<load::Voice>& voices, OnNotification on_notification)
    : on_notification_(std::move(on_notification)) {
  {
    absl::MutexLock lock(&mu_);
    running_ = static_cast<int>(voices.size());
  }
  for (const load::Voice& voice : voices) watchers_.push_back(std::make_unique<Watcher>(*this, voice));
  for (const auto& watcher : watchers_) watcher->Begin();
}

Watchers::~Watchers() {
  for (const auto& watcher : watchers_) watcher->Stop();
  absl::MutexLock lock(&mu_);
  mu_.Await(absl::Condition(
      +[](int* running) { return *running == 0; }, &running_));
}

absl::Status Watchers::AwaitAllOpen(absl::Duration timeout) {
  absl::MutexLock lock(&mu_);
  if (mu_.AwaitWithTimeout(absl::Condition(&all_were_open_), timeout)) return absl::OkStatus();
  return absl::DeadlineExceededError(absl::StrCat("of ", running_, " watchers only ", open_,
                                                  " were open within ", absl::FormatDuration(timeout),
                                                  "; one that ended heard: ", last_why_));
}

int Watchers::lowest_open() const {
  absl::MutexLock lock(&mu_);
  return lowest_open_;
}

uint64_t Watchers::begun_again() const {
  absl::MutexLock lock(&mu_);
  return begun_again_;
}

uint64_t Watchers::heartbeats() const {
  absl::MutexLock lock(&mu_);
  return heartbeats_;
}

void Watchers::Opened() {
  absl::MutexLock lock(&mu_);
  ++open_;
  if (all_were_open_ || open_ < running_) return;
  all_were_open_ = true;
  lowest_open_ = open_;
}

void Watchers::Closed(bool was_open, const std::string& why) {
  absl::MutexLock lock(&mu_);
  last_why_ = why;
  if (was_open) --open_;
  if (!all_were_open_) return;
  lowest_open_ = std::min(lowest_open_, open_);
  ++begun_again_;
}

void Watchers::Ended() {
  absl::MutexLock lock(&mu_);
  --running_;
}

void Watchers::Heard() {
  absl::MutexLock lock(&mu_);
  if (all_were_open_) ++heartbeats_;
}

}  // namespace fallverbund::bench
