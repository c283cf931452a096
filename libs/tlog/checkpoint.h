// Checkpoints (C2SP tlog-checkpoint): which log, how large, which root. As text three lines, no extension
// lines; signed, a note. Pure, thread-safe.
#ifndef FALLVERBUND_LIBS_TLOG_CHECKPOINT_H_
#define FALLVERBUND_LIBS_TLOG_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/tlog/hash.h"
#include "libs/tlog/signature.h"

namespace fallverbund::tlog {

struct Checkpoint {
  std::string origin;  // the log's name, and so its key's
  uint64_t size = 0;
  Hash root;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

std::string FormatCheckpoint(const Checkpoint& checkpoint);
// kInvalidArgument: not these three lines, to the byte.
absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text);

// The note of one checkpoint, signed by its log. Whoever calls it keeps the note on disk before anybody sees
// it, and never signs a tree that does not go on from it.
std::string SignCheckpoint(const Checkpoint& checkpoint, const NoteSigner& log);

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_CHECKPOINT_H_
