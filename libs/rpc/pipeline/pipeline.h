// What every call goes through, so that a method of a service is one line:
//
//   ServerUnaryReactor* RecordSetback(CallbackServerContext* context, const RecordSetbackRequest* request,
//                                     RecordSetbackResponse* response) override {
//     return pipeline_.Serve(context, *request, response, [this, request](Call& call) { return Decide(call,
//     *request); });
//   }
//
// In this order: who calls (certificate, metadata) - is the request well-formed - wait until
// `at_least_position` is read, without a thread - may this role call this, may this organisation see that
// object (libs/access, by the method's own option) - the handler - the journal: a refusal, a denial or a read
// is on disk before the answer goes out, and where it cannot be written the answer is UNAVAILABLE.
//
// A denial, a refusal or "not found" rests on everything the log's leader knew when it was about to be said:
// where this instance had not read it all, the call waits for it and goes its way once more.
//
// A stream goes the same way as a read; its admission is journaled before its first message, and then it
// begins (stream.h). Whether it may go on is asked again before every message.
//
// One exception to the access check: who was accepted and left the circle of a case by it (a refused
// handover, a setting ended) gets the same accepted answer when it asks again with the same request_id.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_PIPELINE_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_PIPELINE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "libs/access/identity.h"
#include "libs/command/outcome.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/pipeline/call.h"
#include "libs/rpc/pipeline/stream.h"
#include "libs/rpc/worker_pool.h"
#include "libs/service/host.h"

namespace fallverbund::service {

// A caller without a deadline of its own waits no longer than this.
inline constexpr absl::Duration kLongestCall = absl::Seconds(60);
// So long before the caller's deadline a call that still waits is answered, so that the caller hears why; at
// most a quarter of the time there is.
inline constexpr absl::Duration kAnswerBefore = absl::Milliseconds(500);
// An `occurred_at` so little ahead of our clock counts as now; one further ahead is malformed. As much as
// Kerberos forgives the machines of an office.
inline constexpr absl::Duration kFastClock = absl::Minutes(5);
// Late entries are welcome, however late; an `occurred_at` before 1990 is a slip of the keyboard, and
// malformed: nobody whom a log is about was born.
inline constexpr absl::Time kEarliest = absl::FromUnixSeconds(631'152'000);
// Calls that wait without a thread. One more is told RESOURCE_EXHAUSTED.
inline constexpr int kMaxWaiting = 10'000;

// Of a write: the outcome; its position, commit id and receipt are filled into the response's `result`. Of a
// read: nullopt, the response being filled. kNotFound is answered to the letter like a hidden object.
using Answer = absl::StatusOr<std::optional<command::Outcome>>;

class Pipeline {
 public:
  using WhoCalls = std::function<absl::StatusOr<access::Caller>(const grpc::ServerContextBase&)>;
  // Host and pool outlive it. The host stops before the pool ends: what still waits then hears kCancelled on
  // the pool. `who_calls` tells who is calling; a simulation, where there is no connection, has its own.
  Pipeline(Host& host, rpc::WorkerPool& pool, WhoCalls who_calls = rpc::ReadCaller)
      : host_(host),
        pool_(pool),
        who_calls_(std::move(who_calls)),
        streams_(std::make_shared<Streams>(host, pool)) {}

  using Handler = std::function<Answer(Call&)>;

  // `request` and `response` live until the reactor has finished, as gRPC promises. The method is the one
  // that takes a message of the request's type.
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context,
                                  const google::protobuf::Message& request,
                                  google::protobuf::Message* response, Handler handler);

  // A read that waits for something of its own, again without a thread. `begin` runs where a handler would,
  // and hands `done` to whoever will call it: once, from any thread; `done` does not block. The response is
  // filled by then. `deadline` is when to stop waiting.
  using Done = std::function<void(absl::Status)>;
  using Begin = std::function<void(Call&, absl::Time deadline, Done done)>;
  grpc::ServerUnaryReactor* ServeLater(grpc::CallbackServerContext* context,
                                       const google::protobuf::Message& request,
                                       google::protobuf::Message* response, Begin begin);

  // A stream of what `open` answers, which runs where a handler would. kNotFound as there.
  using Open = std::function<absl::StatusOr<std::unique_ptr<StreamSource>>(Call&)>;
  rpc::StreamReactor* ServeStream(grpc::CallbackServerContext* context,
                                  const google::protobuf::Message& request, Open open);
  Streams& streams() { return *streams_; }
  const Streams& streams() const { return *streams_; }

  int waiting() const { return waiting_; }  // calls that wait without a thread at the moment

 private:
  class Journey;
  class GoingOn;
  using Finish = std::function<void(const grpc::Status&)>;
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext* context,
                                  const google::protobuf::Message& request,
                                  google::protobuf::Message* response, Handler handler, Begin begin);
  void SetOut(grpc::CallbackServerContext& context, const google::protobuf::Message& request,
              google::protobuf::Message* response, Handler handler, Begin begin, Finish finish);
  bool EnterWaiting();
  void LeaveWaiting() { --waiting_; }
  void WaitForPosition(const std::shared_ptr<Journey>& journey, uint64_t position);

  Host& host_;
  rpc::WorkerPool& pool_;
  const WhoCalls who_calls_;
  std::atomic<int> waiting_ = 0;
  const std::shared_ptr<Streams> streams_;
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_PIPELINE_H_
