#include "services/program/adapters.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/status.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/crypto/random.h"
#include "libs/durable_file/seed_file.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/rpc/client.h"
#include "libs/runtime/log.h"
#include "libs/seal/vault_sealer.h"
#include "services/program/rows.h"
#include "services/program/snapshot.h"
#include "services/program/waiting.h"

namespace fallverbund::program {
namespace {

using eventlog::BusConnection;
using eventlog::JetStreamEventLog;

absl::StatusOr<std::shared_ptr<BusConnection>> ConnectBus(const runtime::ServiceOptions& options,
                                                          const std::string& context) {
  FV_ASSIGN_OR_RETURN(auto bus, BusConnection::Connect({.urls = options.nats_urls,
                                                        .service = context,
                                                        .ca_file = options.nats.ca,
                                                        .cert_file = options.nats.cert,
                                                        .key_file = options.nats.key}));
  return std::shared_ptr<BusConnection>(std::move(bus));
}

// The pinned genesis is there, and its test-clock flag fits how we were started.
absl::Status CheckGenesis(eventlog::EventLog& log, const runtime::ServiceOptions& options) {
  FV_ASSIGN_OR_RETURN(const auto first, log.ReadFromLeader(1));
  if (!first) return absl::FailedPreconditionError("the log is empty: run 'fvctl provision' first");
  if (crypto::Sha256(first->payload) != options.genesis_sha256) {
    return absl::FailedPreconditionError(
        "the log begins with another genesis than --genesis-sha256 pins: this is another log, or the wrong "
        "bus");
  }
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  eventlog::v1::Genesis genesis;
  if (!envelope.ParseFromString(first->payload) || !commit.ParseFromString(envelope.signed_part()) ||
      commit.events_size() != 1 || !eventlog::UnpackEvent(commit.events(0), &genesis)) {
    return absl::DataLossError("the log's first message is no genesis");
  }
  return runtime::CheckGenesisClock(options, genesis.test_clock());
}

// For a service without keys: nothing can be sealed, and nothing opened.
class NoSealer final : public seal::Sealer {
 public:
  absl::StatusOr<seal::Sealed> Seal(const seal::KeyScope&, const seal::SealPlace&, std::string_view,
                                    absl::Time) override {
    return absl::PermissionDeniedError("this service holds no keys");
  }
  std::vector<seal::Opened> UnsealAll(absl::Span<const seal::ToOpen> texts,
                                      const seal::OpenReason&) override {
    return std::vector<seal::Opened>(texts.size(), {seal::Opened::Kind::kDenied, ""});
  }
};

absl::Status OpenVault(const runtime::ServiceOptions& options, runtime::StopSignal& stop,
                       Adapters& adapters) {
  FV_ASSIGN_OR_RETURN(const auto channel,
                      rpc::Connect({.target = options.vault, .tls = options.tls, .service = "keys"}));
  adapters.vault = std::make_unique<rpc::GrpcKeyVault>(channel);
  FV_RETURN_IF_ERROR(AskPatiently("waiting_for_key_vault", stop, adapters.machine_clock, [&] {
    auto id_key = adapters.vault->IdKey();
    if (id_key.ok()) adapters.id_key = *std::move(id_key);
    if (!absl::IsUnavailable(id_key.status())) return id_key.status();
    return absl::UnavailableError(absl::StrCat(
        "no key vault answers at --vault ", options.vault,
        "; start fallverbund-keys first, or correct the address, and see its log for refused certificates"));
  }));
  auto sealer =
      std::make_unique<seal::VaultSealer>(seal::VaultSealerOptions{.association = options.association},
                                          adapters.vault.get(), &adapters.machine_clock);
  adapters.key_counts = &sealer->key_counts();
  adapters.sealer = std::move(sealer);
  return absl::OkStatus();
}

// It decides nothing, so ids that it derives from a key of its own meet nobody else's.
absl::Status DoWithoutVault(Adapters& adapters) {
  adapters.id_key = crypto::Secret(crypto::RandomBytes(32));
  adapters.sealer = std::make_unique<NoSealer>();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Adapters>> ReachLog(const runtime::ServiceOptions& options, const About& about,
                                                   runtime::StopSignal& stop,
                                                   std::function<void(const absl::Status&)> on_durability) {
  auto adapters = std::make_unique<Adapters>();
  FV_ASSIGN_OR_RETURN(adapters->clock, runtime::MakeClock(options));
  FV_ASSIGN_OR_RETURN(const std::string seed, durable_file::LoadSeedFile(options.signer_key));
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  adapters->signer = std::make_unique<eventlog::Signer>(options.signer_key_id, std::move(key));

  FV_ASSIGN_OR_RETURN(adapters->writing, ConnectBus(options, about.context));
  FV_ASSIGN_OR_RETURN(adapters->reading, ConnectBus(options, about.context));
  const auto& writing = adapters->writing;
  const auto& reading = adapters->reading;
  FV_ASSIGN_OR_RETURN(adapters->log, JetStreamEventLog::Open(writing, reading,
                                                             {.association = options.association,
                                                              .kind = eventlog::StreamKind::kLog,
                                                              .on_durability = std::move(on_durability)}));
  FV_ASSIGN_OR_RETURN(adapters->journal, JetStreamEventLog::Open(writing, reading,
                                                                 {.association = options.association,
                                                                  .kind = eventlog::StreamKind::kJournal}));
  // The streams may be without a leader for a while: their servers start, or elect.
  FV_RETURN_IF_ERROR(AskPatiently("waiting_for_the_log", stop, adapters->machine_clock,
                                  [&] { return CheckGenesis(*adapters->log, options); }));
  return adapters;
}

absl::StatusOr<std::unique_ptr<Adapters>> MakeAdapters(
    const runtime::ServiceOptions& options, const About& about, const std::string& journal_genesis_sha256,
    runtime::StopSignal& stop, std::function<void(const absl::Status&)> on_durability) {
  FV_ASSIGN_OR_RETURN(auto adapters, ReachLog(options, about, stop, std::move(on_durability)));
  FV_RETURN_IF_ERROR(about.needs_vault ? OpenVault(options, stop, *adapters) : DoWithoutVault(*adapters));
  if (about.own_vault) {
    FV_RETURN_IF_ERROR(AskPatiently("waiting_for_the_key_bucket", stop, adapters->machine_clock, [&] {
      auto id_key = about.own_vault(adapters->writing, *adapters->clock);
      if (id_key.ok()) adapters->id_key = *std::move(id_key);
      return id_key.status();
    }));
  }
  const auto all = AllRowsOf(options, about, journal_genesis_sha256);
  if (!options.snapshot_from.empty()) FV_RETURN_IF_ERROR(UseSnapshot(options, about, all, *adapters));
  FV_RETURN_IF_ERROR(OpenRows(options, about, all.back(), adapters->voucher, adapters->store));
  if (about.reads_journal) {
    FV_RETURN_IF_ERROR(
        OpenRows(options, about, all.front(), adapters->journal_voucher, adapters->journal_store));
  }
  return adapters;
}

}  // namespace fallverbund::program
