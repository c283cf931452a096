#include "tools/fvctl/provision.h"

#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/clock.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/hash.h"
#include "libs/crypto/random.h"
#include "libs/durable_file/seed_file.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/provision.h"
#include "libs/eventlog_jetstream/stream_config.h"
#include "libs/runtime/file_clock.h"
#include "libs/runtime/files.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using story::Text;

constexpr const char* kSigners[] = {"intake", "case", "team", "crisis", "audit", "keys"};
constexpr char kProvisioner[] = "log";

std::string NewId() {
  return ToHex(crypto::RandomBytes(16));
}

// A key's id tells nothing but which key it is.
std::string KeyIdOf(const crypto::Ed25519PrivateKey& key) {
  return ToHex(crypto::Sha256(key.public_key())).substr(0, 32);
}

absl::StatusOr<crypto::Ed25519PrivateKey> Load(const std::string& path) {
  FV_ASSIGN_OR_RETURN(const std::string seed, durable_file::LoadSeedFile(path));
  return crypto::Ed25519PrivateKey::FromSeed(seed);
}

absl::StatusOr<crypto::Ed25519PrivateKey> LoadOrMake(const std::string& path) {
  if (!std::filesystem::exists(path))
    FV_RETURN_IF_ERROR(durable_file::CreateSeedFile(path, crypto::RandomBytes(32)));
  return Load(path);
}

// A log has one provisioner for ever: where it has begun, a new key would only lie in the place of the right
// one.
absl::StatusOr<eventlog::Signer> Provisioner(const std::string& keys, bool may_make) {
  const std::string path = absl::StrCat(keys, "/signer-", kProvisioner);
  if (!may_make && !std::filesystem::exists(path)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the log has begun, and ", path, ", the key that began it, is not there: bring it from its safe"));
  }
  FV_ASSIGN_OR_RETURN(auto own, LoadOrMake(path));
  std::string id = KeyIdOf(own);
  return eventlog::Signer(std::move(id), std::move(own));
}

template <class Options>
absl::StatusOr<std::shared_ptr<eventlog::BusConnection>> Connect(const Options& options,
                                                                 const std::string& service) {
  const std::string certificate = absl::StrCat(options.certificates, "/svc-", service);
  return eventlog::BusConnection::Connect({.urls = options.nats_urls,
                                           .service = service,
                                           .ca_file = options.ca,
                                           .cert_file = certificate + ".pem",
                                           .key_file = certificate + ".key"});
}

}  // namespace

absl::Status Provision(const ProvisionOptions& options) {
  if (!IsAssociation(options.association)) {
    return absl::InvalidArgumentError(
        "--association is a lower-case word of 2 to 16 letters and digits, such as do");
  }
  const SystemClock machine;
  std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
  if (!options.test_clock.empty()) {
    FV_ASSIGN_OR_RETURN(clock, runtime::FileClock::Open(options.test_clock, machine));
  }
  FV_ASSIGN_OR_RETURN(const auto templates, eventlog::LoadStreamTemplates(options.streams));
  FV_ASSIGN_OR_RETURN(const auto provisioner, Connect(options, "prov"));
  FV_RETURN_IF_ERROR(
      eventlog::MakeStreams(*provisioner, options.association, templates, {.replicas = options.replicas}));
  FV_ASSIGN_OR_RETURN(const auto log_connection, Connect(options, kProvisioner));
  FV_ASSIGN_OR_RETURN(const bool begun, eventlog::HasBegun(log_connection, options.association));
  FV_ASSIGN_OR_RETURN(const eventlog::Signer signer, Provisioner(options.keys, !begun));

  eventlog::ProvisionPlan plan;
  plan.association = options.association;
  const std::string origin =
      options.origin.empty() ? absl::StrCat("log.", options.association, ".example/events") : options.origin;
  plan.log_origin = origin;
  plan.journal_origin = absl::StrCat(origin.substr(0, origin.rfind('/')), "/journal");
  plan.test_clock = !options.test_clock.empty();
  story::Value signers;
  for (const char* context : kSigners) {
    FV_ASSIGN_OR_RETURN(const auto key, LoadOrMake(absl::StrCat(options.keys, "/signer-", context)));
    plan.signers.push_back({context, KeyIdOf(key), key.public_key()});
    (*signers.mutable_struct_value()->mutable_fields())[context] = Text(KeyIdOf(key));
  }
  FV_ASSIGN_OR_RETURN(const auto done, eventlog::WriteGenesis(log_connection, signer, plan, *clock, NewId));
  story::Value pins;
  auto& fields = *pins.mutable_struct_value()->mutable_fields();
  fields["association"] = Text(options.association);
  fields["genesis_sha256"] = Text(ToHex(done.log_genesis_sha256));
  fields["journal_genesis_sha256"] = Text(ToHex(done.journal_genesis_sha256));
  fields["signers"] = std::move(signers);
  return runtime::WriteFileAtomically(options.out, story::ToJson(pins), "--out");
}

absl::Status RetireSigner(const RetireOptions& options, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const eventlog::Signer signer, Provisioner(options.keys, /*may_make=*/false));
  FV_ASSIGN_OR_RETURN(const auto bus, Connect(options, kProvisioner));
  FV_ASSIGN_OR_RETURN(const bool now, eventlog::RetireSigner(bus, signer, options.association, options.key_id,
                                                             SystemClock(), NewId()));
  out << "The key " << options.key_id
      << (now ? " signs nothing any more.\n" : " had been retired before; nothing was changed.\n");
  return absl::OkStatus();
}

}  // namespace fallverbund::fvctl
