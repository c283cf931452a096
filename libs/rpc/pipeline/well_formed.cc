#include "libs/rpc/pipeline/well_formed.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "fallverbund/common/v1/access.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/id.h"
#include "libs/seal/box.h"

namespace fallverbund::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::string_view kNilUuid = "00000000-0000-0000-0000-000000000000";  // AIP-155 knows it as none

std::optional<std::string> WrongText(const FieldDescriptor& field, const std::string& text) {
  if (field.name() == "request_id") {
    if (IsUuid(text) && text != kNilUuid) return std::nullopt;
    return "must be a UUID made by the client for this one wish, such as "
           "123e4567-e89b-12d3-a456-426614174000";
  }
  if (field.options().GetExtension(common::v1::personal)) {
    if (text.size() <= seal::kMaxTextBytes) return std::nullopt;
    return absl::StrCat("must be at most ", seal::kMaxTextBytes, " bytes");
  }
  const bool is_id = absl::EndsWith(field.name(), "_id") || absl::EndsWith(field.name(), "_ids");
  if (is_id && !text.empty() && !IsHexId(text)) return "must be 32 lower-case hex digits";
  return std::nullopt;
}

// The range of google.protobuf.Timestamp: years 1 to 9999.
bool IsInstant(const google::protobuf::Timestamp& time) {
  return time.seconds() >= -62135596800 && time.seconds() <= 253402300799 && time.nanos() >= 0 &&
         time.nanos() <= 999999999;
}

// Whether the field must say something: in a write every enum would become a fact.
bool MustBeSaid(const FieldDescriptor& field, bool is_write) {
  return is_write && field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
         !field.options().GetExtension(common::v1::may_be_unspecified);
}

std::optional<std::string> WrongEnum(const FieldDescriptor& field, int number, bool is_write) {
  const auto& type = *field.enum_type();
  const bool unspecified = number == 0;  // every zero value is called so (buf STANDARD)
  if (type.FindValueByNumber(number) != nullptr && !(unspecified && MustBeSaid(field, is_write)))
    return std::nullopt;
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  }
  return absl::StrCat("must be one of ", absl::StrJoin(names, ", "));
}

// Those that are there, and those that are missing although they must not be; by number.
std::vector<const FieldDescriptor*> FieldsToLookAt(const Message& message, bool is_write, bool is_request) {
  const auto& type = *message.GetDescriptor();
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const bool needed = MustBeSaid(*field, is_write) && !field->is_repeated() && !field->has_presence();
    const bool is_request_id = is_request && field->name() == "request_id";
    const bool listed = std::find(fields.begin(), fields.end(), field) != fields.end();
    if ((needed || is_request_id) && !listed) fields.push_back(field);
  }
  std::sort(fields.begin(), fields.end(),
            [](const FieldDescriptor* a, const FieldDescriptor* b) { return a->number() < b->number(); });
  return fields;
}

std::optional<Violation> Find(const Message& message, const std::string& above, bool is_write);

std::optional<Violation> FindInField(const Message& message, const FieldDescriptor& field,
                                     const std::string& path, int index, bool is_write) {
  const Reflection& reflection = *message.GetReflection();
  std::optional<std::string> wrong;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      wrong = WrongText(field, index < 0 ? reflection.GetString(message, &field)
                                         : reflection.GetRepeatedString(message, &field, index));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      wrong = WrongEnum(field,
                        index < 0 ? reflection.GetEnumValue(message, &field)
                                  : reflection.GetRepeatedEnumValue(message, &field, index),
                        is_write);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& inner = index < 0 ? reflection.GetMessage(message, &field)
                                       : reflection.GetRepeatedMessage(message, &field, index);
      if (inner.GetDescriptor() != google::protobuf::Timestamp::descriptor())
        return Find(inner, path, is_write);
      const auto& time = static_cast<const google::protobuf::Timestamp&>(inner);
      if (!IsInstant(time)) wrong = "must be an instant between the years 1 and 9999";
      break;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      break;
  }
  if (!wrong) return std::nullopt;
  return Violation{path, *std::move(wrong)};
}

std::optional<Violation> Find(const Message& message, const std::string& above, bool is_write) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) {
    return Violation{above.empty() ? "request" : above, "holds a field this version does not know"};
  }
  for (const FieldDescriptor* field : FieldsToLookAt(message, is_write, above.empty())) {
    const std::string path = absl::StrCat(above, above.empty() ? "" : ".", field->name());
    if (!field->is_repeated()) {
      if (auto found = FindInField(message, *field, path, -1, is_write)) return found;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (auto found = FindInField(message, *field, absl::StrCat(path, "[", i, "]"), i, is_write))
        return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Violation> FindViolation(const Message& request) {
  return Find(request, "", request.GetDescriptor()->FindFieldByName("request_id") != nullptr);
}

}  // namespace fallverbund::service
