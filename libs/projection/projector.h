// The one thread that reads the log and keeps a projection: batches from the checkpoint on, every step one
// commit of rows and position, one after the other. Waking up is a hint plus a bounded wait; nothing rests on
// a hint.
#ifndef FALLVERBUND_LIBS_PROJECTION_PROJECTOR_H_
#define FALLVERBUND_LIBS_PROJECTION_PROJECTOR_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/log_reader.h"
#include "libs/projection/position_waits.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/step.h"
#include "libs/projection/view.h"
#include "libs/projection/vouched_prefix.h"

namespace fallverbund::projection {

struct ProjectorOptions {
  eventlog::LogIdentity identity;
  std::vector<const View*> views;  // applied in this order; outlive the projector

  // Only for a journal, whose signer keys are registered in the log: what the log said of them. What `log`
  // hands out must be covered: the reader of the log is as far as every writer of the journal was.
  SignerKeys keys_of_log;

  // What vouches for a prefix, and hears of a longer one; nullptr: every signature is checked, always. Used
  // on the projector's thread.
  Voucher* voucher = nullptr;
  // Whether this process signed exactly this message: then its signature is not checked once more. Everything
  // else is. Called on the projector's thread; empty: it wrote nothing.
  std::function<bool(const eventlog::StoredMessage&)> wrote;

  // Called on the projector's thread; must not block.
  std::function<void(const Notice&)> on_notice;
  // The projector stopped for good and somebody must look: a gap in the log, another log, a store that fails.
  // The process should say so and end; started again, it goes on from its checkpoint if the cause is gone.
  std::function<void(const absl::Status&)> on_alarm;

  eventlog::ReadLimit batch;
  // Called with the position before the blocking WaitFor waits for it. For who drives the projector by Step
  // and has one thread only: returning when the position is read is what makes waiting possible there.
  std::function<void(uint64_t)> before_waiting;
  // How long a lost hint can delay us, and how often an idle projector asks the leader for the head.
  absl::Duration fallback_wait = absl::Seconds(1);
  // How long a hinted projector waits for more, unless somebody waits for it: commits that are read together
  // cost one request, one batch of rows and one waking up instead of one each.
  absl::Duration linger = absl::Milliseconds(5);
  // The same while messages come so fast that being told of each would cost more than looking: then the
  // projector does without hints and looks by itself, this often.
  absl::Duration linger_in_a_stream = absl::Milliseconds(25);
};

// Thread-safe. `log` and `store` outlive it; nobody else commits to `store`.
class Projector {
 public:
  Projector(eventlog::EventLog& log, ProjectionStore& store, ProjectorOptions options);
  ~Projector();  // Stop

  void Start();  // once
  // Returns when the thread has ended, after the step it is in. Waiters hear kCancelled.
  void Stop();

  // What the thread does next, and what it should do after it. For who drives the projector without Start,
  // one call at a time. Only the thread reads the next batch ahead.
  enum class Next { kStep, kWaitForHint, kTryAgain, kEnd };
  Next Step();

  uint64_t position() const { return store_.position(); }
  // The log's head when reading began; nullopt until the leader told it.
  std::optional<uint64_t> head_seen_at_start() const;
  bool CaughtUp() const;  // read up to head_seen_at_start
  // OK: reading. kUnavailable and the like: the log does not answer at the moment. After an alarm: its cause.
  absl::Status status() const;
  // Positions that the replica read from did not have and the leader had, since the start (LogReader).
  uint64_t mended() const { return mended_; }

  // `done` hears OK when position() is at least `position`; kDeadlineExceeded at `deadline`; the alarm's
  // status when reading stopped. See PositionWaits.
  PositionWaits::Ticket WaitFor(uint64_t position, absl::Time deadline, PositionWaits::Done done);
  // `done` hears OK when more than now is read, whenever that is; nobody hurries for it.
  PositionWaits::Ticket WhenMoreIsRead(PositionWaits::Done done);
  // The same from `position` on, which may be behind by now; kDeadlineExceeded at `deadline`.
  PositionWaits::Ticket WhenReadBeyond(uint64_t position, absl::Time deadline, PositionWaits::Done done);
  bool CancelWait(PositionWaits::Ticket ticket) { return waits_.Cancel(ticket); }
  absl::Status WaitFor(uint64_t position, absl::Time deadline);  // blocks
  // The caller knows that the log holds `position`, which is as good as a hint.
  void LookIfBehind(uint64_t position);

  const ProjectionStore& store() const { return store_; }

 private:
  using Messages = std::vector<eventlog::StoredMessage>;
  void Run();
  absl::Status Begin();
  absl::Status LoadVouched();
  absl::StatusOr<Messages> ReadNext();
  absl::StatusOr<Messages> TakeNext();
  void ReadAhead();
  Next Take(bool read_ahead);
  // Rows that are computed and on their way to the store.
  struct Writing {
    std::shared_ptr<const RowBatch> rows;
    uint64_t position;
    std::optional<std::string> root;  // up to there
    std::vector<Notice> notices;
    std::future<absl::Status> done;
  };
  // With `behind` the rows are still being written when it returns.
  absl::Status Apply(const Messages& messages, bool behind);
  absl::Status FinishWriting();
  eventlog::SignatureCheck CheckOf(const eventlog::StoredMessage& message) const;
  absl::Status CheckRoot(const eventlog::StoredMessage& message);
  void KeepVouched(uint64_t position, const std::optional<std::string>& root);
  bool MayHaveMore(const Messages& messages) const;
  void SetStatus(absl::Status status);
  void WatchHints();
  void Tune();
  void Wait(absl::Duration at_most);
  void WaitForHint(absl::Duration at_most);
  void WaitInAStream();
  void Hurry(uint64_t position);
  bool stopping() const;

  eventlog::EventLog& log_;
  ProjectionStore& store_;
  const ProjectorOptions options_;
  PositionWaits waits_;
  std::atomic<uint64_t> mended_ = 0;
  std::optional<eventlog::LogReader> reader_;  // of whoever reads: the thread, or `ahead_` while it runs
  std::future<absl::StatusOr<Messages>> ahead_;
  std::optional<Writing>
      writing_;  // while catching up: the batch before, written while the next one is computed
  // Of the thread. `root_` is nullopt where rows of unknown origin hide it: then nothing is vouched for.
  std::optional<std::string> root_;
  std::optional<VouchedPrefix> vouched_;  // while it lies ahead
  uint64_t kept_up_to_ = 0;
  size_t last_batch_ = 0;     // messages
  bool in_a_stream_ = false;  // messages come faster than hints are worth
  int looks_against_ = 0;     // in a row that speak for the other of the two
  bool look_again_ = false;   // hints have just been asked for; one may have been missed

  mutable absl::Mutex mu_;
  bool hinted_ ABSL_GUARDED_BY(mu_) = false;
  uint64_t hurried_to_ ABSL_GUARDED_BY(mu_) = 0;  // somebody waits for it: no lingering up to there
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::optional<uint64_t> head_at_start_ ABSL_GUARDED_BY(mu_);
  absl::Status status_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<eventlog::EventLog::Subscription> hints_;
  std::thread thread_;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_PROJECTOR_H_
