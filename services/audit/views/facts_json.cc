#include "services/audit/views/facts_json.h"

#include <algorithm>
#include <vector>

#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/audit/domain/schema.h"

namespace fallverbund::audit {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void DropSealed(Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->message_type() == common::v1::Sealed::descriptor()) {
      reflection.ClearField(&message, field);
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        DropSealed(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      DropSealed(*reflection.MutableMessage(&message, field));
    }
  }
}

namespace {

void AddKeys(const Message& message, std::set<std::string>& keys) {
  if (message.GetDescriptor() == common::v1::Sealed::descriptor()) {
    keys.insert(static_cast<const common::v1::Sealed&>(message).key_id());
    return;
  }
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      AddKeys(reflection.GetMessage(message, field), keys);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i)
      AddKeys(reflection.GetRepeatedMessage(message, field, i), keys);
  }
}

}  // namespace

std::set<std::string> SealedKeys(const Entry& entry, const eventlog::v1::Event& event) {
  std::set<std::string> keys;
  if (const auto known = KnownEvent(entry, event); known != nullptr) AddKeys(*known, keys);
  return keys;
}

bool Corrects(const Entry& entry, const eventlog::v1::Event& event) {
  const auto known = KnownEvent(entry, event);
  if (known == nullptr) return false;
  std::vector<const FieldDescriptor*> fields;
  known->GetReflection()->ListFields(*known, &fields);
  return std::any_of(fields.begin(), fields.end(),
                     [](const FieldDescriptor* field) { return field->name().starts_with("correct"); });
}

std::string FactsJson(const Entry& entry, const eventlog::v1::Event& event) {
  auto known = KnownEvent(entry, event);
  if (known == nullptr) return "{}";
  DropSealed(*known);
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*known, &json).ok()) return "{}";
  return json;
}

}  // namespace fallverbund::audit
