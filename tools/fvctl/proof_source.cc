#include "tools/fvctl/proof_source.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/tlog/entry.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/proofs.h"
#include "tools/archive/archived_tree.h"
#include "tools/archive/receipt.h"
#include "tools/fvctl/explain.h"

namespace fallverbund::fvctl {
namespace {

template <class Path>
void PutPath(const tlog::Proof& proof, Path* path) {
  for (const tlog::Hash& hash : proof) *path->Add() = std::string(hash.view());
}

// What a receipt promised, found in its tree or not.
absl::StatusOr<audit::v1::GetReceiptProofResponse> WhatStandsIn(audit::Prover& prover,
                                                                const std::string& receipt,
                                                                const eventlog::v1::Receipt& promised) {
  audit::v1::GetReceiptProofResponse answer;
  if (promised.position() > prover.tree_size()) {
    if (absl::Now() <= FromProto(promised.include_by())) {
      *answer.mutable_open_until() = promised.include_by();
    } else {
      answer.mutable_unshown()->set_receipt(receipt);
      answer.mutable_unshown()->set_checkpoint(prover.published().note);
    }
    return answer;
  }
  FV_ASSIGN_OR_RETURN(const audit::Inclusion there, prover.Prove(promised.position()));
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(there.entry));
  if (entry.payload_sha256.view() == promised.payload_sha256()) {
    answer.set_tlog_proof(audit::FormatInclusion(entry.position, there, prover.published().note));
    return answer;
  }
  auto& evidence = *answer.mutable_omission();
  evidence.set_receipt(receipt);
  evidence.set_checkpoint(prover.published().note);
  evidence.mutable_other()->set_entry(there.entry);
  PutPath(there.path, evidence.mutable_other()->mutable_path());
  return answer;
}

// Tiles of a log: in a published folder, or made anew out of an archive.
class Tiles : public ProofSource {
 public:
  absl::StatusOr<std::string> Checkpoint() override {
    const auto published = audit::ReadPublished(tiles());
    if (!published.ok()) return Told(published.status());
    return published->note;
  }
  absl::StatusOr<std::string> TlogProof(uint64_t position) override {
    auto proof = audit::ProveInclusion(tiles(), position);
    if (!proof.ok()) return Told(proof.status());
    return proof;
  }
  absl::StatusOr<audit::v1::GetConsistencyProofResponse> Growth(uint64_t old_tree_size) override {
    const auto growth = audit::ProveGrowth(tiles(), old_tree_size);
    if (!growth.ok()) return Told(growth.status());
    audit::v1::GetConsistencyProofResponse answer;
    answer.set_old_tree_size(old_tree_size);
    answer.set_tree_size(growth->published.checkpoint.size);
    answer.set_checkpoint(growth->published.note);
    PutPath(growth->proof, answer.mutable_path());
    return answer;
  }
  absl::StatusOr<audit::v1::GetReceiptProofResponse> WhatBecameOf(const std::string& receipt) override {
    FV_ASSIGN_OR_RETURN(const auto promised, archive::ParseReceipt(receipt));
    auto prover = audit::Prover::Open(tiles());
    if (!prover.ok()) return Told(prover.status());
    auto answer = WhatStandsIn(*prover, receipt, promised);
    if (!answer.ok()) return Told(answer.status());
    if (answer->has_omission()) FV_RETURN_IF_ERROR(AddKeys(*prover, *answer->mutable_omission()));
    if (answer->has_unshown()) FV_RETURN_IF_ERROR(AddKeys(*prover, *answer->mutable_unshown()));
    return answer;
  }

 private:
  virtual const tlog::TileStore& tiles() const = 0;
  // The messages by which the log registers its keys, where they are known: without them it is no evidence.
  virtual absl::Status AddKeys(audit::Prover& /*prover*/, audit::v1::ReceiptEvidence& /*evidence*/) const {
    return absl::OkStatus();
  }
  virtual absl::Status Told(const absl::Status& status) const { return status; }
};

class Folder final : public Tiles {
 public:
  explicit Folder(const std::string& folder) : folder_(folder), tiles_(folder) {}

 private:
  const tlog::TileStore& tiles() const override { return tiles_; }
  absl::Status Told(const absl::Status& status) const override {
    if (!absl::IsNotFound(status)) return status;
    return absl::NotFoundError(folder_ +
                               " holds no published log: it has a file 'checkpoint' and a folder 'tile'");
  }
  const std::string folder_;
  const tlog_files::FileTileStore tiles_;
};

class WholeArchive final : public Tiles {
 public:
  explicit WholeArchive(std::unique_ptr<archive::ArchivedTree> tree) : tree_(std::move(tree)) {}

