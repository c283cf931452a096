// What the tree holds of one message of the log: its place, the server's time, its subject and the hash of
// its payload. No content, so a proof can be shown to anybody. Pure, thread-safe.
//   "FVLOG1\n" || u64be position || u64be server_time_ns || u16be length || subject || SHA-256(payload)
#ifndef FALLVERBUND_LIBS_TLOG_ENTRY_H_
#define FALLVERBUND_LIBS_TLOG_ENTRY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/tlog/hash.h"

namespace fallverbund::tlog {

// Beyond what a bus carries (nats-server's control line is 4096 bytes), so no message can stop the sealer.
inline constexpr size_t kMaxSubjectBytes = 4096;

struct LogEntry {
  uint64_t position = 0;        // 1, 2, ...; the leaf's index is one less
  uint64_t server_time_ns = 0;  // of the server that stored it
  std::string subject;
  Hash payload_sha256;
  friend bool operator==(const LogEntry&, const LogEntry&) = default;
};

// kInvalidArgument: no position, or a subject that is empty or too long.
absl::StatusOr<std::string> EncodeEntry(const LogEntry& entry);
// kInvalidArgument: not such bytes, to the last one.
absl::StatusOr<LogEntry> ParseEntry(std::string_view bytes);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_ENTRY_H_
