#include "tools/fvctl/proofs.h"

#include <filesystem>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/random.h"
#include "libs/durable_file/durable_file.h"
#include "libs/durable_file/seed_file.h"
#include "libs/runtime/files.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/key.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog/signature.h"
#include "tools/archive/proven.h"
#include "tools/archive/receipt.h"
#include "tools/fvctl/render_archive.h"

namespace fallverbund::fvctl {
namespace {

using audit::v1::GetReceiptProofResponse;

absl::StatusOr<tlog::Policy> ReadPolicy(const std::string& file) {
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(file, "--policy"));
  return tlog::Policy::Parse(text);
}

void TellCosignatures(const tlog::TrustedCheckpoint& trusted, std::ostream& out) {
  for (const tlog::Cosignature& witness : trusted.cosignatures)
    out << "  cosigned by     " << witness.witness << " at " << FormatInstant(witness.at) << "\n";
  out << DoubtOfTwoHistories(trusted);
}

void TellPromise(const eventlog::v1::Receipt& receipt, std::ostream& out) {
  out << "  promised        position " << receipt.position() << " of " << receipt.origin() << ", by "
      << FormatInstant(FromProto(receipt.include_by())) << "\n"
      << "  commit          " << receipt.commit_id() << "\n"
      << "  payload SHA-256 " << ToHex(receipt.payload_sha256()) << "\n";
}

absl::Status CheckInclusionProof(const std::string& text, const tlog::Policy& policy, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const tlog::ProofFile proof, tlog::ParseProofFile(text));
  if (!proof.extra) return absl::InvalidArgumentError("the proof does not hold the entry that it proves");
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(*proof.extra));
  if (entry.position != proof.index + 1)
    return absl::DataLossError("the entry names another position than the one that is proved");
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint trusted,
                      tlog::CheckProofFile(proof, *proof.extra, policy));
  out << "Position " << entry.position << " of " << trusted.checkpoint.origin << " stands in the log.\n"
      << "  subject         " << entry.subject << "\n"
      << "  payload SHA-256 " << ToHex(entry.payload_sha256.view()) << "\n"
      << "  stored at       "
      << FormatInstant(absl::FromUnixNanos(static_cast<int64_t>(entry.server_time_ns))) << "\n"
      << "  tree            " << trusted.checkpoint.size << " positions\n";
  TellCosignatures(trusted, out);
  return absl::OkStatus();
}

// kUnavailable: it shows nothing yet. Evidence that does not hold is none: nobody is found to have broken
// anything by it.
absl::Status TellOmission(const audit::v1::ReceiptEvidence& evidence, const tlog::Policy& policy,
                          std::ostream& out) {
  const auto judged = archive::JudgeOmission(evidence, policy);
  if (absl::IsDataLoss(judged.status()) || absl::IsUnauthenticated(judged.status()))
    return absl::InvalidArgumentError(absl::StrCat("this is no evidence: ", judged.status().message()));
  FV_ASSIGN_OR_RETURN(const archive::OmissionVerdict verdict, judged);
  if (verdict.omission == archive::Omission::kNotShown) {
    return absl::UnavailableError(absl::StrCat(
        "the promise ran out at ", FormatInstant(FromProto(verdict.receipt.include_by())),
        ", but the published tree of ", verdict.tree.checkpoint.size,
        " positions was not cosigned by enough witnesses since then. Keep the receipt and ask again; if that "
        "does not change, ask the witnesses"));
  }
  out << "The promise was BROKEN, and this file shows it to whoever trusts the policy.\n";
  TellPromise(verdict.receipt, out);
  out << "  signed by       the log's registered key of the " << verdict.signed_by << " service\n"
      << "  tree            " << verdict.tree.checkpoint.size << " positions, "
      << (verdict.omission == archive::Omission::kReplaced
              ? "and at this one stands something else\n"
              : "and it was cosigned after the promise had run out\n")
      << "  NOT PROVEN: that the key was not retired before that position. Whoever wrote the evidence can\n"
         "  leave that out; the whole log shows it (fvctl log list, an archive of the whole log).\n";
  TellCosignatures(verdict.tree, out);
  return absl::OkStatus();
}

absl::Status WriteInto(const std::string& file, const std::string& text) {
  return file.empty() ? absl::OkStatus() : durable_file::CreateFile(file, text);
}

absl::StatusOr<bool> TellBroken(const audit::v1::ReceiptEvidence& evidence, const tlog::Policy& policy,
                                const std::string& into, std::ostream& out) {
  if (evidence.keys().empty()) {
    return absl::UnavailableError(
        "the folder does not hold what the receipt promises, and cannot say whose key signed the receipt: "
        "ask "
        "the audit service (--as NAME, without --folder), whose answer is evidence");
  }
  FV_RETURN_IF_ERROR(TellOmission(evidence, policy, out));
  FV_RETURN_IF_ERROR(WriteInto(into, archive::FormatEvidence(evidence)));
  return false;
}

// What was found stands, also where the file cannot be written. False.
bool KeepBoth(const std::string& note, const std::string& into, std::ostream& out) {
  out << "Keep both checkpoints: each is signed, and together they show it.\n";
  if (into.empty()) {
    out << "The other one, which may be answered otherwise a second later (--into FILE writes it):\n" << note;
  } else if (const absl::Status written = WriteInto(into, note); written.ok()) {
    out << "The other one is in " << into << "\n";
  } else {
    out << "The other one could not be written, " << written.message() << ":\n" << note;
  }
  return false;
}

}  // namespace

