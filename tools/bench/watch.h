// Who watches notifications, as partners' programs do: many streams over few connections, each begun again
// where it was when it ends.
#ifndef FALLVERBUND_TOOLS_BENCH_WATCH_H_
#define FALLVERBUND_TOOLS_BENCH_WATCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"
#include "tools/load/closed_loop.h"

namespace fallverbund::bench {

// Between two beginnings of one stream: doubled each time, up to the longest.
inline constexpr absl::Duration kFirstWatchPause = absl::Milliseconds(50);
inline constexpr absl::Duration kLongestWatchPause = absl::Seconds(2);

// Called on gRPC's threads, for several streams at the same time; does not block.
using OnNotification = std::function<void(const crisis::v1::Notification& notification)>;

// Thread-safe.
class Watchers final {
 public:
  // A stream for each of `voices`, of its own organisation. Streams begin at once, all of them.
  Watchers(const std::vector<load::Voice>& voices, OnNotification on_notification);
  ~Watchers();  // ends them
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // Until each has been told something since it began, so that nothing new can pass it by; kDeadlineExceeded
  // tells how many have, and what the others heard last.
  absl::Status AwaitAllOpen(absl::Duration timeout);
  // The fewest that were open at the same time since all were.
  int lowest_open() const;
  uint64_t begun_again() const;  // so often a stream ended by itself since all were open
  uint64_t heartbeats() const;   // since all were open

 private:
  class Watcher;
  void Opened();
  void Closed(bool was_open, const std::string& why);
  void Ended();
  void Heard();

  const OnNotification on_notification_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
  mutable absl::Mutex mu_;
  int open_ ABSL_GUARDED_BY(mu_) = 0;
  int running_ ABSL_GUARDED_BY(mu_) = 0;
  bool all_were_open_ ABSL_GUARDED_BY(mu_) = false;
  int lowest_open_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t begun_again_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t heartbeats_ ABSL_GUARDED_BY(mu_) = 0;
  std::string last_why_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::bench

#endif  // FALLVERBUND_TOOLS_BENCH_WATCH_H_
