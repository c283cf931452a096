#include "libs/rpc/client.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "libs/access/identity.h"
#include "libs/base/status.h"
#include "libs/base/trace.h"
#include "libs/rpc/server.h"
#include "libs/rpc/tls.h"

namespace fallverbund::rpc {
namespace {

constexpr int kMinReconnectMs = 100;  // a restarted service is found again quickly
constexpr int kMaxReconnectMs = 2000;

void KeepAlive(const ClientOptions& options, grpc::ChannelArguments& arguments) {
  const auto milliseconds = [](absl::Duration time) {
    return static_cast<int>(absl::ToInt64Milliseconds(time));
  };
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, milliseconds(options.ping_every));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, milliseconds(options.ping_timeout));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  // A call that waits sends nothing; gRPC would stop asking after two pings.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(const ClientOptions& options) {
  FV_ASSIGN_OR_RETURN(const auto credentials, MakeChannelCredentials(options.tls, options.service));
  grpc::ChannelArguments arguments;
  arguments.SetLoadBalancingPolicyName("round_robin");
  arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kMinReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  KeepAlive(options, arguments);
  // One name for all addresses of a list; who answers is told by the certificate.
  arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, AddressesOf(options.target).front());
  // A gRPC server (1.51) that a call reaches as it begins to shut down cancels it without a word. Whoever
  // makes calls here never cancels one, so CANCELLED always means that.
  if (options.tries > 1) {
    arguments.SetServiceConfigJSON(absl::StrCat(
        R"({"methodConfig":[{"name":[{}],"retryPolicy":{"maxAttempts":)", options.tries,
        R"(,"initialBackoff":"0.2s","maxBackoff":"2s","backoffMultiplier":3,"retryableStatusCodes":["UNAVAILABLE","CANCELLED"]}}]})"));
  }
  // The certificates are part of who we are: never share a connection with a channel of the same target.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(options.target, credentials, arguments);
}

std::vector<std::string> AddressesOf(const std::string& target) {
  return absl::StrSplit(absl::StripPrefix(target, "ipv4:"), ',');
}

void PrepareCall(grpc::ClientContext& context, const CallOptions& options) {
  if (!options.person.empty()) context.AddMetadata(access::kPersonMetadata, options.person);
  if (options.role != common::v1::ROLE_UNSPECIFIED) {
    context.AddMetadata(access::kRoleMetadata, std::string(access::RoleName(options.role)));
  }
  if (!options.traceparent.empty()) context.AddMetadata(kTraceparentMetadata, options.traceparent);
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(options.timeout));
}

}  // namespace fallverbund::rpc
