// An append whose outcome is always known in the end, or said to be unknown.
#ifndef FALLVERBUND_LIBS_EVENTLOG_APPEND_H_
#define FALLVERBUND_LIBS_EVENTLOG_APPEND_H_

#include <atomic>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/eventlog/event_log.h"

namespace fallverbund::eventlog {

// Tries at most this often, should `deadline` never come: a log that refuses at once under a clock that
// stands.
inline constexpr int kMaxAppendTries = 1000;

// How appends went, for whoever watches.
struct AppendCounts {
  std::atomic<uint64_t> in_doubt = 0;    // some try did not tell the outcome
  std::atomic<uint64_t> unresolved = 0;  // nor did all others
};

// Appends `request`, whose payload holds one new commit, and resolves doubt: on kUnavailable it appends again
// with the same expectation until `deadline`; on kAborted it looks on the leader, behind the expectation, for
// its own commit, since an earlier try may have been stored. OK: stored exactly once, at the returned
// position. kAborted: not stored, somebody else's message is there. kUnavailable: not acknowledged at
// `deadline`, and the status says whether nothing was stored or nobody knows (libs/base/stored.h); calling
// again with the same arguments is safe. Others as EventLog::Append. `clock` is the machine's, but in tests
// that let time pass by hand.
absl::StatusOr<uint64_t> AppendOnce(EventLog& log, AppendRequest request, const Clock& clock,
                                    absl::Time deadline, AppendCounts* counts = nullptr);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_APPEND_H_
