// What all command handlers of one service share: reading an aggregate's end, answers given before, appending
// signed commits. The part of CommandHandler that knows no decider.
#ifndef FALLVERBUND_LIBS_COMMAND_COMMAND_DESK_H_
#define FALLVERBUND_LIBS_COMMAND_COMMAND_DESK_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/command/command_log.h"
#include "libs/command/given.h"
#include "libs/command/outcome.h"
#include "libs/crypto/secret.h"
#include "libs/decider/decider.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/projector.h"

namespace fallverbund::command {

// A receipt promises that the commit is in the Merkle tree of the log by then (Receipt in commit.proto).
inline constexpr absl::Duration kIncludeWithin = absl::Seconds(60);
// Own commits that the own projection has not read yet. Beyond it the service says kResourceExhausted: it
// would forget what it answered.
inline constexpr size_t kMaxAhead = 10'000;

// Where an aggregate's chain stands as far as this instance knows.
struct Tail {
  eventlog::ChainLink link;
  uint64_t position = 0;  // of the last valid commit
  std::string commit_id;
  absl::Time recorded_at;
};

struct Written {
  eventlog::v1::Commit commit;
  Tail tail;
  Outcome outcome;
};

// Thread-safe. All references outlive it. The projector runs a CommandLog of the same context.
class CommandDesk {
 public:
  struct Parts {
    eventlog::EventLog& log;
    projection::Projector& projector;
    const eventlog::Signer& signer;
    const Clock& clock;  // recorded_at
    std::string association;
    std::string context;
    crypto::Secret id_key;                // of the association (libs/crypto/derive.h)
    std::function<std::string()> new_id;  // 32 random hex digits each, for commit ids; thread-safe
    size_t max_ahead = kMaxAhead;
    // Hears of each commit that carries a trace, once it is stored. Thread-safe; must not block.
    std::function<void(const eventlog::v1::Commit&, uint64_t position)> on_traced = {};
  };
  explicit CommandDesk(Parts parts) : parts_(std::move(parts)) {}

  const std::string& context() const { return parts_.context; }
  std::string SubjectOf(std::string_view aggregate_id) const;
  std::string NewIdFor(std::string_view command_id) const;  // Given.new_id
  absl::Time Now() const;                                   // as it will stand in the log: to the nanosecond
  std::unique_ptr<projection::Rows> Snapshot() const { return parts_.projector.store().Snapshot(nullptr); }

  // kUnavailable: the aggregate is held back for a newer program, or CheckSigner says no.
  absl::Status CheckUsable(const projection::Rows& rows, std::string_view subject) const;
  // What we sign counts for all who read the log. kUnavailable: our key is not registered (yet).
  // kFailedPrecondition: under its id another one is, so whatever we append would be invalid: a configuration
  // to mend.
  absl::Status CheckSigner(const projection::Rows& rows) const;

  // The answer this command id got, whatever the state is now. Call it after the state was read: then an
  // append on that state can not repeat an answer that was missed here. kInvalidArgument: it was given to
  // another request.
  absl::StatusOr<std::optional<Outcome>> AnsweredBefore(const CommandContext& context) const;

  // Reads forward until the projection has the subject's last message as the leader knows it. True: nothing
  // is there beyond `known_last`. False: there was, and now the projection has it.
  absl::StatusOr<bool> WasUpToDate(std::string_view subject, uint64_t known_last, absl::Time deadline) const;

  // This instance signed exactly this message and was told that it is stored there, not long ago.
  bool Wrote(const eventlog::StoredMessage& message) const;

  // One signed commit behind `link`. Errors as eventlog::AppendOnce; kAborted: read forward, decide again.
  absl::StatusOr<Written> Append(const CommandContext& context, std::string_view aggregate_type,
                                 const eventlog::ChainLink& link, absl::Time now,
                                 std::vector<eventlog::v1::Event> events);

  // The same with a settlement: context.reaction was refused, or (nullopt) has nothing to do. Since it takes
  // the place behind `link`, it proves like any commit that nothing was there on which it could be otherwise.
  absl::StatusOr<Written> Settle(CommandContext context, const eventlog::ChainLink& link, absl::Time now,
                                 const std::optional<refusal::Refusal>& refused);

  absl::StatusOr<Outcome> NothingToDo(const Tail& tail) const;
  Outcome Refused(refusal::Refusal refusal, uint64_t known_last) const;

  const eventlog::AppendCounts& append_counts() const { return append_counts_; }
  uint64_t lost_races() const { return lost_races_; }  // appends that somebody else's came before

 private:
  absl::StatusOr<std::string> ReceiptFor(uint64_t position, std::string_view commit_id,
                                         std::string_view payload_sha256, absl::Time recorded_at) const;
  absl::StatusOr<Outcome> OutcomeOf(const Answer& answer) const;
  absl::StatusOr<std::string> Origin() const;
  absl::Status MakeRoomAhead();

  const Parts parts_;
  const SystemClock machine_clock_;
  eventlog::AppendCounts append_counts_;
  std::atomic<uint64_t> lost_races_ = 0;
  mutable absl::Mutex mu_;
  // Own answers until the own projection has read them: by command id, and command ids by position.
  std::map<std::string, Answer, std::less<>> ahead_ ABSL_GUARDED_BY(mu_);
  std::map<uint64_t, std::string> ahead_by_position_ ABSL_GUARDED_BY(mu_);
  mutable std::string origin_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_COMMAND_DESK_H_
