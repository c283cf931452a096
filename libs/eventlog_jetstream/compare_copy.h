// Is one server's copy of the log, or of the journal, what the bus serves?
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_COMPARE_COPY_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_COMPARE_COPY_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog_jetstream/stored_copy.h"

namespace fallverbund::eventlog {

enum class CopyFault {
  kMissing,    // the copy has no such position
  kDamaged,    // its checksum is wrong: this server cannot serve it
  kDifferent,  // whole, and not what the bus serves
  kUnserved,   // the bus cannot serve it: its leader is the damaged one
};

// The same fault at positions in a row.
struct FaultyRange {
  CopyFault fault = CopyFault::kMissing;
  uint64_t first = 0;
  uint64_t last = 0;
};

struct CopyReport {
  uint64_t head = 0;                // compared up to here: the leader's last position at the beginning
  std::vector<FaultyRange> faults;  // in order
  std::string sha256;               // over position, subject and payload of the copy's whole records, hex:
                                    // two copies with the same one up to the same head hold the same
};

// Reads both in order. What the copy does not have yet at its end is waited for `patience` long: a follower
// writes a moment later. `told` hears the position now and then. kUnavailable: the bus or the disk failed.
absl::StatusOr<CopyReport> CompareCopy(EventLog& log, StoredCopy& copy, absl::Duration patience,
                                       const std::function<void(uint64_t)>& told);

struct CopyChecksums {
  uint64_t records = 0;
  uint64_t damaged = 0;  // of them, or behind the last one
};

// For a bucket, which is no log: values are replaced and nothing is served in order, so checksums alone are
// looked at. The server may write and compact while it is read, which looks like damage: then `look_again` is
// asked, and after true all is read anew. Errors as StoredCopy's.
absl::StatusOr<CopyChecksums> CheckChecksums(const std::string& store, const std::string& stream,
                                             const std::function<bool()>& look_again);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_COMPARE_COPY_H_
