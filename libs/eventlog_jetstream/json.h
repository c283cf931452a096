// The bus's JSON answers, read with protobuf's own parser.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JSON_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JSON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

namespace fallverbund::eventlog {

using Json = google::protobuf::Struct;

// kInvalidArgument: not a JSON object.
absl::StatusOr<Json> ParseJson(std::string_view text);
std::string ToJson(const google::protobuf::Message& message);

// The value at a dotted path such as "message.seq"; null: none there.
const google::protobuf::Value* Find(const Json& json, std::string_view path);
// Of another type counts as none. Numbers are exact up to 2^53.
std::optional<std::string> FindString(const Json& json, std::string_view path);
std::optional<int64_t> FindInt(const Json& json, std::string_view path);
std::optional<bool> FindBool(const Json& json, std::string_view path);

// `text` as a JSON string with its quotes.
std::string Quoted(std::string_view text);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_JSON_H_
