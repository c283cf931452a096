#include "libs/journal/journal.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/stored.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/subject.h"

namespace fallverbund::journal {
namespace {

constexpr char kAggregateType[] = "journal";

}  // namespace

Journal::Journal(Parts parts) : parts_(std::move(parts)), instance_(parts_.instance) {
  FV_CHECK(IsHexId(parts_.instance));
}

absl::Status Journal::Refused(const decider::Actor& actor, eventlog::v1::CommandRefused entry,
                              const std::string& command_id, absl::Time deadline) {
  entry.set_log_position(parts_.log_position());
  return Write(actor, entry, command_id, deadline);
}

absl::Status Journal::Denied(const decider::Actor& actor, eventlog::v1::CallDenied entry,
                             absl::Time deadline) {
  entry.set_log_position(parts_.log_position());
  return Write(actor, entry, "", deadline);
}

absl::Status Journal::Read(const decider::Actor& actor, eventlog::v1::ReadRecorded entry,
                           absl::Time deadline) {
  entry.set_log_position(parts_.log_position());
  return Write(actor, entry, "", deadline);
}

absl::Status Journal::Append(const Sent& sent, absl::Time deadline) {
  const auto position = eventlog::AppendOnce(parts_.log, sent.request, machine_clock_, deadline);
  if (position.ok()) {
    link_ = sent.after;
    link_.last_position = *position;
    return absl::OkStatus();
  }
  if (!absl::IsAborted(position.status())) return position.status();
  // Somebody wrote on this subject, and nobody of ours does. What stands there stands; we go on under another
  // name, so that one stray message does not silence the service.
  instance_ = parts_.new_id();
  link_ = {};
  return absl::UnavailableError("somebody else writes to this instance's journal; it goes on as another one");
}

// Where the chain goes on is known only when the entry in doubt is: nothing is written past it.
absl::Status Journal::Settle(absl::Time deadline) {
  if (!in_doubt_) return absl::OkStatus();
  const std::string instance = instance_;
  const absl::Status status = Append(*in_doubt_, deadline);
  if (status.ok() || instance != instance_) in_doubt_.reset();
  return status;
}

absl::Status Journal::Write(const decider::Actor& actor, const google::protobuf::Message& entry,
                            const std::string& command_id, absl::Time deadline) {
  absl::Status status = TryToWrite(actor, entry, command_id, deadline);
  ++(status.ok() ? written_ : failed_);
  return status;
}

bool Journal::TakeTurn(absl::Time deadline) {
  absl::MutexLock lock(&turn_mu_);
  auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(turn_mu_) { return !taken_; };
  if (!turn_mu_.AwaitWithDeadline(absl::Condition(&free), deadline)) return false;
  taken_ = true;
  return true;
}

void Journal::GiveTurn() {
  absl::MutexLock lock(&turn_mu_);
  taken_ = false;
}

absl::Status Journal::TryToWrite(const decider::Actor& actor, const google::protobuf::Message& entry,
                                 const std::string& command_id, absl::Time deadline) {
  if (parts_.check_signer) {
    if (const auto signer = parts_.check_signer(); !signer.ok())
      return absl::UnavailableError(signer.message());
  }
  if (!TakeTurn(deadline))
    return absl::UnavailableError("other entries are written to the journal, which does not take them now");
  const absl::Cleanup done = [this] { GiveTurn(); };
  absl::MutexLock lock(&mu_);
  deadline = std::min(deadline, machine_clock_.Now() + kWriteWithin);
  FV_RETURN_IF_ERROR(Settle(deadline));
  eventlog::v1::Commit commit;
  commit.set_association(parts_.association);
  commit.set_subject(
      eventlog::Subject{eventlog::StreamKind::kJournal, parts_.association, parts_.context, instance_}
          .ToString());
  commit.set_aggregate_type(kAggregateType);
  commit.set_aggregate_version(link_.version + 1);
  commit.set_prev_payload_sha256(link_.payload_sha256);
  commit.set_commit_id(parts_.new_id());
  commit.set_command_id(command_id.empty() ? commit.commit_id() : command_id);
  commit.set_correlation_id(commit.command_id());
  commit.mutable_actor()->set_organisation(actor.organisation);
  commit.mutable_actor()->set_person(actor.person);
  commit.mutable_actor()->set_role(actor.role);
  *commit.mutable_recorded_at() = ToProto(parts_.clock.Now());
  *commit.mutable_occurred_at() = commit.recorded_at();
  *commit.add_events() = eventlog::PackEvent(entry);

  Sent sent;
  sent.request = {commit.subject(), parts_.signer.SignCommit(commit), link_.last_position};
  sent.after = {0, commit.aggregate_version(), crypto::Sha256(sent.request.payload)};
  const std::string instance = instance_;
  const absl::Status status = Append(sent, deadline);
  // Any other error of a first try says that nothing was stored.
  const bool in_doubt = absl::IsUnavailable(status) && StoredOf(status) != Stored::kNothing;
  if (in_doubt && instance == instance_) in_doubt_ = std::move(sent);
  return status;
}

}  // namespace fallverbund::journal
