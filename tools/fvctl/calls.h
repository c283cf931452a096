// `fvctl calls`: many calls through one process, for programs that drive the house from outside.
#ifndef FALLVERBUND_TOOLS_FVCTL_CALLS_H_
#define FALLVERBUND_TOOLS_FVCTL_CALLS_H_

#include <iosfwd>
#include <string>

namespace fallverbund::fvctl {

// Reads a JSON object a line and answers each with one line, in order, until the input ends:
//   {"as": "adler", "method": "RecordSetback", "request": {...}}
//   {"code": "OK", "request_id": ..., "answer": {...}}, or a failure as in ExplainJson
// Also understood: "service" (whose instance), "endpoint" (host:port of one instance instead of the
// profile's) and "timeout_ms". A line that makes no call is answered with {"error": ...}. Profiles are files
// in `clients`, read once; connections stay open.
void AnswerCalls(std::istream& in, std::ostream& out, const std::string& clients);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_CALLS_H_
