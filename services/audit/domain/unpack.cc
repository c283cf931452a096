#include "services/audit/domain/unpack.h"

#include "google/protobuf/descriptor.h"

namespace fallverbund::audit {

bool UnpackInto(const eventlog::v1::Event& event, google::protobuf::Message& sum) {
  sum.Clear();
  if (event.schema_version() != kSchemaVersion) return false;
  const google::protobuf::OneofDescriptor* arms = sum.GetDescriptor()->oneof_decl(0);
  for (int i = 0; i < arms->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* arm = arms->field(i);
    if (arm->message_type()->full_name() != event.type()) continue;
    if (sum.GetReflection()->MutableMessage(&sum, arm)->ParseFromString(event.data())) return true;
    sum.Clear();
    return false;
  }
  return false;
}

}  // namespace fallverbund::audit
