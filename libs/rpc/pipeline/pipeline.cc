// Long, because it is the one way of every call: who asks, may he, once only, decided, journaled, answered.
#include "libs/rpc/pipeline/pipeline.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/common/v1/result.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/access/check.h"
#include "libs/access/circle.h"
#include "libs/access/glass.h"
#include "libs/base/check.h"
#include "libs/base/status.h"
#include "libs/base/stored.h"
#include "libs/projection/held.h"
#include "libs/rpc/pipeline/well_formed.h"
#include "libs/rpc/status.h"
#include "libs/rpc/unary_service.h"
#include "libs/runtime/log.h"

namespace fallverbund::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

const MethodDescriptor& MethodOf(const Message& request) {
  const MethodDescriptor* method = rpc::FindMethodOf(*request.GetDescriptor());
  FV_CHECK(method != nullptr);
  return *method;
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

// Who still waits when the service stops hears kCancelled; the caller cancelled nothing, and another
// instance, or this one started again, will answer.
absl::Status AsCallersSeeIt(const absl::Status& status) {
  if (!absl::IsCancelled(status)) return status;
  return absl::UnavailableError(
      absl::StrCat(status.message(), "; send it again, a write with the same request_id"));
}

// A write that did not get through for now: UNAVAILABLE, and whether something of it may be in the log all
// the same. Whatever it is, the same request_id is the same wish.
absl::Status NotNow(const absl::Status& status) {
  const absl::StatusCode code =
      absl::IsDeadlineExceeded(status) ? absl::StatusCode::kUnavailable : status.code();
  switch (StoredOf(status)) {
    case Stored::kNothing:
      return WithStored(absl::Status(code, absl::StrCat("this call stored nothing: ", status.message(),
                                                        "; send it again with the same request_id")),
                        Stored::kNothing);
    case Stored::kUnknown:
      return WithStored(
          absl::Status(code, absl::StrCat("it is not known whether this call was stored: ", status.message(),
                                          "; send it again with the same request_id, then it "
                                          "is answered, and happens once")),
          Stored::kUnknown);
    case Stored::kUnsaid:
      return absl::Status(code, status.message());
  }
  FV_CHECK(false);
}

// Every write has a request_id, no read does.
bool IsWrite(const Message& request) {
  return request.GetDescriptor()->FindFieldByName("request_id") != nullptr;
}

// Reading beyond need-to-know, in a crisis, for hours (§ 62). Looked for where nothing else lets the caller
// in.
absl::Status LookForGlass(const projection::Rows& rows, const access::Caller& caller,
                          common::v1::Relation relation, const std::string& case_id, absl::Time now,
                          access::ObjectFacts& object, std::string* reading_id = nullptr) {
  if (relation != common::v1::RELATION_CIRCLE || object.circle) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto glass, access::FindGlass(rows, case_id, caller.person, now));
  object.glass_broken = glass.has_value();
  if (glass && reading_id != nullptr) *reading_id = glass->reading_id;
  return absl::OkStatus();
}

// Whoever reviews a lawful end belongs to nothing, and may call what that takes (N14).
absl::Status LookForReview(const projection::Rows& rows, const access::Caller& caller,
                           const access::Access& policy, const std::string& case_id,
                           access::ObjectFacts& object) {
  if (!policy.review_call() || object.circle) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(object.reviews, access::Reviews(rows, case_id, caller.person));
  return absl::OkStatus();
}

// An organisation that held the case may send what the present holder needs (N6).
absl::Status LookForGiver(const projection::Rows& rows, const access::Caller& caller,
                          const access::Access& policy, const std::string& case_id,
                          access::ObjectFacts& object) {
  if (!policy.giver_call() || object.circle) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(object.gave, access::GaveAway(rows, case_id, caller.peer.name));
  return absl::OkStatus();
}

bool IsOurMistake(const absl::Status& status) {
  return absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status);
}

}  // namespace

