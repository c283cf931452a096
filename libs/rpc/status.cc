#include "libs/rpc/status.h"

#include "absl/strings/str_cat.h"
#include "libs/base/stored.h"
#include "libs/base/strings.h"

namespace fallverbund::rpc {
namespace {

using common::v1::CallStatus;

// Type URLs under which the world knows these messages.
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

void AddAs(const char* url, const google::protobuf::Message& detail, CallStatus& status) {
  auto* any = status.add_details();
  any->set_type_url(url);
  detail.SerializeToString(any->mutable_value());
}

CallStatus Start(grpc::StatusCode code, std::string_view message, std::string_view reason,
                 std::string_view row) {
  CallStatus status;
  status.set_code(code);
  status.set_message(std::string(message));
  common::v1::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kErrorDomain);
  if (!row.empty()) (*info.mutable_metadata())["row"] = std::string(row);
  AddAs(kErrorInfoUrl, info, status);
  return status;
}

grpc::Status Finish(const CallStatus& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), status.message(),
                      status.SerializeAsString());
}

bool IsOurMistake(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

std::string ReasonOf(const absl::Status& status) {
  switch (StoredOf(status)) {
    case Stored::kNothing:
      return kNothingStored;
    case Stored::kUnknown:
      return kOutcomeUnknown;
    case Stored::kUnsaid:
      return absl::StatusCodeToString(status.code());
  }
  return "";
}

}  // namespace

common::v1::Refusal ToProto(refusal::Reason reason, std::string_view row) {
  const refusal::ReasonText& text = refusal::Text(reason);
  common::v1::Refusal proto;
  proto.set_reason(std::string(text.code));
  proto.set_row(std::string(row.empty() ? text.row : row));
  proto.set_german(std::string(text.german));
  proto.set_english(std::string(text.english));
  proto.set_next_german(std::string(text.next_german));
  proto.set_next_english(std::string(text.next_english));
  return proto;
}

grpc::Status Refused(const common::v1::Refusal& refusal, grpc::StatusCode code) {
  CallStatus status = Start(code, absl::StrCat(refusal.english(), " ", refusal.next_english()),
                            refusal.reason(), refusal.row());
  status.add_details()->PackFrom(refusal);
  return Finish(status);
}

grpc::Status Malformed(std::string_view field, std::string_view description) {
  CallStatus status = Start(grpc::StatusCode::INVALID_ARGUMENT,
                            absl::StrCat(ToAbsl(field), " ", ToAbsl(description)), "INVALID_ARGUMENT", "");
  common::v1::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  AddAs(kBadRequestUrl, bad, status);
  return Finish(status);
}

grpc::Status NotYetVisible(uint64_t asked, uint64_t visible) {
  CallStatus status =
      Start(grpc::StatusCode::UNAVAILABLE,
            absl::StrCat("position ", asked, " is accepted but not yet visible here (read up to ", visible,
                         "); ask again in a moment"),
            "NOT_YET_VISIBLE", "");
  common::v1::NotYetVisible detail;
  detail.set_asked(asked);
  detail.set_visible(visible);
  status.add_details()->PackFrom(detail);
  return Finish(status);
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const auto code = static_cast<grpc::StatusCode>(status.code());  // the numbers are the same
  const std::string message = IsOurMistake(status.code())
                                  ? "this service made a mistake; its log says more, tell its operator"
                                  : std::string(status.message());
  return Finish(Start(code, message, ReasonOf(status), ""));
}

Details DetailsOf(const grpc::Status& status) {
  Details details;
  CallStatus call;
  if (!call.ParseFromString(status.error_details())) return details;
  for (const auto& any : call.details()) {
    common::v1::Refusal refusal;
    common::v1::NotYetVisible not_yet;
    common::v1::ErrorInfo info;
    common::v1::BadRequest bad;
    if (any.UnpackTo(&refusal)) {
      details.refusal = refusal;
    } else if (any.UnpackTo(&not_yet)) {
      details.not_yet_visible = not_yet;
    } else if (any.type_url() == kErrorInfoUrl && info.ParseFromString(any.value())) {
      details.reason = info.reason();
    } else if (any.type_url() == kBadRequestUrl && bad.ParseFromString(any.value())) {
      details.fields.assign(bad.field_violations().begin(), bad.field_violations().end());
    }
  }
  return details;
}

absl::Status FromGrpc(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace fallverbund::rpc
