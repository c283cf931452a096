// Waiting for a position without a thread per waiter.
#ifndef FALLVERBUND_LIBS_PROJECTION_POSITION_WAITS_H_
#define FALLVERBUND_LIBS_PROJECTION_POSITION_WAITS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace fallverbund::projection {

// Thread-safe. One thread for the deadlines of all waiters. Deadlines are of the machine's clock, not of the
// house's: they are a caller's patience.
class PositionWaits {
 public:
  // OK: reached. kDeadlineExceeded: not in time. Others: what Fail was told. Called exactly once, without a
  // lock, on the caller's thread or one of ours; must not block.
  using Done = std::function<void(absl::Status)>;
  using Ticket = uint64_t;

  explicit PositionWaits(uint64_t reached);
  ~PositionWaits();  // calls who still waits with kCancelled

  Ticket Add(uint64_t position, absl::Time deadline, Done done);
  // True: taken away, `done` will not be called. False: it was or is being called.
  bool Cancel(Ticket ticket);

  void Reach(uint64_t position);
  // From now on nothing more is reached: every waiter, also a later one, hears `status`.
  void Fail(absl::Status status);

 private:
  struct Waiter {
    uint64_t position;
    absl::Time deadline;
    Done done;
  };
  void WatchDeadlines();
  Waiter Take(Ticket ticket) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  absl::Mutex mu_;
  absl::CondVar changed_;
  uint64_t reached_ ABSL_GUARDED_BY(mu_);
  absl::Status failed_ ABSL_GUARDED_BY(mu_);
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  Ticket next_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<Ticket, Waiter> waiters_ ABSL_GUARDED_BY(mu_);
  std::map<std::pair<uint64_t, Ticket>, Ticket> by_position_ ABSL_GUARDED_BY(mu_);
  std::map<std::pair<absl::Time, Ticket>, Ticket> by_deadline_ ABSL_GUARDED_BY(mu_);
  std::thread deadlines_;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_POSITION_WAITS_H_
