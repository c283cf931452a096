#include "libs/reaction/reaction_runner.h"

#include <algorithm>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/projection/prefix.h"

namespace fallverbund::reaction {
namespace {

constexpr int kPage = 256;
// The projector tells of new positions, not of having found that there are none.
constexpr absl::Duration kLookWhileCatchingUp = absl::Milliseconds(20);

}  // namespace

ReactionRunner::ReactionRunner(projection::Projector& projector, command::CommandDesk& desk,
                               const Clock& clock, RunnerOptions options)
    : projector_(projector), desk_(desk), clock_(clock), options_(std::move(options)) {}

ReactionRunner::~ReactionRunner() {
  Stop();
}

void ReactionRunner::Start() {
  FV_CHECK(!thread_.joinable());
  thread_ = std::thread(&ReactionRunner::Run, this);
}

void ReactionRunner::Stop() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  const bool taken_back = listening_ticket_ && projector_.CancelWait(*listening_ticket_);
  std::map<Ticket, Wait> waits;
  {
    absl::MutexLock lock(&mu_);
    if (taken_back) listening_ = false;
    auto heard = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return !listening_; };
    mu_.Await(absl::Condition(&heard));  // else the projector is just calling us
    waits.swap(waits_);
  }
  for (auto& [ticket, wait] : waits) wait.done(absl::CancelledError("the service is stopping"));
}

void ReactionRunner::Poke() {
  absl::MutexLock lock(&mu_);
  news_ = true;
}

bool ReactionRunner::stopping() {
  absl::MutexLock lock(&mu_);
  return stopping_;
}

// Has the projector call us at the next position it reads.
void ReactionRunner::Listen() {
  {
    absl::MutexLock lock(&mu_);
    if (listening_ || deaf_) return;
    listening_ = true;
  }
  listening_ticket_ = projector_.WhenMoreIsRead([this](absl::Status status) {
    absl::MutexLock lock(&mu_);
    listening_ = false;
    deaf_ = !status.ok();
    news_ = true;
  });
}

void ReactionRunner::AwaitNews(absl::Time until) {
  absl::MutexLock lock(&mu_);
  auto news = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return news_ || stopping_; };
  mu_.AwaitWithDeadline(absl::Condition(&news), until);
  news_ = false;
}

absl::Time ReactionRunner::NextLook() {
  const absl::Time now = absl::Now();
  if (!projector_.CaughtUp()) return now + kLookWhileCatchingUp;
  absl::Time next = now + options_.look_again;
  for (const auto& [target, retry] : retries_) next = std::min(next, retry.not_before);
  if (auto due = FirstDueAfter(*desk_.Snapshot(), clock_.Now()); due.ok() && *due) {
    next = std::min(next, now + std::max(**due - clock_.Now(), absl::ZeroDuration()));
  }
  absl::MutexLock lock(&mu_);
  for (const auto& [ticket, wait] : waits_) next = std::min(next, wait.deadline);
  return next;
}

void ReactionRunner::Run() {
  while (!stopping()) {
    const bool readable = Look(absl::Now());
    AwaitNews(readable ? NextLook() : absl::Now() + options_.look_again);
  }
}

bool ReactionRunner::Look(absl::Time now) {
  Listen();  // before looking, so that nothing is missed in between
  // A store that cannot be read stops the projector, too, and there is the alarm; here it only means later.
  const bool readable = !projector_.CaughtUp() || RunDue(now).ok();
  AnswerWaits();
  return readable;
}

void ReactionRunner::Step() {
  Look(absl::InfiniteFuture());  // by then every pause is over
}

