// The writer's end of the journal. One chain per Journal object: its instance id is random, so writers never
// meet.
//
//   auto status = journal.Read(actor, entry);
//   if (!status.ok()) return status;   // and not the answer
#ifndef FALLVERBUND_LIBS_JOURNAL_JOURNAL_H_
#define FALLVERBUND_LIBS_JOURNAL_JOURNAL_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/message.h"
#include "libs/base/clock.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::journal {

inline constexpr char kAggregateType[] = "journal";
// How long one entry is tried before its call is answered with kUnavailable.
inline constexpr absl::Duration kPatience = absl::Seconds(5);

// Thread-safe; entries are written one after the other. All references outlive it.
class Journal {
 public:
  struct Parts {
    eventlog::EventLog& stream;  // FV_<ASSOCIATION>_JOURNAL
    const eventlog::Signer& signer;
    const Clock& clock;          // recorded_at
    const Clock& machine_clock;  // patience
    std::string association;
    std::string context;
    std::function<std::string()> new_id;  // 32 random hex digits each: the instance's, and commit ids
  };
  explicit Journal(Parts parts);

  // Each returns once its entry is on disk. kUnavailable: it may or may not be; the caller is told the same
  // and no more. kResourceExhausted: the stream is full, nothing was written. `entry.log_position` is set by
  // the caller. `command_id` ties a refusal to its command; empty: a fresh one.
  absl::Status Refused(const eventlog::v1::Actor& actor, const eventlog::v1::CommandRefused& entry,
                       std::string_view command_id);
  absl::Status Read(const eventlog::v1::Actor& actor, const eventlog::v1::ReadRecorded& entry);
  absl::Status Denied(const eventlog::v1::Actor& actor, const eventlog::v1::CallDenied& entry);

 private:
  struct InDoubt {
    eventlog::AppendRequest request;
    std::string payload_sha256;
  };

  absl::Status Write(const eventlog::v1::Actor& actor, const google::protobuf::Message& entry,
                     std::string_view command_id);
  void BeginInstance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  InDoubt Sign(const eventlog::v1::Actor& actor, const google::protobuf::Message& entry,
               std::string_view command_id) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Append(InDoubt next) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Settle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Parts parts_;
  absl::Mutex mu_;
  std::string subject_ ABSL_GUARDED_BY(mu_);
  eventlog::ChainLink link_ ABSL_GUARDED_BY(mu_);
  // An entry whose outcome was left unknown: tried again before the next one, so that the chain never forks.
  std::optional<InDoubt> in_doubt_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::journal

#endif  // FALLVERBUND_LIBS_JOURNAL_JOURNAL_H_
