#include "tools/archive/read_ahead.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/status.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/commit_signature.h"
#include "libs/eventlog/subject.h"
#include "tools/archive/proven.h"

namespace fallverbund::archive {
namespace {

// Keys that a message of the log's own may bring. Whether it is valid is judged later, by others; a key that
// it should not have brought only makes a check useless.
void MeetKeys(const ReadMessage& read, std::map<std::string, std::string>& keys) {
  if (!absl::EndsWith(read.message.subject, eventlog::kLogAggregateId) || !read.opened.commit) return;
  for (const auto& event : read.opened.commit->events()) {
    eventlog::v1::Genesis genesis;
    eventlog::v1::SignerRegistered registered;
    if (eventlog::UnpackEvent(event, &genesis))
      keys.emplace(read.opened.envelope->key_id(), genesis.provisioner_key());
    if (eventlog::UnpackEvent(event, &registered)) keys.emplace(registered.key_id(), registered.public_key());
  }
}

}  // namespace

ReadAhead::ReadAhead(const Files& files, std::string in, tlog::Checkpoint sealed)
    : files_(files), in_(std::move(in)), sealed_(std::move(sealed)), thread_([this] { Run(); }) {}

ReadAhead::~ReadAhead() {
  {
    absl::MutexLock lock(&mu_);
    unwanted_ = true;
  }
  thread_.join();
}

absl::StatusOr<std::vector<ReadMessage>> ReadAhead::Next() {
  absl::MutexLock lock(&mu_);
  const auto something = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) { return over_ || !ready_.empty(); };
  mu_.Await(absl::Condition(&something));
  if (ready_.empty()) {
    FV_RETURN_IF_ERROR(status_);
    return Batch();
  }
  Batch batch = std::move(ready_.front());
  ready_.pop_front();
  return batch;
}

void ReadAhead::Run() {
  const absl::Status status = ReadAll();
  absl::MutexLock lock(&mu_);
  status_ = status;
  over_ = true;
}

absl::Status ReadAhead::ReadAll() {
  for (const std::string& name : files_.Messages(in_)) FV_RETURN_IF_ERROR(ReadFile(name));
  return absl::OkStatus();
}

absl::Status ReadAhead::ReadFile(const std::string& name) {
  FV_ASSIGN_OR_RETURN(auto messages, files_.ReadMessages(name));
  Batch batch;
  for (auto& archived : *messages.mutable_messages()) {
    eventlog::StoredMessage message = ToStored(std::move(archived));
    if (message.position != position_ + 1)
      return Damaged(name, absl::StrCat("after position ", position_, " comes ", message.position));
    position_ = message.position;
    eventlog::Opened opened = eventlog::OpenMessage(message);
    batch.push_back({std::move(message), std::move(opened), ""});
    FV_RETURN_IF_ERROR(Grow(batch.back()));
    Check(batch.back());
    if (batch.size() < kBatch) continue;
    if (!HandOver(std::move(batch))) return absl::CancelledError("nobody wants more");
    batch = Batch();
  }
  if (!batch.empty() && !HandOver(std::move(batch))) return absl::CancelledError("nobody wants more");
  return absl::OkStatus();
}

absl::Status ReadAhead::Grow(const ReadMessage& read) {
  FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(read.message, read.opened.payload_sha256));
  tree_.Append(tlog::LeafHash(entry));
  if (read.message.position != sealed_.size || tree_.Root() == sealed_.root) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      "the messages up to position ", sealed_.size,
      " are not those of the checkpoint: something was changed, left out or put in. An inclusion "
      "proof of each event that you hold tells which"));
}

void ReadAhead::Check(ReadMessage& read) {
  if (!read.opened.envelope) return;
  const auto key = keys_.find(read.opened.envelope->key_id());
  if (key != keys_.end() && eventlog::CommitSignatureHolds(*read.opened.envelope, key->second))
    read.signed_by = key->second;
  MeetKeys(read, keys_);
}

bool ReadAhead::HandOver(Batch batch) {
  absl::MutexLock lock(&mu_);
  const auto room = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return unwanted_ || ready_.size() < kBatchesAhead;
  };
  mu_.Await(absl::Condition(&room));
  if (unwanted_) return false;
  ready_.push_back(std::move(batch));
  return true;
}

}  // namespace fallverbund::archive
