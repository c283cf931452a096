#include "tools/bench/doors.h"

#include <grpcpp/security/auth_metadata_processor.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "grpc/grpc_security_constants.h"
#include "libs/access/identity.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/random.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/tls.h"
#include "libs/rpc/worker_pool.h"
#include "libs/runtime/files.h"
#include "libs/service/host.h"
#include "services/case/rpc/case_module.h"
#include "services/program/adapters.h"

namespace fallverbund::bench {
namespace {

// Says who came through the plain door, as a certificate would.
class TakenFor final : public grpc::AuthMetadataProcessor {
 public:
  explicit TakenFor(const std::string& organisation)
      : uri_(access::PeerUri({access::PeerKind::kOrganisation, organisation})) {}
  bool IsBlocking() const override { return false; }
  grpc::Status Process(const InputMetadata&, grpc::AuthContext* context, OutputMetadata*,
                       OutputMetadata*) override {
    absl::MutexLock lock(&mu_);  // the context is the connection's, which its calls share
    if (context->FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME).empty())
      context->AddProperty(GRPC_PEER_URI_PROPERTY_NAME, uri_);
    return grpc::Status::OK;
  }

 private:
  const std::string uri_;
  absl::Mutex mu_;
};

std::shared_ptr<grpc::ServerCredentials> PlainFor(const std::string& organisation) {
  auto credentials =
      grpc::experimental::LocalServerCredentials(LOCAL_TCP);  // no TLS, and only from this machine
  credentials->SetAuthMetadataProcessor(std::make_shared<TakenFor>(organisation));
  return credentials;
}

service::Ports PortsOf(program::Adapters& adapters, const runtime::ServiceOptions& options) {
  return {.log = *adapters.log,
          .journal = *adapters.journal,
          .store = *adapters.store,
          .sealer = *adapters.sealer,
          .signer = *adapters.signer,
          .clock = *adapters.clock,
          .new_id = [] { return ToHex(crypto::RandomBytes(16)); },
          .id_key = adapters.id_key,
          .identity = {.kind = eventlog::StreamKind::kLog,
                       .association = options.association,
                       .genesis_sha256 = options.genesis_sha256}};
}

}  // namespace

absl::Status ServeTwoDoors(const runtime::ServiceOptions& options, const std::string& organisation,
                           const std::string& plain_port_file, runtime::StopSignal& stop) {
  FV_ASSIGN_OR_RETURN(
      const auto adapters,
      program::MakeAdapters(options, {.context = "case", .layout = casework::kLayout}, "", stop, nullptr));
  casework::CaseModule module;
  service::Host host(PortsOf(*adapters, options), module.MakeSpec());
  auto pool = std::make_unique<rpc::WorkerPool>();
  service::Pipeline pipeline(host, *pool);
  const auto services = module.MakeServices(host, pipeline);
  host.Start();

  FV_ASSIGN_OR_RETURN(const auto with_tls, rpc::MakeServerCredentials(options.tls));
  int port = 0, plain_port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", with_tls, &port);
  builder.AddListeningPort("127.0.0.1:0", PlainFor(organisation), &plain_port);
  for (const auto& service : services) builder.RegisterService(service.get());
  const auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0 || plain_port == 0) return absl::UnavailableError("no port for a door");
  FV_RETURN_IF_ERROR(
      runtime::WriteFileAtomically(plain_port_file, absl::StrCat(plain_port, "\n"), "--plain-port-file"));
  FV_RETURN_IF_ERROR(
      runtime::WriteFileAtomically(options.port_file, absl::StrCat(port, "\n"), "--port-file"));

  stop.Wait();
  server->Shutdown();
  host.Stop();
  return absl::OkStatus();
}

}  // namespace fallverbund::bench
