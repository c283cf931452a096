#include "tools/archive/writer.h"

#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/durable_file/durable_file.h"
#include "tools/archive/files.h"

namespace fallverbund::archive {

namespace fs = std::filesystem;
using google::protobuf::FileDescriptor;

absl::StatusOr<Folder> Folder::Make(const fs::path& path, const std::vector<std::string>& folders_in_it) {
  std::error_code error;
  if (fs::exists(path, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(path.string(), " is there already; name a folder that is not, it is made"));
  }
  for (const std::string& name : folders_in_it) FV_RETURN_IF_ERROR(durable_file::MakeFolders(path / name));
  return Folder(path);
}

absl::Status Folder::Put(const std::string& name, std::string_view bytes) {
  FV_RETURN_IF_ERROR(durable_file::CreateFile(path_ / name, bytes));
  sums_[name] = ToHex(crypto::Sha256(bytes));
  return absl::OkStatus();
}

absl::Status Folder::PutSums() const {
  std::string text;
  for (const auto& [name, sum] : sums_) absl::StrAppend(&text, sum, "  ", name, "\n");
  return durable_file::CreateFile(path_ / "SHA256SUMS", text);
}

Types::Types() {
  Add(*audit::v1::ArchivedMessages::descriptor()->file());
  Add(*eventlog::v1::Envelope::descriptor()->file());
}

void Types::Meet(const std::string& payload) {
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

void Types::Add(const FileDescriptor& file) {  // after those that it needs
  if (!files_.insert(file.name()).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) Add(*file.dependency(i));
  file.CopyTo(set_.add_file());
}

absl::Status MessageFiles::Add(audit::v1::ArchivedMessage message) {
  bytes_ += message.payload().size();
  *held_.add_messages() = std::move(message);
  if (held_.messages_size() < kMessagesPerFile && bytes_ < kBytesPerFile) return absl::OkStatus();
  return PutAway();
}

absl::Status MessageFiles::PutAway() {
  if (held_.messages().empty()) return absl::OkStatus();
  FV_RETURN_IF_ERROR(
      folder_.Put(in_ + MessagesName(held_.messages(0).position()), held_.SerializeAsString()));
  held_.Clear();
  bytes_ = 0;
  return absl::OkStatus();
}

absl::Status Finish(Folder& folder, const WhatToArchive& what, audit::v1::ArchiveManifest manifest,
                    const Types& types, std::string_view read_me) {
  FV_CHECK(manifest.has_journal() == what.journal.has_value());
  if (what.journal) {
    manifest.set_format(manifest.format() + kWithJournal);
    FV_RETURN_IF_ERROR(folder.Put(absl::StrCat(kJournalFolder, "checkpoint"), what.journal->checkpoint));
    FV_RETURN_IF_ERROR(folder.Put(absl::StrCat(kJournalFolder, "policy"), what.journal->policy));
  }
  manifest.set_association(what.association);
  manifest.set_written_by(what.written_by);
  std::string json;
  google::protobuf::util::JsonPrintOptions readable;
  readable.add_whitespace = true;
  readable.preserve_proto_field_names = true;
  FV_CHECK(google::protobuf::util::MessageToJsonString(manifest, &json, readable).ok());
  FV_RETURN_IF_ERROR(folder.Put("archive.json", json));
  FV_RETURN_IF_ERROR(folder.Put("checkpoint", what.log.checkpoint));
  FV_RETURN_IF_ERROR(folder.Put("policy", what.log.policy));
  FV_RETURN_IF_ERROR(folder.Put("descriptors.binpb", types.Bytes()));
  FV_RETURN_IF_ERROR(folder.Put("README.txt", read_me));
  return folder.PutSums();
}

}  // namespace fallverbund::archive
