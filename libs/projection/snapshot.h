// A projection shipped to another instance of the same service, so that it need not read the whole log: all
// rows at one position, and a manifest that says whose rows they are and is signed by the service. Nothing of
// it is believed before it was checked against the signature, the rows themselves and the log.
//
// NAME.rows is table, key and value of each row in order, each after its length in eight bytes, big-endian:
// its SHA-256 is the state hash. NAME.manifest is lines of text, the last one the signature.
#ifndef FALLVERBUND_LIBS_PROJECTION_SNAPSHOT_H_
#define FALLVERBUND_LIBS_PROJECTION_SNAPSHOT_H_

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/open_projection.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

// What the rows of a snapshot must be rows of.
struct SnapshotOf {
  std::string association;
  std::string of;  // "projection" of the log, "journal" of the journal
  ProjectionVersion version;
  friend bool operator==(const SnapshotOf&, const SnapshotOf&) = default;
};

struct SnapshotManifest {
  SnapshotOf of;  // all but vouched_root
  uint32_t prefix = kPrefixLayout;
  uint64_t position = 0;
  std::string message_sha256;  // of the payload at `position`
  std::string root;            // ReadRoot of the rows: over all messages up to `position`
  std::string state_sha256;
  uint64_t rows_bytes = 0;
  std::string key_id;  // of the signer
  friend bool operator==(const SnapshotManifest&, const SnapshotManifest&) = default;
};

// Taking one. `rows` do not change meanwhile. kFailedPrecondition: these rows are not fit to be shipped, and
// why. Other errors are those of rows and log.
absl::StatusOr<SnapshotManifest> WriteSnapshot(const ProjectionStore& rows, const SnapshotOf& of,
                                               const eventlog::Signer& signer, eventlog::EventLog& log,
                                               std::ostream& to);
std::string EncodeManifest(const SnapshotManifest& manifest, const eventlog::Signer& signer);

// Using one. kDataLoss: this is no whole manifest. kFailedPrecondition: it is one of something else, or
// signed by somebody else; the sentence says which.
absl::StatusOr<SnapshotManifest> CheckManifest(std::string_view text, const SnapshotOf& expected,
                                               const eventlog::Signer& ours);
// kFailedPrecondition: not of this log, or of a later state of it. Others: the log does not answer.
absl::Status CheckAgainstLog(const SnapshotManifest& manifest, eventlog::EventLog& log);
// Fills the empty `into` and checks what came of it; after an error it is worthless. kDataLoss: these are not
// the rows of the manifest. kFailedPrecondition: they are, but this program cannot use them.
absl::Status ReadSnapshot(std::istream& from, const SnapshotManifest& manifest, const SnapshotOf& expected,
                          ProjectionStore& into);

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_SNAPSHOT_H_
