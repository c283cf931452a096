// Passes a hint on to everyone who watches, and lets each leave cleanly.
#ifndef FALLVERBUND_LIBS_EVENTLOG_HINT_FANOUT_H_
#define FALLVERBUND_LIBS_EVENTLOG_HINT_FANOUT_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::eventlog {

// Thread-safe. Subscriptions may outlive it.
class HintFanout {
 public:
  // A subscription must not be destroyed by its own hint.
  std::unique_ptr<EventLog::Subscription> Add(std::function<void()> hint);
  // On the caller's thread, with no lock held; hints may add watchers and call again.
  void Call();

 private:
  struct Watcher;
  class Subscribed;
  absl::Mutex mu_;
  std::vector<std::shared_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_HINT_FANOUT_H_
