#include "tools/archive/proven.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/crypto/hash.h"
#include "libs/tlog/entry.h"

namespace fallverbund::archive {

absl::StatusOr<std::string> EntryOf(const eventlog::StoredMessage& message) {
  return EntryOf(message, crypto::Sha256(message.payload));
}

absl::StatusOr<std::string> EntryOf(const eventlog::StoredMessage& message,
                                    const std::string& payload_sha256) {
  return tlog::EncodeEntry({message.position, static_cast<uint64_t>(message.server_time_ns), message.subject,
                            *tlog::HashFrom(payload_sha256)});
}

eventlog::StoredMessage ToStored(audit::v1::ArchivedMessage&& message) {
  return {message.position(), message.server_time_ns(), std::move(*message.mutable_subject()),
          std::move(*message.mutable_payload())};
}

audit::v1::ArchivedMessage ToArchived(eventlog::StoredMessage&& message) {
  audit::v1::ArchivedMessage archived;
  archived.set_position(message.position);
  archived.set_server_time_ns(message.server_time_ns);
  archived.set_subject(std::move(message.subject));
  archived.set_payload(std::move(message.payload));
  return archived;
}

absl::StatusOr<tlog::Proof> ToProof(const google::protobuf::RepeatedPtrField<std::string>& path) {
  tlog::Proof proof;
  for (const std::string& bytes : path) {
    const auto hash = tlog::HashFrom(bytes);
    if (!hash || proof.size() == tlog::kMaxProofHashes)
      return absl::InvalidArgumentError("a proof is not made of at most 63 hashes of 32 bytes");
    proof.push_back(*hash);
  }
  return proof;
}

absl::Status CheckInclusion(uint64_t position, const std::string& entry, const tlog::Proof& path,
                            const tlog::Checkpoint& tree) {
  if (position > 0 && tlog::VerifyInclusion(position - 1, tree.size, tlog::LeafHash(entry), path, tree.root))
    return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("position ", position, " is not in the tree as its proof says"));
}

}  // namespace fallverbund::archive
