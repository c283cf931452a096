// Messages with their proofs, against the root of a checkpoint that was checked before.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_PROVEN_H_
#define FALLVERBUND_TOOLS_ARCHIVE_PROVEN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "libs/eventlog/event_log.h"
#include "libs/tlog/checkpoint.h"
#include "libs/tlog/proof.h"

namespace fallverbund::archive {

// What the tree holds of the message (libs/tlog/entry.h). kInvalidArgument: no message has such fields.
absl::StatusOr<std::string> EntryOf(const eventlog::StoredMessage& message);
absl::StatusOr<std::string> EntryOf(const eventlog::StoredMessage& message,
                                    const std::string& payload_sha256);
// Both take the payload.
eventlog::StoredMessage ToStored(audit::v1::ArchivedMessage&& message);
audit::v1::ArchivedMessage ToArchived(eventlog::StoredMessage&& message);

// kInvalidArgument: a hash that is none, or too many.
absl::StatusOr<tlog::Proof> ToProof(const google::protobuf::RepeatedPtrField<std::string>& path);

// kDataLoss: the entry does not stand at `position` of that tree.
absl::Status CheckInclusion(uint64_t position, const std::string& entry, const tlog::Proof& path,
                            const tlog::Checkpoint& tree);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_PROVEN_H_
