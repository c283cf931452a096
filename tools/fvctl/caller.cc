#include "tools/fvctl/caller.h"

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "fallverbund/common/v1/access.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/random.h"
#include "libs/rpc/client.h"
#include "libs/rpc/status.h"

namespace fallverbund::fvctl {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;

constexpr int kTries = 4;  // with pauses of up to two seconds: an instance that is started again is met

std::string CodeName(grpc::StatusCode code) {
  switch (code) {
    case grpc::OK:
      return "OK";
    case grpc::CANCELLED:
      return "CANCELLED";
    case grpc::UNKNOWN:
      return "UNKNOWN";
    case grpc::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case grpc::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::NOT_FOUND:
      return "NOT_FOUND";
    case grpc::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case grpc::PERMISSION_DENIED:
      return "PERMISSION_DENIED";
    case grpc::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case grpc::ABORTED:
      return "ABORTED";
    case grpc::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case grpc::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case grpc::INTERNAL:
      return "INTERNAL";
    case grpc::UNAVAILABLE:
      return "UNAVAILABLE";
    case grpc::DATA_LOSS:
      return "DATA_LOSS";
    case grpc::UNAUTHENTICATED:
      return "UNAUTHENTICATED";
    case grpc::DO_NOT_USE:
      break;
  }
  return "UNKNOWN";
}

void ReadFailure(const grpc::Status& status, CallResult& result) {
  result.code = CodeName(status.error_code());
  result.message = status.error_message();
  const rpc::Details details = rpc::DetailsOf(status);
  for (const auto& field : details.fields) {
    absl::StrAppend(&result.message, "\n  ", field.field(), ": ", field.description());
  }
  if (!details.refusal) return;
  result.reason = details.refusal->reason();
  result.row = details.refusal->row();
  result.german = details.refusal->german();
  result.english = details.refusal->english();
  result.next_german = details.refusal->next_german();
  result.next_english = details.refusal->next_english();
}

absl::StatusOr<common::v1::Role> RoleOf(const Profile& profile) {
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  if (!profile.role.empty() && !common::v1::Role_Parse("ROLE_" + profile.role, &role)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the profile's role ", profile.role, " is none of the house's"));
  }
  return role;
}

}  // namespace

absl::Status Caller::Watch(const Watching& wish,
                           const std::function<void(const crisis::v1::Notification&)>& say) {
  Watching watching = wish;
  watching.organisation_id = profile_.organisation_id;
  watching.person_id = profile_.person_id;
  FV_ASSIGN_OR_RETURN(watching.role, RoleOf(profile_));
  FV_ASSIGN_OR_RETURN(const auto channel, Channel({"crisis", 0}));
  return fvctl::Watch(channel, watching, say);
}

absl::StatusOr<std::unique_ptr<Message>> Caller::Request(const MethodDescriptor& method,
                                                         std::string_view json) {
  std::unique_ptr<Message> request(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  const auto status = google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, request.get());
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("the request does not fit ", method.name(), ": ",
                                                   std::string(status.message()), " ('fvctl methods ",
                                                   method.name(), "' shows its fields)"));
  }
  if (IsWrite(method)) {
    const auto* field = method.input_type()->FindFieldByName("request_id");
    if (request->GetReflection()->GetString(*request, field).empty()) {
      request->GetReflection()->SetString(request.get(), field, NewRequestId());
    }
  }
  return request;
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Caller::Channel(const Where& where) {
  auto& channel = channels_[{where.service, where.instance}];
  if (channel) return channel;
  auto endpoint = profile_.endpoints.find(where.service);
  if (endpoint == profile_.endpoints.end()) {
    return absl::InvalidArgumentError(absl::StrCat("the profile knows no endpoint of the ", where.service,
                                                   " service; is the house up? (tools/dev up)"));
  }
  std::string target = endpoint->second;
  if (where.instance != 0) {
    const auto addresses = rpc::AddressesOf(target);
    if (where.instance > static_cast<int>(addresses.size())) {
      return absl::InvalidArgumentError(absl::StrCat("the profile knows ", addresses.size(),
                                                     " instances of the ", where.service, " service"));
    }
    target = addresses[static_cast<size_t>(where.instance) - 1];
  }
  FV_ASSIGN_OR_RETURN(channel,
                      rpc::Connect({.target = target,
                                    .tls = {.ca = profile_.ca, .cert = profile_.cert, .key = profile_.key},
                                    .service = where.service,
                                    .tries = kTries}));
  return channel;
}

int Caller::Instances(const std::string& service) const {
  auto endpoint = profile_.endpoints.find(service);
  return endpoint == profile_.endpoints.end() ? 0
                                              : static_cast<int>(rpc::AddressesOf(endpoint->second).size());
}

absl::StatusOr<CallResult> Caller::Call(const MethodDescriptor& method, const Message& request,
                                        const Where& where, absl::Duration timeout) {
  const std::string service = where.service.empty() ? ServiceOf(method) : where.service;
  if (service.empty())
    return absl::InvalidArgumentError("every service serves this method: name one with --service");
  if (method.server_streaming())
    return absl::InvalidArgumentError(
        absl::StrCat(method.name(), " is a stream, with more than one answer: 'fvctl watch' follows it"));
  FV_ASSIGN_OR_RETURN(const auto channel, Channel({service, where.instance}));
  grpc::ClientContext context;
  FV_ASSIGN_OR_RETURN(const common::v1::Role role, RoleOf(profile_));
  rpc::PrepareCall(
      context,
      {.person = profile_.person_id, .role = role, .timeout = timeout, .traceparent = profile_.traceparent});
  CallResult result;
  if (IsWrite(method)) {
    result.request_id =
        request.GetReflection()->GetString(request, method.input_type()->FindFieldByName("request_id"));
  }
  result.answer.reset(MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
  grpc::TemplatedGenericStub<Message, Message> stub(channel);
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(&context, absl::StrCat("/", method.service()->full_name(), "/", method.name()),
                 grpc::StubOptions(), &request, result.answer.get(), [&](grpc::Status s) {
                   status = std::move(s);
                   done.Notify();
                 });
  done.WaitForNotification();
  if (!status.ok()) {
    result.answer.reset();
    ReadFailure(status, result);
  }
  return result;
}

std::string AnswerJson(const Message& answer, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = pretty;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(answer, &json,
                                                    options);  // our own messages always convert
  return json;
}

std::string WholeAnswerJson(const Message& answer) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(answer, &json, options);
  return json;
}

std::string NewRequestId() {
  std::string hex = ToHex(crypto::RandomBytes(16));
  hex[12] = '4';                  // version 4: random
  hex[16] = "89ab"[hex[16] & 3];  // variant of RFC 4122
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

}  // namespace fallverbund::fvctl
