// The journal of refusals and reads. A refused discharge attempt is evidence (B3), and so is who looked.
#ifndef FALLVERBUND_LIBS_JOURNAL_JOURNAL_H_
#define FALLVERBUND_LIBS_JOURNAL_JOURNAL_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/message.h"
#include "libs/base/clock.h"
#include "libs/decider/decider.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::journal {

// How long one entry may take. Then the caller is told UNAVAILABLE and the entry is finished before the next
// one.
inline constexpr absl::Duration kWriteWithin = absl::Seconds(5);

// One writer's chain in the journal. Thread-safe; entries are written one after the other. All references
// outlive it.
class Journal {
 public:
  struct Parts {
    eventlog::EventLog& log;  // the journal's stream
    const eventlog::Signer& signer;
    const Clock& clock;  // recorded_at
    std::string association;
    std::string context;   // intake, case, team, crisis, audit, keys
    std::string instance;  // 32 hex digits, new at each start of the process: the chain is nobody else's
    std::function<std::string()> new_id;     // 32 random hex digits each; thread-safe
    std::function<uint64_t()> log_position;  // what this instance has read of the log; thread-safe
    // Whether the log knows our signer key; an entry that nobody could verify is not written. Empty: yes.
    std::function<absl::Status()> check_signer = {};
  };
  explicit Journal(Parts parts);

  // Each blocks until the entry is on disk; `log_position` of the entry is filled in here.
  // `command_id`: of the refused command; empty where there was none. `deadline`: of the machine's clock, how
  // long the caller waits; the entry may take no longer than kWriteWithin, and until its turn has come no
  // longer than the caller does. kUnavailable: not known to be on disk, or `check_signer` says no, so the
  // caller must not get its answer; kResourceExhausted: the journal is full, likewise. Other errors are ours.
  absl::Status Refused(const decider::Actor& actor, eventlog::v1::CommandRefused entry,
                       const std::string& command_id, absl::Time deadline = absl::InfiniteFuture());
  absl::Status Denied(const decider::Actor& actor, eventlog::v1::CallDenied entry,
                      absl::Time deadline = absl::InfiniteFuture());
  absl::Status Read(const decider::Actor& actor, eventlog::v1::ReadRecorded entry,
                    absl::Time deadline = absl::InfiniteFuture());

  uint64_t written() const { return written_; }  // entries
  uint64_t failed() const { return failed_; }    // entries without which a caller got no answer

 private:
  struct Sent {
    eventlog::AppendRequest request;
    eventlog::ChainLink after;  // where the chain stands once it is stored, but for the position
  };
  absl::Status Write(const decider::Actor& actor, const google::protobuf::Message& entry,
                     const std::string& command_id, absl::Time deadline);
  absl::Status TryToWrite(const decider::Actor& actor, const google::protobuf::Message& entry,
                          const std::string& command_id, absl::Time deadline);
  bool TakeTurn(absl::Time deadline);
  void GiveTurn();
  absl::Status Append(const Sent& sent, absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Settle(absl::Time deadline) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Parts parts_;
  std::atomic<uint64_t> written_ = 0, failed_ = 0;
  const SystemClock machine_clock_;  // for the deadline: a test clock may stand still
  // A mutex cannot be waited for until a deadline, so whoever writes has the turn, and then the mutex alone.
  absl::Mutex turn_mu_;
  bool taken_ ABSL_GUARDED_BY(turn_mu_) = false;
  absl::Mutex mu_;
  std::string instance_ ABSL_GUARDED_BY(mu_);
  eventlog::ChainLink link_ ABSL_GUARDED_BY(mu_);
  std::optional<Sent> in_doubt_ ABSL_GUARDED_BY(mu_);  // sent, outcome not known
};

}  // namespace fallverbund::journal

#endif  // FALLVERBUND_LIBS_JOURNAL_JOURNAL_H_
