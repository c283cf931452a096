// A command's way through the house: read, fold, decide, append. The only place that retries a lost race.
#ifndef FALLVERBUND_LIBS_COMMAND_COMMAND_HANDLER_H_
#define FALLVERBUND_LIBS_COMMAND_COMMAND_HANDLER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/stored.h"
#include "libs/command/command_desk.h"
#include "libs/command/command_log.h"
#include "libs/command/lru_cache.h"
#include "libs/command/outcome.h"
#include "libs/decider/decider.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/prefix.h"

namespace fallverbund::command {

// So often a command is decided before it gives up with kAborted: each time somebody else was faster.
inline constexpr int kMaxAttempts = 8;
inline constexpr size_t kCachedStates = 4096;

// Thread-safe; any number of handlers, instances and processes may serve one aggregate. `desk` outlives it.
template <decider::Decider D>
class CommandHandler {
 public:
  // Hears of each decision that has events, before they are appended: a race may still be lost. For whoever
  // judges decisions from outside and needs the command, which the log does not hold. Thread-safe; must not
  // block.
  using Watch = std::function<void(const CommandContext& context, const typename D::State& before,
                                   const typename D::Command& command, const decider::Given& given,
                                   const std::vector<typename D::Event>& events)>;

  explicit CommandHandler(CommandDesk& desk, size_t cached_states = kCachedStates, Watch watch = nullptr)
      : desk_(desk), cache_(cached_states), watch_(std::move(watch)) {
    FV_CHECK(D::kContext == desk.context());
  }

  // Blocks until the outcome is on disk or the deadline passes. The same command id gets the same answer for
  // ever once accepted, here and on any other instance; a refusal or nothing-to-do rests on the aggregate's
  // last message as the leader knows it, and is decided anew when asked again, but for a reaction, which is
  // settled: then it, too, is on disk and the answer for ever. The own projection may not
  // show the outcome yet. kInvalidArgument: the command id was used for another request (noticed at the
  // latest when this instance has read the first one), or the commit is too large. kNotFound: the id is of
  // another kind of aggregate. kAborted: lost the race every time. kUnavailable, kDeadlineExceeded: not now,
  // and the status says whether nothing was stored or the outcome is unknown (libs/base/stored.h); the same
  // command id is safe to send again. kResourceExhausted: slow down.
  absl::StatusOr<Outcome> Handle(const CommandContext& context, const typename D::Command& command) {
    auto outcome = TryToHandle(context, command);
    if (!outcome.ok()) return NothingUnlessSaid(outcome.status());  // an append in doubt says so (AppendOnce)
    return outcome;
  }

 private:
  absl::StatusOr<Outcome> TryToHandle(const CommandContext& context, const typename D::Command& command) {
    const std::string subject = desk_.SubjectOf(context.aggregate_id);
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
      if (absl::Now() >= context.deadline)
        return absl::DeadlineExceededError("the call's deadline has passed");
      FV_ASSIGN_OR_RETURN(auto known, Load(subject, context.aggregate_id));
      FV_ASSIGN_OR_RETURN(auto answered, desk_.AnsweredBefore(context));  // after Load: see there
      if (answered) return *answered;

      const absl::Time now = std::max(desk_.Now(), context.not_before);
      const decider::Given given{.actor = context.actor,
                                 .now = now,
                                 .occurred_at = context.occurred_at.value_or(now),
                                 .new_id = desk_.NewIdFor(context.command_id)};
      const auto decision = D::Decide(known->state, command, given);
      const bool changes = !decision.refused() && !decision.events().empty();
      if (changes && watch_) watch_(context, known->state, command, given, decision.events());
      if (!changes && context.reaction.empty()) {
        FV_ASSIGN_OR_RETURN(bool up_to_date,
                            desk_.WasUpToDate(subject, known->tail.link.last_position, context.deadline));
        if (!up_to_date) continue;
        if (decision.refused()) return desk_.Refused(decision.refusal(), known->tail.link.last_position);
        return desk_.NothingToDo(known->tail);
      }

      auto written =
          changes ? desk_.Append(context, D::kAggregateType, known->tail.link, now, Packed(decision.events()))
                  : desk_.Settle(context, known->tail.link, now,
                                 decision.refused() ? std::optional(decision.refusal()) : std::nullopt);
      if (written.ok()) {
        Keep(context.aggregate_id,
             {changes ? Fold(known->state, decision.events(), GivenOf(written->commit)) : known->state,
              written->tail});
        return std::move(written->outcome);
      }
      if (!absl::IsAborted(written.status())) return written.status();
      FV_RETURN_IF_ERROR(
          desk_.WasUpToDate(subject, known->tail.link.last_position, context.deadline).status());
    }
    return absl::AbortedError(absl::StrCat("others changed this record ", kMaxAttempts,
                                           " times meanwhile; nothing was changed, try again"));
  }

