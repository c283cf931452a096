// fallverbund-witness: a partner agency's own look at the association's log.
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/clock.h"
#include "libs/base/status.h"
#include "libs/crypto/ed25519.h"
#include "libs/crypto/random.h"
#include "libs/durable_file/seed_file.h"
#include "libs/runtime/files.h"
#include "libs/runtime/log.h"
#include "libs/runtime/signals.h"
#include "libs/tlog/key.h"
#include "libs/tlog/signature.h"
#include "tools/witness/door.h"
#include "tools/witness/witness.h"

namespace fallverbund::witness {
namespace {

struct Options {
  std::string name, key, data, listen = "127.0.0.1:0", port_file;
  std::vector<std::string> logs;
  bool show_key = false;
  DoorOptions door;
};

// The key is made at the first start: whoever runs a witness is the only one who ever has it.
absl::StatusOr<tlog::NoteSigner> Signer(const Options& options) {
  if (!tlog::IsKeyName(options.name))
    return absl::InvalidArgumentError(
        "--name is a short name without spaces and '+', such as witness.example.org/1");
  auto seed = durable_file::LoadSeedFile(options.key);
  if (absl::IsNotFound(seed.status())) {
    FV_RETURN_IF_ERROR(durable_file::CreateSeedFile(options.key, crypto::RandomBytes(32)));
    seed = durable_file::LoadSeedFile(options.key);
  }
  if (!seed.ok()) return seed.status();
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(*seed));
  return tlog::NoteSigner(options.name, tlog::KeyType::kWitness, std::move(key));
}

absl::StatusOr<std::vector<tlog::VerifierKey>> Logs(const std::vector<std::string>& texts) {
  std::vector<tlog::VerifierKey> logs;
  for (const std::string& text : texts) {
    auto log = tlog::VerifierKey::Parse(text);
    if (!log.ok() || log->type != tlog::KeyType::kLog) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--log ", text,
          " is no key of a log; it is one line, name+hash+key, and the association hands it out"));
    }
    logs.push_back(*std::move(log));
  }
  return logs;
}

absl::Status SplitAddress(const std::string& listen, DoorOptions& door) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0 || !absl::SimpleAtoi(listen.substr(colon + 1), &door.port) ||
      door.port < 0 || door.port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat("--listen ", listen, " is not of the form HOST:PORT"));
  }
  door.host = listen.substr(0, colon);
  return absl::OkStatus();
}

absl::Status Serve(Options& options, runtime::StopSignal& stop) {
  FV_ASSIGN_OR_RETURN(auto signer, Signer(options));
  if (options.show_key) {
    std::cout << signer.verifier().Text() << "\n";
    return absl::OkStatus();
  }
  FV_ASSIGN_OR_RETURN(auto logs, Logs(options.logs));
  if (logs.empty() || options.data.empty())
    return absl::InvalidArgumentError(
        "a witness needs --log, the key of a log to watch, and --data, a folder");
  FV_RETURN_IF_ERROR(SplitAddress(options.listen, options.door));
  const SystemClock clock;
  FV_ASSIGN_OR_RETURN(const auto witness,
                      Witness::Open(options.data, std::move(signer), std::move(logs), &clock));
  FV_ASSIGN_OR_RETURN(auto door, Door::Open(options.door, witness.get()));
  if (!options.port_file.empty())
    FV_RETURN_IF_ERROR(
        runtime::WriteFileAtomically(options.port_file, absl::StrCat(door->port(), "\n"), "--port-file"));
  log::Info("listening", {{"port", door->port()}, {"tls", !options.door.tls_cert.empty()}});
  stop.Wait();
  door.reset();
  log::Info("stopped", {});
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  runtime::StopSignal stop;
  Options options;
  CLI::App app("Cosigns the checkpoints of a log that goes on from all it cosigned before, and no others.",
               "fallverbund-witness");
  app.set_config("--config", "", "key = value lines");
  app.add_option("--name", options.name, "of this witness, as its key has it: witness.example.org/1")
      ->required();
  app.add_option("--key", options.key, "file of its key; made at the first start")->required();
  app.add_flag("--show-key", options.show_key, "prints the line that others put into their policy, and ends");
  app.add_option("--log", options.logs, "key of a log to watch, one line; may be said several times");
  app.add_option("--data", options.data,
                 "folder of what it remembers; lost, it would cosign another history");
  app.add_option("--listen", options.listen, "HOST:PORT; port 0: a free one")->capture_default_str();
  app.add_option("--port-file", options.port_file, "written once the port is open");
  app.add_option("--prefix", options.door.prefix, "of the path before /add-checkpoint; empty: none");
  app.add_option("--tls-cert", options.door.tls_cert,
                 "PEM file; empty: plain HTTP, for the own machine or a proxy");
  app.add_option("--tls-key", options.door.tls_key, "PEM file");
  CLI11_PARSE(app, argc, argv);
  log::Init("witness", log::Level::kInfo);
  const absl::Status done = Serve(options, stop);
  if (!done.ok()) std::cerr << "fallverbund-witness: " << done.message() << "\n";
  return done.ok() ? 0 : 1;
}

}  // namespace
}  // namespace fallverbund::witness

int main(int argc, char** argv) {
  return fallverbund::witness::Main(argc, argv);
}
