// One service of the house in this process: its own module, real gRPC over mTLS, everything below in memory.
// Time moves only when the test moves it; what other contexts would write, the test writes with their keys.
#ifndef FALLVERBUND_TESTS_SERVICE_RUNNING_SERVICE_H_
#define FALLVERBUND_TESTS_SERVICE_RUNNING_SERVICE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "libs/base/clock.h"
#include "libs/eventlog/in_memory_event_log.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/rpc/client.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/worker_pool.h"
#include "libs/seal/testing/fake_key_vault.h"
#include "libs/seal/vault_sealer.h"
#include "libs/service/host.h"

namespace fallverbund::testing {

// Who calls. Without an organisation: the operator.
struct Who {
  std::string organisation;
  std::string person;
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  std::string traceparent = {};
};

template <class Response>
struct Reply {
  grpc::Status status;
  Response value;
  bool ok() const { return status.ok(); }
  // Stable code of what went wrong; "OK".
  std::string reason() const { return ok() ? "OK" : rpc::DetailsOf(status).reason; }
};

// A log that lies elsewhere, such as on a real bus, instead of the one in memory.
struct LogElsewhere {
  eventlog::EventLog& log;
  eventlog::EventLog& journal;
  eventlog::LogIdentity identity;
  // What another context writes, as its own program would.
  std::function<void(const std::string& context, const std::string& aggregate_id,
                     const std::string& aggregate_type, const std::vector<eventlog::v1::Event>& events)>
      append;
};

class RunningService {
 public:
  // `module` outlives it, and so does `sealer` where a test brings one instead of the vault's.
  RunningService(const std::string& context, service::Module& module, seal::Sealer* sealer = nullptr);
  // On a log that lies elsewhere and outlives it; time is the test's all the same.
  RunningService(const std::string& context, service::Module& module, const LogElsewhere& elsewhere);
  // Beside another, which outlives it: on the same log, journal, clock and vault.
  RunningService(const std::string& context, service::Module& module, RunningService& beside);
  ~RunningService();

  eventlog::SignedLog& log() { return ground_->log; }
  FakeClock& clock() { return ground_->clock; }
  seal::FakeKeyVault& vault() { return ground_->vault; }
  service::Host& host() { return *host_; }
  service::Pipeline& pipeline() { return *pipeline_; }
  // One connection for each organisation; the operator's for none.
  std::shared_ptr<grpc::Channel> ChannelOf(const std::string& organisation);

  // Makes the stub's call as `who`; a missing request_id becomes a new one.
  //   auto reply = service.Ask(&v1::TeamService::Stub::GetTeam, adler, request);
  // `timeout`: how long the caller waits.
  template <class Stub, class Request, class Response>
  Reply<Response> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Who& who, Request request, absl::Duration timeout = absl::Seconds(30)) {
    if (const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
        field != nullptr && request.GetReflection()->GetString(request, field).empty()) {
      request.GetReflection()->SetString(&request, field, NewRequestId());
    }
    grpc::ClientContext context;
    rpc::PrepareCall(
        context,
        {.person = who.person, .role = who.role, .timeout = timeout, .traceparent = who.traceparent});
    Reply<Response> reply;
    Stub stub(ChannelOf(who.organisation));
    reply.status = (stub.*method)(&context, request, &reply.value);
    return reply;
  }

  // What another context decided; read by the service when this returns.
  void Happened(const std::string& context, const std::string& aggregate_id,
                const std::string& aggregate_type,
                const std::vector<const google::protobuf::Message*>& oneofs);
  // Reads all there is and does all that is due.
  void Settle();

  // Everything that was written to log and journal, as bytes.
  std::string EverythingWritten();
  // The events of the log; the journal's entries, in order, and only their type names.
  std::vector<eventlog::v1::Event> Log();
  std::vector<eventlog::v1::Event> Journal();
  std::vector<std::string> JournalEntries();

  static std::string NewRequestId();

 private:
  // What services of one house share.
  struct Ground {
    FakeClock clock{absl::FromCivil(absl::CivilSecond(2026, 3, 2, 8, 0, 0), absl::UTCTimeZone())};
    eventlog::SignedLog log{&clock};
    eventlog::InMemoryEventLog journal{&clock};
    seal::FakeKeyVault vault{eventlog::SignedLog::kAssociation};
    const LogElsewhere* elsewhere = nullptr;  // null: the two above
  };
  RunningService(const std::string& context, service::Module& module, seal::Sealer* sealer,
                 std::shared_ptr<Ground> ground);

  eventlog::EventLog& TheLog();
  eventlog::EventLog& TheJournal();

  const std::string context_;
  const std::shared_ptr<Ground> ground_;
  SystemClock machine_clock_;
  projection::InMemoryProjectionStore rows_;
  seal::VaultSealer sealer_;
  eventlog::Signer signer_;
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  std::unique_ptr<service::Pipeline> pipeline_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<rpc::Server> server_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace fallverbund::testing

#endif  // FALLVERBUND_TESTS_SERVICE_RUNNING_SERVICE_H_
