// What this process tells Prometheus about itself, read from where it is known at the moment it is asked.
#ifndef FALLVERBUND_SERVICES_PROGRAM_VITALS_H_
#define FALLVERBUND_SERVICES_PROGRAM_VITALS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "libs/metrics/calls.h"
#include "libs/metrics/page.h"
#include "libs/projection/step.h"
#include "libs/rpc/call_budget.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/worker_pool.h"
#include "libs/runtime/options.h"
#include "libs/service/host.h"
#include "services/program/adapters.h"
#include "services/program/program.h"
#include "services/program/readiness.h"

namespace fallverbund::program {

// Counted as it happens, since nobody else remembers it. Thread-safe.
struct Tally {
  Tally();
  metrics::CallCounts calls;
  std::atomic<uint64_t> invalid = 0, not_understood = 0;  // messages
  std::atomic<uint64_t> tried_again = 0;                  // reactions and clocks
  const absl::Time started;
};

// All outlive it. Thread-safe as its parts are.
struct Vitals {
  const runtime::ServiceOptions& options;
  const About& about;
  Adapters& adapters;
  service::Host& host;
  const service::Module& module;
  const service::Pipeline& pipeline;
  const rpc::WorkerPool& pool;
  const rpc::CallBudget& budget;
  Readiness& readiness;
  const Tally& tally;

  // Asks the log's leader for the head, so it takes as long as the bus to answer, or its read timeout. What
  // cannot be told is left out.
  std::string Text() const;
};

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_VITALS_H_
