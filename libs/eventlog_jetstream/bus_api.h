// The words of the bus's answers in ours: acknowledgements, error codes, stored messages.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_API_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_API_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog_jetstream/bus_connection.h"

namespace fallverbund::eventlog {

// Error codes of the bus that mean something to us.
inline constexpr int kBusWrongLastSequence = 10071;
inline constexpr int kBusAppendInFlight = 10164;  // three replicas: says nothing about who wins
inline constexpr int kBusNoMessage = 10037;

// What an error answer means for an append; `description` is the bus's own text.
absl::Status AppendError(int code, std::string_view description);
// The same for reading and for the streams' own calls.
absl::Status ApiError(int code, std::string_view description);

struct BusError {
  int code = 0;
  std::string description;
};

// The sequence `stream` gave to a publish. An answer that is no such acknowledgement is kUnavailable: in
// doubt.
absl::StatusOr<uint64_t> ParseAck(std::string_view json, std::string_view stream);
// The error in an answer, if it holds one.
std::optional<BusError> ParseError(std::string_view json);

struct RawMessage {
  StoredMessage message;
  std::string headers;  // as the writer sent them, untrusted
};

// STREAM.MSG.GET, answered by the stream's leader and never stale. `query` is such as {"seq":7}. nullopt: no
// such message. kFailedPrecondition: no such stream. kUnavailable: no answer.
absl::StatusOr<std::optional<RawMessage>> GetFromLeader(BusConnection& bus, const std::string& api_subject,
                                                        const std::string& query, absl::Duration timeout);

// What stopped the bus from writing, such as a full disk, when all servers that answer say so. Such a server
// is silent on appends and stays so until it is started again (measured: 2.15.1).
std::optional<std::string> StoppedWriting(BusConnection& bus, absl::Duration patience);
// How long servers may take to say so; they answer within milliseconds.
inline constexpr absl::Duration kHealthTimeout = absl::Milliseconds(500);

// "2026-03-02T09:00:00.123456789Z" as nanoseconds since 1970.
std::optional<int64_t> ParseServerTime(std::string_view text);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_BUS_API_H_
