#include "tools/archive/archive.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "libs/eventlog/log_reader.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/note.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;
using google::protobuf::FileDescriptor;

constexpr char kReadMe[] =
    "The log of an association of youth welfare agencies, whole and in order.\n"
    "\n"
    "archive.json       what this is, and how far it goes\n"
    "messages/*.binpb   every message: fallverbund.audit.v1.ArchivedMessages, Protocol Buffers\n"
    "descriptors.binpb  the types of all messages: google.protobuf.FileDescriptorSet\n"
    "checkpoint         root of the RFC 6962 tree over the messages, signed and cosigned (C2SP "
    "tlog-checkpoint)\n"
    "policy             the keys of the log and of its witnesses (C2SP tlog-policy)\n"
    "SHA256SUMS         of all files: sha256sum -c SHA256SUMS\n"
    "\n"
    "To read one file:\n"
    "  protoc --descriptor_set_in=descriptors.binpb --decode fallverbund.audit.v1.ArchivedMessages \\\n"
    "    < messages/000000000001.binpb\n"
    "A payload is a fallverbund.eventlog.v1.Envelope; its signed_part is a fallverbund.eventlog.v1.Commit, "
    "whose\n"
    "events name their type. Ed25519 signatures are over \"fallverbund.commit/v1\\n\" followed by "
    "signed_part;\n"
    "keys are registered in the log itself.\n"
    "A leaf of the tree is SHA-256 of 0x00 and: \"FVLOG1\\n\", position (8 bytes, big-endian), server time "
    "in\n"
    "nanoseconds (8), length of the subject (2), subject, SHA-256 of the payload.\n"
    "What is personal is encrypted under a key of its person; where that was forgotten, nobody reads it "
    "again.\n";

// What is written, with its hash for SHA256SUMS.
class Folder {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {}
  absl::Status Put(const std::string& name, std::string_view bytes) {
    FV_RETURN_IF_ERROR(durable_file::CreateFile(path_ / name, bytes));
    sums_[name] = ToHex(crypto::Sha256(bytes));
    return absl::OkStatus();
  }
  absl::Status PutSums() const {
    std::string text;
    for (const auto& [name, sum] : sums_) absl::StrAppend(&text, sum, "  ", name, "\n");
    return durable_file::CreateFile(path_ / "SHA256SUMS", text);
  }

 private:
  const fs::path path_;
  std::map<std::string, std::string> sums_;
};

// The files of all types that were met, and of those that tell how to read them.
class Types {
 public:
  Types() {
    Add(*audit::v1::ArchivedMessages::descriptor()->file());
    Add(*eventlog::v1::Envelope::descriptor()->file());
  }
  void Meet(const std::string& payload) {
    eventlog::v1::Envelope envelope;
    eventlog::v1::Commit commit;
    if (!envelope.ParseFromString(payload) || !commit.ParseFromString(envelope.signed_part())) return;
    for (const auto& event : commit.events()) {
      if (!met_.insert(event.type()).second) continue;
      const auto* type =
          google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(event.type());
      if (type != nullptr) Add(*type->file());  // else of a later program: the message is kept all the same
    }
  }
  std::string Bytes() const { return set_.SerializeAsString(); }

 private:
  void Add(const FileDescriptor& file) {  // after those that it needs
    if (!files_.insert(file.name()).second) return;
    for (int i = 0; i < file.dependency_count(); ++i) Add(*file.dependency(i));
    file.CopyTo(set_.add_file());
  }

  std::set<std::string> met_, files_;
  google::protobuf::FileDescriptorSet set_;
};

// Full ones are put away, so that memory does not grow with the log.
class Messages {
 public:
  explicit Messages(Folder& folder) : folder_(folder) {}
  absl::Status Add(eventlog::StoredMessage message) {
    bytes_ += message.payload.size();
    auto& kept = *held_.add_messages();
    kept.set_position(message.position);
    kept.set_server_time_ns(message.server_time_ns);
    kept.set_subject(std::move(message.subject));
    kept.set_payload(std::move(message.payload));
    if (held_.messages_size() < kMessagesPerFile && bytes_ < kBytesPerFile) return absl::OkStatus();
    return PutAway();
  }
  absl::Status PutAway() {
    if (held_.messages().empty()) return absl::OkStatus();
    const std::string name = absl::StrFormat("messages/%012u.binpb", held_.messages(0).position());
    FV_RETURN_IF_ERROR(folder_.Put(name, held_.SerializeAsString()));
    held_.Clear();
    bytes_ = 0;
    return absl::OkStatus();
  }

 private:
  Folder& folder_;
  audit::v1::ArchivedMessages held_;
  size_t bytes_ = 0;
};

absl::StatusOr<uint64_t> SizeOf(const std::string& checkpoint) {
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(checkpoint));
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint parsed, tlog::ParseCheckpoint(note.text));
  return parsed.size;
}

}  // namespace

absl::Status Write(eventlog::EventLog& log, const WhatToArchive& what, const fs::path& folder,
                   const Progress& progress) {
  std::error_code error;
  if (fs::exists(folder, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(folder.string(), " is there already; name a folder that is not, it is made"));
  }
  FV_ASSIGN_OR_RETURN(const uint64_t sealed, SizeOf(what.checkpoint));
  FV_ASSIGN_OR_RETURN(const uint64_t head, log.HeadFromLeader());
  if (head < sealed)
    return absl::DataLossError(
        absl::StrCat("the log ends at ", head, ", and ", sealed, " positions were sealed"));
  FV_RETURN_IF_ERROR(durable_file::MakeFolders(folder / "messages"));
  Folder put(folder);
  Messages messages(put);
  Types types;
  audit::v1::ArchiveManifest manifest;
  eventlog::LogReader reader(log);
  while (reader.position() < head) {
    FV_ASSIGN_OR_RETURN(auto batch, reader.Next());
    if (batch.empty()) return absl::UnavailableError("the log does not answer up to its head; try again");
    for (auto& message : batch) {
      if (message.position > head) break;
      if (message.position == 1) manifest.set_genesis_sha256(ToHex(crypto::Sha256(message.payload)));
      types.Meet(message.payload);
      FV_RETURN_IF_ERROR(messages.Add(std::move(message)));
    }
    if (progress) progress(std::min(reader.position(), head), head);
  }
  FV_RETURN_IF_ERROR(messages.PutAway());
  manifest.set_format(kFormat);
  manifest.set_association(what.association);
  manifest.set_last_position(head);
  manifest.set_sealed_position(sealed);
  manifest.set_written_by(what.written_by);
  std::string json;
  google::protobuf::util::JsonPrintOptions readable;
  readable.add_whitespace = true;
  readable.preserve_proto_field_names = true;
  FV_CHECK(google::protobuf::util::MessageToJsonString(manifest, &json, readable).ok());
  FV_RETURN_IF_ERROR(put.Put("archive.json", json));
  FV_RETURN_IF_ERROR(put.Put("checkpoint", what.checkpoint));
  FV_RETURN_IF_ERROR(put.Put("policy", what.policy));
  FV_RETURN_IF_ERROR(put.Put("descriptors.binpb", types.Bytes()));
  FV_RETURN_IF_ERROR(put.Put("README.txt", kReadMe));
  return put.PutSums();
}

}  // namespace fallverbund::archive
