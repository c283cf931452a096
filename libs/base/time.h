// Instants, always in UTC, as protobuf messages and as text.
#ifndef FALLVERBUND_LIBS_BASE_TIME_H_
#define FALLVERBUND_LIBS_BASE_TIME_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace fallverbund {

google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& time);

// "2026-03-02T09:00:00Z"; fractions only where there are some.
std::string FormatInstant(absl::Time time);
// RFC 3339. kInvalidArgument names the text's form, never the text.
absl::StatusOr<absl::Time> ParseInstant(std::string_view text);

inline absl::Duration Days(int days) {
  return absl::Hours(24) * days;
}

}  // namespace fallverbund

#endif  // FALLVERBUND_LIBS_BASE_TIME_H_
