// Tells under which command ids requests would stand in the log: the ids are keyed, so only who may ask the
// key vault can tell. For each line "organisation method request_id" on standard input one id on standard
// output.
#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/crypto/derive.h"
#include "libs/rpc/client.h"
#include "libs/rpc/vault/grpc_key_vault.h"

namespace fallverbund::torture {
namespace {

absl::Status TellIds(const std::string& vault, const runtime::TlsPaths& tls) {
  FV_ASSIGN_OR_RETURN(const auto channel, rpc::Connect({.target = vault, .tls = tls, .service = "keys"}));
  FV_ASSIGN_OR_RETURN(const auto id_key, rpc::GrpcKeyVault(channel).IdKey());
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.size() != 3) return absl::InvalidArgumentError("a line is: organisation method request_id");
    std::cout << crypto::DeriveCommandId(id_key.view(), words[0], words[1], words[2]) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace fallverbund::torture

int main(int argc, char** argv) {
  CLI::App app("Command ids of requests, for the kill test.");
  std::string vault;
  fallverbund::runtime::TlsPaths tls;
  app.add_option("--vault", vault, "HOST:PORT of the key vault")->required();
  app.add_option("--ca", tls.ca, "PEM file of the authority")->required();
  app.add_option("--cert", tls.cert, "PEM file of a service that may ask the vault")->required();
  app.add_option("--key", tls.key, "its key")->required();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = fallverbund::torture::TellIds(vault, tls);
  if (!status.ok()) std::cerr << "command-ids: " << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
