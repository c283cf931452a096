#include "libs/rpc/pipeline/well_formed.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

std::optional<std::string> WrongEnum(const FieldDescriptor& field, int number) {
  if (field.enum_type()->FindValueByNumber(number) != nullptr) return std::nullopt;
  return absl::StrCat("must be one of the values of ", field.enum_type()->name());
}

std::optional<Violation> Find(const Message& message, const std::string& above);

std::optional<Violation> FindInField(const Message& message, const FieldDescriptor& field,
                                     const std::string& path, int index) {
  const Reflection& reflection = *message.GetReflection();
  std::optional<std::string> wrong;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      wrong = WrongText(field, index < 0 ? reflection.GetString(message, &field)
                                         : reflection.GetRepeatedString(message, &field, index));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      wrong = WrongEnum(field, index < 0 ? reflection.GetEnumValue(message, &field)
                                         : reflection.GetRepeatedEnumValue(message, &field, index));
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& inner = index < 0 ? reflection.GetMessage(message, &field)
                                       : reflection.GetRepeatedMessage(message, &field, index);
      if (inner.GetDescriptor() != google::protobuf::Timestamp::descriptor()) return Find(inner, path);
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

std::optional<Violation> Find(const Message& message, const std::string& above) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) {
    return Violation{above.empty() ? "request" : above, "holds a field this version does not know"};
  }
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  if (const FieldDescriptor* id = message.GetDescriptor()->FindFieldByName("request_id");
      above.empty() && id != nullptr && reflection.GetString(message, id).empty()) {
    fields.insert(fields.begin(), id);  // an empty one is not listed, and is wrong
  }
  for (const FieldDescriptor* field : fields) {
    const std::string path = absl::StrCat(above, above.empty() ? "" : ".", field->name());
    if (!field->is_repeated()) {
      if (auto found = FindInField(message, *field, path, -1)) return found;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (auto found = FindInField(message, *field, absl::StrCat(path, "[", i, "]"), i)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Violation> FindViolation(const Message& request) {
  return Find(request, "");
}

}  // namespace fallverbund::service
