// A service's module put on its ports; nothing runs yet.
#ifndef FALLVERBUND_SERVICES_PROGRAM_ASSEMBLY_H_
#define FALLVERBUND_SERVICES_PROGRAM_ASSEMBLY_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/impl/service_type.h"
#include "libs/base/clock.h"
#include "libs/rpc/call_budget.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/worker_pool.h"
#include "libs/runtime/options.h"
#include "libs/service/host.h"
#include "services/program/adapters.h"
#include "services/program/program.h"
#include "services/program/vitals.h"

namespace fallverbund::program {

// What it is made of outlives it. It ends in the reverse order.
struct Assembly {
  // `on_alarm`: reading stopped for good; on the thread that reads, must not block.
  Assembly(Adapters& adapters, const runtime::ServiceOptions& options, const About& about,
           service::Module& module, const std::string& journal_genesis_sha256, Tally& tally,
           std::function<void(const absl::Status&)> on_alarm);

  service::Host host;
  const SystemClock machine;
  rpc::CallBudget budget;
  std::unique_ptr<rpc::WorkerPool> pool;
  service::Pipeline pipeline;
  std::vector<std::unique_ptr<grpc::Service>> services;
};

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_ASSEMBLY_H_
