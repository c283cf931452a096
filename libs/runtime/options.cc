#include "libs/runtime/options.h"

#include <cstdio>
#include <functional>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"
#include "libs/runtime/file_clock.h"

namespace fallverbund::runtime {
namespace {

constexpr int kWrongUsage = 2;
constexpr size_t kGenesisHexDigits = 64;
constexpr char kExample[] =
    "\nEvery option may stand in the file given by --config instead, one per line without the dashes:\n"
    "  association = \"do\"\n"
    "  listen = \"127.0.0.1:7001\"\n"
    "Flags on the command line win over the file. Ends with code 0 after a drain on SIGTERM or SIGINT,\n"
    "with 2 for wrong options, with 1 when it cannot start; the last line of the log then says why.\n";

// A validator in the form CLI11 wants: the empty text is fine, anything else is the sentence of the error.
using Check = std::function<std::string(const std::string&)>;

Check Must(bool (*condition)(std::string_view), const char* sentence) {
  return
      [condition, sentence](const std::string& text) { return condition(text) ? "" : std::string(sentence); };
}

bool IsAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  int port = -1;
  return colon != std::string_view::npos && colon > 0 &&
         absl::SimpleAtoi(ToAbsl(text.substr(colon + 1)), &port) && port >= 0 && port <= 65535;
}

// One address, or several numeric ones as gRPC writes them.
bool IsTarget(std::string_view text) {
  if (!text.starts_with("ipv4:")) return IsAddress(text);
  for (const absl::string_view one : absl::StrSplit(ToAbsl(text.substr(5)), ',')) {
    if (!IsAddress(ToStd(one))) return false;
  }
  return true;
}

bool IsNatsUrl(std::string_view text) {
  for (const std::string_view scheme : {"tls://", "nats://"}) {
    if (text.starts_with(scheme) && text.size() > scheme.size()) return true;
  }
  return false;
}

bool IsGenesis(std::string_view text) {
  return text.size() == kGenesisHexDigits && FromHex(text).ok();
}
bool IsLevel(std::string_view text) {
  return log::ParseLevel(text).ok();
}

struct Flags {
  ServiceOptions options;
  std::string genesis_hex;
  std::string level = "info";
};

void DeclareTls(CLI::App& app, const std::string& prefix, const std::string& of, TlsPaths& paths) {
  const auto file = [&](const std::string& name, std::string& value, const std::string& help) {
    app.add_option(prefix + name, value, help)->required()->type_name("FILE");
  };
  file("-ca", paths.ca, "Certificates of the authority that vouches for " + of + " (PEM)");
  file("-cert", paths.cert, "Our certificate for " + of + " (PEM)");
  file("-key", paths.key, "Its private key (PEM)");
}

void Declare(CLI::App& app, Flags& flags, const Program& program) {
  ServiceOptions& o = flags.options;
  app.set_help_flag("--help", "Print this and end");
  app.set_config("--config", "", "Read options from this file", false)->type_name("FILE");
  app.allow_config_extras(false);
  app.add_option("--association", o.association, "Association whose log this process serves")
      ->required()
      ->check(Must(IsAssociation, "2 to 16 lower-case letters or digits, a letter first, such as do"))
      ->type_name("NAME");
  app.add_option("--listen", o.listen, "Address to serve gRPC on; port 0 takes a free one")
      ->check(Must(IsAddress, "an address and a port, such as 127.0.0.1:7001"))
      ->capture_default_str()
      ->type_name("HOST:PORT");
  app.add_option("--port-file", o.port_file, "Write the port served on into this file, once it is open")
      ->type_name("FILE");
  app.add_option(
         "--metrics-listen", o.metrics_listen,
         "Address to tell Prometheus on, over plain HTTP: the loopback or a private net; none is given: off")
      ->check(Must(IsAddress, "an IP address and a port, such as 127.0.0.1:9101"))
      ->type_name("IP:PORT");
  app.add_option("--metrics-port-file", o.metrics_port_file,
                 "Write the port of --metrics-listen into this file, once it is open")
      ->type_name("FILE");
  app.add_option("--data", o.data, "Folder for the projection; may be deleted at any time, it is rebuilt")
      ->required()
      ->type_name("DIR");
  app.add_flag("--prepare", o.prepare,
               "Serve nobody: read the log into the projection of this version, beside an older program that "
               "serves from the same --data, and end with 0 at the head; so a restart is ready at once");
  app.add_option("--snapshot-to", o.snapshot_to,
                 "Serve nobody: write the projection at --data, which a process may be using, into this new "
                 "folder for --snapshot-from of another instance, and end")
      ->type_name("DIR");
  app.add_option(
         "--snapshot-from", o.snapshot_from,
         "Where --data holds no projection of this version yet, begin with the snapshot in this folder "
         "and read only what came after; it is checked and refused if anything does not fit")
      ->type_name("DIR");
  DeclareTls(app, "--tls", "callers and called", o.tls);
  app.add_option("--nats-url", o.nats_urls,
                 "Address of the bus; of a cluster all servers: give it again, or separate them by commas")
      ->required()
      ->delimiter(',')
      ->check(Must(IsNatsUrl, "an address of a NATS server, such as tls://127.0.0.1:4222"))
      ->type_name("URL");
  DeclareTls(app, "--nats", "the bus", o.nats);
  app.add_option("--genesis-sha256", flags.genesis_hex,
                 "Hash of the log's first message, told by fvctl provision")
      ->required()
      ->check(Must(IsGenesis, "64 hex digits, as fvctl provision printed them"))
      ->type_name("HEX");
  app.add_option("--signer-key", o.signer_key, "Key file this service signs its commits with")
      ->required()
      ->type_name("FILE");
  app.add_option("--signer-key-id", o.signer_key_id, "Id under which the log knows that key")
      ->required()
      ->check(Must(IsHexId, "32 lower-case hex digits, as fvctl provision printed them"))
      ->type_name("ID");
  if (program.needs_vault) {
    app.add_option("--vault", o.vault,
                   "Address of the key vault (fallverbund-keys); of several instances ipv4:ADDRESS:PORT,...")
        ->required()
        ->check(Must(IsTarget,
                     "an address and a port, such as 127.0.0.1:7005, or ipv4:10.0.0.1:7005,10.0.0.2:7005"))
        ->type_name("HOST:PORT");
  }
  app.add_option("--test-clock", o.test_clock, "Take the time from this file; only for tests and stories")
      ->type_name("FILE");
  app.add_flag("--production", o.production, "Refuse whatever is only meant for tests; no reflection");
  app.add_option(
         "--calls-per-second", o.calls_per_second,
         "How many calls one organisation may make here a second, ten times that at once; 0: no limit")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->type_name("CALLS");
  app.add_option("--log-level", flags.level, "debug, info, warning or error")
      ->check(Must(IsLevel, "debug, info, warning or error"))
      ->capture_default_str()
      ->type_name("LEVEL");
  app.add_option("--drain-seconds", o.drain_seconds, "How long running calls may take after SIGTERM")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str()
      ->type_name("SECONDS");
  for (const ExtraFlag& extra : program.extra) {
    app.add_option(extra.name, *extra.value, extra.help)->required(extra.required)->capture_default_str();
  }
}

Exit WrongUsage(const std::string& program, const std::string& sentence) {
  return {kWrongUsage,
          absl::StrCat(program, ": ", sentence, "\nSee ", program, " --help for what it should be.\n")};
}

// Empty: none was given.
std::string ConfigOf(CLI::App& app) {
  const auto& given = app.get_config_ptr()->results();
  return given.empty() ? "" : given.back();
}

// CLI11 calls every config file an INI.
std::string InOurWords(const std::string& sentence) {
  static constexpr std::string_view kTheirs = "INI was not able to parse ";
  if (!sentence.starts_with(kTheirs)) return sentence;
  return absl::StrCat("there is no option '", sentence.substr(kTheirs.size()), "'");
}

}  // namespace

