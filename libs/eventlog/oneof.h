// Events of one aggregate as one oneof message (exhaustive switch, no default), stored as the inner message
// under its own name, so that a reader needs only the alternatives it knows.
#ifndef FALLVERBUND_LIBS_EVENTLOG_ONEOF_H_
#define FALLVERBUND_LIBS_EVENTLOG_ONEOF_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "google/protobuf/message.h"

namespace fallverbund::eventlog {

// The message that is set in the one oneof of `wrapper`. One must be set (FV_CHECK).
v1::Event PackOneof(const google::protobuf::Message& wrapper, uint32_t schema_version = 1);

// Sets the alternative of `wrapper` that has the event's type. kUnimplemented: this program knows none;
// kDataLoss: the bytes do not parse. Both mean "not understood".
absl::Status UnpackOneof(const v1::Event& event, google::protobuf::Message* wrapper);

template <class Wrapper>
absl::StatusOr<Wrapper> UnpackOneof(const v1::Event& event) {
  Wrapper wrapper;
  if (auto status = UnpackOneof(event, &wrapper); !status.ok()) return status;
  return wrapper;
}

// Whether `wrapper` has an alternative of the event's type.
bool HasAlternative(const google::protobuf::Descriptor* wrapper, const v1::Event& event);

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_ONEOF_H_
