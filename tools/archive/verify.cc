#include "tools/archive/verify.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/eventlog/subject.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/prefix.h"
#include "libs/projection/step.h"
#include "libs/tlog/proof_file.h"
#include "services/audit/verdict/verdict_reader.h"
#include "services/audit/views/log_view.h"
#include "tools/archive/files.h"
#include "tools/archive/proven.h"
#include "tools/archive/read_ahead.h"

namespace fallverbund::archive {
namespace {

namespace fs = std::filesystem;

// The checker over messages in their order: what the audit service's projector does, on rows of its own.
class Judging {
 public:
  Judging(const audit::v1::ArchiveManifest& manifest, projection::ProjectionStore& store)
      : store_(store), batch_(store.NewBatch()) {
    identity_.association = manifest.association();
    identity_.genesis_sha256 = FromHex(manifest.genesis_sha256()).value_or("");
  }

  absl::Status Take(const ReadMessage& read) {
    const eventlog::StoredMessage& message = read.message;
    FV_ASSIGN_OR_RETURN(const eventlog::SignatureCheck check, CheckFor(read));
    std::vector<projection::Notice> notices;  // they stand in the rows, too
    const absl::Status applied =
        projection::ApplyMessage(message, identity_, {&view_}, *batch_, notices, nullptr, check);
    if (absl::IsFailedPrecondition(applied))
      return Damaged("archive.json", std::string(applied.message()));  // another genesis
    FV_RETURN_IF_ERROR(applied);
    if (const auto subject = eventlog::ParseSubject(message.subject);
        subject && subject->context == eventlog::kLogContext)
      keys_.clear();  // it may have changed them
    position_ = message.position;
    return ++held_ < kAtOnce ? absl::OkStatus() : Keep();
  }
  absl::Status Keep() {
    held_ = 0;
    FV_RETURN_IF_ERROR(store_.Commit(std::move(batch_), position_));
    batch_ = store_.NewBatch();
    return absl::OkStatus();
  }
  uint64_t position() const { return position_; }

 private:
  static constexpr int kAtOnce = 512;  // rows of so many commits are held until they are written

  // A signature that was checked ahead need not be checked again, if its key is the one that the log has
  // registered here, for this context.
  absl::StatusOr<eventlog::SignatureCheck> CheckFor(const ReadMessage& read) {
    const auto subject = eventlog::ParseSubject(read.message.subject);
    if (read.signed_by.empty() || !subject) return eventlog::SignatureCheck::kVerify;
    auto [key, fresh] = keys_.try_emplace({read.key_id, subject->context});
    if (fresh) {
      FV_ASSIGN_OR_RETURN(key->second, projection::RegisteredKey(*batch_, read.key_id, subject->context));
    }
    return key->second == read.signed_by ? eventlog::SignatureCheck::kVouchedFor
                                         : eventlog::SignatureCheck::kVerify;
  }

  projection::ProjectionStore& store_;
  eventlog::LogIdentity identity_;
  const audit::LogView view_{audit::Bounds{}};
  std::unique_ptr<projection::RowBatch> batch_;
  int held_ = 0;
  uint64_t position_ = 0;
  std::map<std::pair<std::string, std::string>, std::optional<std::string>> keys_;  // by id and context
};

absl::Status JudgeWholeLog(const Files& files, const audit::v1::ArchiveManifest& manifest,
                           const tlog::Checkpoint& sealed, Judging& judging, const Progress& progress) {
  ReadAhead ahead(files, sealed);
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto messages, ahead.Next());
    if (messages.empty()) break;
    for (const ReadMessage& message : messages) FV_RETURN_IF_ERROR(judging.Take(message));
    if (progress) progress(judging.position(), manifest.last_position());
  }
  if (judging.position() == manifest.last_position() && judging.position() >= sealed.size)
    return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the messages end at position ", judging.position(),
                                          ", the archive says ", manifest.last_position(),
                                          " and the checkpoint covers ", sealed.size));
}

// A portable proof of each message, in the tree of the archive's checkpoint.
absl::Status CheckProof(const Files& files, const eventlog::StoredMessage& message,
                        const std::string& checkpoint, const tlog::Checkpoint& sealed) {
  const std::string name = ProofName(message.position);
  FV_ASSIGN_OR_RETURN(const std::string text, files.Read(name));
  const auto proof = tlog::ParseProofFile(text);
  if (!proof.ok()) return Damaged(name, std::string(proof.status().message()));
  FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(message));
  if (proof->checkpoint != checkpoint || proof->index + 1 != message.position || proof->extra != entry)
    return Damaged(name, "is a proof of something else");
  return CheckInclusion(message.position, entry, proof->path, sealed);
}

absl::Status JudgeCase(const Files& files, const audit::v1::ArchiveManifest& manifest,
                       const std::string& checkpoint, const tlog::Checkpoint& sealed, Judging& judging,
                       const Progress& progress) {
  size_t proven = 0;
  for (const std::string& name : files.Messages()) {
    FV_ASSIGN_OR_RETURN(auto messages, files.ReadMessages(name));
    for (auto& archived : *messages.mutable_messages()) {
      const ReadMessage read{ToStored(std::move(archived)), "", ""};
      if (read.message.position <= judging.position() || (proven == 0 && read.message.position != 1))
        return Damaged(name,
                       absl::StrCat("after position ", judging.position(), " comes ", read.message.position));
      FV_RETURN_IF_ERROR(CheckProof(files, read.message, checkpoint, sealed));
      FV_RETURN_IF_ERROR(judging.Take(read));
      ++proven;
    }
    if (progress) progress(judging.position(), manifest.last_position());
  }
  if (judging.position() != manifest.last_position())
    return absl::DataLossError(absl::StrCat("the messages end at position ", judging.position(),
                                            ", the archive says ", manifest.last_position()));
  if (proven != files.Proofs().size())
    return absl::DataLossError("proofs/ holds proofs of messages that are not here");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ArchiveVerdict> Verify(const fs::path& folder, const tlog::Policy& policy,
                                      projection::ProjectionStore& store, const Progress& progress) {
  FV_ASSIGN_OR_RETURN(const Files files, Files::Open(folder));
  FV_ASSIGN_OR_RETURN(const auto manifest, files.ReadManifest());
  FV_ASSIGN_OR_RETURN(const std::string checkpoint, files.Read("checkpoint"));
  ArchiveVerdict verdict;
  FV_ASSIGN_OR_RETURN(verdict.sealed, policy.Check(checkpoint));
  for (const char* name : {"policy", "descriptors.binpb", "README.txt"})
    FV_RETURN_IF_ERROR(files.Read(name).status());
  const tlog::Checkpoint& sealed = verdict.sealed.checkpoint;
  Judging judging(manifest, store);
  FV_RETURN_IF_ERROR(manifest.case_id().empty()
                         ? JudgeWholeLog(files, manifest, sealed, judging, progress)
                         : JudgeCase(files, manifest, checkpoint, sealed, judging, progress));
  FV_RETURN_IF_ERROR(judging.Keep());
  const projection::InMemoryProjectionStore no_journal;
  FV_ASSIGN_OR_RETURN(verdict.rule, audit::VerdictNow(store, no_journal));
  verdict.association = manifest.association();
  verdict.case_id = manifest.case_id();
  verdict.other_case_ids.assign(manifest.other_case_ids().begin(), manifest.other_case_ids().end());
  verdict.positions = judging.position();
  verdict.state_sha256 = verdict.rule.state_sha256();
  return verdict;
}

}  // namespace fallverbund::archive
