#include "tools/archive/verify.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/subject.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/step_opened.h"
#include "libs/tlog/proof_file.h"
#include "services/audit/verdict/verdict_reader.h"
#include "services/audit/views/case_messages.h"
#include "services/audit/views/journal_view.h"
#include "services/audit/views/log_view.h"
#include "services/audit/views/questions.h"
#include "tools/archive/batches.h"
#include "tools/archive/files.h"
#include "tools/archive/journal_excerpt.h"
#include "tools/archive/proven.h"
#include "tools/archive/read_ahead.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;

// A stream of the archive, the log or the journal, under a checkpoint that the auditor trusts.
struct Stretch {
  std::string in;  // of Files
  uint64_t last_position = 0;
  std::string checkpoint;  // the note
  tlog::TrustedCheckpoint sealed;
};

absl::StatusOr<Stretch> OpenStretch(const Files& files, const std::string& in, uint64_t last_position,
                                    const tlog::Policy& policy) {
  FV_ASSIGN_OR_RETURN(std::string checkpoint, files.Read(in + "checkpoint"));
  FV_ASSIGN_OR_RETURN(tlog::TrustedCheckpoint sealed, policy.Check(checkpoint));
  FV_RETURN_IF_ERROR(files.Read(in + "policy").status());
  return Stretch{in, last_position, std::move(checkpoint), std::move(sealed)};
}

// A view over messages in their order: what the audit service's projector does, on rows of its own.
class Judging {
 public:
  // `keys_of_log` for a journal, as of ApplyMessage.
  Judging(eventlog::LogIdentity identity, const projection::View& view, projection::ProjectionStore& store,
          projection::SignerKeys keys_of_log)
      : identity_(std::move(identity)), view_(view), keys_of_log_(std::move(keys_of_log)), rows_(store) {}

  absl::Status Take(ReadMessage read) {
    const eventlog::StoredMessage& message = read.message;
    FV_ASSIGN_OR_RETURN(const eventlog::SignatureCheck check, CheckFor(read));
    std::vector<projection::Notice> notices;  // they stand in the rows, too
    const absl::Status applied = projection::ApplyOpened(message, std::move(read.opened), identity_, {&view_},
                                                         rows_.batch(), notices, keys_of_log_, check);
    if (absl::IsFailedPrecondition(applied))
      return Damaged("archive.json", std::string(applied.message()));  // another genesis
    FV_RETURN_IF_ERROR(applied);
    if (const auto subject = eventlog::ParseSubject(message.subject);
        subject && subject->context == eventlog::kLogContext)
      keys_.clear();  // it may have changed them
    return rows_.Reach(message.position);
  }
  absl::Status Keep() { return rows_.Keep(); }

 private:
  // A signature that was checked ahead need not be checked again, if its key is the one that the log has
  // registered here, for this context.
  absl::StatusOr<eventlog::SignatureCheck> CheckFor(const ReadMessage& read) {
    const auto subject = eventlog::ParseSubject(read.message.subject);
    if (read.signed_by.empty() || !subject) return eventlog::SignatureCheck::kVerify;
    auto [key, fresh] = keys_.try_emplace({read.opened.envelope->key_id(), subject->context});
    if (fresh) {
      FV_ASSIGN_OR_RETURN(key->second, keys_of_log_ ? keys_of_log_(key->first.first, subject->context)
                                                    : projection::RegisteredKey(
                                                          rows_.batch(), key->first.first, subject->context));
    }
    return key->second == read.signed_by ? eventlog::SignatureCheck::kVouchedFor
                                         : eventlog::SignatureCheck::kVerify;
  }

  const eventlog::LogIdentity identity_;
  const projection::View& view_;
  const projection::SignerKeys keys_of_log_;
  Batches rows_;
  std::map<std::pair<std::string, std::string>, std::optional<std::string>> keys_;  // by id and context
};

absl::Status EndsAsItSays(uint64_t position, const Stretch& stretch) {
  if (position > 0 && position == stretch.last_position) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(stretch.in, "messages/ ends at position ", position,
                                          ", and archive.json says ", stretch.last_position));
}

