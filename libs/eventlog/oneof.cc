#include "libs/eventlog/oneof.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "libs/base/check.h"
#include "libs/eventlog/commit_codec.h"

namespace fallverbund::eventlog {
namespace {

const google::protobuf::FieldDescriptor* Alternative(const google::protobuf::Descriptor* wrapper,
                                                     const v1::Event& event) {
  FV_CHECK(wrapper->oneof_decl_count() == 1);
  const auto* choice = wrapper->oneof_decl(0);
  for (int i = 0; i < choice->field_count(); ++i) {
    const auto* type = choice->field(i)->message_type();
    if (type != nullptr && IsEvent(event, type)) return choice->field(i);
  }
  return nullptr;
}

}  // namespace

v1::Event PackOneof(const google::protobuf::Message& wrapper, uint32_t schema_version) {
  FV_CHECK(wrapper.GetDescriptor()->oneof_decl_count() == 1);
  const auto* reflection = wrapper.GetReflection();
  const auto* set = reflection->GetOneofFieldDescriptor(wrapper, wrapper.GetDescriptor()->oneof_decl(0));
  FV_CHECK(set != nullptr && set->message_type() != nullptr);
  return PackEvent(reflection->GetMessage(wrapper, set), schema_version);
}

absl::Status UnpackOneof(const v1::Event& event, google::protobuf::Message* wrapper) {
  wrapper->Clear();
  const auto* field = Alternative(wrapper->GetDescriptor(), event);
  if (field == nullptr) {
    return absl::UnimplementedError(absl::StrCat("no event of type ", event.type(), " in ",
                                                 wrapper->GetDescriptor()->full_name(),
                                                 ": a newer program wrote it; update this one"));
  }
  if (!wrapper->GetReflection()->MutableMessage(wrapper, field)->ParseFromString(event.data())) {
    return absl::DataLossError(absl::StrCat("the bytes of an event of type ", event.type(), " do not parse"));
  }
  return absl::OkStatus();
}

bool HasAlternative(const google::protobuf::Descriptor* wrapper, const v1::Event& event) {
  return Alternative(wrapper, event) != nullptr;
}

}  // namespace fallverbund::eventlog