// One call from its arrival to its end: created on gRPC's thread, run on a worker's, kept by whoever waits.
class Pipeline::Journey : public std::enable_shared_from_this<Journey> {
 public:
  Journey(Pipeline& pipeline, grpc::CallbackServerContext& context, const MethodDescriptor& method,
          access::Caller caller, const Message& request, Message* response, Handler handler, Begin begin,
          Pipeline::Finish finish)
      : pipeline_(pipeline),
        host_(pipeline.host_),
        finish_(std::move(finish)),
        method_(method),
        policy_(access::PolicyOf(method)),
        patience_ends_(PatienceUntil(rpc::DeadlineOf(context, kLongestCall))),
        trace_(rpc::ReadTrace(context)),
        caller_(std::move(caller)),
        request_(request),
        response_(response),
        handler_(std::move(handler)),
        begin_(std::move(begin)) {}

  // Once. A stream is not finished by OK: it begins.
  void Finish(const grpc::Status& status) { finish_(status); }

  // When to stop waiting, for whatever it is, so that the answer still reaches the caller.
  absl::Time PatienceEnds() const { return patience_ends_; }

  // On a worker thread.
  void Run() {
    const uint64_t read = host_.projector().position();  // at least that far the call sees
    call_.emplace(host_, method_, caller_, patience_ends_, request_, trace_);
    if (const auto status = CheckNotHeld(); !status.ok()) return Finish(Failed(NothingUnlessSaid(status)));
    auto denial = MayCall();
    if (!denial.ok()) return Finish(Failed(NothingUnlessSaid(denial.status())));
    if (*denial) {
      if (RestsOnAll(read)) Finish(Deny(**denial));
      return;
    }
    if (const auto wrong = AtAnImpossibleTime(); !wrong.ok()) return Finish(wrong);
    if (handler_) {
      const auto outcome = handler_(*call_);
      if (!IsNo(outcome) || RestsOnAll(read)) Finish(Answer(outcome));
      return;
    }

    if (!pipeline_.EnterWaiting()) return Finish(TooMany());
    begin_(*call_, PatienceEnds(), [journey = shared_from_this()](absl::Status status) {
      journey->pipeline_.LeaveWaiting();
      journey->pipeline_.pool_.Resume([journey, status] {
        journey->Finish(status.ok() ? journey->Answer(std::nullopt) : journey->Answer(status));
      });
    });
  }

  grpc::Status TurnNeverCame() const {
    const absl::Status late = NothingUnlessSaid(
        absl::UnavailableError("too many calls wait here, and its turn did not come in time"));
    return rpc::ToGrpc(IsWrite(request_) ? NotNow(late) : absl::UnavailableError(late.message()));
  }

  static grpc::Status TooMany() {
    return rpc::ToGrpc(
        absl::ResourceExhaustedError("too many calls are waiting here; slow down and send it again"));
  }

 private:
  static absl::Time PatienceUntil(absl::Time deadline) {
    return deadline - std::min(kAnswerBefore, (deadline - absl::Now()) / 4);
  }

  static bool IsNo(const absl::StatusOr<std::optional<command::Outcome>>& outcome) {
    if (!outcome.ok()) return absl::IsNotFound(outcome.status());
    return outcome->has_value() && (*outcome)->kind == command::OutcomeKind::kRefused;
  }

  // A no is said and journaled only on everything the leader knew: somebody registered, invited or offered a
  // moment ago is not turned away because we have not read it yet. False: there was more than `read`, and the
  // call goes its way once more when it has been read, or it was finished.
  bool RestsOnAll(uint64_t read) {
    if (looked_again_) return true;
    looked_again_ = true;
    const auto head = host_.log().HeadFromLeader(patience_ends_);
    if (!head.ok()) {
      Finish(Failed(NothingUnlessSaid(head.status())));
      return false;
    }
    if (*head <= read) return true;
    ClearResponse();
    pipeline_.WaitForPosition(shared_from_this(), *head);
    return false;
  }

  // What has not happened yet is no fact, nor what never can have. A clock of the caller's that is a little
  // fast is forgiven.
  grpc::Status AtAnImpossibleTime() {
    const auto told = call_->occurred_at();
    if (!told || (kEarliest <= *told && *told <= host_.clock().Now() + kFastClock)) return grpc::Status::OK;
    const auto answered = host_.desk().AnsweredBefore(call_->ContextFor(call_->object_id()));
    if (answered.ok() && *answered) return grpc::Status::OK;
    return rpc::Malformed("occurred_at",
                          "must lie between 1990 and now: say when it happened, or leave it out for now");
  }