 private:
  const tlog::TileStore& tiles() const override { return tree_->tiles; }
  absl::Status AddKeys(audit::Prover& prover, audit::v1::ReceiptEvidence& evidence) const override {
    for (const audit::v1::ArchivedMessage& own : tree_->own) {
      FV_ASSIGN_OR_RETURN(const audit::Inclusion there, prover.Prove(own.position()));
      audit::v1::ProvenMessage& proven = *evidence.add_keys();
      *proven.mutable_message() = own;
      proven.set_part(audit::v1::ARCHIVED_PART_LOG);
      PutPath(there.path, proven.mutable_path());
    }
    return absl::OkStatus();
  }
  const std::unique_ptr<archive::ArchivedTree> tree_;
};

// It has the proofs that it was given, and no tree to make others from.
class CaseArchive final : public ProofSource {
 public:
  explicit CaseArchive(std::unique_ptr<archive::ArchivedTree> tree) : tree_(std::move(tree)) {}

  absl::StatusOr<std::string> Checkpoint() override { return tree_->checkpoint; }
  absl::StatusOr<std::string> TlogProof(uint64_t position) override {
    if (const auto found = tree_->proofs.find(position); found != tree_->proofs.end()) return found->second;
    return absl::InvalidArgumentError(absl::StrCat(
        "the archive is of case ", tree_->case_id, ", and position ", position,
        " is not in it: an archive of the whole log, the published folder or the audit service has it"));
  }
  absl::StatusOr<audit::v1::GetConsistencyProofResponse> Growth(uint64_t /*old_tree_size*/) override {
    return absl::InvalidArgumentError(
        "an archive of one case does not show how the log grew: take one of the whole log");
  }
  // Something else at the promised place, or nothing, only the whole log makes evidence of.
  absl::StatusOr<audit::v1::GetReceiptProofResponse> WhatBecameOf(const std::string& receipt) override {
    FV_ASSIGN_OR_RETURN(const auto promised, archive::ParseReceipt(receipt));
    audit::v1::GetReceiptProofResponse answer;
    FV_ASSIGN_OR_RETURN(*answer.mutable_tlog_proof(), TlogProof(promised.position()));
    return answer;
  }

 private:
  const std::unique_ptr<archive::ArchivedTree> tree_;
};

class Audit final : public ProofSource {
 public:
  explicit Audit(Caller& caller) : caller_(caller) {}

  absl::StatusOr<std::string> Checkpoint() override {
    FV_ASSIGN_OR_RETURN(const auto answer, AskAudit<audit::v1::GetCheckpointResponse>(
                                               caller_, "GetCheckpoint", audit::v1::GetCheckpointRequest()));
    return answer.checkpoint();
  }
  absl::StatusOr<std::string> TlogProof(uint64_t position) override {
    audit::v1::GetInclusionProofRequest request;
    request.set_position(position);
    FV_ASSIGN_OR_RETURN(const auto answer, AskAudit<audit::v1::GetInclusionProofResponse>(
                                               caller_, "GetInclusionProof", request));
    return answer.tlog_proof();
  }
  absl::StatusOr<audit::v1::GetConsistencyProofResponse> Growth(uint64_t old_tree_size) override {
    audit::v1::GetConsistencyProofRequest request;
    request.set_old_tree_size(old_tree_size);
    return AskAudit<audit::v1::GetConsistencyProofResponse>(caller_, "GetConsistencyProof", request);
  }
  absl::StatusOr<audit::v1::GetReceiptProofResponse> WhatBecameOf(const std::string& receipt) override {
    audit::v1::GetReceiptProofRequest request;
    request.set_receipt(receipt);
    return AskAudit<audit::v1::GetReceiptProofResponse>(caller_, "GetReceiptProof", request);
  }

 private:
  Caller& caller_;
};

absl::Status AsStatus(const CallResult& result) {
  const std::string text(absl::StripSuffix(Explain(result), "\n"));
  switch (ExitCodeOf(result)) {
    case kRefused:
      return absl::FailedPreconditionError(text);
    case kDenied:
      return absl::PermissionDeniedError(text);
    case kUnavailable:
      return absl::UnavailableError(text);
    case kDone:
    case kBadInput:
    case kFound:
      return absl::InvalidArgumentError(text);
  }
  return absl::InvalidArgumentError(text);
}

}  // namespace

std::unique_ptr<ProofSource> FromFolder(const std::string& folder) {
  return std::make_unique<Folder>(folder);
}

absl::StatusOr<std::unique_ptr<ProofSource>> FromArchive(const std::string& folder) {
  FV_ASSIGN_OR_RETURN(auto tree, archive::ReadTree(folder));
  if (tree->case_id.empty()) return std::make_unique<WholeArchive>(std::move(tree));
  return std::make_unique<CaseArchive>(std::move(tree));
}

std::unique_ptr<ProofSource> FromAudit(Caller& caller) {
  return std::make_unique<Audit>(caller);
}

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> AskAny(Caller& caller, const char* method,
                                                                  const google::protobuf::Message& request) {
  const auto known = FindMethod(method);
  FV_CHECK(known.ok());
  FV_ASSIGN_OR_RETURN(CallResult result, caller.Call(**known, request));
  if (!result.ok()) return AsStatus(result);
  return std::move(result.answer);
}

}  // namespace fallverbund::fvctl
