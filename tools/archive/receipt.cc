#include "tools/archive/receipt.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/prefix.h"
#include "libs/tlog/entry.h"
#include "libs/tlog/proof_file.h"
#include "tools/archive/proven.h"

namespace fallverbund::archive {
namespace {

using audit::v1::ReceiptEvidence;
using google::protobuf::Value;

// Whose keys a log registers; its own provisioner answers no write.
constexpr std::array<const char*, 6> kWriters = {"intake", "case", "team", "crisis", "audit", "keys"};

// The first field of that name, in whatever depth: an answer has its receipt in `result`.
const std::string* FindText(const Value& value, const std::string& name) {
  if (!value.has_struct_value()) return nullptr;
  for (const auto& [key, each] : value.struct_value().fields()) {
    if (key == name && each.kind_case() == Value::kStringValue) return &each.string_value();
  }
  for (const auto& [key, each] : value.struct_value().fields()) {
    if (const std::string* found = FindText(each, name)) return found;
  }
  return nullptr;
}

// What the log says of itself in the evidence, judged from its first message on.
class LogsOwn {
 public:
  // What it says up to `position`: a key that was retired later had signed what stands there or should.
  static absl::StatusOr<LogsOwn> Read(const ReceiptEvidence& evidence, const tlog::Checkpoint& tree,
                                      uint64_t position) {
    std::optional<LogsOwn> own;
    for (const audit::v1::ProvenMessage& proven : evidence.keys()) {
      const eventlog::StoredMessage message = ToStored(audit::v1::ArchivedMessage(proven.message()));
      if (message.position > position) break;
      FV_ASSIGN_OR_RETURN(const std::string entry, EntryOf(message));
      FV_ASSIGN_OR_RETURN(const tlog::Proof path, ToProof(proven.path()));
      FV_RETURN_IF_ERROR(CheckInclusion(message.position, entry, path, tree));
      if (!own) {
        FV_ASSIGN_OR_RETURN(own, Begin(message));
      }
      const auto judged = own->prefix_->Next(message);
      if (const auto* defect = std::get_if<eventlog::Defect>(&judged))
        return absl::InvalidArgumentError(absl::StrCat("position ", message.position, " of the log is ",
                                                       ToAbsl(eventlog::DefectName(*defect))));
    }
    if (!own) return absl::InvalidArgumentError("the evidence does not say whose key signed the receipt");
    return *std::move(own);
  }

  const std::string& origin() const { return origin_; }
  std::optional<std::string> KeyOf(std::string_view key_id, std::string_view context) const {
    return prefix_->SignerKey(key_id, context);
  }

 private:
  static absl::StatusOr<LogsOwn> Begin(const eventlog::StoredMessage& first) {
    eventlog::v1::Envelope envelope;
    eventlog::v1::Commit commit;
    eventlog::v1::Genesis genesis;
    if (first.position != 1 || !envelope.ParseFromString(first.payload) ||
        !commit.ParseFromString(envelope.signed_part()) || commit.events().empty() ||
        !eventlog::UnpackEvent(commit.events(0), &genesis))
      return absl::InvalidArgumentError("the evidence does not begin with the log's genesis");
    LogsOwn own;
    own.origin_ = genesis.origin_id();
    own.prefix_ = std::make_unique<eventlog::InMemoryPrefix>(eventlog::LogIdentity{
        eventlog::StreamKind::kLog, genesis.association_id(), crypto::Sha256(first.payload)});
    return own;
  }

  std::string origin_;
  std::unique_ptr<eventlog::InMemoryPrefix> prefix_;
};

absl::Status OfThisLog(const eventlog::v1::Receipt& receipt, const std::string& origin) {
  if (receipt.origin() == origin) return absl::OkStatus();
  return absl::InvalidArgumentError("the receipt is of another log than the policy");
}

absl::StatusOr<Omission> WhatStandsThere(const ReceiptEvidence& evidence,
                                         const eventlog::v1::Receipt& receipt,
                                         const tlog::TrustedCheckpoint& tree, const tlog::Policy& policy) {
  if (!evidence.has_other()) {
    if (tree.checkpoint.size >= receipt.position())
      return absl::InvalidArgumentError("the evidence keeps back what stands at the promised position");
    const bool in_time = !policy.WasCosignedAfter(tree, FromProto(receipt.include_by()));
    return in_time ? Omission::kNotShown : Omission::kMissing;
  }
  FV_ASSIGN_OR_RETURN(const tlog::Proof path, ToProof(evidence.other().path()));
  FV_RETURN_IF_ERROR(CheckInclusion(receipt.position(), evidence.other().entry(), path, tree.checkpoint));
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(evidence.other().entry()));
  if (entry.payload_sha256.view() == receipt.payload_sha256())
    return absl::DataLossError("the commit does stand where the receipt says: nothing was left out");
  return Omission::kReplaced;
}

}  // namespace