  // What this program cannot follow any more it neither shows as it was nor lets anybody see who was in its
  // circle then.
  absl::Status CheckNotHeld() {
    if (call_->object_id().empty()) return absl::OkStatus();
    FV_ASSIGN_OR_RETURN(const auto since, projection::AggregateHeldSince(call_->rows(), call_->object_id()));
    return since ? projection::HeldBack(*since) : absl::OkStatus();
  }

  void ClearResponse() {
    if (response_ != nullptr) response_->Clear();  // a stream has none
  }

  absl::StatusOr<access::Decision> MayCall() {
    FV_ASSIGN_OR_RETURN(const auto directory, access::ReadDirectoryFacts(call_->rows(), caller_));
    FV_ASSIGN_OR_RETURN(auto object, access::ReadObjectFacts(call_->rows(), caller_.peer.name,
                                                             policy_.relation(), call_->object_id()));
    FV_RETURN_IF_ERROR(LookForGlass(call_->rows(), caller_, policy_.relation(), call_->object_id(),
                                    host_.clock().Now(), object, &reading_id_));
    FV_RETURN_IF_ERROR(LookForReview(call_->rows(), caller_, policy_, call_->object_id(), object));
    FV_RETURN_IF_ERROR(LookForGiver(call_->rows(), caller_, policy_, call_->object_id(), object));
    const access::Call call{caller_, policy_, !IsWrite(request_)};
    auto decision = access::Check(call, directory, object);
    if (!decision) ground_ = access::GroundOf(call, object);
    // An answer that got lost on the way is given again, also to who lost sight of the object, or left, by
    // then.
    const bool lost = decision && (*decision == access::NotFound() || directory.person_left);
    if (lost && !call_->command_id().empty()) {
      FV_ASSIGN_OR_RETURN(const auto answered,
                          host_.desk().AnsweredBefore(call_->ContextFor(call_->object_id())));
      if (answered) return access::Decision();
    }
    return decision;
  }

  grpc::Status Answer(const absl::StatusOr<std::optional<command::Outcome>>& outcome) {
    if (absl::IsNotFound(outcome.status())) return Deny(access::NotFound());
    if (!outcome.ok()) return Failed(outcome.status());
    if (!outcome->has_value()) return AnswerRead();
    if ((*outcome)->kind == command::OutcomeKind::kRefused) return Refuse(*(*outcome)->refusal);
    FillResult(**outcome, *response_);
    return grpc::Status::OK;
  }

  grpc::Status Failed(const absl::Status& status) {
    if (IsOurMistake(status)) {
      log::Error("call_failed", {{"method", log::Code(method_.full_name())},
                                 {"trace", trace_ ? log::Id(trace_->trace_id) : log::Value("none")},
                                 {"cause", log::Cause(status)}});
    }
    ClearResponse();
    const absl::Status told = AsCallersSeeIt(status);
    return rpc::ToGrpc(IsWrite(request_) ? NotNow(told) : told);
  }

  grpc::Status Deny(const access::Denial& denial) {
    const auto refusal = rpc::ToProto(denial.reason, denial.row);
    eventlog::v1::CallDenied entry;
    entry.set_method_id(method_.full_name());
    entry.set_reason_id(refusal.reason());
    entry.set_row_id(refusal.row());
    entry.set_object_id(call_->object_id());
    ClearResponse();
    if (auto status = host_.journal().Denied(call_->actor(), std::move(entry), patience_ends_); !status.ok())
      return NotJournaled(status);
    SayTracedRefusal(refusal.reason());
    return rpc::Refused(refusal, static_cast<grpc::StatusCode>(denial.code));
  }

