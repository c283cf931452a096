// The adapters a service stands on: clock, keys, bus, vault and rows, made from its options.
#ifndef FALLVERBUND_SERVICES_PROGRAM_ADAPTERS_H_
#define FALLVERBUND_SERVICES_PROGRAM_ADAPTERS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/crypto/secret.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/vouched_prefix.h"
#include "libs/rpc/vault/grpc_key_vault.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"
#include "libs/seal/sealer.h"
#include "libs/seal/vault_sealer.h"
#include "services/program/program.h"

namespace fallverbund::program {

// In the order in which it is made; it ends in the reverse order.
struct Adapters {
  std::unique_ptr<Clock> clock;
  SystemClock machine_clock;
  std::unique_ptr<eventlog::Signer> signer;
  std::shared_ptr<eventlog::BusConnection> writing, reading;
  std::unique_ptr<eventlog::JetStreamEventLog> log, journal;
  std::unique_ptr<rpc::GrpcKeyVault> vault;
  std::unique_ptr<seal::Sealer> sealer;
  const seal::KeyCounts* key_counts = nullptr;  // of the sealer; of a service without keys none
  std::unique_ptr<projection::Voucher> voucher, journal_voucher;
  std::unique_ptr<projection::ProjectionStore> store;
  std::unique_ptr<projection::ProjectionStore> journal_store;  // only of a service that reads the journal
  crypto::Secret id_key;
};

// Clock, signer and streams: connects to the bus and checks the pinned genesis. Errors as of MakeAdapters.
absl::StatusOr<std::unique_ptr<Adapters>> ReachLog(const runtime::ServiceOptions& options, const About& about,
                                                   runtime::StopSignal& stop,
                                                   std::function<void(const absl::Status&)> on_durability);

// Reads keys and certificates, connects to bus and vault, checks the pinned genesis, opens the rows. The
// error names what is not as configured, and the way out. A log or key bucket without a leader and a vault
// that does not answer yet are waited for, each a minute at most; kCancelled: asked to stop meanwhile;
// kAborted: a process that runs uses the rows of this version. `journal_genesis_sha256`: only of a service
// that reads the journal. `on_durability` hears after each reconnect, on a thread of the bus, whether the bus
// still syncs.
absl::StatusOr<std::unique_ptr<Adapters>> MakeAdapters(
    const runtime::ServiceOptions& options, const About& about, const std::string& journal_genesis_sha256,
    runtime::StopSignal& stop, std::function<void(const absl::Status&)> on_durability);

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_ADAPTERS_H_
