#include "libs/eventlog/trace.h"

#include <string>
#include <utility>

#include "libs/base/check.h"
#include "libs/base/id.h"

namespace fallverbund::eventlog {
namespace {

constexpr size_t kParentDigits = 16;

}  // namespace

void SetTrace(const Trace& trace, v1::Commit& commit) {
  auto trace_id = FromHex(trace.trace_id);
  auto parent_id = FromHex(trace.parent_id);
  FV_CHECK(IsTrace(trace) && trace_id.ok() && parent_id.ok());
  commit.mutable_trace()->set_trace_id(*std::move(trace_id));
  commit.mutable_trace()->set_parent_id(*std::move(parent_id));
}

std::optional<Trace> TraceOf(const v1::Commit& commit) {
  if (!commit.has_trace()) return std::nullopt;
  Trace trace{ToHex(commit.trace().trace_id()), ToHex(commit.trace().parent_id())};
  if (!IsTrace(trace)) return std::nullopt;
  return trace;
}

std::optional<Trace> TraceBehind(const v1::Commit& commit) {
  auto trace = TraceOf(commit);
  if (!trace) return std::nullopt;
  trace->parent_id = commit.commit_id().substr(0, kParentDigits);
  if (!IsTrace(*trace)) return std::nullopt;
  return trace;
}

}  // namespace fallverbund::eventlog
