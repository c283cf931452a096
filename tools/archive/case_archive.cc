#include "tools/archive/case_archive.h"

#include <string>
#include <utility>
#include <vector>

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
    "journal/             the same of the journal of reads and refusals, where it was given: a tree of its "
    "own\n"
    "SHA256SUMS           of all files: sha256sum -c SHA256SUMS\n"
    "\n"
    "Besides the case, its origin, teams, deployments and crises there are the log's own messages, which "
    "register\n"
    "the keys, and those of the organisations and registers that the case names.\n"
    "\n"
    "What it shows: each message stands in the log at its position; between two messages of one aggregate "
    "none is\n"
    "left out (version and prev_payload_sha256). What it does not show: that nothing came after the last of "
    "them,\n"
    "and that no crisis, team or deployment of the case is missing as a whole.\n"
    "Only the whole log shows that, or whoever answers for it. In journal/ each entry stands in the journal; "
    "that no\n"
    "other one concerns the case, only the whole journal shows.\n"
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
    "\n"
    "Each message has its proof in proofs/, by its position; a program that knows C2SP tlog-proof checks it "
    "against a\n"
    "policy that you got from somebody else, such as\n"
    "  fvctl audit check proofs/000000000001.tlog-proof --policy FILE\n"
    "What became of a receipt for one of these messages is told by:\n"
    "  fvctl audit receipt RECEIPT --archive . --policy FILE\n"
    "Of other positions no proof can be made from here: that takes the whole log.\n"
    "\n"
    "What is personal is encrypted under a key of its person; where that was forgotten, nobody reads it "
    "again.\n";

absl::Status PutProof(const audit::v1::ProvenMessage& proven, const std::string& in,
                      const tlog::Checkpoint& tree, const std::string& checkpoint, Folder& folder) {
  const eventlog::StoredMessage message = ToStored(audit::v1::ArchivedMessage(proven.message()));
  FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(message));
  FV_ASSIGN_OR_RETURN(tlog::Proof path, ToProof(proven.path()));
  FV_RETURN_IF_ERROR(CheckInclusion(message.position, entry, path, tree));
  return folder.Put(in + ProofName(message.position),
                    tlog::FormatProofFile({entry, message.position - 1, std::move(path), checkpoint}));
}

absl::StatusOr<Written> WriteProven(std::vector<audit::v1::ProvenMessage> proven, const Sealed& sealed,
                                    const std::string& in, Types& types, Folder& folder) {
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(sealed.checkpoint));
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint tree, tlog::ParseCheckpoint(note.text));
  if (proven.empty() || proven.front().message().position() != 1)
    return absl::InvalidArgumentError("an archive of a case begins with the genesis, of log and journal");
  const Written written{ToHex(crypto::Sha256(proven.front().message().payload())),
                        proven.back().message().position(), tree.size};
  MessageFiles messages(folder, in);
  for (audit::v1::ProvenMessage& one : proven) {
    FV_RETURN_IF_ERROR(PutProof(one, in, tree, sealed.checkpoint, folder));
    types.Meet(one.message().payload());
    FV_RETURN_IF_ERROR(messages.Add(std::move(*one.mutable_message())));
  }
  FV_RETURN_IF_ERROR(messages.PutAway());
  return written;
}

}  // namespace

absl::Status WriteCase(CaseToArchive a_case, const WhatToArchive& what, const std::filesystem::path& path) {
  std::vector<std::string> folders = {"messages", "proofs"};
  if (what.journal)
    for (const char* name : {"messages", "proofs"}) folders.push_back(absl::StrCat(kJournalFolder, name));
  FV_ASSIGN_OR_RETURN(Folder folder, Folder::Make(path, folders));
  Types types;
  audit::v1::ArchiveManifest manifest;
  manifest.set_format(kFormatOfACase);
  manifest.set_case_id(a_case.case_id);
  for (const std::string& id : a_case.other_case_ids) manifest.add_other_case_ids(id);
  FV_ASSIGN_OR_RETURN(const Written of_log,
                      WriteProven(std::move(a_case.messages), what.log, "", types, folder));
  Describe(of_log, manifest);
  if (what.journal) {
    FV_ASSIGN_OR_RETURN(const Written of_journal,
                        WriteProven(std::move(a_case.journal), *what.journal, kJournalFolder, types, folder));
    Describe(of_journal, *manifest.mutable_journal());
  }
  return Finish(folder, what, std::move(manifest), types, kReadMe);
}

}  // namespace fallverbund::archive
