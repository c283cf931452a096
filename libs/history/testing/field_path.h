// For tests of what shows sealed texts: does the path of a text lead to the field it lies in?
#ifndef FALLVERBUND_LIBS_HISTORY_TESTING_FIELD_PATH_H_
#define FALLVERBUND_LIBS_HISTORY_TESTING_FIELD_PATH_H_

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/history/sealed_text.h"

namespace fallverbund::history {

// Name of the sealed field at the text's place, such as "support.account"; "nowhere" if there is none.
inline std::string NameOfPlace(const SealedText& text) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(text.event_type);
  std::string name;
  for (const auto& part : absl::StrSplit(text.field_path, '.')) {
    int number = 0;
    if (type == nullptr || !absl::SimpleAtoi(part, &number)) return "nowhere";
    const auto* field = type->FindFieldByNumber(number);
    if (field == nullptr) return "nowhere";
    name += (name.empty() ? "" : ".") + field->name();
    type = field->message_type();
  }
  return type == common::v1::Sealed::descriptor() ? name : "nowhere";
}

}  // namespace fallverbund::history

#endif  // FALLVERBUND_LIBS_HISTORY_TESTING_FIELD_PATH_H_
