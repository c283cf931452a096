// `fvctl log list`: every message of the log as it lies on the bus, judged by nobody.
#ifndef FALLVERBUND_TOOLS_FVCTL_RAW_LOG_H_
#define FALLVERBUND_TOOLS_FVCTL_RAW_LOG_H_

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventlog_jetstream/bus_connection.h"

namespace fallverbund::fvctl {

struct RawLogOptions {
  std::string association;
  std::vector<std::string> nats_urls;
  std::string ca;
  std::string certificates;  // folder with svc-audit.pem/.key
  bool journal = false;      // the journal instead of the log
  uint64_t from = 1;
};

// With the certificate of the audit, which reads everything and writes to the journal only. kInvalidArgument:
// the association is none.
absl::StatusOr<std::unique_ptr<eventlog::BusConnection>> ConnectAsAudit(const RawLogOptions& options);

// Writes one JSON object a line, in order, up to the head that the leader told at the beginning: position,
// subject, aggregate_type, aggregate_version, commit_id, command_id, caused_by_position, organisation, events
// (types) and payload_sha256; "unreadable" where a message holds no commit. kDataLoss names a position that
// the leader does not have.
absl::Status ListLog(const RawLogOptions& options, std::ostream& out);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RAW_LOG_H_
