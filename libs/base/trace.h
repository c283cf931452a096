// One id that follows a call from the partner's program through its commit to whatever comes of it: the two
// ids of a W3C traceparent (Trace Context, version 00), 24 bytes that the caller chose. The W3C asks for
// random ones, and we cannot tell: whoever calls must put nothing else in, since they stay in the log for
// ever.
#ifndef FALLVERBUND_LIBS_BASE_TRACE_H_
#define FALLVERBUND_LIBS_BASE_TRACE_H_

#include <optional>
#include <string>
#include <string_view>

namespace fallverbund {

inline constexpr char kTraceparentMetadata[] = "traceparent";

struct Trace {
  std::string trace_id;   // 32 lower-case hex digits, not all 0: what belongs together
  std::string parent_id;  // 16 lower-case hex digits, not all 0: the step just before
  friend bool operator==(const Trace&, const Trace&) = default;
};

// nullopt: not as it should be, letter for letter ("00-" trace id "-" parent id "-" two hex digits of flags).
// Whoever gets a malformed one goes on as if there were none, as the W3C says; flags mean nothing to us.
std::optional<Trace> ParseTraceparent(std::string_view text);
bool IsTrace(const Trace& trace);

}  // namespace fallverbund

#endif  // FALLVERBUND_LIBS_BASE_TRACE_H_
