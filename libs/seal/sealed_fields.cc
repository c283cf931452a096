#include "libs/seal/sealed_fields.h"

#include "absl/strings/str_cat.h"

namespace fallverbund::seal {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Collect(const Message& message, const std::string& above, std::vector<SealedField>& out) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string path = absl::StrCat(above, above.empty() ? "" : ".", field->number());
    auto visit = [&](const Message& inner) {
      if (inner.GetDescriptor() == common::v1::Sealed::descriptor()) {
        out.push_back({field->name(), path, static_cast<const common::v1::Sealed&>(inner)});
      } else {
        Collect(inner, path, out);
      }
    };
    if (!field->is_repeated()) {
      visit(message.GetReflection()->GetMessage(message, field));
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      visit(message.GetReflection()->GetRepeatedMessage(message, field, i));
    }
  }
}

}  // namespace

std::vector<SealedField> SealedFieldsOf(const Message& event) {
  std::vector<SealedField> out;
  Collect(event, "", out);
  return out;
}

}  // namespace fallverbund::seal
