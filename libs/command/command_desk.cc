#include "libs/command/command_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/derive.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog/trace.h"
#include "libs/projection/held.h"
#include "libs/projection/prefix.h"

namespace fallverbund::command {
namespace {

// The aggregate "type" under which one more id is derived for what a command brings into being inside its
// aggregate.
constexpr char kNewIdType[] = "new";

}  // namespace

std::string CommandDesk::SubjectOf(std::string_view aggregate_id) const {
  return eventlog::Subject{eventlog::StreamKind::kLog, parts_.association, parts_.context,
                           std::string(aggregate_id)}
      .ToString();
}

std::string CommandDesk::NewIdFor(std::string_view command_id) const {
  return crypto::DeriveAggregateId(parts_.id_key.view(), command_id, kNewIdType);
}

absl::Time CommandDesk::Now() const {
  return FromProto(ToProto(parts_.clock.Now()));
}

absl::Status CommandDesk::CheckUsable(const projection::Rows& rows, std::string_view subject) const {
  FV_ASSIGN_OR_RETURN(auto held_since, projection::HeldSince(rows, subject));
  if (held_since) return projection::HeldBack(*held_since);
  absl::Status signer = CheckSigner(rows);
  return absl::IsFailedPrecondition(signer) ? absl::UnavailableError(signer.message()) : signer;
}

absl::Status CommandDesk::CheckSigner(const projection::Rows& rows) const {
  FV_ASSIGN_OR_RETURN(const auto key,
                      projection::RegisteredKey(rows, parts_.signer.key_id(), parts_.context));
  if (!key) {
    return absl::UnavailableError(absl::StrCat(
        "the signer key ", parts_.signer.key_id(), " is not registered in the log for ", parts_.context,
        " as far as this instance has read (", parts_.projector.position(),
        "). Nothing was changed; wait until it has caught up, or have the provisioner register the key"));
  }
  if (*key != parts_.signer.public_key()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "this instance signs with another key than the one that the log registers as ",
        parts_.signer.key_id(), ". Nothing was changed; its operator must give it the right --signer-key"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> CommandDesk::Origin() const {
  {
    absl::MutexLock lock(&mu_);
    if (!origin_.empty()) return origin_;
  }
  FV_ASSIGN_OR_RETURN(auto facts, projection::ReadLogFacts(parts_.projector.store()));
  if (!facts)
    return absl::UnavailableError("this instance has not read the log's first message yet; try again");
  absl::MutexLock lock(&mu_);
  origin_ = facts->origin;
  return origin_;
}

absl::StatusOr<std::string> CommandDesk::ReceiptFor(uint64_t position, std::string_view commit_id,
                                                    std::string_view payload_sha256,
                                                    absl::Time recorded_at) const {
  eventlog::v1::Receipt receipt;
  FV_ASSIGN_OR_RETURN(*receipt.mutable_origin(), Origin());
  receipt.set_position(position);
  receipt.set_payload_sha256(std::string(payload_sha256));
  receipt.set_commit_id(std::string(commit_id));
  // Counted from what the log says, so that a repeated answer is the same to the byte.
  *receipt.mutable_issued_at() = ToProto(recorded_at);
  *receipt.mutable_include_by() = ToProto(recorded_at + kIncludeWithin);
  return parts_.signer.SignReceipt(receipt);
}

absl::StatusOr<Outcome> CommandDesk::OutcomeOf(const Answer& answer) const {
  Outcome outcome;
  outcome.position = answer.position;
  outcome.repeated = true;
  switch (answer.settled) {
    case eventlog::v1::SETTLED_OUTCOME_REFUSED:
      outcome.kind = OutcomeKind::kRefused;
      if (auto reason = refusal::ReasonOfCode(answer.reason_code))
        outcome.refusal = refusal::Refusal{*reason};
      return outcome;
    case eventlog::v1::SETTLED_OUTCOME_NOTHING_TO_DO:
      outcome.kind = OutcomeKind::kNothingToDo;
      break;
    case eventlog::v1::SETTLED_OUTCOME_UNSPECIFIED:
    case eventlog::v1::SettledOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
    case eventlog::v1::SettledOutcome_INT_MAX_SENTINEL_DO_NOT_USE_:
      outcome.kind = OutcomeKind::kAccepted;
      break;
  }
  outcome.commit_id = answer.commit_id;
  FV_ASSIGN_OR_RETURN(outcome.receipt, ReceiptFor(answer.position, answer.commit_id, answer.payload_sha256,
                                                  answer.recorded_at));
  return outcome;
}

absl::StatusOr<std::optional<Outcome>> CommandDesk::AnsweredBefore(const CommandContext& context) const {
  std::optional<Answer> answer;
  {
    absl::MutexLock lock(&mu_);
    if (auto found = ahead_.find(context.command_id); found != ahead_.end()) answer = found->second;
  }
  // In this order: what leaves ahead_ is in the projection before.
  if (!answer) {
    FV_ASSIGN_OR_RETURN(answer, FindAnswer(parts_.projector.store(), context.command_id));
  }
  if (!answer) return std::nullopt;
  if (answer->request_mac != context.request_mac) {
    return absl::InvalidArgumentError("request_id was used for another request: send a new one");
  }
  FV_ASSIGN_OR_RETURN(Outcome outcome, OutcomeOf(*answer));
  return outcome;
}

absl::StatusOr<bool> CommandDesk::WasUpToDate(std::string_view subject, uint64_t known_last,
                                              absl::Time deadline) const {
  FV_ASSIGN_OR_RETURN(auto last, parts_.log.LastFromLeader(subject, deadline));
  if (!last || last->position <= known_last) return true;
  FV_RETURN_IF_ERROR(parts_.projector.WaitFor(last->position, deadline));
  return false;
}

bool CommandDesk::Wrote(const eventlog::StoredMessage& message) const {
  std::string payload_sha256;
  {
    absl::MutexLock lock(&mu_);
    const auto command_id = ahead_by_position_.find(message.position);
    if (command_id == ahead_by_position_.end()) return false;
    const auto answer = ahead_.find(command_id->second);
    // Somebody gave two commands to two cases one id, at once: one of them is read as anybody else's.
    if (answer == ahead_.end() || answer->second.position != message.position) return false;
    payload_sha256 = answer->second.payload_sha256;
  }
  return crypto::Sha256(message.payload) == payload_sha256;
}

absl::Status CommandDesk::MakeRoomAhead() {
  const uint64_t read = parts_.projector.position();
  absl::MutexLock lock(&mu_);
  while (!ahead_by_position_.empty() && ahead_by_position_.begin()->first <= read) {
    const auto answer = ahead_.find(ahead_by_position_.begin()->second);
    if (answer != ahead_.end() && answer->second.position <= read) ahead_.erase(answer);
    ahead_by_position_.erase(ahead_by_position_.begin());
  }
  if (ahead_.size() < parts_.max_ahead) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("this instance has written ", ahead_.size(),
                                                   " commits that it has not read back yet; slow down"));
}

absl::StatusOr<Written> CommandDesk::Append(const CommandContext& context, std::string_view aggregate_type,
                                            const eventlog::ChainLink& link, absl::Time now,
                                            std::vector<eventlog::v1::Event> events) {
  FV_RETURN_IF_ERROR(MakeRoomAhead());
  FV_RETURN_IF_ERROR(Origin().status());  // after the append it would be too late to notice
  Written written;
  eventlog::v1::Commit& commit = written.commit;
  commit.set_association(parts_.association);
  commit.set_subject(SubjectOf(context.aggregate_id));
  commit.set_aggregate_type(std::string(aggregate_type));
  commit.set_aggregate_version(link.version + 1);
  commit.set_prev_payload_sha256(link.payload_sha256);
  commit.set_commit_id(parts_.new_id());
  commit.set_command_id(context.command_id);
  commit.set_request_mac(context.request_mac);
  commit.set_correlation_id(context.correlation_id.empty() ? context.command_id : context.correlation_id);
  if (context.causation) {
    commit.mutable_causation()->set_position(context.causation->position);
    commit.mutable_causation()->set_index(context.causation->index);
  }
  commit.mutable_actor()->set_organisation(context.actor.organisation);
  commit.mutable_actor()->set_person(context.actor.person);
  commit.mutable_actor()->set_role(context.actor.role);
  *commit.mutable_occurred_at() = ToProto(context.occurred_at.value_or(now));
  *commit.mutable_recorded_at() = ToProto(now);
  if (context.trace) eventlog::SetTrace(*context.trace, commit);
  for (auto& event : events) *commit.add_events() = std::move(event);

  const std::string payload = parts_.signer.SignCommit(commit);
  const auto appended = eventlog::AppendOnce(parts_.log, {commit.subject(), payload, link.last_position},
                                             machine_clock_, context.deadline, &append_counts_);
  if (absl::IsAborted(appended.status())) ++lost_races_;
  FV_ASSIGN_OR_RETURN(const uint64_t position, appended);
  Answer answer = AnswerOf(commit, position, crypto::Sha256(payload));
  written.tail = {
      {position, commit.aggregate_version(), answer.payload_sha256}, position, commit.commit_id(), now};
  FV_ASSIGN_OR_RETURN(written.outcome, OutcomeOf(answer));
  written.outcome.repeated = false;
  if (commit.has_trace() && parts_.on_traced) parts_.on_traced(commit, position);
  absl::MutexLock lock(&mu_);
  ahead_by_position_[position] = context.command_id;
  ahead_[context.command_id] = std::move(answer);
  return written;
}

absl::StatusOr<Written> CommandDesk::Settle(CommandContext context, const eventlog::ChainLink& link,
                                            absl::Time now, const std::optional<refusal::Refusal>& refused) {
  eventlog::v1::ReactionSettled settled;
  settled.set_reaction_id(context.reaction);
  settled.set_outcome(eventlog::v1::SETTLED_OUTCOME_NOTHING_TO_DO);
  if (refused) {
    settled.set_outcome(eventlog::v1::SETTLED_OUTCOME_REFUSED);
    settled.set_reason_id(std::string(refusal::Text(refused->reason).code));
  }
  context.occurred_at = std::nullopt;  // what did not happen did not happen when it fell due
  return Append(context, kSettlementType, link, now, {eventlog::PackEvent(settled)});
}

absl::StatusOr<Outcome> CommandDesk::NothingToDo(const Tail& tail) const {
  Outcome outcome;
  outcome.kind = OutcomeKind::kNothingToDo;
  if (tail.link.version == 0) return outcome;
  outcome.position = tail.position;
  outcome.commit_id = tail.commit_id;
  FV_ASSIGN_OR_RETURN(outcome.receipt,
                      ReceiptFor(tail.position, tail.commit_id, tail.link.payload_sha256, tail.recorded_at));
  return outcome;
}

Outcome CommandDesk::Refused(refusal::Refusal refusal, uint64_t known_last) const {
  Outcome outcome;
  outcome.kind = OutcomeKind::kRefused;
  outcome.position = std::max(known_last, parts_.projector.position());
  outcome.refusal = refusal;
  return outcome;
}

decider::Given GivenOf(const eventlog::v1::Commit& commit) {
  return {.actor = {commit.actor().organisation(), commit.actor().person(), commit.actor().role()},
          .now = FromProto(commit.recorded_at()),
          .occurred_at = FromProto(commit.occurred_at()),
          .new_id = ""};
}

}  // namespace fallverbund::command
