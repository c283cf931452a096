#include "services/audit/views/facts_json.h"

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

std::string FactsJson(const Entry& entry, const eventlog::v1::Event& event) {
  auto known = KnownEvent(entry, event);
  if (known == nullptr) return "{}";
  DropSealed(*known);
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*known, &json).ok()) return "{}";
  return json;
}

}  // namespace fallverbund::audit
