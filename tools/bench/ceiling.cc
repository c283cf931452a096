#include "tools/bench/ceiling.h"

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <nats/nats.h>

#include <unordered_map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/wrappers.pb.h"
#include "libs/base/check.h"

namespace fallverbund::bench {
namespace {

using google::protobuf::BytesValue;
using google::protobuf::UInt64Value;

constexpr char kStream[] = "CEILING";
constexpr char kPath[] = "/fallverbund.bench.Ceiling/Append";
constexpr size_t kIdBytes = 8;  // a request is the aggregate's number, then the payload
constexpr int64_t kAckWithinMs = 10'000;
constexpr int kStreamTries = 6;  // of five seconds each

absl::Status Failed(const char* what, natsStatus status) {
  return absl::UnavailableError(absl::StrCat(what, ": ", natsStatus_GetText(status)));
}

// What protoc would have made of a service with this one method.
class CeilingService final : public grpc::Service {
 public:
  explicit CeilingService(PlainLog& log) : log_(log) {
    AddMethod(new grpc::internal::RpcServiceMethod(kPath, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodCallback(0,
                       new grpc::internal::CallbackUnaryHandler<BytesValue, UInt64Value>(
                           [this](grpc::CallbackServerContext* context, const BytesValue* request,
                                  UInt64Value* response) { return Append(context, *request, *response); }));
  }

 private:
  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context, const BytesValue& request,
                                   UInt64Value& response) {
    auto* reactor = context->DefaultReactor();
    const std::string& value = request.value();
    if (value.size() < kIdBytes) {
      reactor->Finish({grpc::INVALID_ARGUMENT, "no aggregate"});
      return reactor;
    }
    log_.Append(
        absl::StrCat("ceiling.", value.substr(0, kIdBytes)), value.substr(kIdBytes),
        [reactor, &response](uint64_t position) {
          response.set_value(position);
          reactor->Finish(position > 0 ? grpc::Status::OK : grpc::Status(grpc::ABORTED, "not appended"));
        });
    return reactor;
  }

  PlainLog& log_;
};

class CeilingServer final : public Ceiling {
 public:
  explicit CeilingServer(PlainLog& log) : service_(log) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }
  ~CeilingServer() override {
    if (server_ != nullptr) server_->Shutdown();
  }
  int port() const override { return server_ == nullptr ? 0 : port_; }

 private:
  CeilingService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

struct PlainLog::State {
  ~State() {
    jsCtx_Destroy(js);
    natsConnection_Destroy(connection);
    natsOptions_Destroy(options);
  }

  struct Waiting {
    std::string subject;
    std::function<void(uint64_t)> done;
  };

  // The library keeps the message until here, so its address names the call; from here on it is ours.
  static void OnAck(jsCtx*, natsMsg* message, jsPubAck* ack, jsPubAckErr*, void* closure) {
    auto* self = static_cast<State*>(closure);
    Waiting mine;
    {
      absl::MutexLock lock(&self->mu);
      auto found = self->waiting.extract(message);
      FV_CHECK(!found.empty());
      mine = std::move(found.mapped());
      if (ack != nullptr) self->last[mine.subject] = ack->Sequence;
    }
    mine.done(ack != nullptr ? ack->Sequence : 0);
    natsMsg_Destroy(message);
  }

  natsOptions* options = nullptr;
  natsConnection* connection = nullptr;
  jsCtx* js = nullptr;
  absl::Mutex mu;
  std::unordered_map<natsMsg*, Waiting> waiting ABSL_GUARDED_BY(mu);
  std::unordered_map<std::string, uint64_t> last ABSL_GUARDED_BY(mu);  // position by subject
};

PlainLog::PlainLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
PlainLog::~PlainLog() = default;

absl::StatusOr<std::unique_ptr<PlainLog>> PlainLog::Open(const std::string& nats_url, int replicas) {
  auto state = std::make_unique<State>();
  natsStatus status = natsOptions_Create(&state->options);
  if (status == NATS_OK) status = natsOptions_SetURL(state->options, nats_url.c_str());
  if (status == NATS_OK) status = natsOptions_SetSendAsap(state->options, true);
  if (status == NATS_OK) status = natsConnection_Connect(&state->connection, state->options);
  if (status != NATS_OK) return Failed("no bus for the ceiling", status);
  jsOptions options;
  jsOptions_Init(&options);
  options.PublishAsync.MaxPending = 100'000;
  options.PublishAsync.AckHandler = State::OnAck;
  options.PublishAsync.AckHandlerClosure = state.get();
  status = natsConnection_JetStream(&state->js, state->connection, &options);
  if (status != NATS_OK) return Failed("no JetStream for the ceiling", status);

  const char* subjects[] = {"ceiling.>"};
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  config.Name = kStream;
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.Storage = js_FileStorage;
  config.Replicas = replicas;
  jsErrCode code{};
  for (int tries = 0; tries < kStreamTries; ++tries) {
    status = js_AddStream(nullptr, state->js, &config, nullptr, &code);
    if (status == NATS_OK || code == JSStreamNameExistErr)
      return std::unique_ptr<PlainLog>(new PlainLog(std::move(state)));
    if (status != NATS_TIMEOUT)
      break;  // servers of a new cluster that still sort out their routes lose questions
  }
  return Failed("no stream for the ceiling", status);
}

void PlainLog::Append(const std::string& subject, const std::string& payload,
                      std::function<void(uint64_t)> done) {
  natsMsg* message = nullptr;
  FV_CHECK(natsMsg_Create(&message, subject.c_str(), nullptr, payload.data(),
                          static_cast<int>(payload.size())) == NATS_OK);
  jsPubOptions options;
  jsPubOptions_Init(&options);
  {
    absl::MutexLock lock(&state_->mu);
    const auto last = state_->last.find(subject);
    options.ExpectLastSubjectSeq = last == state_->last.end() ? 0 : last->second;
    options.ExpectNoMessage = last == state_->last.end();
    state_->waiting.emplace(message, State::Waiting{subject, std::move(done)});
  }
  options.MaxWait = kAckWithinMs;
  natsMsg* const name = message;
  if (js_PublishMsgAsync(state_->js, &message, &options) != NATS_OK)
    State::OnAck(nullptr, name, nullptr, nullptr, state_.get());
}

absl::StatusOr<std::unique_ptr<Ceiling>> Ceiling::Start(PlainLog& log) {
  auto server = std::make_unique<CeilingServer>(log);
  if (server->port() == 0) return absl::UnavailableError("no port for the ceiling");
  return std::unique_ptr<Ceiling>(std::move(server));
}

load::Wish CeilingWish(uint64_t aggregate, const std::string& payload, const load::Voice& voice) {
  auto request = std::make_unique<BytesValue>();
  request->set_value(absl::StrCat(absl::Hex(aggregate, absl::kZeroPad8), payload));
  return {.voice = voice,
          .path = kPath,
          .request = std::move(request),
          .answer = std::make_unique<UInt64Value>(),
          .method = "Append",
          .object_id = "",
          .request_id = ""};
}

}  // namespace fallverbund::bench
