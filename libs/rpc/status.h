// The three kinds of wrong on the wire. Refused: code, reason, row, two languages, next step. Unlucky: the
// code says whether to call again. Malformed: the field is named. Details ride in grpc-status-details-bin
// (common/v1/status.proto), so that any gRPC toolkit can read them.
#ifndef FALLVERBUND_LIBS_RPC_STATUS_H_
#define FALLVERBUND_LIBS_RPC_STATUS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "fallverbund/common/v1/result.pb.h"
#include "fallverbund/common/v1/status.pb.h"
#include "grpcpp/support/status.h"
#include "libs/refusal/refusal.h"

namespace fallverbund::rpc {

inline constexpr char kErrorDomain[] = "fallverbund.example";

// The refusal's table entry as the message clients see. `row` overrides the table's where it is not empty.
common::v1::Refusal ToProto(refusal::Reason reason, std::string_view row = "");

// The rule says no. FAILED_PRECONDITION unless the refusal is about who asks (libs/access).
grpc::Status Refused(const common::v1::Refusal& refusal,
                     grpc::StatusCode code = grpc::StatusCode::FAILED_PRECONDITION);

// INVALID_ARGUMENT; `field` is the path in the request, such as "seats[1].organisation_id".
grpc::Status Malformed(std::string_view field, std::string_view description);

// UNAVAILABLE: the position is accepted, but this instance has not read that far; ask again.
grpc::Status NotYetVisible(uint64_t asked, uint64_t visible);

// The world failed. Same code and text; texts of our own mistakes (Internal, Unknown, DataLoss) stay in our
// log. A write that says so (libs/base/stored.h) has the reason kNothingStored or kOutcomeUnknown.
grpc::Status ToGrpc(const absl::Status& status);
inline constexpr char kNothingStored[] = "NOTHING_STORED";
inline constexpr char kOutcomeUnknown[] = "OUTCOME_UNKNOWN";

// For callers. Nothing of it is there when the status is none of ours.
struct Details {
  std::string reason;  // stable code, such as CASE_UNDERSTANDING_MISSING or NOTHING_STORED
  std::optional<common::v1::Refusal> refusal;
  std::optional<common::v1::NotYetVisible> not_yet_visible;
  std::vector<common::v1::FieldViolation> fields;
};
Details DetailsOf(const grpc::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_STATUS_H_
