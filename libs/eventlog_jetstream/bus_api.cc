#include "libs/eventlog_jetstream/bus_api.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/strings.h"
#include "libs/eventlog_jetstream/json.h"

namespace fallverbund::eventlog {
namespace {

std::string Said(int code, std::string_view description) {
  return absl::StrCat("the bus says ", code, ", ", ToAbsl(description));
}

bool OutOfRoom(int code) {
  switch (code) {
    case 10002:  // resource limits of the account
    case 10023:  // insufficient resources
    case 10028:  // memory
    case 10047:  // storage of the account
    case 10077:  // the stream's own limit, or the disk is full
    case 10167:  // too many requests
      return true;
    default:
      return false;
  }
}

// The acknowledgement as every server of the bus writes it, such as {"stream":"FV_DO","seq":7}: read without
// a tree, since each command waits for one. Anything else, also with one more field, is nullopt.
std::optional<uint64_t> PlainAck(std::string_view text, std::string_view stream) {
  absl::string_view rest = ToAbsl(text);
  uint64_t sequence = 0;
  if (!absl::ConsumePrefix(&rest, "{\"stream\":\"") || !absl::ConsumePrefix(&rest, ToAbsl(stream)) ||
      !absl::ConsumePrefix(&rest, "\",")) {
    return std::nullopt;
  }
  absl::ConsumePrefix(&rest, " ");
  if (!absl::ConsumePrefix(&rest, "\"seq\":") || !absl::ConsumeSuffix(&rest, "}") || rest.empty() ||
      !absl::c_all_of(rest, absl::ascii_isdigit) || !absl::SimpleAtoi(rest, &sequence) || sequence == 0) {
    return std::nullopt;
  }
  return sequence;
}

}  // namespace

absl::Status ApiError(int code, std::string_view description) {
  if (OutOfRoom(code)) {
    return absl::ResourceExhaustedError(
        absl::StrCat(Said(code, description),
                     "; nothing was stored; make room on the bus's disk or raise the stream's max_bytes"));
  }
  switch (code) {
    case 10054:
      return absl::InvalidArgumentError(
          absl::StrCat(Said(code, description), "; nothing was stored; write less in one commit"));
    case 10039:  // JetStream not for this account
    case 10052:  // configuration
    case 10056:  // subject of another stream
    case 10058:  // stream exists with another configuration
    case 10059:  // stream not found
    case 10060:
    case 10065:  // subjects overlap
    case 10076:  // JetStream off
    case 10109:  // sealed
      return absl::FailedPreconditionError(
          absl::StrCat(Said(code, description), "; the streams are made by `fvctl provision`"));
    default:
      return absl::UnavailableError(absl::StrCat(Said(code, description), "; outcome unknown"));
  }
}

absl::Status AppendError(int code, std::string_view description) {
  if (code == kBusWrongLastSequence) {
    return absl::AbortedError(absl::StrCat("the subject has moved on (", ToAbsl(description),
                                           "); read from the leader, then decide again"));
  }
  if (code == kBusAppendInFlight) {
    return absl::AbortedError(
        "another append to this subject is in flight; read from the leader, then decide again");
  }
  return ApiError(code, description);
}

std::optional<BusError> ParseError(std::string_view text) {
  const auto json = ParseJson(text);
  if (!json.ok() || Find(*json, "error") == nullptr) return std::nullopt;
  return BusError{static_cast<int>(FindInt(*json, "error.err_code").value_or(0)),
                  FindString(*json, "error.description").value_or("no description")};
}

absl::StatusOr<uint64_t> ParseAck(std::string_view text, std::string_view stream) {
  if (const auto plain = PlainAck(text, stream)) return *plain;
  const auto json = ParseJson(text);
  if (!json.ok())
    return absl::UnavailableError("the bus's answer to an append is unreadable; outcome unknown");
  if (const auto error = ParseError(text)) return AppendError(error->code, error->description);
  const auto sequence = FindInt(*json, "seq");
  // Sequence 0, a duplicate or another stream's acknowledgement has been seen where nothing was stored.
  if (FindString(*json, "stream") != std::string(stream) || sequence.value_or(0) <= 0 ||
      FindBool(*json, "duplicate").value_or(false)) {
    return absl::UnavailableError("the bus's acknowledgement is not one of this stream; outcome unknown");
  }
  return static_cast<uint64_t>(*sequence);
}

absl::StatusOr<std::optional<RawMessage>> GetFromLeader(BusConnection& bus, const std::string& api_subject,
                                                        const std::string& query, absl::Duration timeout) {
  auto answer = bus.Request({api_subject, query, {}}, timeout);
  if (absl::IsNotFound(answer.status())) return absl::UnavailableError(answer.status().message());
  if (!answer.ok()) return answer.status();
  if (const auto error = ParseError(answer->data())) {
    if (error->code == kBusNoMessage) return std::nullopt;
    return ApiError(error->code, error->description);
  }
  const absl::Status unreadable = absl::UnavailableError("the bus's answer to a read is unreadable");
  const auto json = ParseJson(answer->data());
  if (!json.ok()) return unreadable;

  // These fields are the server's own and cannot be spoofed by a writer.
  const auto subject = FindString(*json, "message.subject");
  const auto sequence = FindInt(*json, "message.seq");
  const auto time = ParseServerTime(FindString(*json, "message.time").value_or(""));
  RawMessage raw;
  if (!subject || sequence.value_or(0) <= 0 || !time ||
      !absl::Base64Unescape(FindString(*json, "message.data").value_or(""), &raw.message.payload) ||
      !absl::Base64Unescape(FindString(*json, "message.hdrs").value_or(""), &raw.headers)) {
    return unreadable;
  }
  raw.message.subject = *subject;
  raw.message.position = static_cast<uint64_t>(*sequence);
  raw.message.server_time_ns = *time;
  return raw;
}

std::optional<std::string> StoppedWriting(BusConnection& bus, absl::Duration patience) {
  std::optional<std::string> reason;
  const absl::Status asked =
      bus.RequestMany({"fvapi.sys.healthz", "{}", {}}, patience, [&reason](const BusAnswer& answer) {
        reason.reset();
        const auto json = ParseJson(answer.data());
        const std::string error = json.ok() ? FindString(*json, "data.error").value_or("") : "";
        // The last part is the cause, such as "no space left on device"; before it stand paths of the server.
        if (absl::StrContains(error, "write error")) reason = error.substr(error.rfind(": ") + 2);
        return reason.has_value();  // one server that writes is enough
      });
  if (!reason || !(asked.ok() || absl::IsUnavailable(asked))) return std::nullopt;
  return absl::StrCat("the bus has stopped writing (", *reason,
                      "); make room on its disk, then restart nats-server");
}

std::optional<int64_t> ParseServerTime(std::string_view text) {
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, ToAbsl(text), &time, nullptr)) return std::nullopt;
  return absl::ToUnixNanos(time);
}

}  // namespace fallverbund::eventlog
