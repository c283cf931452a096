// The log, or the journal, of one association on NATS JetStream, as one service may see it.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JETSTREAM_EVENT_LOG_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JETSTREAM_EVENT_LOG_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/hint_fanout.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/bus_connection.h"

namespace fallverbund::eventlog {

struct JetStreamLogOptions {
  std::string association;
  StreamKind kind = StreamKind::kLog;
  absl::Duration append_timeout = absl::Seconds(5);  // then the outcome is unknown
  absl::Duration read_timeout = absl::Seconds(5);
  int max_in_flight = 256;  // appends; one more is kResourceExhausted
  // Told the result of CheckDurability after each reconnect, on a thread of the connection.
  std::function<void(const absl::Status&)> on_durability;
};

// Thread-safe; each blocking call takes its caller's thread. Nothing is appended to a bus that has not shown,
// since the connection was made, that it syncs: kFailedPrecondition or kUnavailable, and nothing was stored.
// Whoever writes to the journal may see only the
// last entry on its own subjects, enough for AppendOnce: there Read, ReadFromLeader and HeadFromLeader are
// kPermissionDenied, and NextFromLeader is right as long as one writer alone uses the subject, one append at
// a time. The audit and the provisioner read the journal whole.
class JetStreamEventLog final : public EventLog {
 public:
  // `publish` and `read` should be two connections; other logs and buckets may share them. The bus sends
  // hints from the start until nobody watches any more, and again when somebody does. kPermissionDenied,
  // kUnavailable as BusConnection::Subscribe.
  static absl::StatusOr<std::unique_ptr<JetStreamEventLog>> Open(std::shared_ptr<BusConnection> publish,
                                                                 std::shared_ptr<BusConnection> read,
                                                                 JetStreamLogOptions options);

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

  // The bus has shown so since the connections were made.
  bool syncs() const { return shown_on_ == Connections(); }

 private:
  JetStreamEventLog(std::shared_ptr<BusConnection> publish, std::shared_ptr<BusConnection> read,
                    JetStreamLogOptions options);
  absl::StatusOr<uint64_t> Send(const AppendRequest& request);
  absl::Status RequireSyncing(absl::Time deadline);
  absl::Status ShowsThatItSyncs(absl::Duration patience);
  absl::Status Silence(const absl::Status& silence, absl::Time deadline);
  absl::Status CheckWrites(absl::Time deadline);
  absl::Status NoStreamOrNotNow(const absl::Status& nobody, absl::Time deadline);
  absl::StatusOr<std::vector<StoredMessage>> ReadBatch(uint64_t from, ReadLimit limit);
  absl::StatusOr<std::optional<StoredMessage>> Get(const std::string& query,
                                                   absl::Time deadline = absl::InfiniteFuture());
  absl::StatusOr<std::optional<StoredMessage>> LastOfMine(std::string_view subject, absl::Time deadline);
  absl::Status Listen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(listening_mu_);
  class Watching;

  const JetStreamLogOptions options_;
  const std::string stream_;
  const bool reads_whole_;
  const std::string api_;  // fvapi.log or fvapi.journal
  const std::shared_ptr<BusConnection> publish_;
  const std::shared_ptr<BusConnection> read_;
  absl::Mutex mu_;
  int in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  std::atomic<bool> stopped_ = false;  // the bus was found not to write
  // Counts connections; whatever was shown on earlier ones says nothing of this.
  uint64_t Connections() const { return 1 + publish_->reconnects() + read_->reconnects(); }
  std::atomic<uint64_t> shown_on_ = 0;  // Connections() when the bus showed that it syncs; 0: never
  HintFanout hints_;
  absl::Mutex listening_mu_;
  int watching_ ABSL_GUARDED_BY(listening_mu_) = 0;
  // The last members: they end before what their callbacks use.
  std::unique_ptr<Subscription> bus_hints_ ABSL_GUARDED_BY(listening_mu_);
  std::unique_ptr<Subscription> reconnects_of_publish_;
  std::unique_ptr<Subscription> reconnects_of_read_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JETSTREAM_EVENT_LOG_H_
