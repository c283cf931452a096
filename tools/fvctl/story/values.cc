#include "tools/fvctl/story/values.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "tools/fvctl/story/story.h"

namespace fallverbund::story {
namespace {

absl::StatusOr<Value> Instant(std::string_view text, absl::Time now) {
  if (text == "$now") return Text(FormatInstant(now));
  FV_ASSIGN_OR_RETURN(absl::Duration by, ParseSpan(text.substr(5)));
  return Text(FormatInstant(text[4] == '-' ? now - by : now + by));
}

bool Reads(const Value& element, std::string_view condition) {
  const std::pair<std::string, std::string> match =
      absl::StrSplit(ToAbsl(condition), absl::MaxSplits('=', 1));
  const auto field = element.struct_value().fields().find(match.first);
  return field != element.struct_value().fields().end() && Scalar(field->second) == match.second;
}

// One step of a path: a field, then any number of [index], [field=text&other=text] or [].
absl::StatusOr<Value> Step(Value value, std::string_view part) {
  const size_t bracket = std::min(part.find('['), part.size());
  if (const std::string field(part.substr(0, bracket)); !field.empty()) {
    const auto& fields = value.struct_value().fields();
    auto found = fields.find(field);
    if (found == fields.end()) return absl::NotFoundError(absl::StrCat("no field ", field, " there"));
    value = Value(found->second);
  }
  for (std::string_view rest = part.substr(bracket); !rest.empty();) {
    const size_t end = rest.find(']');
    if (end == std::string_view::npos)
      return absl::InvalidArgumentError("a path is a.b[0].c, a.b[field=text&other=text].c or a.b[]");
    const std::string_view inside = rest.substr(1, end - 1);
    rest = rest.substr(end + 1);
    int index = 0;
    if (absl::SimpleAtoi(ToAbsl(inside), &index)) {
      if (index < 0 || index >= value.list_value().values_size())
        return absl::NotFoundError(absl::StrCat("no element [", index, "] there"));
      value = Value(value.list_value().values(index));
      continue;
    }
    if (inside.empty()) {
      if (!value.has_list_value()) return absl::NotFoundError("no list there");
      const int size = value.list_value().values_size();
      value = Value();
      value.set_number_value(size);
      continue;
    }
    const std::vector<std::string> conditions = absl::StrSplit(ToAbsl(inside), '&');
    const Value list(value);
    const auto& all = list.list_value().values();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Value& each) {
      return std::all_of(conditions.begin(), conditions.end(),
                         [&](const std::string& condition) { return Reads(each, condition); });
    });
    if (found == all.end())
      return absl::NotFoundError(absl::StrCat("no element with ", ToAbsl(inside), " there"));
    value = *found;
  }
  return value;
}

}  // namespace

absl::StatusOr<Value> ParseJson(std::string_view text) {
  Value value;
  const auto status = google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, &value);
  if (!status.ok())
    return absl::InvalidArgumentError(absl::StrCat("not JSON: ", std::string(status.message())));
  return value;
}

std::string ToJson(const Value& value) {
  std::string text;
  (void)google::protobuf::util::MessageToJsonString(value, &text);  // cannot fail for a Value
  return text;
}

Value Text(std::string_view text) {
  Value value;
  value.set_string_value(std::string(text));
  return value;
}

absl::StatusOr<Value> Variables::Substitute(const Value& value, absl::Time now) const {
  switch (value.kind_case()) {
    case Value::kStringValue: {
      const std::string& text = value.string_value();
      if (text.size() < 2 || text[0] != '$') return value;
      if (text == "$now" || text.rfind("$now+", 0) == 0 || text.rfind("$now-", 0) == 0)
        return Instant(text, now);
      auto found = values_.find(text.substr(1));
      if (found == values_.end()) return absl::NotFoundError(absl::StrCat(text, " stands for nothing"));
      return found->second;
    }
    case Value::kStructValue: {
      Value out;
      for (const auto& [name, field] : value.struct_value().fields()) {
        FV_ASSIGN_OR_RETURN((*out.mutable_struct_value()->mutable_fields())[name], Substitute(field, now));
      }
      out.mutable_struct_value();
      return out;
    }
    case Value::kListValue: {
      Value out;
      out.mutable_list_value();
      for (const Value& each : value.list_value().values()) {
        FV_ASSIGN_OR_RETURN(*out.mutable_list_value()->add_values(), Substitute(each, now));
      }
      return out;
    }
    case Value::kNullValue:
    case Value::kNumberValue:
    case Value::kBoolValue:
    case Value::KIND_NOT_SET:
      return value;
  }
  return value;
}

absl::StatusOr<std::string> Variables::SubstituteInPath(std::string_view path) const {
  std::string out(path.substr(0, path.find("=$")));
  for (std::string_view rest = path.substr(out.size()); !rest.empty();) {
    rest.remove_prefix(2);  // "=$"
    const size_t end = std::min(rest.find_first_of("&]"), rest.size());
    const auto found = values_.find(std::string(rest.substr(0, end)));
    if (found == values_.end())
      return absl::NotFoundError(absl::StrCat("$", ToAbsl(rest.substr(0, end)), " stands for nothing"));
    const size_t next = std::min(rest.find("=$", end), rest.size());
    absl::StrAppend(&out, "=", Scalar(found->second), ToAbsl(rest.substr(end, next - end)));
    rest = rest.substr(next);
  }
  return out;
}

absl::StatusOr<Value> At(const Value& value, std::string_view path) {
  Value here = value;
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(path), '.');
  for (const std::string& part : parts) {
    FV_ASSIGN_OR_RETURN(here, Step(std::move(here), part));
  }
  return here;
}

std::string Scalar(const Value& value) {
  if (value.kind_case() == Value::kStringValue) return value.string_value();
  return ToJson(value);
}

}  // namespace fallverbund::story
