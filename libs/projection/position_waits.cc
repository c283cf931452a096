#include "libs/projection/position_waits.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace fallverbund::projection {

PositionWaits::PositionWaits(uint64_t reached)
    : reached_(reached), deadlines_(&PositionWaits::WatchDeadlines, this) {}

PositionWaits::~PositionWaits() {
  {
    absl::MutexLock lock(&mu_);
    ending_ = true;
    changed_.SignalAll();
  }
  deadlines_.join();
  Fail(absl::CancelledError("the service is stopping"));
}

PositionWaits::Waiter PositionWaits::Take(Ticket ticket) {
  auto node = waiters_.extract(ticket);
  Waiter waiter = std::move(node.mapped());
  by_position_.erase({waiter.position, ticket});
  by_deadline_.erase({waiter.deadline, ticket});
  return waiter;
}

PositionWaits::Ticket PositionWaits::Add(uint64_t position, absl::Time deadline, Done done) {
  absl::Status now;
  Ticket ticket;
  {
    absl::MutexLock lock(&mu_);
    ticket = next_++;
    if (position > reached_) now = failed_;
    if (position > reached_ && failed_.ok()) {
      bool earliest = by_deadline_.empty() || deadline < by_deadline_.begin()->first.first;
      by_position_.emplace(std::pair(position, ticket), ticket);
      by_deadline_.emplace(std::pair(deadline, ticket), ticket);
      waiters_.emplace(ticket, Waiter{position, deadline, std::move(done)});
      if (earliest) changed_.SignalAll();
      return ticket;
    }
  }
  done(now);
  return ticket;
}

bool PositionWaits::Cancel(Ticket ticket) {
  absl::MutexLock lock(&mu_);
  if (!waiters_.contains(ticket)) return false;
  Take(ticket);
  return true;
}

void PositionWaits::Reach(uint64_t position) {
  std::vector<Done> ready;
  {
    absl::MutexLock lock(&mu_);
    if (position <= reached_) return;
    reached_ = position;
    while (!by_position_.empty() && by_position_.begin()->first.first <= position) {
      ready.push_back(Take(by_position_.begin()->second).done);
    }
  }
  for (Done& done : ready) done(absl::OkStatus());
}

void PositionWaits::Fail(absl::Status status) {
  std::vector<Done> over;
  {
    absl::MutexLock lock(&mu_);
    if (failed_.ok()) failed_ = status;
    while (!waiters_.empty()) over.push_back(Take(waiters_.begin()->first).done);
  }
  for (Done& done : over) done(status);
}

void PositionWaits::WatchDeadlines() {
  mu_.Lock();
  while (!ending_) {
    std::vector<std::pair<Done, absl::Status>> late;
    absl::Time now = absl::Now();
    while (!by_deadline_.empty() && by_deadline_.begin()->first.first <= now) {
      Waiter waiter = Take(by_deadline_.begin()->second);
      late.emplace_back(std::move(waiter.done), absl::DeadlineExceededError(absl::StrCat(
                                                    "position ", waiter.position,
                                                    " is not visible here yet: read up to ", reached_)));
    }
    if (!late.empty()) {
      mu_.Unlock();
      for (auto& [done, status] : late) done(status);
      mu_.Lock();
      continue;
    }
    changed_.WaitWithDeadline(
        &mu_, by_deadline_.empty() ? absl::InfiniteFuture() : by_deadline_.begin()->first.first);
  }
  mu_.Unlock();
}

}  // namespace fallverbund::projection
