// Reading the log in order, and not one step over a hole.
#ifndef FALLVERBUND_LIBS_EVENTLOG_LOG_READER_H_
#define FALLVERBUND_LIBS_EVENTLOG_LOG_READER_H_

#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::eventlog {

// One thread at a time. Any number of readers may read one log; the log must outlive them.
class LogReader {
 public:
  // Continues behind `position`, the last one already read; 0: from the start.
  // `mended`, where given, is raised for each position that the replica read from did not have and the leader
  // had: the sign of a damaged replica. It must outlive the reader.
  explicit LogReader(EventLog& log, uint64_t position = 0, ReadLimit limit = {},
                     std::atomic<uint64_t>* mended = nullptr);

  // The messages that follow, position + 1, + 2, ... without holes; empty: none there yet.
  // A hole is asked for again from the leader, since a damaged replica drops messages silently.
  // kDataLoss: the leader has it not either, or the log's order is broken. That stops everything: the
  // position stays, and the next call looks again, so that a repaired log goes on. kUnavailable: try again
  // later.
  absl::StatusOr<std::vector<StoredMessage>> Next();

  // To be asked once at the start: kDataLoss when the log ends before our position, so it is not the log we
  // read.
  absl::Status CheckNotBehind();

  uint64_t position() const { return position_; }

 private:
  absl::StatusOr<StoredMessage> AskLeader(uint64_t position);

  EventLog& log_;
  uint64_t position_;
  const ReadLimit limit_;
  std::atomic<uint64_t>* const mended_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_LOG_READER_H_
