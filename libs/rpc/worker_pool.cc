#include "libs/rpc/worker_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"
#include "libs/base/check.h"

namespace fallverbund::rpc {

WorkerPool::WorkerPool(Limits limits) : limits_(limits) {
  for (int i = 0; i < limits_.threads; ++i) threads_.emplace_back([this] { Run(); });
  if (limits_.threads > 0) threads_.emplace_back([this] { WatchQueue(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mu_);
    closed_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Submit(Work work, absl::Time latest, Work too_late) {
  return Enqueue({std::move(work), latest, std::move(too_late)}, limits_.queue);
}

bool WorkerPool::SubmitRead(Work work, absl::Time latest, Work too_late) {
  return Enqueue({std::move(work), latest, std::move(too_late)}, limits_.queue + limits_.reads);
}

bool WorkerPool::Enqueue(Queued queued, size_t places) {
  absl::MutexLock lock(&mu_);
  if (closed_ || queue_.size() >= places) return false;
  if (queued.latest < next_look_) look_sooner_ = true;
  queue_.push_back(std::move(queued));
  return true;
}

void WorkerPool::Resume(Work work) {
  absl::MutexLock lock(&mu_);
  FV_CHECK(!closed_);
  queue_.push_back({std::move(work)});
}

size_t WorkerPool::queued() const {
  absl::MutexLock lock(&mu_);
  return queue_.size();
}

WorkerPool::Work WorkerPool::TakeFirst() {
  Work work = std::move(queue_.front().work);
  queue_.pop_front();
  return work;
}

bool WorkerPool::RunOne() {
  Work work;
  {
    absl::MutexLock lock(&mu_);
    if (queue_.empty()) return false;
    work = TakeFirst();
  }
  work();
  return true;
}

void WorkerPool::Run() {
  while (true) {
    Work work;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(
          +[](WorkerPool* pool)
               ABSL_NO_THREAD_SAFETY_ANALYSIS { return pool->closed_ || !pool->queue_.empty(); },
          this));
      if (queue_.empty()) return;  // closed, and nothing left
      work = TakeFirst();
      ++busy_;
    }
    work();
    absl::MutexLock lock(&mu_);
    --busy_;
  }
}

std::vector<WorkerPool::Queued> WorkerPool::TakeTooLate(absl::Time now) {
  const auto in_time = [now](const Queued& queued) { return queued.latest > now; };
  const auto late = std::stable_partition(queue_.begin(), queue_.end(), in_time);
  std::vector<Queued> too_late(std::make_move_iterator(late), std::make_move_iterator(queue_.end()));
  queue_.erase(late, queue_.end());
  return too_late;
}

// Sleeps as long as some thread is free: then nobody waits. It is not woken by each that comes, but by the
// first that must be told before the others.
void WorkerPool::WatchQueue() {
  while (true) {
    std::vector<Queued> too_late;
    {
      absl::MutexLock lock(&mu_);
      const auto stuck = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
        return closed_ || (busy_ == limits_.threads && !queue_.empty());
      };
      mu_.Await(absl::Condition(&stuck));
      if (closed_) return;  // whatever is left runs
      next_look_ = absl::InfiniteFuture();
      for (const Queued& queued : queue_) next_look_ = std::min(next_look_, queued.latest);
      look_sooner_ = false;
      const auto sooner = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return closed_ || look_sooner_; };
      mu_.AwaitWithDeadline(absl::Condition(&sooner), next_look_);
      too_late = TakeTooLate(absl::Now());
    }
    for (const Queued& queued : too_late) queued.too_late();
  }
}

}  // namespace fallverbund::rpc