std::variant<ServiceOptions, Exit> ParseOptions(int argc, const char* const* argv, const Program& program) {
  const std::string name = "fallverbund-" + program.name;
  Flags flags;
  CLI::App app(program.purpose, name);
  Declare(app, flags, program);
  app.footer(kExample);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Exit{0, app.help()};
  } catch (const CLI::ConfigError& error) {
    return WrongUsage(name, absl::StrCat("--config ", ConfigOf(app), ": ", InOurWords(error.what()),
                                         "; each line is an option of --help without its dashes, such as "
                                         "listen = \"127.0.0.1:7001\""));
  } catch (const CLI::ParseError& error) {
    const std::string config = ConfigOf(app);
    return WrongUsage(name,
                      config.empty()
                          ? error.what()
                          : absl::StrCat(error.what(), " (on the command line or in --config ", config, ")"));
  }
  ServiceOptions& options = flags.options;
  if (options.production && !options.test_clock.empty()) {
    return WrongUsage(name, "--production and --test-clock exclude each other; leave one of them out");
  }
  if (!options.snapshot_to.empty() && (options.prepare || !options.snapshot_from.empty())) {
    return WrongUsage(name, "--snapshot-to goes with neither --prepare nor --snapshot-from; one at a time");
  }
  options.genesis_sha256 = *FromHex(flags.genesis_hex);
  options.log_level = *log::ParseLevel(flags.level);
  return options;
}

int Leave(const Exit& exit) {
  std::fputs(exit.text.c_str(), exit.code == 0 ? stdout : stderr);
  return exit.code;
}

absl::StatusOr<std::unique_ptr<Clock>> MakeClock(const ServiceOptions& options) {
  if (options.test_clock.empty()) return std::make_unique<SystemClock>();
  static const SystemClock* const real = new SystemClock;
  return FileClock::Open(options.test_clock, *real);
}

absl::Status CheckGenesisClock(const ServiceOptions& options, bool genesis_test_clock) {
  if (options.production && genesis_test_clock) {
    return absl::FailedPreconditionError(
        "this log was made for tests: its genesis allows the clock to be moved by hand. A production service "
        "refuses "
        "it; provision a log without --test-clock, or leave out --production");
  }
  if (!options.test_clock.empty() && !genesis_test_clock) {
    return absl::FailedPreconditionError(
        "--test-clock: this log's genesis does not allow the clock to be moved by hand; leave the option "
        "out");
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::runtime
