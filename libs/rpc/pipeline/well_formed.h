// Is a request what its message says, before anybody thinks about it? Pure.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_WELL_FORMED_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_WELL_FORMED_H_

#include <optional>
#include <string>

#include "google/protobuf/message.h"

namespace fallverbund::service {

struct Violation {
  std::string field;        // path in the request, such as "seats[1].organisation_id"
  std::string description;  // what belongs there; never what stood there
};

// The first thing wrong, in order of field numbers; nullopt: nothing. Unknown fields, enum values nobody
// knows, ids that are not 32 lower-case hex digits (an id may be empty; whether it may is the handler's to
// say), a request_id that is no UUID, instants out of range, personal texts longer than can be sealed.
// In a write, that is a request with a request_id, also enums that are UNSPECIFIED at any depth, unless the
// field is marked may_be_unspecified.
std::optional<Violation> FindViolation(const google::protobuf::Message& request);

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_WELL_FORMED_H_