absl::StatusOr<std::string> ReadReceipt(std::string_view text) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(ToAbsl(text));
  std::string found(trimmed);
  Value json;
  if (google::protobuf::util::JsonStringToMessage(found, &json).ok()) {
    const std::string* field = FindText(json, "receipt");
    if (field == nullptr && json.kind_case() == Value::kStringValue) field = &json.string_value();
    found = field == nullptr ? "" : *field;
  }
  std::string bytes;
  for (const std::string& candidate :
       {absl::Base64Unescape(found, &bytes) ? bytes : std::string(), std::string(text)}) {
    if (!candidate.empty() && ParseReceipt(candidate).ok()) return candidate;
  }
  return absl::InvalidArgumentError(
      "no receipt: give the answer of a write as JSON, or its result's receipt in base64");
}

absl::StatusOr<eventlog::v1::Receipt> ParseReceipt(std::string_view receipt) {
  eventlog::v1::Envelope envelope;
  eventlog::v1::Receipt parsed;
  if (!envelope.ParseFromString(std::string(receipt)) || !parsed.ParseFromString(envelope.signed_part()) ||
      parsed.origin().empty() || parsed.position() == 0 || !parsed.has_include_by() ||
      parsed.payload_sha256().size() != tlog::kHashBytes)
    return absl::InvalidArgumentError("no receipt");
  return parsed;
}

absl::StatusOr<tlog::TrustedCheckpoint> CheckKept(const eventlog::v1::Receipt& receipt,
                                                  std::string_view tlog_proof, const tlog::Policy& policy) {
  FV_RETURN_IF_ERROR(OfThisLog(receipt, policy.log().name));
  FV_ASSIGN_OR_RETURN(const tlog::ProofFile proof, tlog::ParseProofFile(tlog_proof));
  if (!proof.extra) return absl::InvalidArgumentError("the proof does not hold the entry that it proves");
  FV_ASSIGN_OR_RETURN(const tlog::LogEntry entry, tlog::ParseEntry(*proof.extra));
  FV_ASSIGN_OR_RETURN(const tlog::TrustedCheckpoint tree, tlog::CheckProofFile(proof, *proof.extra, policy));
  if (proof.index + 1 != receipt.position() || entry.position != receipt.position() ||
      entry.payload_sha256.view() != receipt.payload_sha256())
    return absl::DataLossError("the proof is of something else than what the receipt promises");
  return tree;
}

absl::StatusOr<OmissionVerdict> JudgeOmission(const ReceiptEvidence& evidence, const tlog::Policy& policy) {
  OmissionVerdict verdict;
  FV_ASSIGN_OR_RETURN(verdict.tree, policy.Check(evidence.checkpoint()));
  FV_ASSIGN_OR_RETURN(const eventlog::v1::Receipt claimed, ParseReceipt(evidence.receipt()));
  FV_ASSIGN_OR_RETURN(const LogsOwn own,
                      LogsOwn::Read(evidence, verdict.tree.checkpoint, claimed.position()));
  eventlog::v1::Envelope envelope;
  envelope.ParseFromString(evidence.receipt());  // as ParseReceipt has
  for (const char* context : kWriters) {
    const auto key = own.KeyOf(envelope.key_id(), context);
    auto receipt = key ? eventlog::OpenReceipt(evidence.receipt(), *key) : std::nullopt;
    if (!receipt) continue;
    verdict.receipt = *std::move(receipt);
    verdict.signed_by = context;
  }
  if (verdict.signed_by.empty())
    return absl::InvalidArgumentError(
        "no key that the evidence shows to be this log's, and not retired before that position, has signed "
        "the receipt");
  FV_RETURN_IF_ERROR(OfThisLog(verdict.receipt, policy.log().name));
  FV_RETURN_IF_ERROR(OfThisLog(verdict.receipt, own.origin()));
  FV_ASSIGN_OR_RETURN(verdict.omission, WhatStandsThere(evidence, verdict.receipt, verdict.tree, policy));
  return verdict;
}

std::string FormatEvidence(const ReceiptEvidence& evidence) {
  std::string json;
  google::protobuf::util::JsonPrintOptions readable;
  readable.add_whitespace = true;
  readable.preserve_proto_field_names = true;
  FV_CHECK(google::protobuf::util::MessageToJsonString(evidence, &json, readable).ok());
  return json;
}

absl::StatusOr<ReceiptEvidence> ParseEvidence(std::string_view text) {
  ReceiptEvidence evidence;
  if (!google::protobuf::util::JsonStringToMessage(std::string(text), &evidence).ok() ||
      evidence.receipt().empty())
    return absl::InvalidArgumentError(
        "neither a proof of form c2sp.org/tlog-proof@v1 nor evidence of an omission");
  return evidence;
}

}  // namespace fallverbund::archive
