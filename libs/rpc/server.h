// A gRPC server of this house: mTLS, limits, health, drain.
//
//   auto server = rpc::Server::Start({.listen = options.listen, ...}, {&case_service, &reader_service});
//   ... once the head seen at start is reached and the bus has shown that it syncs:
//   server->SetServing(true);
//   stop.Wait();
//   server->Drain(absl::Seconds(options.drain_seconds));
#ifndef FALLVERBUND_LIBS_RPC_SERVER_H_
#define FALLVERBUND_LIBS_RPC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server.h"
#include "libs/metrics/calls.h"
#include "libs/runtime/options.h"

namespace fallverbund::rpc {

// What a call or a connection may cost us. A peer beyond a limit is told RESOURCE_EXHAUSTED or is
// disconnected.
inline constexpr int kMaxRequestBytes = 256 * 1024;        // sealed texts are at most 64 KiB, commits 128 KiB
inline constexpr int kMaxResponseBytes = 4 * 1024 * 1024;  // what clients take by default
inline constexpr int kMaxMetadataBytes = 16 * 1024;
inline constexpr int kMaxStreamsPerConnection = 128;
// Of gRPC's own buffers, all connections together.
inline constexpr size_t kMaxMemoryBytes = 256 * 1024 * 1024;
inline constexpr absl::Duration kHandshakeTimeout = absl::Seconds(10);
inline constexpr absl::Duration kKeepaliveEvery = absl::Seconds(60);  // we ask; silence cuts the connection
inline constexpr absl::Duration kKeepaliveTimeout = absl::Seconds(20);
inline constexpr absl::Duration kMinPingInterval = absl::Seconds(10);  // who pings faster is sent away
// Connections end and are made anew, so that a certificate that is no longer good stops counting.
inline constexpr absl::Duration kMaxConnectionAge = absl::Minutes(5);
inline constexpr absl::Duration kMaxConnectionGrace = absl::Seconds(30);

struct ServerOptions {
  std::string listen = "127.0.0.1:0";
  std::string port_file;  // written once the port is open; empty: none
  runtime::TlsPaths tls;
  bool production = false;               // no reflection
  metrics::CallCounts* calls = nullptr;  // counts each call where there is one; outlives the server
};

ServerOptions ServerOptionsOf(const runtime::ServiceOptions& options);

class Server {
 public:
  // Serves `services`, which must outlive the server. Health answers NOT_SERVING until told otherwise.
  // Errors: those of MakeServerCredentials and of the port file; kUnavailable when the address cannot be had.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::vector<grpc::Service*>& services);
  ~Server();  // cuts what still runs

  int port() const { return port_; }
  // What grpc.health.v1 answers for the whole server. Thread-safe.
  void SetServing(bool serving);
  // NOT_SERVING, no new calls; returns when the running ones have finished, or after `grace`, when the rest
  // were cut.
  void Drain(absl::Duration grace);

 private:
  Server(std::unique_ptr<grpc::Server> server, int port) : server_(std::move(server)), port_(port) {}
  std::unique_ptr<grpc::Server> server_;
  const int port_;
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_SERVER_H_
