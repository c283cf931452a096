#include "libs/eventlog/commit_codec.h"

#include <utility>

#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "google/protobuf/message.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/commit_signature.h"

namespace fallverbund::eventlog {
namespace {

// Written out here once; a signature of one kind can never pass for another.
constexpr std::string_view kCommitPrefix = "fallverbund.commit/v1\n";
constexpr std::string_view kReceiptPrefix = "fallverbund.receipt/v1\n";
constexpr std::string_view kSnapshotPrefix = "fallverbund.snapshot/v1\n";
constexpr std::string_view kLogAggregateType = "log";

std::string Prefixed(std::string_view prefix, std::string_view signed_part) {
  std::string text(prefix);
  text.append(signed_part);
  return text;
}

std::string Serialised(const google::protobuf::Message& message) {
  std::string bytes;
  FV_CHECK(message.SerializeToString(&bytes));
  return bytes;
}

bool HasItsIds(const v1::Commit& commit) {
  return IsHexId(commit.commit_id()) && IsHexId(commit.command_id()) && !commit.aggregate_type().empty();
}

bool HoldsGenesis(const v1::Commit& commit) {
  for (const v1::Event& event : commit.events()) {
    if (IsEvent(event, v1::Genesis::descriptor())) return true;
  }
  return false;
}

// The key the genesis names for itself; nullopt: not a genesis of this log.
std::optional<std::string> GenesisKey(const v1::Commit& commit, const Subject& subject,
                                      const LogIdentity& identity, const std::string& payload_sha256) {
  if (payload_sha256 != identity.genesis_sha256 || subject.context != kLogContext) return std::nullopt;
  if (commit.aggregate_type() != kLogAggregateType || commit.events_size() != 1) return std::nullopt;
  v1::Genesis genesis;
  if (!UnpackEvent(commit.events(0), &genesis)) return std::nullopt;
  if (genesis.association_id() != identity.association) return std::nullopt;
  return genesis.provisioner_key();
}

}  // namespace

Signer::Signer(std::string key_id, crypto::Ed25519PrivateKey key)
    : key_id_(std::move(key_id)), key_(std::move(key)) {}

std::string Signer::Sign(std::string_view prefix, std::string signed_part) const {
  v1::Envelope envelope;
  envelope.set_signature(key_.Sign(Prefixed(prefix, signed_part)));
  envelope.set_signed_part(std::move(signed_part));
  envelope.set_key_id(key_id_);
  return Serialised(envelope);
}

std::string Signer::SignCommit(const v1::Commit& commit) const {
  return Sign(kCommitPrefix, Serialised(commit));
}

std::string Signer::SignReceipt(const v1::Receipt& receipt) const {
  return Sign(kReceiptPrefix, Serialised(receipt));
}

std::string Signer::SignSnapshot(std::string_view manifest) const {
  return key_.Sign(Prefixed(kSnapshotPrefix, manifest));
}

bool VerifySnapshot(std::string_view manifest, std::string_view signature, std::string_view public_key) {
  return crypto::Ed25519Verify(public_key, Prefixed(kSnapshotPrefix, manifest), signature);
}

std::string_view DefectName(Defect defect) {
  switch (defect) {
    case Defect::kNotAnEnvelope:
      return "NOT_AN_ENVELOPE";
    case Defect::kNotACommit:
      return "NOT_A_COMMIT";
    case Defect::kSubjectMismatch:
      return "SUBJECT_MISMATCH";
    case Defect::kAssociationMismatch:
      return "ASSOCIATION_MISMATCH";
    case Defect::kUnknownKey:
      return "UNKNOWN_KEY";
    case Defect::kBadSignature:
      return "BAD_SIGNATURE";
    case Defect::kWrongVersion:
      return "WRONG_VERSION";
    case Defect::kBrokenLink:
      return "BROKEN_LINK";
    case Defect::kCommitSeenBefore:
      return "COMMIT_SEEN_BEFORE";
    case Defect::kNoEvents:
      return "NO_EVENTS";
    case Defect::kBadGenesis:
      return "BAD_GENESIS";
  }
  FV_CHECK(false);
}

bool CommitSignatureHolds(const v1::Envelope& envelope, std::string_view public_key) {
  return crypto::Ed25519Verify(public_key, Prefixed(kCommitPrefix, envelope.signed_part()),
                               envelope.signature());
}

Opened OpenMessage(const StoredMessage& message) {
  Opened opened;
  opened.payload_sha256 = crypto::Sha256(message.payload);
  if (!opened.envelope.emplace().ParseFromString(message.payload)) {
    opened.envelope.reset();
  } else if (!opened.commit.emplace().ParseFromString(opened.envelope->signed_part())) {
    opened.commit.reset();
  }
  return opened;
}

std::variant<ValidCommit, Defect> Judge(const StoredMessage& message, const LogIdentity& identity,
                                        const PrefixView& prefix, SignatureCheck check) {
  return JudgeOpened(message, OpenMessage(message), identity, prefix, check);
}

std::variant<ValidCommit, Defect> JudgeOpened(const StoredMessage& message, Opened opened,
                                              const LogIdentity& identity, const PrefixView& prefix,
                                              SignatureCheck check) {
  if (!opened.envelope) return Defect::kNotAnEnvelope;
  const v1::Envelope& envelope = *opened.envelope;
  if (!IsHexId(envelope.key_id()) || envelope.signed_part().empty()) return Defect::kNotAnEnvelope;
  if (!opened.commit || !HasItsIds(*opened.commit)) return Defect::kNotACommit;

  ValidCommit valid;
  valid.commit = *std::move(opened.commit);
  const v1::Commit& commit = valid.commit;

  const std::optional<Subject> subject = ParseSubject(message.subject);
  if (!subject || subject->kind != identity.kind || commit.subject() != message.subject) {
    return Defect::kSubjectMismatch;
  }
  if (subject->association != identity.association || commit.association() != identity.association) {
    return Defect::kAssociationMismatch;
  }

  valid.payload_sha256 = std::move(opened.payload_sha256);
  const bool is_first = message.position == 1;
  if (!is_first && HoldsGenesis(commit)) return Defect::kBadGenesis;
  const std::optional<std::string> key = is_first
                                             ? GenesisKey(commit, *subject, identity, valid.payload_sha256)
                                             : prefix.SignerKey(envelope.key_id(), subject->context);
  if (!key) return is_first ? Defect::kBadGenesis : Defect::kUnknownKey;
  if (check == SignatureCheck::kVerify && !CommitSignatureHolds(envelope, *key)) return Defect::kBadSignature;

  const ChainLink link = prefix.Link(message.subject);
  if (commit.aggregate_version() != link.version + 1) return Defect::kWrongVersion;
  if (commit.prev_payload_sha256() != link.payload_sha256) return Defect::kBrokenLink;
  if (prefix.SeenCommit(commit.commit_id())) return Defect::kCommitSeenBefore;
  if (commit.events().empty()) return Defect::kNoEvents;

  valid.position = message.position;
  valid.server_time_ns = message.server_time_ns;
  valid.context = subject->context;
  valid.aggregate_id = subject->aggregate_id;
  valid.key_id = envelope.key_id();
  return valid;
}

v1::Event PackEvent(const google::protobuf::Message& message, uint32_t schema_version) {
  v1::Event event;
  event.set_type(message.GetDescriptor()->full_name());
  event.set_schema_version(schema_version);
  event.set_data(Serialised(message));
  return event;
}

bool IsEvent(const v1::Event& event, const google::protobuf::Descriptor* type) {
  return event.type() == type->full_name();
}

bool UnpackEvent(const v1::Event& event, google::protobuf::Message* message) {
  return IsEvent(event, message->GetDescriptor()) && message->ParseFromString(event.data());
}

std::optional<v1::Receipt> OpenReceipt(std::string_view payload, std::string_view public_key) {
  v1::Envelope envelope;
  v1::Receipt receipt;
  if (!envelope.ParseFromString(std::string(payload)) || !receipt.ParseFromString(envelope.signed_part()) ||
      !crypto::Ed25519Verify(public_key, Prefixed(kReceiptPrefix, envelope.signed_part()),
                             envelope.signature())) {
    return std::nullopt;
  }
  return receipt;
}

}  // namespace fallverbund::eventlog
