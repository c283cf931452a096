#include "libs/rpc/worker_pool.h"

#include <utility>

#include "libs/base/check.h"

namespace fallverbund::rpc {

WorkerPool::WorkerPool(Limits limits) : limits_(limits) {
  for (int i = 0; i < limits_.threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mu_);
    closed_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Submit(std::function<void()> work) {
  return Enqueue(std::move(work), limits_.queue);
}

bool WorkerPool::SubmitRead(std::function<void()> work) {
  return Enqueue(std::move(work), limits_.queue + limits_.reads);
}

bool WorkerPool::Enqueue(std::function<void()> work, size_t places) {
  absl::MutexLock lock(&mu_);
  if (closed_ || queue_.size() >= places) return false;
  queue_.push_back(std::move(work));
  return true;
}

void WorkerPool::Resume(std::function<void()> work) {
  absl::MutexLock lock(&mu_);
  FV_CHECK(!closed_);
  queue_.push_back(std::move(work));
}

size_t WorkerPool::queued() const {
  absl::MutexLock lock(&mu_);
  return queue_.size();
}

bool WorkerPool::RunOne() {
  std::function<void()> work;
  {
    absl::MutexLock lock(&mu_);
    if (queue_.empty()) return false;
    work = std::move(queue_.front());
    queue_.pop_front();
  }
  work();
  return true;
}

void WorkerPool::Run() {
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(
          +[](WorkerPool* pool)
               ABSL_NO_THREAD_SAFETY_ANALYSIS { return pool->closed_ || !pool->queue_.empty(); },
          this));
      if (queue_.empty()) return;  // closed, and nothing left
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace fallverbund::rpc
