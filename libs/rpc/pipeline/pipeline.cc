#include "libs/rpc/pipeline/pipeline.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/common/v1/result.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/access/check.h"
#include "libs/access/circle.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/pipeline/well_formed.h"
#include "libs/rpc/status.h"

namespace fallverbund::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Each method has a request message of its own (buf STANDARD), so the message tells the method.
const MethodDescriptor& MethodOf(const Message& request) {
  const auto* file = request.GetDescriptor()->file();
  for (int s = 0; s < file->service_count(); ++s) {
    for (int m = 0; m < file->service(s)->method_count(); ++m) {
      if (file->service(s)->method(m)->input_type() == request.GetDescriptor())
        return *file->service(s)->method(m);
    }
  }
  FV_CHECK(false);
}

uint64_t AtLeastPosition(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("at_least_position");
  return field == nullptr ? 0 : request.GetReflection()->GetUInt64(request, field);
}

void FillResult(const command::Outcome& outcome, Message& response) {
  const FieldDescriptor* field = response.GetDescriptor()->FindFieldByName("result");
  FV_CHECK(field != nullptr && field->message_type() == common::v1::WriteResult::descriptor());
  auto& result =
      static_cast<common::v1::WriteResult&>(*response.GetReflection()->MutableMessage(&response, field));
  result.set_position(outcome.position);
  result.set_commit_id(outcome.commit_id);
  result.set_receipt(outcome.receipt);
}

// The journal failed, so there is no answer: whatever was done is found again under the same request id.
grpc::Status NotJournaled(const absl::Status& status) {
  const bool full = absl::IsResourceExhausted(status);
  return rpc::ToGrpc(
      absl::Status(full ? absl::StatusCode::kResourceExhausted : absl::StatusCode::kUnavailable,
                   "the journal could not be written, so this cannot be answered; send it again with the "
                   "same request_id"));
}

// One call from its arrival to its end. Lives until the reactor has finished.
class Journey {
 public:
  Journey(Host& host, const MethodDescriptor& method, access::Caller caller, absl::Time deadline,
          const Message& request, Message* response, Pipeline::Handler handler)
      : host_(host),
        method_(method),
        policy_(access::PolicyOf(method)),
        deadline_(deadline),
        caller_(std::move(caller)),
        request_(request),
        response_(response),
        handler_(std::move(handler)) {}

  // On a worker thread.
  grpc::Status Run() {
    Call call(host_, method_, caller_, deadline_, request_);
    auto denial = MayCall(call);
    if (!denial.ok()) return rpc::ToGrpc(denial.status());
    if (*denial) return Deny(call, **denial);

    auto outcome = handler_(call);
    if (absl::IsNotFound(outcome.status())) return Deny(call, access::NotFound());
    if (!outcome.ok()) return rpc::ToGrpc(outcome.status());
    if (!outcome->has_value()) return AnswerRead(call);
    if ((*outcome)->kind == command::OutcomeKind::kRefused) return Refuse(call, *(*outcome)->refusal);
    FillResult(**outcome, *response_);
    return grpc::Status::OK;
  }

  absl::Time deadline() const { return deadline_; }

 private:
  absl::StatusOr<access::Decision> MayCall(Call& call) {
    FV_ASSIGN_OR_RETURN(const auto directory, access::ReadDirectoryFacts(call.rows(), caller_));
    FV_ASSIGN_OR_RETURN(const auto object, access::ReadObjectFacts(call.rows(), caller_.peer.name,
                                                                   policy_.relation(), call.object_id()));
    return access::Check({caller_, policy_}, directory, object);
  }

  grpc::Status Deny(Call& call, const access::Denial& denial) {
    const auto refusal = rpc::ToProto(denial.reason, denial.row);
    eventlog::v1::CallDenied entry;
    entry.set_method_id(method_.full_name());
    entry.set_reason_id(refusal.reason());
    entry.set_row_id(refusal.row());
    entry.set_object_id(call.object_id());
    if (auto status = host_.journal().Denied(call.actor(), std::move(entry)); !status.ok())
      return NotJournaled(status);
    return rpc::Refused(refusal, static_cast<grpc::StatusCode>(denial.code));
  }

  grpc::Status Refuse(Call& call, const refusal::Refusal& refused) {
    const auto refusal = rpc::ToProto(refused.reason);
    eventlog::v1::CommandRefused entry;
    entry.set_method_id(method_.full_name());
    entry.set_reason_id(refusal.reason());
    entry.set_row_id(refusal.row());
    entry.set_object_id(call.object_id());
    entry.set_wish_id(call.wish());
    if (auto status = host_.journal().Refused(call.actor(), std::move(entry), call.command_id());
        !status.ok()) {
      return NotJournaled(status);
    }
    return rpc::Refused(refusal);
  }

  grpc::Status AnswerRead(Call& call) {
    eventlog::v1::ReadRecorded entry;
    entry.set_method_id(method_.full_name());
    entry.set_object_id(call.object_id());
    for (const std::string& key : call.opened_key_ids()) entry.add_opened_key_ids(key);
    if (auto status = host_.journal().Read(call.actor(), std::move(entry)); !status.ok()) {
      response_->Clear();
      return NotJournaled(status);
    }
    return grpc::Status::OK;
  }

  Host& host_;
  const MethodDescriptor& method_;
  const access::Access policy_;
  const absl::Time deadline_;
  const access::Caller caller_;
  const Message& request_;
  Message* const response_;
  const Pipeline::Handler handler_;
};

}  // namespace

grpc::ServerUnaryReactor* Pipeline::Serve(grpc::CallbackServerContext* context, const Message& request,
                                          Message* response, Handler handler) {
  auto* reactor = context->DefaultReactor();
  auto caller = rpc::ReadCaller(*context);
  if (!caller.ok()) {
    reactor->Finish(rpc::ToGrpc(caller.status()));
    return reactor;
  }
  if (auto wrong = FindViolation(request)) {
    reactor->Finish(rpc::Malformed(wrong->field, wrong->description));
    return reactor;
  }
  const MethodDescriptor& method = MethodOf(request);
  auto journey =
      std::make_shared<Journey>(host_, method, *std::move(caller), rpc::DeadlineOf(*context, kLongestCall),
                                request, response, std::move(handler));
  auto go = [this, reactor, journey] {
    if (!pool_.Submit([reactor, journey] { reactor->Finish(journey->Run()); })) {
      reactor->Finish(rpc::ToGrpc(
          absl::ResourceExhaustedError("too many calls are waiting here; slow down and send it again")));
    }
  };
  const uint64_t asked = AtLeastPosition(request);
  if (asked <= host_.projector().position()) {
    go();
    return reactor;
  }
  host_.projector().WaitFor(asked, journey->deadline(), [this, reactor, asked, go](absl::Status status) {
    if (status.ok()) return go();
    reactor->Finish(absl::IsDeadlineExceeded(status) ? rpc::NotYetVisible(asked, host_.projector().position())
                                                     : rpc::ToGrpc(status));
  });
  return reactor;
}

}  // namespace fallverbund::service