  struct Folded {
    typename D::State state;
    Tail tail;
  };
  static constexpr int kPage = 256;

  static std::vector<eventlog::v1::Event> Packed(const std::vector<typename D::Event>& events) {
    std::vector<eventlog::v1::Event> packed;
    for (const auto& event : events) packed.push_back(eventlog::PackOneof(event));
    return packed;
  }

  static typename D::State Fold(typename D::State state, const std::vector<typename D::Event>& events,
                                const decider::Given& given) {
    for (const auto& event : events) state = D::Evolve(std::move(state), event, given);
    return state;
  }

  // The aggregate as far as this instance knows it: its own last append, or what the projection has read.
  absl::StatusOr<std::shared_ptr<const Folded>> Load(const std::string& subject,
                                                     const std::string& aggregate_id) {
    auto cached = cache_.Get(aggregate_id);  // before the snapshot, so never behind a newer append unseen
    auto rows = desk_.Snapshot();
    FV_RETURN_IF_ERROR(desk_.CheckUsable(*rows, subject));
    FV_ASSIGN_OR_RETURN(auto link, projection::ReadLink(*rows, subject));
    if (cached != nullptr && IsAsNewAs(cached->tail.link, link)) return cached;

    Folded folded{D::Initial(), {}};
    if (cached != nullptr && cached->tail.link.version <= link.version) {
      FV_ASSIGN_OR_RETURN(bool still_so, IsOnChain(*rows, aggregate_id, cached->tail.link));
      if (still_so) folded = *cached;
    }
    FV_RETURN_IF_ERROR(FoldTo(*rows, aggregate_id, link, folded));
    auto loaded = std::make_shared<const Folded>(std::move(folded));
    Keep(aggregate_id, loaded);
    return loaded;
  }

  // Own appends run ahead of the projection. At the same position both must tell the same chain.
  static bool IsAsNewAs(const eventlog::ChainLink& cached, const eventlog::ChainLink& projected) {
    if (cached.last_position != projected.last_position)
      return cached.last_position > projected.last_position;
    return cached.version == projected.version && cached.payload_sha256 == projected.payload_sha256;
  }

  // Whether the projection, too, counts the commit up to which a cached state was folded.
  static absl::StatusOr<bool> IsOnChain(const projection::Rows& rows, const std::string& aggregate_id,
                                        const eventlog::ChainLink& link) {
    if (link.version == 0) return true;
    FV_ASSIGN_OR_RETURN(auto commits, ReadCommits(rows, aggregate_id, link.version - 1, 1));
    return !commits.empty() && commits[0].commit.aggregate_version() == link.version &&
           commits[0].payload_sha256 == link.payload_sha256;
  }

  static absl::Status FoldTo(const projection::Rows& rows, const std::string& aggregate_id,
                             const eventlog::ChainLink& link, Folded& folded) {
    while (folded.tail.link.version < link.version) {
      FV_ASSIGN_OR_RETURN(auto commits, ReadCommits(rows, aggregate_id, folded.tail.link.version, kPage));
      if (commits.empty()) return absl::InternalError("commits of this record are missing in the projection");
      for (const OwnCommit& own : commits) {
        FV_ASSIGN_OR_RETURN(const auto events, EventsOf<D>(own.commit));
        const decider::Given given = GivenOf(own.commit);
        folded.state = Fold(std::move(folded.state), events, given);
        folded.tail = {{own.position, own.commit.aggregate_version(), own.payload_sha256},
                       own.position,
                       own.commit.commit_id(),
                       given.now};
      }
    }
    folded.tail.link.last_position = link.last_position;  // invalid messages may follow the last valid one
    return absl::OkStatus();
  }

  void Keep(const std::string& aggregate_id, Folded folded) {
    Keep(aggregate_id, std::make_shared<const Folded>(std::move(folded)));
  }
  void Keep(const std::string& aggregate_id, std::shared_ptr<const Folded> folded) {
    const uint64_t last = folded->tail.link.last_position;
    cache_.Put(aggregate_id, std::move(folded),
               [last](const Folded& old) { return old.tail.link.last_position <= last; });
  }

  CommandDesk& desk_;
  LruCache<Folded> cache_;
  const Watch watch_;
};

}  // namespace fallverbund::command

#endif  // FALLVERBUND_LIBS_COMMAND_COMMAND_HANDLER_H_
