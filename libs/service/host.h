// A service of the house, put together from ports. Programs give it the real ones, tests those in memory.
//
//   service::Host host({.log = log, .journal = journal_log, ...},
//                      {.context = "team", .kinds = {command::KindOf<TeamDecider>()}, .views = {&team_view},
//                      ...});
//   host.Start();
//   ... host.desk() for command handlers, host.rows() for reads, host.journal() before every answer
#ifndef FALLVERBUND_LIBS_SERVICE_HOST_H_
#define FALLVERBUND_LIBS_SERVICE_HOST_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/command/command_desk.h"
#include "libs/command/command_log.h"
#include "libs/crypto/secret.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/event_log.h"
#include "libs/journal/journal.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/projector.h"
#include "libs/projection/view.h"
#include "libs/reaction/obligation.h"
#include "libs/reaction/reaction_runner.h"
#include "libs/reaction/reaction_view.h"
#include "libs/seal/sealer.h"

namespace fallverbund::service {

// What the host stands on. All references outlive it.
struct Ports {
  eventlog::EventLog& log;
  eventlog::EventLog& journal;
  projection::ProjectionStore& store;
  seal::Sealer& sealer;
  const eventlog::Signer& signer;
  const Clock& clock;                   // recorded_at and deadlines; may be one that a story moves
  std::function<std::string()> new_id;  // 32 random hex digits each; thread-safe
  crypto::Secret id_key;                // of the association (libs/crypto/derive.h)
  eventlog::LogIdentity identity;
  // Somebody must look; see projection::ProjectorOptions, reaction::RunnerOptions and
  // command::CommandDesk::Parts. Must not block.
  std::function<void(const projection::Notice&)> on_notice;
  std::function<void(const absl::Status&)> on_alarm;
  std::function<void(const reaction::Obligation&, const absl::Status&)> on_trouble;
  std::function<void(uint64_t)>
      before_waiting;  // see projection::ProjectorOptions; empty but in a simulation
  std::function<void(const eventlog::v1::Commit&, uint64_t position)> on_traced = {};
  projection::Voucher* voucher = nullptr;  // see projection::ProjectorOptions
};

// What makes it this service.
struct Spec {
  std::string context;                         // whose subjects it writes: "team"
  std::vector<command::AggregateKind> kinds;   // aggregates it decides; none for one that only reads
  std::vector<const projection::View*> views;  // its own, after the command log and before the reactions
  std::vector<reaction::ReactionRule> rules;
  // Hands an obligation's command to the right handler; may be empty where there are no rules.
  std::function<absl::StatusOr<command::Outcome>(const reaction::Obligation&, const command::CommandContext&)>
      execute;
};

// Thread-safe after Start.
class Host {
 public:
  Host(Ports ports, Spec spec);
  ~Host();  // Stop

  void Start();
  void Stop();  // reactions first, then reading

  // Read up to the head seen at start.
  bool CaughtUp() const { return projector_->CaughtUp(); }

  const std::string& context() const { return spec_.context; }
  const std::string& association() const { return ports_.identity.association; }
  eventlog::EventLog& log() { return ports_.log; }
  const Clock& clock() const { return ports_.clock; }
  const crypto::Secret& id_key() const { return ports_.id_key; }
  seal::Sealer& sealer() { return ports_.sealer; }
  projection::Projector& projector() { return *projector_; }
  const projection::ProjectionStore& rows() const { return ports_.store; }
  command::CommandDesk& desk() { return *desk_; }
  reaction::ReactionRunner& runner() { return *runner_; }
  journal::Journal& journal() { return *journal_; }

 private:
  const Ports ports_;
  const Spec spec_;
  command::CommandLog command_log_;
  reaction::ReactionView reactions_;
  std::unique_ptr<projection::Projector> projector_;
  std::unique_ptr<command::CommandDesk> desk_;
  std::unique_ptr<reaction::ReactionRunner> runner_;
  std::unique_ptr<journal::Journal> journal_;
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_SERVICE_HOST_H_