// Every message from the first on. Both return how many there were.
template <class Taker>
absl::StatusOr<uint64_t> JudgeWhole(const Files& files, const Stretch& stretch, Taker& taker,
                                    const Progress& progress) {
  ReadAhead ahead(files, stretch.in, stretch.sealed.checkpoint);
  uint64_t position = 0;
  while (true) {
    FV_ASSIGN_OR_RETURN(auto messages, ahead.Next());
    if (messages.empty()) break;
    position = messages.back().message.position;
    for (ReadMessage& read : messages) FV_RETURN_IF_ERROR(taker.Take(std::move(read)));
    if (progress) progress(position, stretch.last_position);
  }
  FV_RETURN_IF_ERROR(EndsAsItSays(position, stretch));
  if (const uint64_t sealed = stretch.sealed.checkpoint.size; position < sealed)
    return absl::DataLossError(absl::StrCat(stretch.in, "messages/ ends at position ", position,
                                            ", and the checkpoint covers ", sealed));
  FV_RETURN_IF_ERROR(taker.Keep());
  return position;
}

// A portable proof of each message, in the tree of the archive's checkpoint.
absl::Status CheckProof(const Files& files, const eventlog::StoredMessage& message, const Stretch& stretch) {
  const std::string name = stretch.in + ProofName(message.position);
  FV_ASSIGN_OR_RETURN(const std::string text, files.Read(name));
  const auto proof = tlog::ParseProofFile(text);
  if (!proof.ok()) return Damaged(name, std::string(proof.status().message()));
  FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(message));
  if (proof->checkpoint != stretch.checkpoint || proof->index + 1 != message.position ||
      proof->extra != entry)
    return Damaged(name, "is a proof of something else");
  return CheckInclusion(message.position, entry, proof->path, stretch.sealed.checkpoint);
}

// Some of the messages, the first among them, each with its proof.
template <class Taker>
absl::StatusOr<uint64_t> JudgeSome(const Files& files, const Stretch& stretch, Taker& taker,
                                   const Progress& progress) {
  uint64_t position = 0, proven = 0;
  for (const std::string& name : files.Messages(stretch.in)) {
    FV_ASSIGN_OR_RETURN(auto messages, files.ReadMessages(name));
    for (auto& archived : *messages.mutable_messages()) {
      eventlog::StoredMessage message = ToStored(std::move(archived));
      if (message.position <= position || (proven == 0 && message.position != 1))
        return Damaged(name, absl::StrCat("after position ", position, " comes ", message.position));
      FV_RETURN_IF_ERROR(CheckProof(files, message, stretch));
      position = message.position;
      eventlog::Opened opened = eventlog::OpenMessage(message);
      FV_RETURN_IF_ERROR(taker.Take({std::move(message), std::move(opened), ""}));
      ++proven;
    }
    if (progress) progress(position, stretch.last_position);
  }
  FV_RETURN_IF_ERROR(EndsAsItSays(position, stretch));
  if (proven != files.Proofs(stretch.in).size())
    return absl::DataLossError(
        absl::StrCat(stretch.in, "proofs/ holds proofs of messages that are not here"));
  FV_RETURN_IF_ERROR(taker.Keep());
  return proven;
}

// Where the messages of that case end. Its name stands in the manifest, which nobody signed.
absl::StatusOr<uint64_t> CaseKnownTo(const projection::Rows& rows, const std::string& case_id) {
  const auto extent = audit::ReadExtent(rows, case_id);
  if (absl::IsNotFound(extent.status()) || absl::IsInvalidArgument(extent.status()))
    return Damaged("archive.json",
                   absl::StrCat("names the case ", case_id, ", and no message in the archive belongs to it"));
  FV_RETURN_IF_ERROR(extent.status());
  return extent->last_position;
}

eventlog::LogIdentity IdentityOf(eventlog::StreamKind kind, const std::string& association,
                                 const std::string& genesis_sha256) {
  return {kind, association, FromHex(genesis_sha256).value_or("")};
}

// After the log, whose rows say which keys sign.
absl::StatusOr<JournalVerdict> JudgeJournal(const Files& files, const audit::v1::ArchiveManifest& manifest,
                                            const projection::Rows& log_rows, const OfJournal& journal,
                                            const Progress& progress) {
  FV_ASSIGN_OR_RETURN(Stretch stretch,
                      OpenStretch(files, kJournalFolder, manifest.journal().last_position(), journal.policy));
  const eventlog::LogIdentity identity =
      IdentityOf(eventlog::StreamKind::kJournal, manifest.association(), manifest.journal().genesis_sha256());
  const audit::JournalView view(log_rows);
  const projection::SignerKeys keys = [&log_rows](std::string_view key_id, std::string_view context) {
    return audit::SignerKeyOfLog(log_rows, key_id, context);
  };
  JournalVerdict verdict;
  if (manifest.case_id().empty()) {
    Judging judging(identity, view, journal.store, keys);
    FV_ASSIGN_OR_RETURN(verdict.entries, JudgeWhole(files, stretch, judging, progress));
  } else {
    JournalExcerpt excerpt(identity, view, journal.store, keys);
    FV_ASSIGN_OR_RETURN(verdict.entries, JudgeSome(files, stretch, excerpt, progress));
  }
  if (verdict.entries > 0) --verdict.entries;  // its genesis is none
  verdict.positions = stretch.last_position;
  verdict.sealed = std::move(stretch.sealed);
  return verdict;
}