// `now` is when it is on the machine's clock, by which pauses go.
absl::Status ReactionRunner::RunDue(absl::Time now) {
  uint64_t read = 0;
  const auto rows = projector_.store().Snapshot(&read);
  std::erase_if(done_, [read](const auto& done) { return done.second <= read; });
  std::set<std::string> waiting;  // targets of which an earlier obligation could not be done yet
  std::set<std::string> due;      // targets of all that is due
  bool hung = false;              // one did in this look
  FV_ASSIGN_OR_RETURN(const auto facts, projection::ReadLogFacts(*rows));
  // This clock may be behind the log's time: what is due in between has not been looked at.
  const absl::Time until = clock_.Now();
  absl::Time first_open = facts ? std::min(facts->known_at, until) : absl::InfinitePast();
  std::string after = Before(nothing_before_);
  size_t limit = 1;  // mostly nothing is due, and one row says so
  while (true) {
    FV_ASSIGN_OR_RETURN(auto page, ReadOpen(*rows, until, after, static_cast<int>(limit)));
    for (const auto& [obligation, cursor] : page) {
      after = cursor;
      first_open = std::min(first_open, obligation.due);
      if (stopping()) return absl::OkStatus();
      if (retries_.contains(obligation.target_id)) due.insert(obligation.target_id);
      if (done_.contains(obligation.command_id) || waiting.contains(obligation.target_id)) continue;
      auto retry = retries_.find(obligation.target_id);
      const bool again = retry != retries_.end();
      if (again && (hung || retry->second.not_before > now)) {
        waiting.insert(obligation.target_id);
        continue;
      }
      auto closed_at = Execute(obligation, again ? retry->second.patience : options_.first_patience);
      if (closed_at.ok()) {
        done_[obligation.command_id] = *closed_at;
        projector_.LookIfBehind(*closed_at);
        retries_.erase(obligation.target_id);
        continue;
      }
      hung |= absl::IsDeadlineExceeded(closed_at.status()) || absl::IsUnavailable(closed_at.status());
      retries_[obligation.target_id] = After(again ? &retry->second : nullptr);
      due.insert(obligation.target_id);
      waiting.insert(obligation.target_id);
      if (options_.on_trouble) options_.on_trouble(obligation, closed_at.status());
    }
    if (page.size() < limit) break;
    limit = kPage;
  }
  nothing_before_ = first_open;
  // Another instance did it, or our own try that we knew nothing of: nobody need look for it any sooner.
  std::erase_if(retries_, [&](const auto& retry) { return !due.contains(retry.first); });
  retrying_ = retries_.size();
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> ReactionRunner::Execute(const Obligation& obligation, absl::Duration patience) {
  FV_ASSIGN_OR_RETURN(
      const command::Outcome outcome,
      options_.execute(obligation, ContextFor(obligation, desk_.context(), absl::Now() + patience)));
  return outcome.position;
}

ReactionRunner::Retry ReactionRunner::After(const Retry* before) const {
  Retry next{.wait = options_.first_retry, .patience = options_.first_patience};
  if (before) next.wait = std::min(before->wait * 2, options_.last_retry);
  next.patience = std::min((before ? before->patience : next.patience) * 2, options_.patience);
  next.not_before = absl::Now() + next.wait;
  return next;
}

ReactionRunner::Ticket ReactionRunner::WaitSettled(uint64_t position, absl::Time time, absl::Time deadline,
                                                   Done done) {
  {
    absl::MutexLock lock(&mu_);
    if (!stopping_) {
      news_ = true;
      waits_.emplace(next_ticket_, Wait{position, time, deadline, std::move(done)});
      return next_ticket_++;
    }
  }
  done(absl::CancelledError("the service is stopping"));
  return 0;
}

bool ReactionRunner::CancelWait(Ticket ticket) {
  absl::MutexLock lock(&mu_);
  return waits_.erase(ticket) > 0;
}

absl::Status ReactionRunner::WaitSettled(uint64_t position, absl::Time time, absl::Time deadline) {
  absl::Status result;
  absl::Notification over;
  WaitSettled(position, time, deadline, [&](absl::Status status) {
    result = std::move(status);
    over.Notify();
  });
  over.WaitForNotification();
  return result;
}

absl::StatusOr<bool> ReactionRunner::IsSettled(const Wait& wait) {
  if (clock_.Now() < wait.time) return false;
  uint64_t read = 0;
  const auto rows = projector_.store().Snapshot(&read);
  if (read < wait.position) return false;
  std::string after;
  while (true) {
    FV_ASSIGN_OR_RETURN(auto page, ReadOpen(*rows, wait.time, after, kPage));
    for (const auto& open : page) {
      if (open.obligation.trigger.position <= wait.position) return false;
      after = open.cursor;
    }
    if (page.size() < kPage) return true;
  }
}

void ReactionRunner::AnswerWaits() {
  std::map<Ticket, Wait> waits;
  {
    absl::MutexLock lock(&mu_);
    waits = waits_;
  }
  for (auto& [ticket, wait] : waits) {
    absl::StatusOr<bool> settled = IsSettled(wait);
    absl::Status answer = settled.status();
    if (settled.ok() && !*settled) {
      if (absl::Now() < wait.deadline) continue;
      answer = absl::DeadlineExceededError("reactions and deadlines up to there are not all done yet");
    }
    if (CancelWait(ticket)) wait.done(answer);
  }
}

}  // namespace fallverbund::reaction
