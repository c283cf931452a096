#include "tools/archive/archived_tree.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/eventlog/subject.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/note.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/tile_writer.h"
#include "tools/archive/files.h"
#include "tools/archive/proven.h"

namespace fallverbund::archive {
namespace {

bool IsTheLogsOwn(const std::string& subject) {
  const auto parsed = eventlog::ParseSubject(subject);
  return parsed && parsed->context == eventlog::kLogContext;
}

absl::Status Grow(audit::v1::ArchivedMessage archived, tlog::TileWriter& writer, ArchivedTree& tree) {
  if (archived.position() != writer.size() + 1)
    return absl::DataLossError(
        absl::StrCat("after position ", writer.size(), " comes ", archived.position()));
  eventlog::StoredMessage message = ToStored(std::move(archived));
  FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(message));
  FV_RETURN_IF_ERROR(writer.Append(entry));
  if (writer.size() - writer.flushed_size() == tlog::kMaxUnflushed) FV_RETURN_IF_ERROR(writer.Flush());
  if (IsTheLogsOwn(message.subject)) tree.own.push_back(ToArchived(std::move(message)));
  return absl::OkStatus();
}

// What comes behind the checkpoint is in no tree yet.
absl::Status GrowTo(const tlog::Checkpoint& sealed, const Files& files, ArchivedTree& tree) {
  FV_ASSIGN_OR_RETURN(auto writer, tlog::TileWriter::Open(tree.tiles, 0));
  for (const std::string& name : files.Messages("")) {
    FV_ASSIGN_OR_RETURN(auto messages, files.ReadMessages(name));
    for (auto& archived : *messages.mutable_messages()) {
      if (writer.size() == sealed.size) break;
      FV_RETURN_IF_ERROR(Grow(std::move(archived), writer, tree));
    }
  }
  FV_RETURN_IF_ERROR(writer.Flush());
  if (writer.size() != sealed.size || writer.Root() != sealed.root)
    return Damaged("checkpoint", "is of another tree than the messages are");
  return tree.tiles.ReplaceCheckpoint(tree.checkpoint);
}

absl::Status ReadProofs(const Files& files, ArchivedTree& tree) {
  for (const std::string& name : files.Proofs("")) {
    FV_ASSIGN_OR_RETURN(std::string text, files.Read(name));
    const auto proof = tlog::ParseProofFile(text);
    if (!proof.ok() || !proof->extra) return Damaged(name, "is no proof of an entry");
    tree.proofs[proof->index + 1] = std::move(text);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ArchivedTree>> ReadTree(const std::filesystem::path& folder) {
  FV_ASSIGN_OR_RETURN(const Files files, Files::Open(folder));
  FV_ASSIGN_OR_RETURN(const auto manifest, files.ReadManifest());
  auto tree = std::make_unique<ArchivedTree>();
  FV_ASSIGN_OR_RETURN(tree->checkpoint, files.Read("checkpoint"));
  tree->case_id = manifest.case_id();
  if (!tree->case_id.empty()) {
    FV_RETURN_IF_ERROR(ReadProofs(files, *tree));
    return tree;
  }
  const auto note = tlog::ParseNote(tree->checkpoint);
  if (!note.ok()) return Damaged("checkpoint", "is no signed note");
  const auto sealed = tlog::ParseCheckpoint(note->text);
  if (!sealed.ok()) return Damaged("checkpoint", "is none");
  FV_RETURN_IF_ERROR(GrowTo(*sealed, files, *tree));
  return tree;
}

}  // namespace fallverbund::archive
