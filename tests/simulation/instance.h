// One running instance of a service: its module on a host, all real, over simulated ports and without
// threads.
#ifndef FALLVERBUND_TESTS_SIMULATION_INSTANCE_H_
#define FALLVERBUND_TESTS_SIMULATION_INSTANCE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "libs/access/identity.h"
#include "libs/crypto/secret.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/worker_pool.h"
#include "libs/seal/key_vault.h"
#include "libs/seal/vault_sealer.h"
#include "libs/service/host.h"
#include "services/case/rpc/case_service.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/fiber.h"
#include "tests/simulation/ports.h"

namespace fallverbund::simulation {

// What all instances share. Outlives them.
struct Ground {
  Dice& dice;
  const Luck& luck;
  const Clock& clock;  // the right time
  eventlog::EventLog& log;
  eventlog::EventLog& journal;
  seal::KeyVault& vault;
  crypto::Secret id_key;
  eventlog::LogIdentity identity;
  service::Pipeline::WhoCalls who_calls;
  std::function<void(const std::string&)> wrong;  // something that must never happen
  casework::CaseHandler::Watch case_decides;
};

inline constexpr char kAudit[] = "audit";
const std::vector<std::string>& Contexts();  // of those that decide

class Instance {
 public:
  using Rows = std::unique_ptr<projection::InMemoryProjectionStore>;

  Instance(const Ground& ground, std::string context, std::string name, Rows rows);
  ~Instance();  // its fibers end first

  const std::string& context() const { return context_; }
  const std::string& name() const { return name_; }
  bool over() const { return life_.over; }
  void Crash() { life_.over = true; }
  // What its disk holds now.
  Rows Disk() const { return rows_->Copy(); }
  const projection::InMemoryProjectionStore& rows() const { return *rows_; }
  SkewedClock& clock() { return clock_; }
  service::Host& host() { return *host_; }

  // The service of this instance that is an S; nullptr: none.
  template <class S>
  S* Serving() const {
    for (const auto& each : services_) {
      if (auto* found = dynamic_cast<S*>(each.get())) return found;
    }
    return nullptr;
  }

  // Its threads, one step of which is drawn each time: the projector, the reactions, the workers.
  std::vector<std::unique_ptr<Fiber>>& fibers() { return fibers_; }
  void Begin();

  bool Idle();  // all is read, nothing is due, no call is being worked on

 private:
  bool IsBehind() const;
  bool SomethingDue();

  const Ground& ground_;
  const std::string context_, name_;
  Life life_;
  Rows rows_;
  SkewedClock clock_;
  const Points points_;
  SimulatedLog log_, journal_;
  SimulatedStore store_;
  seal::VaultSealer sealer_;
  const eventlog::Signer signer_;
  std::unique_ptr<service::Module> module_;
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  std::unique_ptr<service::Pipeline> pipeline_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  int working_ = 0;
  std::optional<std::pair<uint64_t, absl::Time>> nothing_due_at_;
};

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_INSTANCE_H_
