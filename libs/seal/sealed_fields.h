// The sealed texts of an event, found by type and not by name: every field that is a Sealed. Pure.
#ifndef FALLVERBUND_LIBS_SEAL_SEALED_FIELDS_H_
#define FALLVERBUND_LIBS_SEAL_SEALED_FIELDS_H_

#include <string>
#include <vector>

#include "fallverbund/common/v1/sealed.pb.h"
#include "google/protobuf/message.h"

namespace fallverbund::seal {

struct SealedField {
  std::string name;  // of the field, such as "good_reason"
  std::string path;  // as SealPlace::field_path: field numbers from the event down, "3" or "6.3"
  common::v1::Sealed sealed;
};

// In order of field numbers; of a repeated message every element's, all under the same path.
std::vector<SealedField> SealedFieldsOf(const google::protobuf::Message& event);

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_SEALED_FIELDS_H_
