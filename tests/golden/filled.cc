#include "tests/golden/filled.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"

namespace fallverbund::golden {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// No stored message is deeper; one that contained itself would be.
constexpr int kDeepest = 8;

void Fill(Message& message, const std::string& path, uint64_t number, int depth);

// `path` as text and `number` as a number name the field and its place on the way down.
void FillField(Message& message, const FieldDescriptor& field, const std::string& path, uint64_t number,
               int depth) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.AddString(&message, &field, path)
                  : reflection.SetString(&message, &field, path);
    case FieldDescriptor::CPPTYPE_BOOL:
      return many ? reflection.AddBool(&message, &field, true) : reflection.SetBool(&message, &field, true);
    case FieldDescriptor::CPPTYPE_UINT64:
      return many ? reflection.AddUInt64(&message, &field, number)
                  : reflection.SetUInt64(&message, &field, number);
    case FieldDescriptor::CPPTYPE_INT64:
      return many ? reflection.AddInt64(&message, &field, static_cast<int64_t>(number))
                  : reflection.SetInt64(&message, &field, static_cast<int64_t>(number));
    case FieldDescriptor::CPPTYPE_UINT32:
      return many ? reflection.AddUInt32(&message, &field, static_cast<uint32_t>(number))
                  : reflection.SetUInt32(&message, &field, static_cast<uint32_t>(number));
    case FieldDescriptor::CPPTYPE_INT32:
      return many ? reflection.AddInt32(&message, &field, static_cast<int32_t>(number))
                  : reflection.SetInt32(&message, &field, static_cast<int32_t>(number));
    case FieldDescriptor::CPPTYPE_ENUM:
      return many ? reflection.AddEnumValue(&message, &field, field.enum_type()->value(1)->number())
                  : reflection.SetEnumValue(&message, &field, field.enum_type()->value(1)->number());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Fill(
          many ? *reflection.AddMessage(&message, &field) : *reflection.MutableMessage(&message, &field),
          path, number, depth + 1);
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      FV_CHECK(false);  // nothing that is stored is a fraction
  }
}

void Fill(Message& message, const std::string& path, uint64_t number, int depth) {
  FV_CHECK(depth <= kDeepest);
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int f = 0; f < type.field_count(); ++f) {
    const FieldDescriptor& field = *type.field(f);
    const std::string here = absl::StrCat(path, path.empty() ? "" : ".", field.number());
    const uint64_t below = number * 100 + static_cast<uint64_t>(field.number());
    if (!field.is_repeated()) {
      FillField(message, field, here, below, depth);
      continue;
    }
    for (uint64_t element = 0; element < 2; ++element) {
      FillField(message, field, absl::StrCat(here, "[", element, "]"), below * 10 + element, depth);
    }
  }
}

}  // namespace

std::unique_ptr<Message> Filled(const google::protobuf::Descriptor& type) {
  const Message* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
  FV_CHECK(prototype != nullptr);
  std::unique_ptr<Message> message(prototype->New());
  Fill(*message, "", 0, 0);
  return message;
}

}  // namespace fallverbund::golden
