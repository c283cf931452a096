// An event of the log as the one arm of its aggregate's oneof, so that a switch without default names them
// all.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_UNPACK_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_UNPACK_H_

#include <optional>

#include "fallverbund/eventlog/v1/commit.pb.h"
#include "google/protobuf/message.h"

namespace fallverbund::audit {

// The schema version of every event type this program knows.
inline constexpr uint32_t kSchemaVersion = 1;

// Sets the arm of `sum` whose message type is the event's. False: no such arm, another schema version, or
// bytes that do not parse; `sum` is then empty.
bool UnpackInto(const eventlog::v1::Event& event, google::protobuf::Message& sum);

// Sum is a message of one oneof, such as casework.v1.CaseEvent.
template <class Sum>
std::optional<Sum> Unpack(const eventlog::v1::Event& event) {
  Sum sum;
  if (!UnpackInto(event, sum)) return std::nullopt;
  return sum;
}

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_UNPACK_H_
