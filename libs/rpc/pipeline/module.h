// What makes a service this service and no other. Programs and tests run it on a Host.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_MODULE_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_MODULE_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/impl/service_type.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"
#include "libs/metrics/page.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/projector.h"
#include "libs/projection/step.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/service/host.h"

namespace fallverbund::service {

// The journal, for the one service that reads it. All references outlive the module's last call.
struct JournalPorts {
  eventlog::EventLog& log;
  projection::ProjectionStore& store;  // of its own: the journal has positions of its own
  eventlog::LogIdentity identity;
  std::function<void(const projection::Notice&)> on_notice;
  std::function<void(const absl::Status&)> on_alarm;
  projection::Voucher* voucher = nullptr;
  bool production = false;
};

// Outlives the host. Called in this order, once, before the host starts; then Start, and Stop before the host
// stops.
class Module {
 public:
  virtual ~Module() = default;
  // Only where the program says that the service reads the journal.
  virtual void UseJournal(JournalPorts) {}
  virtual Spec MakeSpec() = 0;
  // Command handlers may be made here, over `host.desk()`; the spec's `execute` is called only after this.
  virtual std::vector<std::unique_ptr<grpc::Service>> MakeServices(Host& host, Pipeline& pipeline) = 0;
  // Reads the journal, once there are services; nullptr: nobody does. The program may start and stop it
  // alone.
  virtual projection::Projector* OfJournal() { return nullptr; }
  virtual void Start() {}
  virtual bool CaughtUp() const { return true; }  // beside the host's own reading; asked before SERVING
  virtual void Stop() {}
  // What this service tells Prometheus beside what each does. Any thread, between Start and Stop.
  virtual void Tell(metrics::Page&) const {}
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_MODULE_H_
