#include "tools/fvctl/proof_source.h"

#include <utility>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/tlog/entry.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/proofs.h"
#include "tools/archive/receipt.h"
#include "tools/fvctl/explain.h"

namespace fallverbund::fvctl {
namespace {

template <class Path>
void PutPath(const tlog::Proof& proof, Path* path) {
  for (const tlog::Hash& hash : proof) *path->Add() = std::string(hash.view());
}

class Folder final : public ProofSource {
 public:
  explicit Folder(const std::string& folder) : folder_(folder), tiles_(folder) {}

  absl::StatusOr<std::string> Checkpoint() override {
    const auto published = audit::ReadPublished(tiles_);
    if (!published.ok()) return Told(published.status());
    return published->note;
  }
  absl::StatusOr<std::string> TlogProof(uint64_t position) override {
    auto proof = audit::ProveInclusion(tiles_, position);
    if (!proof.ok()) return Told(proof.status());
    return proof;
  }
  absl::StatusOr<audit::v1::GetConsistencyProofResponse> Growth(uint64_t old_tree_size) override {
    const auto growth = audit::ProveGrowth(tiles_, old_tree_size);
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
    auto prover = audit::Prover::Open(tiles_);
    if (!prover.ok()) return Told(prover.status());
    audit::v1::GetReceiptProofResponse answer;
    if (promised.position() > prover->tree_size()) {
      if (absl::Now() <= FromProto(promised.include_by())) {
        *answer.mutable_open_until() = promised.include_by();
      } else {
        answer.mutable_unshown()->set_receipt(receipt);
        answer.mutable_unshown()->set_checkpoint(prover->published().note);
      }
      return answer;
    }
    const auto there = prover->Prove(promised.position());
    if (!there.ok()) return Told(there.status());
    FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(there->entry));
    if (entry.payload_sha256.view() == promised.payload_sha256()) {
      answer.set_tlog_proof(audit::FormatInclusion(entry.position, *there, prover->published().note));
      return answer;
    }
    auto& evidence = *answer.mutable_omission();
    evidence.set_receipt(receipt);
    evidence.set_checkpoint(prover->published().note);
    evidence.mutable_other()->set_entry(there->entry);
    PutPath(there->path, evidence.mutable_other()->mutable_path());
    return answer;
  }

 private:
  absl::Status Told(const absl::Status& status) const {
    if (!absl::IsNotFound(status)) return status;
    return absl::NotFoundError(folder_ +
                               " holds no published log: it has a file 'checkpoint' and a folder 'tile'");
  }
  const std::string folder_;
  const tlog_files::FileTileStore tiles_;
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
