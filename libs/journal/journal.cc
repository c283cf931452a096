#include "libs/journal/journal.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/append.h"
#include "libs/eventlog/subject.h"

namespace fallverbund::journal {
namespace {

constexpr char kAggregateType[] = "journal";

std::string SubjectOf(const Journal::Parts& parts) {
  return eventlog::Subject{eventlog::StreamKind::kJournal, parts.association, parts.context, parts.instance}
      .ToString();
}

}  // namespace

Journal::Journal(Parts parts) : parts_(std::move(parts)) {
  FV_CHECK(IsHexId(parts_.instance));
}

absl::Status Journal::Refused(const decider::Actor& actor, eventlog::v1::CommandRefused entry,
                              const std::string& command_id) {
  entry.set_log_position(parts_.log_position());
  return Write(actor, entry, command_id);
}

absl::Status Journal::Denied(const decider::Actor& actor, eventlog::v1::CallDenied entry) {
  entry.set_log_position(parts_.log_position());
  return Write(actor, entry, "");
}

absl::Status Journal::Read(const decider::Actor& actor, eventlog::v1::ReadRecorded entry) {
  entry.set_log_position(parts_.log_position());
  return Write(actor, entry, "");
}

// Where the chain goes on is known only when the entry in doubt is: nothing is written past it.
absl::Status Journal::Finish(absl::Time deadline) {
  auto position = eventlog::AppendOnce(parts_.log, in_doubt_->request, machine_clock_, deadline);
  if (position.ok()) {
    link_ = std::move(in_doubt_->after);
    link_.last_position = *position;
    in_doubt_.reset();
    return absl::OkStatus();
  }
  if (absl::IsUnavailable(position.status())) return position.status();
  in_doubt_.reset();  // not stored: too large, full, or not allowed
  if (absl::IsAborted(position.status()))
    return absl::InternalError("somebody else writes to this instance's journal");
  return position.status();
}

absl::Status Journal::Write(const decider::Actor& actor, const google::protobuf::Message& entry,
                            const std::string& command_id) {
  absl::MutexLock lock(&mu_);
  const absl::Time deadline = machine_clock_.Now() + kWriteWithin;
  if (in_doubt_) {
    if (auto status = Finish(deadline); absl::IsUnavailable(status)) return status;
  }
  eventlog::v1::Commit commit;
  commit.set_association(parts_.association);
  commit.set_subject(SubjectOf(parts_));
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
  in_doubt_ = std::move(sent);
  return Finish(deadline);
}

}  // namespace fallverbund::journal
