#include "libs/rpc/server.h"

#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/descriptor.h"
#include "grpc/support/log.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/server_interceptor.h"
#include "libs/base/status.h"
#include "libs/refusal/refusal.h"
#include "libs/rpc/status.h"
#include "libs/rpc/tls.h"
#include "libs/runtime/files.h"
#include "libs/runtime/log.h"

namespace fallverbund::rpc {
namespace {

// The method of "/package.Service/Method"; nullptr: nobody's.
const google::protobuf::MethodDescriptor* FindMethod(const std::string& path) {
  std::string name = path.substr(std::min(path.find_first_not_of('/'), path.size()));
  std::replace(name.begin(), name.end(), '/', '.');
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
}

// Sees each call once, and what is answered to it.
//
// gRPC 1.51 answers bytes that it cannot parse, and a method that nobody serves, with UNIMPLEMENTED and not a
// word. The caller should hear which of the two it is, and what to do.
class Doorkeeper final : public grpc::experimental::Interceptor {
 public:
  // `path` is "/package.Service/Method".
  Doorkeeper(std::string path, metrics::CallCounts* calls)
      : path_(std::move(path)), calls_(calls), came_(absl::Now()) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = methods->GetSendStatus();
      const bool wordless =
          status.error_code() == grpc::StatusCode::UNIMPLEMENTED && status.error_message().empty();
      const grpc::Status said = wordless ? Said() : status;
      if (wordless) methods->ModifySendStatus(said);
      if (calls_ != nullptr) Count(said);
    }
    methods->Proceed();
  }

 private:
  grpc::Status Said() const {
    const auto* method = FindMethod(path_);
    if (method == nullptr) {
      return ToGrpc(
          absl::UnimplementedError("this service has no such method; 'fvctl methods' lists all there are, "
                                   "and which service has them"));
    }
    return Malformed("request", absl::StrCat("is no readable ", method->input_type()->name(),
                                             ": its bytes are damaged, or a text is not UTF-8"));
  }

  void Count(const grpc::Status& status) const {
    // A caller may ask for what it likes: what nobody serves is one row.
    const bool nobodys =
        status.error_code() == grpc::StatusCode::UNIMPLEMENTED && FindMethod(path_) == nullptr;
    auto& method = calls_->Of(nobodys ? metrics::CallCounts::kOther : path_);
    method.Answered(status.error_code(), absl::Now() - came_);
    if (status.ok()) return;
    if (const auto reason = refusal::ReasonOfCode(DetailsOf(status).reason))
      method.Refused(static_cast<size_t>(*reason));
  }

  const std::string path_;
  metrics::CallCounts* const calls_;
  const absl::Time came_;
};

class DoorkeeperFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit DoorkeeperFactory(metrics::CallCounts* calls) : calls_(calls) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override {
    return new Doorkeeper(info->method(), calls_);  // gRPC owns it
  }

 private:
  metrics::CallCounts* const calls_;
};

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// gRPC's own complaints (failed handshakes mostly) become lines of our log.
void LogForGrpc(gpr_log_func_args* args) {
  if (args->severity != GPR_LOG_SEVERITY_ERROR) return;
  log::Warning("grpc", {{"line", args->line}, {"cause", log::Cause(absl::InternalError(args->message))}});
}

// Linking reflection would switch it on everywhere: it registers itself by a static initialiser. So it is
// loaded, and only where everybody may know what can be asked.
void LoadReflection() {
  static const bool loaded = dlopen("libgrpc++_reflection.so.1.51", RTLD_NOW | RTLD_GLOBAL) != nullptr;
  if (!loaded) log::Warning("reflection_missing", {{"library", "libgrpc++_reflection.so.1.51"}});
}

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
  builder.SetMaxSendMessageSize(kMaxResponseBytes);
  builder.SetResourceQuota(grpc::ResourceQuota("fallverbund").Resize(kMaxMemoryBytes));
  const std::pair<const char*, int> arguments[] = {
      {GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes},
      {GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection},
      {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(kHandshakeTimeout)},
      {GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(kKeepaliveEvery)},
      {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(kKeepaliveTimeout)},
      {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, Milliseconds(kMinPingInterval)},
      {GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(kMaxConnectionAge)},
      {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, Milliseconds(kMaxConnectionGrace)},
      {GRPC_ARG_ALLOW_REUSEPORT, 0},  // two processes on one port are a mistake
  };
  for (const auto& [name, value] : arguments) builder.AddChannelArgument(name, value);
}

}  // namespace

ServerOptions ServerOptionsOf(const runtime::ServiceOptions& options) {
  return {.listen = options.listen,
          .port_file = options.port_file,
          .tls = options.tls,
          .production = options.production};
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<grpc::Service*>& services) {
  gpr_set_log_function(LogForGrpc);
  FV_ASSIGN_OR_RETURN(const auto credentials, MakeServerCredentials(options.tls));
  grpc::EnableDefaultHealthCheckService(true);
  if (!options.production) LoadReflection();
  grpc::ServerBuilder builder;
  SetLimits(builder);
  int port = 0;
  builder.AddListeningPort(options.listen, credentials, &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(std::make_unique<DoorkeeperFactory>(options.calls));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  auto started = builder.BuildAndStart();
  if (started == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.listen,
                     "; another process may have it: stop that one or choose another port"));
  }
  auto server = absl::WrapUnique(new Server(std::move(started), port));
  server->SetServing(false);
  if (!options.port_file.empty()) {
    FV_RETURN_IF_ERROR(
        runtime::WriteFileAtomically(options.port_file, absl::StrCat(port, "\n"), "--port-file"));
  }
  log::Info("listening", {{"port", port}, {"production", options.production}});
  return server;
}

Server::~Server() {
  Drain(absl::ZeroDuration());
}

void Server::SetServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void Server::Drain(absl::Duration grace) {
  SetServing(false);
  server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
  server_->Wait();
}

}  // namespace fallverbund::rpc
