#include "tools/archive/case_archive.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/note.h"
#include "libs/tlog/proof_file.h"
#include "tools/archive/files.h"
#include "tools/archive/proven.h"
#include "tools/archive/writer.h"

namespace fallverbund::archive {
namespace {

constexpr char kReadMe[] =
    "One case out of the log of an association of youth welfare agencies.\n"
    "\n"
    "archive.json         what this is: which case, and which other cases it names\n"
    "messages/*.binpb     its messages: fallverbund.audit.v1.ArchivedMessages, Protocol Buffers\n"
    "proofs/*.tlog-proof  of each message, by position, that it stands in the log (C2SP tlog-proof)\n"
    "descriptors.binpb    the types of all messages: google.protobuf.FileDescriptorSet\n"
    "checkpoint           root of the RFC 6962 tree over the whole log, signed and cosigned (C2SP "
    "tlog-checkpoint)\n"
    "policy               the keys of the log and of its witnesses (C2SP tlog-policy)\n"
    "SHA256SUMS           of all files: sha256sum -c SHA256SUMS\n"
    "\n"
    "Besides the case, its origin, teams, deployments and crises there are the log's own messages, which "
    "register\n"
    "the keys, and those of the organisations and registers that the case names.\n"
    "\n"
    "What it shows: each message stands in the log at its position; between two messages of one aggregate "
    "none is\n"
    "left out (version and prev_payload_sha256). What it does not show: that nothing came after the last of "
    "them.\n"
    "Only the whole log shows that, or whoever answers for it.\n"
    "\n"
    "To read one file:\n"
    "  protoc --descriptor_set_in=descriptors.binpb --decode fallverbund.audit.v1.ArchivedMessages \\\n"
    "    < messages/000000000001.binpb\n"
    "A payload is a fallverbund.eventlog.v1.Envelope; its signed_part is a fallverbund.eventlog.v1.Commit, "
    "whose\n"
    "events name their type. Ed25519 signatures are over \"fallverbund.commit/v1\\n\" followed by "
    "signed_part.\n"
    "A leaf of the tree is SHA-256 of 0x00 and: \"FVLOG1\\n\", position (8 bytes, big-endian), server time "
    "in\n"
    "nanoseconds (8), length of the subject (2), subject, SHA-256 of the payload.\n"
    "What is personal is encrypted under a key of its person; where that was forgotten, nobody reads it "
    "again.\n";

absl::Status PutProof(const audit::v1::ProvenMessage& proven, const tlog::Checkpoint& tree,
                      const std::string& checkpoint, Folder& folder) {
  const eventlog::StoredMessage message = ToStored(audit::v1::ArchivedMessage(proven.message()));
  FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(message));
  FV_ASSIGN_OR_RETURN(tlog::Proof path, ToProof(proven.path()));
  FV_RETURN_IF_ERROR(CheckInclusion(message.position, entry, path, tree));
  return folder.Put(ProofName(message.position),
                    tlog::FormatProofFile({entry, message.position - 1, std::move(path), checkpoint}));
}

}  // namespace

absl::Status WriteCase(CaseToArchive a_case, const WhatToArchive& what, const std::filesystem::path& folder) {
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(what.checkpoint));
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint tree, tlog::ParseCheckpoint(note.text));
  if (a_case.messages.empty() || a_case.messages.front().message().position() != 1)
    return absl::InvalidArgumentError("an archive of a case begins with the log's genesis");
  FV_ASSIGN_OR_RETURN(Folder put, Folder::Make(folder, {"messages", "proofs"}));
  MessageFiles messages(put);
  Types types;
  audit::v1::ArchiveManifest manifest;
  manifest.set_format(kFormatOfACase);
  manifest.set_case_id(a_case.case_id);
  for (const std::string& id : a_case.other_case_ids) manifest.add_other_case_ids(id);
  manifest.set_genesis_sha256(ToHex(crypto::Sha256(a_case.messages.front().message().payload())));
  manifest.set_last_position(a_case.messages.back().message().position());
  manifest.set_sealed_position(tree.size);
  for (audit::v1::ProvenMessage& proven : a_case.messages) {
    FV_RETURN_IF_ERROR(PutProof(proven, tree, what.checkpoint, put));
    types.Meet(proven.message().payload());
    FV_RETURN_IF_ERROR(messages.Add(std::move(*proven.mutable_message())));
  }
  FV_RETURN_IF_ERROR(messages.PutAway());
  return Finish(put, what, std::move(manifest), types, kReadMe);
}

}  // namespace fallverbund::archive
