// A fixed number of threads for handlers that block (append, open keys), with a bounded queue in front.
#ifndef FALLVERBUND_LIBS_RPC_WORKER_POOL_H_
#define FALLVERBUND_LIBS_RPC_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace fallverbund::rpc {

// Thread-safe.
class WorkerPool {
 public:
  struct Limits {
    int threads = 16;    // a write waits some milliseconds for the bus: 16 keep one service's cores busy
    size_t queue = 256;  // waiting work; beyond that callers are told RESOURCE_EXHAUSTED
    // Places behind these for reads alone: whoever only looks gets through while too many write. Three times
    // as many writes as there are places for turned every second read away before.
    size_t reads = 64;
  };
  WorkerPool() : WorkerPool(Limits{}) {}
  explicit WorkerPool(Limits limits);
  ~WorkerPool();  // runs what was accepted, then joins

  // False: the queue is full, `work` will not run. Work whose turn has not come at `latest` does not run
  // either: `too_late` does, and must not block. While every thread waits for a bus that is away, nobody else
  // would tell the callers behind.
  using Work = std::function<void()>;
  [[nodiscard]] bool Submit(Work work, absl::Time latest = absl::InfiniteFuture(), Work too_late = nullptr);
  [[nodiscard]] bool SubmitRead(Work work, absl::Time latest = absl::InfiniteFuture(),
                                Work too_late = nullptr);

  // For work that was taken in before and has waited without a thread since: never refused. Who takes it in
  // bounds how much of it there is. Not after the destructor has begun.
  void Resume(std::function<void()> work);

  // Takes the next work on the caller's thread; false: there is none. Who has no thread to spare makes a pool
  // of no threads and lends it his own.
  bool RunOne();

  size_t queued() const;  // work that waits for a thread

 private:
  struct Queued {
    Work work;
    absl::Time latest = absl::InfiniteFuture();
    Work too_late = nullptr;
  };
  void Run();
  void WatchQueue();
  std::vector<Queued> TakeTooLate(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool Enqueue(Queued queued, size_t places);
  Work TakeFirst() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Limits limits_;
  mutable absl::Mutex mu_;
  std::deque<Queued> queue_ ABSL_GUARDED_BY(mu_);
  int busy_ ABSL_GUARDED_BY(mu_) = 0;  // threads
  // When somebody of the queue is next told; an earlier one that comes meanwhile moves it.
  absl::Time next_look_ ABSL_GUARDED_BY(mu_) = absl::InfiniteFuture();
  bool look_sooner_ ABSL_GUARDED_BY(mu_) = false;
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_WORKER_POOL_H_
