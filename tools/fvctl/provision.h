// `fvctl provision`: makes an association's bus ready, in a change window, with the provisioner's
// credentials.
#ifndef FALLVERBUND_TOOLS_FVCTL_PROVISION_H_
#define FALLVERBUND_TOOLS_FVCTL_PROVISION_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace fallverbund::fvctl {

struct ProvisionOptions {
  std::string association;
  std::vector<std::string> nats_urls;
  int replicas = 1;  // of each stream; at most the bus has servers
  std::string ca;
  std::string certificates;  // folder with svc-prov.pem/.key and svc-log.pem/.key
  std::string keys;          // folder for signer keys; missing ones are made
  std::string streams;       // folder with log.json, journal.json, keys.json
  std::string origin;        // name of the log in checkpoints; empty: log.<association>.example/events
  std::string test_clock;    // a clock file: the log's time may be moved by hand; empty: production
  std::string out;           // JSON with the pins: genesis_sha256, journal_genesis_sha256, signers
};

// Makes streams, bucket and genesis, registers a signer key for each service, writes `out`. Doing it again
// adds what is missing, and gives a stream more where its file says so. Errors say what is there instead and
// what to do.
absl::Status Provision(const ProvisionOptions& options);

struct RetireOptions {
  std::string association;
  std::vector<std::string> nats_urls;
  std::string ca;
  std::string certificates;  // folder with svc-log.pem/.key
  std::string keys;          // folder with signer-log
  std::string key_id;
};

// `fvctl retire-signer`, in a change window as well. Errors of eventlog::RetireSigner.
absl::Status RetireSigner(const RetireOptions& options, std::ostream& out);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PROVISION_H_