absl::Status CheckJournalIsAsked(bool there, bool asked) {
  if (there && !asked)
    return absl::InvalidArgumentError(
        "the archive holds the journal of reads and refusals, which has a key of its own: name whom you "
        "trust "
        "for it, --journal-policy FILE");
  if (!there && asked)
    return absl::InvalidArgumentError(
        "the archive holds no journal, so nothing is known of reads and refusals: ask whoever wrote it why, "
        "or verify it without --journal-policy");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ArchiveVerdict> Verify(const fs::path& folder, const tlog::Policy& policy,
                                      projection::ProjectionStore& store, const Progress& progress,
                                      const OfJournal* journal) {
  FV_ASSIGN_OR_RETURN(const Files files, Files::Open(folder));
  FV_ASSIGN_OR_RETURN(const auto manifest, files.ReadManifest());
  FV_RETURN_IF_ERROR(CheckJournalIsAsked(manifest.has_journal(), journal != nullptr));
  FV_ASSIGN_OR_RETURN(Stretch stretch, OpenStretch(files, "", manifest.last_position(), policy));
  for (const char* name : {"descriptors.binpb", "README.txt"}) FV_RETURN_IF_ERROR(files.Read(name).status());
  const audit::LogView view{audit::Bounds{}};
  Judging judging(IdentityOf(eventlog::StreamKind::kLog, manifest.association(), manifest.genesis_sha256()),
                  view, store, nullptr);
  FV_RETURN_IF_ERROR((manifest.case_id().empty() ? JudgeWhole(files, stretch, judging, progress)
                                                 : JudgeSome(files, stretch, judging, progress))
                         .status());
  ArchiveVerdict verdict;
  if (!manifest.case_id().empty()) {
    FV_ASSIGN_OR_RETURN(verdict.case_known_to, CaseKnownTo(store, manifest.case_id()));
  }
  const projection::InMemoryProjectionStore no_journal;
  const projection::ProjectionStore* of_journal = &no_journal;
  if (journal != nullptr) {
    FV_ASSIGN_OR_RETURN(verdict.journal, JudgeJournal(files, manifest, store, *journal, progress));
    of_journal = &journal->store;
  }
  FV_ASSIGN_OR_RETURN(verdict.rule, audit::VerdictNow(store, *of_journal));
  verdict.association = manifest.association();
  verdict.case_id = manifest.case_id();
  verdict.other_case_ids.assign(manifest.other_case_ids().begin(), manifest.other_case_ids().end());
  verdict.positions = stretch.last_position;
  verdict.sealed = std::move(stretch.sealed);
  verdict.state_sha256 = verdict.rule.state_sha256();
  return verdict;
}

absl::StatusOr<std::vector<uint64_t>> LeftOut(const ArchiveVerdict& part, const projection::Rows& part_rows,
                                              const ArchiveVerdict& whole,
                                              const projection::Rows& whole_rows) {
  const tlog::Checkpoint &of_part = part.sealed.checkpoint, &of_whole = whole.sealed.checkpoint;
  if (part.case_id.empty() || !whole.case_id.empty() || of_whole.size < of_part.size ||
      of_whole.origin != of_part.origin)
    return absl::InvalidArgumentError(
        "an archive of one case is looked for in one of the whole log, sealed at no fewer positions");
  FV_ASSIGN_OR_RETURN(const audit::CaseMessages there, audit::ReadCaseMessages(whole_rows, part.case_id));
  FV_ASSIGN_OR_RETURN(const audit::CaseMessages here, audit::ReadCaseMessages(part_rows, part.case_id));
  std::vector<uint64_t> left_out;
  for (const auto& [position, kind] : there.positions) {
    if (kind == audit::v1::ARCHIVED_PART_CASE && position <= of_part.size &&
        !here.positions.contains(position))
      left_out.push_back(position);
  }
  return left_out;
}

}  // namespace fallverbund::archive