absl::Status ShowLogKey(const std::string& name, const std::string& key_file, std::ostream& out) {
  if (!tlog::IsKeyName(name))
    return absl::InvalidArgumentError("a log's name has no spaces and no '+': log.example.org/events");
  if (!std::filesystem::exists(key_file))
    FV_RETURN_IF_ERROR(durable_file::CreateSeedFile(key_file, crypto::RandomBytes(32)));
  FV_ASSIGN_OR_RETURN(const std::string seed, durable_file::LoadSeedFile(key_file));
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  out << tlog::NoteSigner(name, tlog::KeyType::kLog, std::move(key)).verifier().Text() << "\n";
  return absl::OkStatus();
}

absl::Status Prove(ProofSource& source, uint64_t position, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const std::string proof, source.TlogProof(position));
  out << proof;
  return absl::OkStatus();
}

absl::Status ShowCheckpoint(ProofSource& source, const std::string& policy_file, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, ReadPolicy(policy_file));
  FV_ASSIGN_OR_RETURN(const std::string note, source.Checkpoint());
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint trusted, policy.Check(note));
  std::cerr << DoubtOfTwoHistories(trusted);  // no part of what is kept
  out << note;
  return absl::OkStatus();
}

absl::StatusOr<bool> Follow(ProofSource& source, const std::string& old_file, const std::string& policy_file,
                            const std::string& into, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, ReadPolicy(policy_file));
  FV_ASSIGN_OR_RETURN(const std::string old_note,
                      runtime::ReadFile(old_file, "the checkpoint that you kept"));
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint kept, policy.Check(old_note));
  const tlog::Checkpoint& old = kept.checkpoint;
  // Asked first: a log that was cut has no path from what it no longer holds.
  FV_ASSIGN_OR_RETURN(std::string note, source.Checkpoint());
  FV_ASSIGN_OR_RETURN(tlog::TrustedCheckpoint trusted, policy.Check(note));
  if (trusted.checkpoint.size < old.size) {
    out << "The published tree has " << trusted.checkpoint.size << " positions, fewer than the " << old.size
        << " that you kept: " << trusted.checkpoint.origin << " was cut, or this is an older copy of it.\n";
    return KeepBoth(note, into, out);
  }
  FV_ASSIGN_OR_RETURN(const auto growth, source.Growth(old.size));
  note = growth.checkpoint();  // it may have grown since
  FV_ASSIGN_OR_RETURN(trusted, policy.Check(note));
  FV_ASSIGN_OR_RETURN(const tlog::Proof path, archive::ToProof(growth.path()));
  const tlog::Checkpoint& now = trusted.checkpoint;
  if (!tlog::VerifyConsistency(old.size, now.size, old.root, now.root, path)) {
    out << "The published tree of " << now.size << " positions does NOT go on from the one of " << old.size
        << " that you kept: " << now.origin << " was rewritten.\n";
    if (old.size != now.size)
      out << "Of an answer by the audit service a wrong path alone would look the same: ask again with the "
             "published folder (--folder).\n";
    return KeepBoth(note, into, out);
  }
  out << "The log " << now.origin << " has grown from " << old.size << " to " << now.size
      << " positions, and nothing before was changed.\n";
  TellCosignatures(trusted, out);
  FV_RETURN_IF_ERROR(WriteInto(into, note));
  return true;
}

absl::StatusOr<bool> CheckProof(const std::string& proof_file, const std::string& policy_file,
                                std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, ReadPolicy(policy_file));
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(proof_file, "the proof"));
  if (absl::StartsWith(text, "{")) {
    FV_ASSIGN_OR_RETURN(const auto evidence, archive::ParseEvidence(text));
    FV_RETURN_IF_ERROR(TellOmission(evidence, policy, out));
    return false;
  }
  FV_RETURN_IF_ERROR(CheckInclusionProof(text, policy, out));
  return true;
}

absl::StatusOr<bool> JudgeReceipt(ProofSource& source, const std::string& receipt,
                                  const std::string& policy_file, const std::string& into,
                                  std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, ReadPolicy(policy_file));
  std::string text;
  if (receipt == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    FV_ASSIGN_OR_RETURN(text, runtime::ReadFile(receipt, "the receipt"));
  }
  FV_ASSIGN_OR_RETURN(const std::string bytes, archive::ReadReceipt(text));
  FV_ASSIGN_OR_RETURN(const eventlog::v1::Receipt promised, archive::ParseReceipt(bytes));
  FV_ASSIGN_OR_RETURN(const GetReceiptProofResponse answer, source.WhatBecameOf(bytes));
  switch (answer.outcome_case()) {
    case GetReceiptProofResponse::kTlogProof: {
      FV_ASSIGN_OR_RETURN(const auto trusted, archive::CheckKept(promised, answer.tlog_proof(), policy));
      out << "The promise was kept: the commit stands in the log.\n";
      TellPromise(promised, out);
      out << "  tree            " << trusted.checkpoint.size << " positions\n";
      TellCosignatures(trusted, out);
      FV_RETURN_IF_ERROR(WriteInto(into, answer.tlog_proof()));
      return true;
    }
    case GetReceiptProofResponse::kOmission:
      return TellBroken(answer.omission(), policy, into, out);
    case GetReceiptProofResponse::kUnshown:
      return TellBroken(answer.unshown(), policy, into, out);
    case GetReceiptProofResponse::kOpenUntil:
      return absl::UnavailableError(absl::StrCat("not sealed yet, and the promise runs until ",
                                                 FormatInstant(FromProto(answer.open_until())),
                                                 "; ask again then"));
    case GetReceiptProofResponse::OUTCOME_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError(
      "the audit service is newer than this program: it says what this cannot read");
}

}  // namespace fallverbund::fvctl
