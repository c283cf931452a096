#include "tools/archive/archive.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/log_reader.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/note.h"
#include "tools/archive/proven.h"
#include "tools/archive/writer.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;

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

absl::StatusOr<uint64_t> SizeOf(const std::string& checkpoint) {
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(checkpoint));
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint parsed, tlog::ParseCheckpoint(note.text));
  return parsed.size;
}

}  // namespace

absl::Status Write(eventlog::EventLog& log, const WhatToArchive& what, const fs::path& folder,
                   const Progress& progress) {
  FV_ASSIGN_OR_RETURN(const uint64_t sealed, SizeOf(what.checkpoint));
  FV_ASSIGN_OR_RETURN(const uint64_t head, log.HeadFromLeader());
  if (head < sealed)
    return absl::DataLossError(
        absl::StrCat("the log ends at ", head, ", and ", sealed, " positions were sealed"));
  FV_ASSIGN_OR_RETURN(Folder put, Folder::Make(folder, {"messages"}));
  MessageFiles messages(put);
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
      FV_RETURN_IF_ERROR(messages.Add(ToArchived(std::move(message))));
    }
    if (progress) progress(std::min(reader.position(), head), head);
  }
  FV_RETURN_IF_ERROR(messages.PutAway());
  manifest.set_format(kFormat);
  manifest.set_last_position(head);
  manifest.set_sealed_position(sealed);
  return Finish(put, what, std::move(manifest), types, kReadMe);
}

}  // namespace fallverbund::archive
