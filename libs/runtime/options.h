// What every service of the house is told on its command line or in its config file.
//
//   runtime::StopSignal stop;
//   auto parsed = runtime::ParseOptions(argc, argv, {.name = "case", .purpose = "Decides about cases."});
//   if (auto* exit = std::get_if<runtime::Exit>(&parsed)) return runtime::Leave(*exit);
//   const auto& options = std::get<runtime::ServiceOptions>(parsed);
#ifndef FALLVERBUND_LIBS_RUNTIME_OPTIONS_H_
#define FALLVERBUND_LIBS_RUNTIME_OPTIONS_H_

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/runtime/log.h"

namespace fallverbund::runtime {

struct TlsPaths {
  std::string ca;
  std::string cert;
  std::string key;
};

struct ServiceOptions {
  std::string association;             // --association
  std::string listen = "127.0.0.1:0";  // --listen; port 0: a free one, see port_file
  std::string port_file;               // --port-file; empty: none
  std::string metrics_listen;          // --metrics-listen; empty: no metrics
  std::string metrics_port_file;       // --metrics-port-file; empty: none
  std::string data;                    // --data; a folder, made when missing
  bool prepare = false;                // --prepare
  std::string snapshot_to;             // --snapshot-to; a folder to make, empty: none
  std::string snapshot_from;           // --snapshot-from; such a folder, empty: none
  TlsPaths tls;                        // --tls-ca, --tls-cert, --tls-key
  std::vector<std::string> nats_urls;  // --nats-url; of one server or of all of a cluster
  TlsPaths nats;                       // --nats-ca, --nats-cert, --nats-key
  std::string genesis_sha256;          // --genesis-sha256 in hex; here the 32 bytes
  std::string signer_key;              // --signer-key; a key file
  std::string signer_key_id;           // --signer-key-id
  std::string vault;                   // --vault, see rpc::ClientOptions; empty only where none is needed
  std::string test_clock;              // --test-clock; empty: the machine's clock
  bool production = false;             // --production
  uint32_t calls_per_second = 0;       // --calls-per-second, of one organisation; 0: no limit
  log::Level log_level = log::Level::kInfo;  // --log-level
  int drain_seconds = 10;                    // --drain-seconds: calls still running after that are cut
};

// One more flag of one service; a text.
struct ExtraFlag {
  std::string name;  // such as "--key-encryption-key"
  std::string help;
  std::string* value;  // written when given; its content before is the default
  bool required = true;
};

struct Program {
  std::string name;     // "case": the program is fallverbund-case
  std::string purpose;  // one sentence for --help
  bool needs_vault = true;
  std::vector<ExtraFlag> extra;
};

// The process should end now: --help, or a wrong option.
struct Exit {
  int code = 0;
  std::string text;
};

// Reads flags, then the file named by --config (key = value lines; flags win). Wrong, missing, unknown and
// contradictory options name the option, what it should look like and how to go on.
std::variant<ServiceOptions, Exit> ParseOptions(int argc, const char* const* argv, const Program& program);

// Prints the text, to stdout when the code is 0 and to stderr otherwise, and returns the code.
int Leave(const Exit& exit);

// The machine's clock or the test clock. The result refers to nothing of `options`.
absl::StatusOr<std::unique_ptr<Clock>> MakeClock(const ServiceOptions& options);

// A production service refuses a log whose genesis has the test-clock flag, and a test clock needs such a
// log.
absl::Status CheckGenesisClock(const ServiceOptions& options, bool genesis_test_clock);

}  // namespace fallverbund::runtime

#endif  // FALLVERBUND_LIBS_RUNTIME_OPTIONS_H_