  grpc::Status Refuse(const refusal::Refusal& refused) {
    const auto refusal = rpc::ToProto(refused.reason);
    eventlog::v1::CommandRefused entry;
    entry.set_method_id(method_.full_name());
    entry.set_reason_id(refusal.reason());
    entry.set_row_id(refusal.row());
    entry.set_object_id(call_->object_id());
    entry.set_wish_id(call_->wish());
    if (auto status =
            host_.journal().Refused(call_->actor(), std::move(entry), call_->command_id(), patience_ends_);
        !status.ok()) {
      return NotJournaled(status);
    }
    SayTracedRefusal(refusal.reason());
    const bool unknown = refused.reason == access::NotFound().reason;
    return rpc::Refused(refusal,
                        unknown ? grpc::StatusCode::NOT_FOUND : grpc::StatusCode::FAILED_PRECONDITION);
  }

  // A refusal leaves no commit, so here a trace would end without a word.
  void SayTracedRefusal(const std::string& reason) const {
    if (!trace_) return;
    log::Info("traced_refusal", {{"trace", log::Id(trace_->trace_id)},
                                 {"method", log::Code(method_.full_name())},
                                 {"reason", log::Code(reason)}});
  }

  grpc::Status AnswerRead() {
    // What no person may call tells of the machine and of nobody: operators may look as often as they like.
    if (policy_.roles().empty()) return grpc::Status::OK;
    eventlog::v1::ReadRecorded entry;
    entry.set_method_id(method_.full_name());
    entry.set_object_id(call_->object_id());
    for (const std::string& key : call_->opened_key_ids()) entry.add_opened_key_ids(key);
    entry.set_row_id(policy_.row());
    // Whoever is in the circle may have read by glass what the circle leaves closed (§ 62).
    const bool opened = !call_->glass_reading_id().empty();
    entry.set_ground_id(opened ? access::kBrokenGlassGround : ground_);
    if (opened)
      entry.set_reading_id(call_->glass_reading_id());
    else if (ground_ == access::kBrokenGlassGround)
      entry.set_reading_id(reading_id_);
    if (auto status = host_.journal().Read(call_->actor(), std::move(entry), patience_ends_); !status.ok()) {
      ClearResponse();
      return NotJournaled(status);
    }
    return grpc::Status::OK;
  }

  Pipeline& pipeline_;
  Host& host_;
  const Pipeline::Finish finish_;
  const MethodDescriptor& method_;
  const access::Access policy_;
  const absl::Time patience_ends_;
  const std::optional<Trace> trace_;
  const access::Caller caller_;
  const Message& request_;
  Message* const response_;
  const Handler handler_;
  const Begin begin_;
  std::optional<Call> call_;
  std::string ground_, reading_id_;  // why the caller may, and the broken glass where that is why
  bool looked_again_ = false;
};

grpc::ServerUnaryReactor* Pipeline::Serve(grpc::CallbackServerContext* context, const Message& request,
                                          Message* response, Handler handler) {
  return Start(context, request, response, std::move(handler), nullptr);
}

grpc::ServerUnaryReactor* Pipeline::ServeLater(grpc::CallbackServerContext* context, const Message& request,
                                               Message* response, Begin begin) {
  return Start(context, request, response, nullptr, std::move(begin));
}

grpc::ServerUnaryReactor* Pipeline::Start(grpc::CallbackServerContext* context, const Message& request,
                                          Message* response, Handler handler, Begin begin) {
  auto* reactor = context->DefaultReactor();
  SetOut(*context, request, response, std::move(handler), std::move(begin),
         [reactor](const grpc::Status& status) { reactor->Finish(status); });
  return reactor;
}

void Pipeline::SetOut(grpc::CallbackServerContext& context, const Message& request, Message* response,
                      Handler handler, Begin begin, Finish finish) {
  auto caller = who_calls_(context);
  if (!caller.ok()) return finish(rpc::ToGrpc(caller.status()));
  if (auto wrong = FindViolation(request)) return finish(rpc::Malformed(wrong->field, wrong->description));
  auto journey = std::make_shared<Journey>(*this, context, MethodOf(request), *std::move(caller), request,
                                           response, std::move(handler), std::move(begin), std::move(finish));
  const uint64_t asked = AtLeastPosition(request);
  if (asked > host_.projector().position()) return WaitForPosition(journey, asked);
  auto run = [journey] { journey->Run(); };
  if (response == nullptr) {  // a stream
    return streams_->Admit(std::move(run),
                           [journey](const absl::Status& no) { journey->Finish(rpc::ToGrpc(no)); });
  }
  auto too_late = [journey] { journey->Finish(journey->TurnNeverCame()); };
  const absl::Time latest = journey->PatienceEnds();
  const bool taken = IsWrite(request) ? pool_.Submit(std::move(run), latest, std::move(too_late))
                                      : pool_.SubmitRead(std::move(run), latest, std::move(too_late));
  if (!taken) journey->Finish(Journey::TooMany());
}

