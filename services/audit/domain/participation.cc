#include "services/audit/domain/participation.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace fallverbund::audit {

using common::v1::Participation;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const Participation* ParticipationOf(const casework::v1::CaseEvent& event) {
  const FieldDescriptor* arm =
      event.GetReflection()->GetOneofFieldDescriptor(event, event.GetDescriptor()->oneof_decl(0));
  if (arm == nullptr) return nullptr;
  const FieldDescriptor* field = arm->message_type()->FindFieldByName("participation");
  if (field == nullptr || field->message_type() != Participation::descriptor()) return nullptr;
  const Message& decision = event.GetReflection()->GetMessage(event, arm);
  return static_cast<const Participation*>(&decision.GetReflection()->GetMessage(decision, field));
}

}  // namespace fallverbund::audit
