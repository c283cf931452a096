// Does what is open and due, and knows when nothing is.
#ifndef FALLVERBUND_LIBS_REACTION_REACTION_RUNNER_H_
#define FALLVERBUND_LIBS_REACTION_REACTION_RUNNER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/command/command_desk.h"
#include "libs/command/outcome.h"
#include "libs/projection/projector.h"
#include "libs/reaction/obligation.h"
#include "libs/reaction/reaction_view.h"

namespace fallverbund::reaction {

struct RunnerOptions {
  // Hands the obligation's command to the service's CommandHandler with this context, which settles what
  // leads to no event. Every instance names the same aggregate for it: there they meet. Called on the
  // runner's thread.
  std::function<absl::StatusOr<command::Outcome>(const Obligation&, const command::CommandContext&)> execute;
  // It did not work and will be tried again: unlucky, or (any code but kUnavailable, kAborted,
  // kDeadlineExceeded, kResourceExhausted) our bug, of which somebody should hear.
  std::function<void(const Obligation&, const absl::Status&)> on_trouble;
  // How long one execution may take. What hangs must not hold up the others for long: a first try has little
  // time, each next one of its target twice as much, up to `patience`.
  absl::Duration first_patience = absl::Seconds(1);
  absl::Duration patience = absl::Seconds(10);
  // The pause doubles from the first to the last; tried for ever, since it has to be done.
  absl::Duration first_retry = absl::Milliseconds(50);
  absl::Duration last_retry = absl::Seconds(10);
  // How late a clock may be noticed when nobody pokes.
  absl::Duration look_again = absl::Seconds(1);
};

// Thread-safe. One thread; everything referred to outlives it. The projector runs a CommandLog and a
// ReactionView.
//
// Obligations are executed in the order in which they fell due, one after the other; a reaction falls due
// with its trigger. When one does not work, later ones of the same target wait behind it and other targets go
// on; after one that hung, no other that did not work before is tried until what is new has had its turn. Any
// number of instances may run: the command id and the chain of its target make it happen, or be settled,
// once.
class ReactionRunner {
 public:
  using Done = projection::PositionWaits::Done;
  using Ticket = uint64_t;

  ReactionRunner(projection::Projector& projector, command::CommandDesk& desk, const Clock& clock,
                 RunnerOptions options);
  ~ReactionRunner();  // Stop

  // Nothing is executed before the projection has reached the head seen at its start: a rebuild meets every
  // old obligation again, and the end of the log says which are still open.
  void Start();  // once
  void Stop();   // after the execution it is in; who waits hears kCancelled

  // Looks once, whether or not what failed before should pause. For who drives the runner without Start.
  void Step();

  // Targets of which something did not work and is tried again, as of the last look. Any thread.
  size_t retrying() const { return retrying_; }

  // The clock was moved by hand.
  void Poke();

  // `done` hears OK once the projection has read `position`, the clock has reached `time`, and no obligation
  // triggered up to `position` and due up to `time` is open. kDeadlineExceeded at `deadline` of the machine's
  // clock, or when the execution going on then has ended. Called exactly once, on the runner's thread; must
  // not block.
  Ticket WaitSettled(uint64_t position, absl::Time time, absl::Time deadline, Done done);
  bool CancelWait(Ticket ticket);  // as PositionWaits::Cancel
  absl::Status WaitSettled(uint64_t position, absl::Time time, absl::Time deadline);  // blocks

 private:
  struct Wait {
    uint64_t position;
    absl::Time time;
    absl::Time deadline;
    Done done;
  };
  struct Retry {
    absl::Time not_before;
    absl::Duration wait;
    absl::Duration patience;  // of the next try
  };

  void Run();
  void Listen();
  void AwaitNews(absl::Time until);
  bool Look(absl::Time now);  // false: the rows cannot be read
  absl::Status RunDue(absl::Time now);
  // OK: done; its row closes at the position.
  absl::StatusOr<uint64_t> Execute(const Obligation& obligation, absl::Duration patience);
  // Another one that did not work, with the longer pause and patience of its next try.
  Retry After(const Retry* before) const;
  void AnswerWaits();
  absl::StatusOr<bool> IsSettled(const Wait& wait);
  absl::Time NextLook();
  bool stopping();

  projection::Projector& projector_;
  command::CommandDesk& desk_;
  const Clock& clock_;
  const RunnerOptions options_;

  // Of the thread.
  std::map<std::string, uint64_t> done_;  // command id -> position that closes its row, until it is read
  std::map<std::string, Retry> retries_;  // by target, while it has something due
  // No obligation is due before, and none will be: a new one never is before what the log knows as its time.
  // So a look does not walk over what was done since RocksDB last tidied up.
  absl::Time nothing_before_ = absl::InfinitePast();
  std::atomic<size_t> retrying_ = 0;

  absl::Mutex mu_;
  bool news_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool listening_ ABSL_GUARDED_BY(mu_) = false;  // the projector will call us
  bool deaf_ ABSL_GUARDED_BY(mu_) = false;       // the projector has stopped
  Ticket next_ticket_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<Ticket, Wait> waits_ ABSL_GUARDED_BY(mu_);
  std::optional<projection::PositionWaits::Ticket> listening_ticket_;  // of the thread, and of Stop after it
  std::thread thread_;
};

}  // namespace fallverbund::reaction

#endif  // FALLVERBUND_LIBS_REACTION_REACTION_RUNNER_H_
