// The trace of a commit: in, out, and on to what comes of it. Pure.
#ifndef FALLVERBUND_LIBS_EVENTLOG_TRACE_H_
#define FALLVERBUND_LIBS_EVENTLOG_TRACE_H_

#include <optional>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/base/trace.h"

namespace fallverbund::eventlog {

// `trace` as ParseTraceparent or TraceOf gave it.
void SetTrace(const Trace& trace, v1::Commit& commit);
// nullopt: none, or bytes that are no two ids.
std::optional<Trace> TraceOf(const v1::Commit& commit);
// Of a command that answers `commit`: the same trace, and as the step before the commit itself, named by the
// first half of its id. So a tree of cause and effect can be drawn from the log alone.
std::optional<Trace> TraceBehind(const v1::Commit& commit);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_TRACE_H_
