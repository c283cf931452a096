#include "tools/archive/archive.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
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
    "journal/           the same of the journal of reads and refusals, where it was given: a tree of its "
    "own\n"
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
    "\n"
    "Any position up to the checkpoint can be proved from this folder alone, in the form C2SP tlog-proof:\n"
    "  fvctl audit prove 17 --archive . > 17.tlog-proof\n"
    "  fvctl audit check 17.tlog-proof --policy FILE\n"
    "and what became of a receipt is told by: fvctl audit receipt FILE --archive . --policy FILE\n"
    "With tools of others: the leaves, in order, are the RFC 6962 tree whose size and root are the second "
    "and "
    "third\n"
    "line of the checkpoint, so any implementation of RFC 6962 gives the path of leaf 16 for position 17. "
    "The "
    "file is:\n"
    "  c2sp.org/tlog-proof@v1 / extra, a space and the entry in base64 / index 16 / a line of base64 for "
    "each "
    "hash of\n"
    "  the path, from the leaf up / an empty line / the checkpoint as it stands here\n"
    "where the entry is what stands behind the 0x00 of its leaf. FILE is a policy that you got from somebody "
    "else: the\n"
    "one in here was chosen by whoever wrote it.\n"
    "\n"
    "What is personal is encrypted under a key of its person; where that was forgotten, nobody reads it "
    "again.\n";

// A stream from its first message to where it ended when it was asked.
struct Stretch {
  eventlog::EventLog* log = nullptr;
  uint64_t sealed = 0;
  uint64_t head = 0;
};

absl::StatusOr<Stretch> Measure(eventlog::EventLog& log, const Sealed& sealed) {
  FV_ASSIGN_OR_RETURN(const tlog::Note note, tlog::ParseNote(sealed.checkpoint));
  FV_ASSIGN_OR_RETURN(const tlog::Checkpoint tree, tlog::ParseCheckpoint(note.text));
  FV_ASSIGN_OR_RETURN(const uint64_t head, log.HeadFromLeader());
  if (head >= tree.size) return Stretch{&log, tree.size, head};
  return absl::DataLossError(
      absl::StrCat("the log ends at ", head, ", and ", tree.size, " positions were sealed"));
}

absl::StatusOr<Written> WriteMessages(const Stretch& stretch, MessageFiles messages, Types& types,
                                      const Progress& progress) {
  Written written{"", stretch.head, stretch.sealed};
  eventlog::LogReader reader(*stretch.log);
  while (reader.position() < stretch.head) {
    FV_ASSIGN_OR_RETURN(auto batch, reader.Next());
    if (batch.empty()) return absl::UnavailableError("the log does not answer up to its head; try again");
    for (auto& message : batch) {
      if (message.position > stretch.head) break;
      if (message.position == 1) written.genesis_sha256 = ToHex(crypto::Sha256(message.payload));
      types.Meet(message.payload);
      FV_RETURN_IF_ERROR(messages.Add(ToArchived(std::move(message))));
    }
    if (progress) progress(std::min(reader.position(), stretch.head), stretch.head);
  }
  FV_RETURN_IF_ERROR(messages.PutAway());
  return written;
}

}  // namespace

absl::Status Write(eventlog::EventLog& log, eventlog::EventLog* journal, const WhatToArchive& what,
                   const fs::path& folder, const Progress& progress) {
  FV_CHECK((journal != nullptr) == what.journal.has_value());
  // The journal's end first: what its entries rest on, the log before its own end then holds.
  std::optional<Stretch> of_journal;
  if (journal != nullptr) {
    FV_ASSIGN_OR_RETURN(of_journal, Measure(*journal, *what.journal));
  }
  FV_ASSIGN_OR_RETURN(const Stretch of_log, Measure(log, what.log));
  std::vector<std::string> folders = {"messages"};
  if (of_journal) folders.push_back(absl::StrCat(kJournalFolder, "messages"));
  FV_ASSIGN_OR_RETURN(Folder put, Folder::Make(folder, folders));
  Types types;
  FV_ASSIGN_OR_RETURN(const Written log_written,
                      WriteMessages(of_log, MessageFiles(put, ""), types, progress));
  audit::v1::ArchiveManifest manifest;
  manifest.set_format(kFormat);
  Describe(log_written, manifest);
  if (of_journal) {
    FV_ASSIGN_OR_RETURN(const Written journal_written,
                        WriteMessages(*of_journal, MessageFiles(put, kJournalFolder), types, progress));
    Describe(journal_written, *manifest.mutable_journal());
  }
  return Finish(put, what, std::move(manifest), types, kReadMe);
}

}  // namespace fallverbund::archive
