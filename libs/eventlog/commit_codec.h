// Commits to signed payloads and back, and the judgement whether a stored message counts.
#ifndef FALLVERBUND_LIBS_EVENTLOG_COMMIT_CODEC_H_
#define FALLVERBUND_LIBS_EVENTLOG_COMMIT_CODEC_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/crypto/ed25519.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/subject.h"

namespace fallverbund::eventlog {

// A signing key with the id under which the log knows it. Thread-safe, immutable.
class Signer {
 public:
  Signer(std::string key_id, crypto::Ed25519PrivateKey key);
  const std::string& key_id() const { return key_id_; }
  std::string public_key() const { return key_.public_key(); }
  // Serialised Envelope around the serialised `commit`.
  std::string SignCommit(const v1::Commit& commit) const;
  std::string SignReceipt(const v1::Receipt& receipt) const;
  // Of a projection that is shipped to another instance (libs/projection/snapshot.h); 64 bytes.
  std::string SignSnapshot(std::string_view manifest) const;

 private:
  std::string Sign(std::string_view prefix, std::string signed_part) const;
  std::string key_id_;
  crypto::Ed25519PrivateKey key_;
};

// Whether the key signed this manifest with SignSnapshot.
bool VerifySnapshot(std::string_view manifest, std::string_view signature, std::string_view public_key);

// Where one aggregate's chain stands. `last_position` counts every message on the subject, valid or not: it
// is the expectation sent to the bus. Version and link count valid ones only.
struct ChainLink {
  uint64_t last_position = 0;
  uint64_t version = 0;
  std::string payload_sha256;  // of the last valid message; empty: none yet
};

// What judging needs to know of the log's prefix. Kept by the projection; pure lookups.
class PrefixView {
 public:
  virtual ~PrefixView() = default;
  virtual ChainLink Link(std::string_view subject) const = 0;
  virtual bool SeenCommit(std::string_view commit_id) const = 0;
  // Public key registered for `key_id` in `context` and not retired; nullopt: none.
  virtual std::optional<std::string> SignerKey(std::string_view key_id, std::string_view context) const = 0;
};

enum class Defect {  // a finding of the audit; stable names in DefectName
  kNotAnEnvelope,
  kNotACommit,  // does not parse, or lacks an id every commit has
  kSubjectMismatch,
  kAssociationMismatch,
  kUnknownKey,
  kBadSignature,
  kWrongVersion,
  kBrokenLink,
  kCommitSeenBefore,
  kNoEvents,
  kBadGenesis,
};
std::string_view DefectName(Defect defect);

struct ValidCommit {
  uint64_t position = 0;
  int64_t server_time_ns = 0;
  std::string payload_sha256;
  std::string context;       // from the subject
  std::string aggregate_id;  // from the subject
  std::string key_id;
  v1::Commit commit;
};

struct LogIdentity {
  StreamKind kind = StreamKind::kLog;
  std::string association;
  std::string genesis_sha256;  // pinned by configuration; 32 bytes
};

enum class SignatureCheck { kVerify, kVouchedFor };  // vouched for: below a prefix root verified once

// Judges one message: a pure function of the log's prefix. Position 1 must be the pinned genesis, signed by
// the key it names; no later message may hold a Genesis event. The first defect in the order of checking is
// named.
std::variant<ValidCommit, Defect> Judge(const StoredMessage& message, const LogIdentity& identity,
                                        const PrefixView& prefix,
                                        SignatureCheck check = SignatureCheck::kVerify);

// Event <-> message. `PackEvent` sets type and bytes from `message`; the type is its full name.
v1::Event PackEvent(const google::protobuf::Message& message, uint32_t schema_version = 1);
// False: of another type, or its bytes do not parse.
bool UnpackEvent(const v1::Event& event, google::protobuf::Message* message);
bool IsEvent(const v1::Event& event, const google::protobuf::Descriptor* type);

// The receipt in `payload`, if `public_key` signed it.
std::optional<v1::Receipt> OpenReceipt(std::string_view payload, std::string_view public_key);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_COMMIT_CODEC_H_
