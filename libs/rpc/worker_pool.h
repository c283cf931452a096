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

  // False: the queue is full, `work` will not run.
  [[nodiscard]] bool Submit(std::function<void()> work);
  [[nodiscard]] bool SubmitRead(std::function<void()> work);

  // For work that was taken in before and has waited without a thread since: never refused. Who takes it in
  // bounds how much of it there is. Not after the destructor has begun.
  void Resume(std::function<void()> work);

  // Takes the next work on the caller's thread; false: there is none. Who has no thread to spare makes a pool
  // of no threads and lends it his own.
  bool RunOne();

  size_t queued() const;  // work that waits for a thread

 private:
  void Run();
  bool Enqueue(std::function<void()> work, size_t places);

  const Limits limits_;
  mutable absl::Mutex mu_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mu_);
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_WORKER_POOL_H_
