// The log: one total order of immutable messages per association. Everything else is computed from it.
//
// Adapters: InMemoryEventLog (here, for tests and simulation) and JetStreamEventLog
// (libs/eventlog_jetstream); both pass testing/event_log_contract.h.
#ifndef FALLVERBUND_LIBS_EVENTLOG_EVENT_LOG_H_
#define FALLVERBUND_LIBS_EVENTLOG_EVENT_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::eventlog {

// Largest stored payload; a larger append is kInvalidArgument and stores nothing.
inline constexpr size_t kMaxMessageBytes = 128 * 1024;

struct StoredMessage {
  uint64_t position = 0;       // sequence in the stream, 1, 2, ... without holes
  int64_t server_time_ns = 0;  // the server's clock; goes only into the Merkle leaf
  std::string subject;         // the server's word, never a header of the writer
  std::string payload;         // a serialised Envelope, untrusted until judged
};

struct AppendRequest {
  std::string subject;
  std::string payload;
  uint64_t expected_last_position = 0;  // of any message on `subject`, valid or not; 0: none yet
  // Of the machine's clock: how long who appends waits for the answer, at most as long as the log does.
  absl::Time deadline = absl::InfiniteFuture();
};

struct ReadLimit {
  int max_messages = 512;
  int64_t max_bytes = 8 * 1024 * 1024;
};

// Thread-safe. Calls block; each has a deadline of its own inside and never blocks for ever. A `deadline` of
// the caller's, by the machine's clock, makes that shorter: kUnavailable when it has passed.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Appends if the subject's last position is still the expected one, and returns the new position.
  // Durable (synced) when OK is returned.
  //
  // kAborted: somebody else appended, or an append to this subject is in flight; we stored nothing.
  //   Read from the leader, then decide again.
  // kUnavailable: outcome unknown, unless the status says that nothing was stored (libs/base/stored.h). See
  //   AppendOnce in append.h.
  // kResourceExhausted: the store is full or too much is in flight; nothing was stored.
  // kInvalidArgument: too large. kPermissionDenied: not our subject. kFailedPrecondition: no such stream.
  virtual absl::StatusOr<uint64_t> Append(const AppendRequest& request) = 0;

  // Messages from `from` on, in order, without holes as far as they go; empty beyond the end. May lag behind
  // what was just acknowledged. Check contiguity all the same: a damaged replica drops messages silently.
  virtual absl::StatusOr<std::vector<StoredMessage>> Read(uint64_t from, ReadLimit limit) = 0;

  // Asked of the leader, so never stale. Exactly the message at `position`; nullopt: none there.
  virtual absl::StatusOr<std::optional<StoredMessage>> ReadFromLeader(uint64_t position) = 0;
  // The first message on `subject` at or after `from`; nullopt: none.
  virtual absl::StatusOr<std::optional<StoredMessage>> NextFromLeader(std::string_view subject, uint64_t from,
                                                                      absl::Time deadline) = 0;
  absl::StatusOr<std::optional<StoredMessage>> NextFromLeader(std::string_view subject, uint64_t from) {
    return NextFromLeader(subject, from, absl::InfiniteFuture());
  }
  // The last message on `subject`; nullopt: none.
  virtual absl::StatusOr<std::optional<StoredMessage>> LastFromLeader(std::string_view subject,
                                                                      absl::Time deadline) = 0;
  absl::StatusOr<std::optional<StoredMessage>> LastFromLeader(std::string_view subject) {
    return LastFromLeader(subject, absl::InfiniteFuture());
  }
  // The last position of the whole log, 0 when empty. kDataLoss: the leader cannot read its own last record.
  virtual absl::StatusOr<uint64_t> HeadFromLeader(absl::Time deadline) = 0;
  absl::StatusOr<uint64_t> HeadFromLeader() { return HeadFromLeader(absl::InfiniteFuture()); }

  // OK when the store syncs each append before acknowledging it; kFailedPrecondition names what is missing.
  virtual absl::Status CheckDurability() = 0;

  // Calls `hint` from a thread of the log whenever something may have been appended; a hint may be lost,
  // early or wrong. Ends when the returned subscription is destroyed; after its destructor no call is
  // running.
  class Subscription {
   public:
    virtual ~Subscription() = default;
  };
  virtual std::unique_ptr<Subscription> WatchHints(std::function<void()> hint) = 0;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_EVENT_LOG_H_