// Whether the caller may still have this object, by the rules that let it in. A no is journaled like any.
class Pipeline::GoingOn {
 public:
  GoingOn(Host& host, const Call& call)
      : host_(host),
        method_(call.method()),
        caller_(call.caller()),
        policy_(access::PolicyOf(method_)),
        actor_(call.actor()),
        object_id_(call.object_id()) {}

  grpc::Status operator()(const projection::Rows& rows) const {
    const auto decision = Decide(rows);
    if (!decision.ok()) return rpc::ToGrpc(decision.status());
    if (!*decision) return grpc::Status::OK;
    const auto refusal = rpc::ToProto((*decision)->reason, (*decision)->row);
    eventlog::v1::CallDenied entry;
    entry.set_method_id(method_.full_name());
    entry.set_reason_id(refusal.reason());
    entry.set_row_id(refusal.row());
    entry.set_object_id(object_id_);
    if (const auto status = host_.journal().Denied(actor_, std::move(entry)); !status.ok())
      return NotJournaled(status);
    return rpc::Refused(refusal, static_cast<grpc::StatusCode>((*decision)->code));
  }

 private:
  absl::StatusOr<access::Decision> Decide(const projection::Rows& rows) const {
    FV_ASSIGN_OR_RETURN(const auto directory, access::ReadDirectoryFacts(rows, caller_));
    FV_ASSIGN_OR_RETURN(auto object,
                        access::ReadObjectFacts(rows, caller_.peer.name, policy_.relation(), object_id_));
    FV_RETURN_IF_ERROR(
        LookForGlass(rows, caller_, policy_.relation(), object_id_, host_.clock().Now(), object));
    return access::Check({caller_, policy_, true}, directory, object);
  }

  Host& host_;
  const MethodDescriptor& method_;
  const access::Caller caller_;
  const access::Access policy_;
  const decider::Actor actor_;
  const std::string object_id_;
};

rpc::StreamReactor* Pipeline::ServeStream(grpc::CallbackServerContext* context, const Message& request,
                                          Open open) {
  struct Admitted {
    std::unique_ptr<StreamSource> source;
    MayGoOn may_go_on;
  };
  const auto stream = Stream::Make(streams_);
  const auto admitted = std::make_shared<Admitted>();
  SetOut(
      *context, request, nullptr,
      [this, open = std::move(open), admitted](Call& call) -> Answer {
        FV_ASSIGN_OR_RETURN(admitted->source, open(call));
        admitted->may_go_on = GoingOn(host_, call);
        return std::nullopt;
      },
      nullptr,
      [stream, admitted](const grpc::Status& status) {
        if (!status.ok()) return stream->Refuse(status);
        stream->Begin(std::move(admitted->source), std::move(admitted->may_go_on));
      });
  return stream.get();
}

void Pipeline::WaitForPosition(const std::shared_ptr<Journey>& journey, uint64_t position) {
  if (!EnterWaiting()) return journey->Finish(Journey::TooMany());
  host_.projector().WaitFor(position, journey->PatienceEnds(),
                            [this, journey, position](absl::Status status) {
                              LeaveWaiting();
                              if (status.ok()) return pool_.Resume([journey] { journey->Run(); });
                              journey->Finish(absl::IsDeadlineExceeded(status)
                                                  ? rpc::NotYetVisible(position, host_.projector().position())
                                                  : rpc::ToGrpc(AsCallersSeeIt(status)));
                            });
}

bool Pipeline::EnterWaiting() {
  if (++waiting_ <= kMaxWaiting) return true;
  --waiting_;
  return false;
}

}  // namespace fallverbund::service
