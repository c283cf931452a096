#include "tools/relay/relay.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"
#include "libs/runtime/files.h"
#include "libs/runtime/log.h"
#include "tools/relay/say/say.h"

namespace fallverbund::relay {
namespace {

// Calling again would hear the same.
bool IsFinal(const absl::Status& status) {
  return absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status) || absl::IsNotFound(status) ||
         absl::IsInvalidArgument(status) || absl::IsOutOfRange(status);
}

}  // namespace

Relay::Relay(std::shared_ptr<grpc::Channel> channel, Watch watch, Outlet& outlet)
    : stub_(crisis::v1::NotificationService::NewStub(std::move(channel))),
      watch_(std::move(watch)),
      outlet_(outlet) {}

absl::Status Relay::Run() {
  const auto kept = runtime::ReadFile(watch_.place_file, "--data");
  if (kept.ok()) place_ = PlaceOf(*kept);
  if (!kept.ok() && !absl::IsNotFound(kept.status())) return kept.status();
  int failures = 0;
  while (!StoppedWithin(failures == 0 ? absl::ZeroDuration() : PauseAfter(failures))) {
    const absl::Status status = Follow(failures);
    if (StoppedWithin(absl::ZeroDuration())) break;
    if (IsFinal(status)) return status;
    if (absl::IsDeadlineExceeded(status)) continue;  // begun anew, as meant
    ++failures;
    log::Warning("watching_again", {{"failures", failures}, {"cause", log::Cause(status)}});
  }
  return absl::OkStatus();
}

// One call, until it ends.
absl::Status Relay::Follow(int& failures) {
  grpc::ClientContext context;
  rpc::PrepareCall(context, {.person = watch_.person_id, .role = watch_.role, .timeout = kCallAnewAfter});
  crisis::v1::WatchNotificationsRequest request;
  request.set_organisation_id(watch_.organisation_id);
  if (place_.position() > 0) *request.mutable_after() = place_;
  {
    absl::MutexLock lock(&mu_);
    if (stopping_) return absl::CancelledError("");
    call_ = &context;
  }
  const auto reader = stub_->WatchNotifications(&context, request);
  crisis::v1::WatchNotificationsResponse response;
  absl::Status delivered;
  while (delivered.ok() && reader->Read(&response)) {
    failures = 0;
    delivered = Deliver(response);
  }
  if (!delivered.ok()) context.TryCancel();
  const grpc::Status ended = reader->Finish();
  {
    absl::MutexLock lock(&mu_);
    call_ = nullptr;
  }
  return delivered.ok() ? rpc::FromGrpc(ended) : delivered;
}

absl::Status Relay::Deliver(const crisis::v1::WatchNotificationsResponse& response) {
  {
    absl::MutexLock lock(&mu_);
    heard_ = absl::Now();
  }
  for (const auto& notification : response.notifications()) {
    FV_RETURN_IF_ERROR(Send(notification));
    FV_RETURN_IF_ERROR(Keep(notification.place()));
  }
  return Keep(response.up_to());
}

absl::Status Relay::Send(const crisis::v1::Notification& notification) {
  {
    absl::MutexLock lock(&mu_);
    sending_since_ = absl::Now();
  }
  for (int failures = 1;; ++failures) {
    const absl::Status status = outlet_.Send(notification);
    {
      absl::MutexLock lock(&mu_);
      ++(status.ok() ? sent_ : not_taken_);
      if (status.ok()) sending_since_ = absl::InfiniteFuture();
    }
    if (status.ok()) return status;
    log::Warning("sending_again", {{"failures", failures}, {"cause", log::Cause(status)}});
    if (StoppedWithin(PauseAfter(failures))) return absl::CancelledError("asked to stop");
  }
}

absl::Status Relay::Keep(const crisis::v1::NotificationPlace& place) {
  FV_RETURN_IF_ERROR(runtime::WriteFileAtomically(watch_.place_file, PlaceText(place), "--data"));
  place_ = place;
  return absl::OkStatus();
}

bool Relay::StoppedWithin(absl::Duration pause) {
  absl::MutexLock lock(&mu_);
  mu_.AwaitWithTimeout(absl::Condition(&stopping_), pause);
  return stopping_;
}

Course Relay::course() const {
  const absl::Time now = absl::Now();
  absl::MutexLock lock(&mu_);
  const absl::Duration waits = std::max(absl::ZeroDuration(), now - sending_since_);
  return {.sent = sent_,
          .not_taken = not_taken_,
          .waits = waits,
          .watches = sending_since_ != absl::InfiniteFuture() || heard_ > now - kHeardWithin};
}

void Relay::Stop() {
  absl::MutexLock lock(&mu_);
  stopping_ = true;
  if (call_ != nullptr) call_->TryCancel();
}

}  // namespace fallverbund::relay
