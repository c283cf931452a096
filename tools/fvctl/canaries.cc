#include "tools/fvctl/canaries.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "fallverbund/common/v1/access.pb.h"
#include "tools/fvctl/methods.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using google::protobuf::Descriptor;
using story::Value;

void Collect(const Value& value, const Descriptor& type, std::set<std::string>& texts) {
  for (const auto& [name, field] : value.struct_value().fields()) {
    const auto* descriptor = type.FindFieldByName(name);
    if (descriptor == nullptr) continue;
    if (descriptor->options().GetExtension(common::v1::personal)) texts.insert(field.string_value());
    if (descriptor->message_type() == nullptr) continue;
    Collect(field, *descriptor->message_type(), texts);
    for (const Value& each : field.list_value().values()) Collect(each, *descriptor->message_type(), texts);
  }
}

}  // namespace

absl::StatusOr<std::vector<std::string>> PersonalTexts(const story::Story& story) {
  std::set<std::string> texts;
  for (const story::Person& person : story.persons) texts.insert(person.display_name);
  for (const story::Line& line : story.lines) {
    if (line.method.empty()) continue;
    const auto method = FindMethod(line.method);
    if (!method.ok())
      return absl::Status(method.status().code(),
                          absl::StrCat("line ", line.number, ": ", method.status().message()));
    const auto request = story::ParseJson(line.json);
    if (!request.ok())
      return absl::Status(request.status().code(),
                          absl::StrCat("line ", line.number, ": ", request.status().message()));
    Collect(*request, *(*method)->input_type(), texts);
  }
  texts.erase("");
  return std::vector<std::string>(texts.begin(), texts.end());
}

}  // namespace fallverbund::fvctl
