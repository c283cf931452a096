#include "libs/journal/journal.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/subject.h"

namespace fallverbund::journal {

Journal::Journal(Parts parts) : parts_(std::move(parts)) {
  absl::MutexLock lock(&mu_);
  BeginInstance();
}

absl::Status Journal::Refused(const eventlog::v1::Actor& actor, const eventlog::v1::CommandRefused& entry,
                              std::string_view command_id) {
  return Write(actor, entry, command_id);
}

absl::Status Journal::Read(const eventlog::v1::Actor& actor, const eventlog::v1::ReadRecorded& entry) {
  return Write(actor, entry, "");
}

absl::Status Journal::Denied(const eventlog::v1::Actor& actor, const eventlog::v1::CallDenied& entry) {
  return Write(actor, entry, "");
}

absl::Status Journal::Write(const eventlog::v1::Actor& actor, const google::protobuf::Message& entry,
                            std::string_view command_id) {
  absl::MutexLock lock(&mu_);
  FV_RETURN_IF_ERROR(Settle());
  return Append(Sign(actor, entry, command_id));
}

void Journal::BeginInstance() {
  subject_ =
      eventlog::Subject{eventlog::StreamKind::kJournal, parts_.association, parts_.context, parts_.new_id()}
          .ToString();
  link_ = {};
}

Journal::InDoubt Journal::Sign(const eventlog::v1::Actor& actor, const google::protobuf::Message& entry,
                               std::string_view command_id) {
  eventlog::v1::Commit commit;
  commit.set_association(parts_.association);
  commit.set_subject(subject_);
  commit.set_aggregate_type(kAggregateType);
  commit.set_aggregate_version(link_.version + 1);
  commit.set_prev_payload_sha256(link_.payload_sha256);
  commit.set_commit_id(parts_.new_id());
  commit.set_command_id(command_id.empty() ? commit.commit_id() : std::string(command_id));
  commit.set_correlation_id(commit.command_id());
  *commit.mutable_actor() = actor;
  *commit.mutable_recorded_at() = ToProto(parts_.clock.Now());
  *commit.mutable_occurred_at() = commit.recorded_at();
  *commit.add_events() = eventlog::PackEvent(entry);
  std::string payload = parts_.signer.SignCommit(commit);
  std::string sha256 = crypto::Sha256(payload);
  return {{subject_, std::move(payload), link_.last_position}, std::move(sha256)};
}

absl::Status Journal::Append(InDoubt next) {
  const auto position = eventlog::AppendOnce(parts_.stream, next.request, parts_.machine_clock,
                                             parts_.machine_clock.Now() + kPatience);
  if (position.ok()) {
    link_ = {*position, link_.version + 1, next.payload_sha256};
    return absl::OkStatus();
  }
  const absl::Status& status = position.status();
  if (absl::IsUnavailable(status)) in_doubt_ = std::move(next);
  // Somebody wrote on our subject; nobody of ours does. What we wrote there stands, we go on under another
  // name.
  if (absl::IsAborted(status)) BeginInstance();
  const std::string text =
      absl::StrCat("the journal cannot be written, and without it nothing is answered: ", status.message(),
                   "; send the same call again");
  if (absl::IsResourceExhausted(status)) return absl::ResourceExhaustedError(text);
  return absl::UnavailableError(text);
}

absl::Status Journal::Settle() {
  if (!in_doubt_) return absl::OkStatus();
  return Append(*std::exchange(in_doubt_, std::nullopt));
}

}  // namespace fallverbund::journal
