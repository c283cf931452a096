// Calling a service of this house.
//
//   auto channel = rpc::Connect({.target = "127.0.0.1:7001", .tls = files, .service = "case"});
//   auto stub = v1::CaseService::NewStub(*channel);
//   grpc::ClientContext context;
//   rpc::PrepareCall(context, {.person = person_id, .role = common::v1::ROLE_CASE_WORKER});
//   if (auto status = stub->GetCase(&context, request, &response); !status.ok()) ... rpc::DetailsOf(status)
//   ...
#ifndef FALLVERBUND_LIBS_RPC_CLIENT_H_
#define FALLVERBUND_LIBS_RPC_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/access.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "libs/runtime/options.h"

namespace fallverbund::rpc {

struct ClientOptions {
  std::string target;  // HOST:PORT, or ipv4:ADDRESS:PORT,ADDRESS:PORT,...; several are balanced, as are
                       // several behind one DNS name, and one that is away is left out
  runtime::TlsPaths tls;
  std::string service;  // see MakeChannelCredentials
  int tries = 1;        // at most 5; more than 1 only where every method may be repeated: UNAVAILABLE, and
                  // CANCELLED by a server that was ending, are met with another try, on another instance if
                  // there is one, after up to 2 s
  // While calls run, the other side is asked so often whether it is still there; one that keeps silent for so
  // long is given up, and its calls are UNAVAILABLE. A peer that vanished without a word would otherwise be
  // noticed only by TCP, after a quarter of an hour. Servers of ours send away who asks oftener than
  // kMinPingInterval.
  absl::Duration ping_every = absl::Seconds(20);
  absl::Duration ping_timeout = absl::Seconds(10);
};

// Does not connect yet; the first call does. Errors are those of MakeChannelCredentials, so an expired
// certificate of ours is told before anybody is called.
absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(const ClientOptions& options);

// The single addresses of a target.
std::vector<std::string> AddressesOf(const std::string& target);

struct CallOptions {
  std::string person;  // empty for operators and services
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  absl::Duration timeout = absl::Seconds(10);
  std::string traceparent = {};  // W3C Trace Context; empty: none
};

// Metadata and deadline of one call.
void PrepareCall(grpc::ClientContext& context, const CallOptions& options);

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_CLIENT_H_
