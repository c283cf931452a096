// A log in memory that behaves like the bus, and misbehaves like it on order. For tests and simulation.
#ifndef FALLVERBUND_LIBS_EVENTLOG_IN_MEMORY_EVENT_LOG_H_
#define FALLVERBUND_LIBS_EVENTLOG_IN_MEMORY_EVENT_LOG_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/clock.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/hint_fanout.h"

namespace fallverbund::eventlog {

// What happens to one append. All were seen on the real bus.
enum class AppendFault {
  kNone,
  kLostRequest,    // kUnavailable, nothing stored
  kAway,           // kUnavailable, nothing stored, and it says so: there is no connection
  kLostAck,        // kUnavailable, stored
  kDelayed,        // kUnavailable, tried again by DeliverDelayed(): publishes buffered while disconnected
  kFalseConflict,  // kAborted, nothing stored: error 10164 of a bus with three replicas
  kFull,           // kResourceExhausted, nothing stored
};

enum class HintMode { kOnce, kLost, kTwice, kEarly };  // kEarly: before the message is there

// Thread-safe. Hints are given on the appender's thread, with no lock held.
class InMemoryEventLog final : public EventLog {
 public:
  // Messages carry `clock`'s time, which must outlive the log; without one, their position in milliseconds.
  explicit InMemoryEventLog(const Clock* clock = nullptr) : clock_(clock) {}

  using EventLog::HeadFromLeader;
  using EventLog::LastFromLeader;
  using EventLog::NextFromLeader;
  absl::StatusOr<uint64_t> Append(const AppendRequest& request) override;
  absl::StatusOr<std::vector<StoredMessage>> Read(uint64_t from, ReadLimit limit) override;
  absl::StatusOr<std::optional<StoredMessage>> ReadFromLeader(uint64_t position) override;
  absl::StatusOr<std::optional<StoredMessage>> NextFromLeader(std::string_view subject, uint64_t from,
                                                              absl::Time deadline) override;
  absl::StatusOr<std::optional<StoredMessage>> LastFromLeader(std::string_view subject,
                                                              absl::Time deadline) override;
  absl::StatusOr<uint64_t> HeadFromLeader(absl::Time deadline) override;
  absl::Status CheckDurability() override;
  std::unique_ptr<Subscription> WatchHints(std::function<void()> hint) override;

  // Faults. The next appends take these, in order; then `SetAppendFaults` is asked.
  void FaultNextAppends(std::vector<AppendFault> faults);
  using FaultSource = std::function<AppendFault(const AppendRequest&)>;
  void SetAppendFaults(FaultSource faults);  // nullptr: none
  void DeliverDelayed();                     // each checked against its expectation now
  void SetReadLag(uint64_t messages);        // Read misses that many at the end; the leader does not
  void HideFromRead(uint64_t position);      // a hole in a damaged replica; the leader has it
  void Lose(uint64_t position);              // a hole everywhere
  void Tamper(uint64_t position, StoredMessage message);  // history rewritten
  void FailNextCalls(int count);  // reads, leader calls and appends: kUnavailable, nothing done
  void SetHintMode(HintMode mode);
  void SetDurable(bool durable);

 private:
  bool FailsNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  AppendFault NextFault(const AppendRequest& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<uint64_t> Store(const AppendRequest& request) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<uint64_t> AppendOrFail(const AppendRequest& request, HintMode* mode);

  const Clock* const clock_;
  absl::Mutex mu_;
  std::map<uint64_t, StoredMessage> messages_ ABSL_GUARDED_BY(mu_);
  uint64_t head_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::string, uint64_t, std::less<>> last_by_subject_ ABSL_GUARDED_BY(mu_);
  std::deque<AppendFault> next_faults_ ABSL_GUARDED_BY(mu_);
  FaultSource faults_ ABSL_GUARDED_BY(mu_);
  std::vector<AppendRequest> delayed_ ABSL_GUARDED_BY(mu_);
  std::set<uint64_t> hidden_ ABSL_GUARDED_BY(mu_);
  uint64_t read_lag_ ABSL_GUARDED_BY(mu_) = 0;
  int failing_calls_ ABSL_GUARDED_BY(mu_) = 0;
  HintMode hint_mode_ ABSL_GUARDED_BY(mu_) = HintMode::kOnce;
  bool durable_ ABSL_GUARDED_BY(mu_) = true;
  HintFanout watchers_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_IN_MEMORY_EVENT_LOG_H_
