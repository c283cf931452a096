#include "libs/eventlog_jetstream/json.h"

#include "google/protobuf/util/json_util.h"
#include "libs/base/check.h"

namespace fallverbund::eventlog {

using google::protobuf::Value;

absl::StatusOr<Json> ParseJson(std::string_view text) {
  Json json;
  if (!google::protobuf::util::JsonStringToMessage(std::string(text), &json).ok()) {
    return absl::InvalidArgumentError("not a JSON object");
  }
  return json;
}

std::string ToJson(const google::protobuf::Message& message) {
  std::string text;
  FV_CHECK(google::protobuf::util::MessageToJsonString(message, &text).ok());
  return text;
}

const Value* Find(const Json& json, std::string_view path) {
  const size_t dot = path.find('.');
  const auto it = json.fields().find(std::string(path.substr(0, dot)));
  if (it == json.fields().end()) return nullptr;
  if (dot == std::string_view::npos) return &it->second;
  return it->second.has_struct_value() ? Find(it->second.struct_value(), path.substr(dot + 1)) : nullptr;
}

std::optional<std::string> FindString(const Json& json, std::string_view path) {
  const Value* value = Find(json, path);
  if (value == nullptr || value->kind_case() != Value::kStringValue) return std::nullopt;
  return value->string_value();
}

std::optional<int64_t> FindInt(const Json& json, std::string_view path) {
  const Value* value = Find(json, path);
  if (value == nullptr || value->kind_case() != Value::kNumberValue) return std::nullopt;
  return static_cast<int64_t>(value->number_value());
}

std::optional<bool> FindBool(const Json& json, std::string_view path) {
  const Value* value = Find(json, path);
  if (value == nullptr || value->kind_case() != Value::kBoolValue) return std::nullopt;
  return value->bool_value();
}

std::string Quoted(std::string_view text) {
  Value value;
  value.set_string_value(std::string(text));
  return ToJson(value);
}

}  // namespace fallverbund::eventlog
