#include "libs/eventlog/in_memory_event_log.h"

#include <algorithm>
#include <utility>

#include "libs/base/check.h"
#include "libs/base/stored.h"

namespace fallverbund::eventlog {
namespace {

absl::Status Unknown() {
  return absl::UnavailableError("no answer from the log; the outcome is unknown");
}

int64_t CostOf(const StoredMessage& message) {
  return static_cast<int64_t>(message.payload.size() + message.subject.size());
}

}  // namespace

absl::StatusOr<uint64_t> InMemoryEventLog::Append(const AppendRequest& request) {
  HintMode mode = HintMode::kOnce;
  {
    absl::MutexLock lock(&mu_);
    mode = hint_mode_;
  }
  if (mode == HintMode::kEarly) watchers_.Call();
  auto position = AppendOrFail(request, &mode);
  if (mode == HintMode::kOnce || mode == HintMode::kTwice) watchers_.Call();
  if (mode == HintMode::kTwice) watchers_.Call();
  return position;
}

// `mode` becomes kLost when nothing was stored: the bus gives no hint of a failed append.
absl::StatusOr<uint64_t> InMemoryEventLog::AppendOrFail(const AppendRequest& request, HintMode* mode) {
  absl::MutexLock lock(&mu_);
  const HintMode wanted = std::exchange(*mode, HintMode::kLost);
  if (FailsNow()) return Unknown();
  switch (NextFault(request)) {
    case AppendFault::kNone: {
      auto position = Store(request);
      if (position.ok()) *mode = wanted;
      return position;
    }
    case AppendFault::kLostAck:
      if (Store(request).ok()) *mode = wanted;
      return Unknown();
    case AppendFault::kDelayed:
      delayed_.push_back(request);
      return Unknown();
    case AppendFault::kLostRequest:
      return Unknown();
    case AppendFault::kAway:
      return WithStored(absl::UnavailableError("not connected to the log"), Stored::kNothing);
    case AppendFault::kFalseConflict:
      return absl::AbortedError("another append to this subject is in flight");
    case AppendFault::kFull:
      return absl::ResourceExhaustedError("the store is full");
  }
  FV_CHECK(false);
}

absl::StatusOr<uint64_t> InMemoryEventLog::Store(const AppendRequest& request) {
  if (request.payload.size() > kMaxMessageBytes) {
    return absl::InvalidArgumentError("a message of the log holds at most 128 KiB; write less in one commit");
  }
  uint64_t& last = last_by_subject_[request.subject];
  if (last != request.expected_last_position) {
    return absl::AbortedError("the subject has moved on; read from the leader, then decide again");
  }
  last = ++head_;
  const int64_t time_ns =
      clock_ == nullptr ? static_cast<int64_t>(head_) * 1'000'000 : absl::ToUnixNanos(clock_->Now());
  messages_[head_] = StoredMessage{head_, time_ns, request.subject, request.payload};
  return head_;
}

absl::StatusOr<std::vector<StoredMessage>> InMemoryEventLog::Read(uint64_t from, ReadLimit limit) {
  absl::MutexLock lock(&mu_);
  if (FailsNow()) return Unknown();
  const uint64_t end = head_ - std::min(head_, read_lag_);
  std::vector<StoredMessage> batch;
  int64_t bytes = 0;
  for (auto it = messages_.lower_bound(from); it != messages_.end() && it->first <= end; ++it) {
    if (hidden_.count(it->first) > 0) continue;
    bytes += CostOf(it->second);
    if (static_cast<int>(batch.size()) >= limit.max_messages || (!batch.empty() && bytes > limit.max_bytes))
      break;
    batch.push_back(it->second);
  }
  return batch;
}

absl::StatusOr<std::optional<StoredMessage>> InMemoryEventLog::ReadFromLeader(uint64_t position) {
  absl::MutexLock lock(&mu_);
  if (FailsNow()) return Unknown();
  const auto it = messages_.find(position);
  if (it == messages_.end()) return std::nullopt;
  return it->second;
}

absl::StatusOr<std::optional<StoredMessage>> InMemoryEventLog::NextFromLeader(std::string_view subject,
                                                                              uint64_t from, absl::Time) {
  absl::MutexLock lock(&mu_);
  if (FailsNow()) return Unknown();
  for (auto it = messages_.lower_bound(from); it != messages_.end(); ++it) {
    if (it->second.subject == subject) return it->second;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<StoredMessage>> InMemoryEventLog::LastFromLeader(std::string_view subject,
                                                                              absl::Time) {
  absl::MutexLock lock(&mu_);
  if (FailsNow()) return Unknown();
  const auto last = last_by_subject_.find(subject);
  if (last == last_by_subject_.end()) return std::nullopt;
  const auto it = messages_.find(last->second);
  if (it == messages_.end()) return std::nullopt;
  return it->second;
}

absl::StatusOr<uint64_t> InMemoryEventLog::HeadFromLeader(absl::Time) {
  absl::MutexLock lock(&mu_);
  if (FailsNow()) return Unknown();
  return head_;
}

absl::Status InMemoryEventLog::CheckDurability() {
  absl::MutexLock lock(&mu_);
  if (FailsNow()) return Unknown();
  if (durable_) return absl::OkStatus();
  return absl::FailedPreconditionError("this log was told not to be durable");
}

std::unique_ptr<EventLog::Subscription> InMemoryEventLog::WatchHints(std::function<void()> hint) {
  return watchers_.Add(std::move(hint));
}

bool InMemoryEventLog::FailsNow() {
  if (failing_calls_ == 0) return false;
  --failing_calls_;
  return true;
}

AppendFault InMemoryEventLog::NextFault(const AppendRequest& request) {
  if (!next_faults_.empty()) {
    const AppendFault fault = next_faults_.front();
    next_faults_.pop_front();
    return fault;
  }
  return faults_ ? faults_(request) : AppendFault::kNone;
}

void InMemoryEventLog::FaultNextAppends(std::vector<AppendFault> faults) {
  absl::MutexLock lock(&mu_);
  next_faults_.insert(next_faults_.end(), faults.begin(), faults.end());
}

void InMemoryEventLog::SetAppendFaults(FaultSource faults) {
  absl::MutexLock lock(&mu_);
  faults_ = std::move(faults);
}

void InMemoryEventLog::DeliverDelayed() {
  {
    absl::MutexLock lock(&mu_);
    for (const AppendRequest& request : std::exchange(delayed_, {})) {
      Store(request).status().IgnoreError();  // its sender has stopped listening
    }
  }
  watchers_.Call();
}

void InMemoryEventLog::SetReadLag(uint64_t messages) {
  absl::MutexLock lock(&mu_);
  read_lag_ = messages;
}

void InMemoryEventLog::HideFromRead(uint64_t position) {
  absl::MutexLock lock(&mu_);
  hidden_.insert(position);
}

void InMemoryEventLog::Lose(uint64_t position) {
  absl::MutexLock lock(&mu_);
  messages_.erase(position);
}

void InMemoryEventLog::Tamper(uint64_t position, StoredMessage message) {
  absl::MutexLock lock(&mu_);
  messages_[position] = std::move(message);
}

void InMemoryEventLog::FailNextCalls(int count) {
  absl::MutexLock lock(&mu_);
  failing_calls_ = count;
}

void InMemoryEventLog::SetHintMode(HintMode mode) {
  absl::MutexLock lock(&mu_);
  hint_mode_ = mode;
}

void InMemoryEventLog::SetDurable(bool durable) {
  absl::MutexLock lock(&mu_);
  durable_ = durable;
}

}  // namespace fallverbund::eventlog
