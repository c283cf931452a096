#include "libs/eventlog_jetstream/testing/bus_fixture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "libs/base/clock.h"
#include "libs/base/id.h"
#include "libs/crypto/random.h"
#include "libs/eventlog/testing/signed_log.h"

namespace fallverbund::eventlog {
namespace {

constexpr char kUri[] = "URI:spiffe://fallverbund.example/svc/";
constexpr const char* kServices[] = {"intake", "case", "team", "crisis", "audit", "keys", "log", "prov"};
constexpr absl::Duration kPatience = absl::Minutes(2);  // only a machine that hangs needs it

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "bus for tests: %s\n", why.c_str());
  std::abort();
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void WriteAll(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void Await(const std::string& what, const std::function<bool()>& done) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (!done()) {
    if (absl::Now() > deadline) Die("waited in vain for " + what);
    absl::SleepFor(absl::Milliseconds(2));  // another process; it gives no sign
  }
}

// Starts a program of the machine; its output goes to `output`. It dies with us, however we end.
pid_t Spawn(const std::vector<std::string>& arguments, const std::string& output) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) Die("fork failed");
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  return child;
}

void Run(const std::vector<std::string>& arguments, const std::string& output) {
  int status = 0;
  const pid_t child = Spawn(arguments, output);
  while (waitpid(child, &status, 0) < 0) {
  }
  if (status != 0) Die(absl::StrCat(arguments[0], " failed:\n", ReadAll(output)));
}

std::string ServerProgram() {
  const char* chosen = std::getenv("NATS_SERVER");
  const std::string path = chosen != nullptr ? chosen : FV_SOURCE_DIR "/.dev/nats/usr/sbin/nats-server";
  if (access(path.c_str(), X_OK) != 0)
    Die("no nats-server at " + path + "; run `tools/dev test`, or set NATS_SERVER");
  return path;
}

// Below those that connections take by themselves: while the server is killed, a client that tries to reach
// it could else be given the very port it connects to, and the server could not come back.
int FreePort() {
  constexpr int kLowest = 10000;
  int first_of_connections = 0;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first_of_connections;
  if (first_of_connections < 2 * kLowest) return -1;  // the server chooses
  for (;;) {
    const std::string random = crypto::RandomBytes(2);
    const int drawn = static_cast<unsigned char>(random[0]) << 8 | static_cast<unsigned char>(random[1]);
    const int port = kLowest + drawn % (first_of_connections - kLowest);
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    const bool free = bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    if (free) return port;
  }
}

std::string TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "fallverbund-bus-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) Die("no temporary folder");
  return name;
}

void Certify(const std::string& folder, const std::string& name, const std::string& alternative_name,
             int valid_days) {
  const std::string path = folder + "/certs/" + name;
  const std::string ca = folder + "/certs/ca";
  WriteAll(path + ".ext", "subjectAltName=" + alternative_name + "\n");
  Run({"openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
       "/CN=" + name, "-keyout", path + ".key", "-out", path + ".csr"},
      folder + "/openssl.log");
  Run({"openssl", "x509", "-req", "-in", path + ".csr", "-CA", ca + ".pem", "-CAkey", ca + ".key",
       "-set_serial", absl::StrCat("0x", ToHex(crypto::RandomBytes(8))), "-days", absl::StrCat(valid_days),
       "-extfile", path + ".ext", "-out", path + ".pem"},
      folder + "/openssl.log");
}

void MakeAuthority(const std::string& folder) {
  std::filesystem::create_directory(folder + "/certs");
  const std::string ca = folder + "/certs/ca";
  Run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
       "2", "-subj", "/CN=throw-away authority", "-keyout", ca + ".key", "-out", ca + ".pem"},
      folder + "/openssl.log");
  Certify(folder, "server", "DNS:localhost,IP:127.0.0.1", 2);
  for (const char* service : kServices) Certify(folder, service, std::string(kUri) + service, 2);
}

struct SharedAuthority {
  SharedAuthority() : folder(TemporaryFolder()) { MakeAuthority(folder); }
  ~SharedAuthority() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  const std::string folder;
};

}  // namespace

BusFixture::BusFixture(Options options) : options_(std::move(options)), folder_(TemporaryFolder()) {
  if (options_.own_authority) {
    MakeAuthority(folder_);
  } else {
    static const SharedAuthority shared;
    std::filesystem::copy(shared.folder, folder_, std::filesystem::copy_options::recursive);
  }
  do {
    port_ = FreePort();
    Render();
  } while (!Launch());  // somebody else was faster
  if (options_.provision) {
    Provision();
    SetChangeWindow(false);
  }
}

BusFixture::~BusFixture() {
  Kill();
  if (disk_holder_ != 0) {
    kill(disk_holder_, SIGKILL);
    waitpid(disk_holder_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string BusFixture::url() const {
  return absl::StrCat("tls://127.0.0.1:", port_);
}

void BusFixture::MakeCertificate(const std::string& name, const std::string& alternative_name,
                                 int valid_days) const {
  Certify(folder_, name, alternative_name, valid_days);
}

void BusFixture::Render() {
  const std::string certs = folder_ + "/certs/";
  std::vector<std::string> arguments = {"python3",       FV_SOURCE_DIR "/deploy/nats/render.py",
                                        "--association", options_.association,
                                        "--listen",      absl::StrCat("127.0.0.1:", port_),
                                        "--ports-dir",   folder_,
                                        "--store-dir",   folder_ + "/store",
                                        "--tls-cert",    certs + "server.pem",
                                        "--tls-key",     certs + "server.key",
                                        "--tls-ca",      certs + "ca.pem",
                                        "--output",      folder_ + "/server.conf"};
  if (change_window_) arguments.push_back("--change-window");
  Run(arguments, folder_ + "/render.log");
  if (!options_.sync_always) {
    const std::string text = ReadAll(folder_ + "/server.conf");
    WriteAll(folder_ + "/server.conf",
             absl::StrReplaceAll(text, {{"sync_interval: always", "sync_interval: 2m"}}));
  }
}

bool BusFixture::Launch() {
  std::vector<std::string> command = {ServerProgram(), "-c", folder_ + "/server.conf"};
  if (options_.disk_mb > 0) {
    if (disk_holder_ == 0) MountSmallDisk();
    command.insert(command.begin(),
                   {"nsenter", "-t", absl::StrCat(disk_holder_), "-U", "-m", "--preserve-credentials", "--"});
  }
  server_ = Spawn(command, folder_ + "/server.log");
  // The server writes its ports last, once it listens.
  const std::string ports = absl::StrCat(folder_, "/nats-server_", server_, ".ports");
  bool port_taken = false;
  Await("nats-server to listen, see its log:\n" + ReadAll(folder_ + "/server.log"), [&] {
    if (waitpid(server_, nullptr, WNOHANG) == server_) {
      const std::string log = ReadAll(folder_ + "/server.log");
      port_taken = absl::StrContains(log, "address already in use");
      if (!port_taken) Die("nats-server ended:\n" + log);
      server_ = 0;
      return true;
    }
    const std::string text = ReadAll(ports);
    const size_t at = text.find("127.0.0.1:");
    if (at == std::string::npos || !absl::StrContains(text, "}")) return false;
    const std::string number = text.substr(at + 10, text.find_first_not_of("0123456789", at + 10) - at - 10);
    return absl::SimpleAtoi(number, &port_) && port_ > 0;
  });
  if (port_taken) std::filesystem::remove(folder_ + "/server.log");
  return !port_taken;
}

void BusFixture::Kill() {
  EndBy(SIGKILL);
}
void BusFixture::End() {
  EndBy(SIGTERM);
}

void BusFixture::EndBy(int signal) {
  if (server_ == 0) return;
  kill(server_, signal);
  waitpid(server_, nullptr, 0);
  server_ = 0;
}

void BusFixture::Pause() {
  kill(server_, SIGSTOP);
  // The signal alone stops nothing yet: on a busy machine a thread of the server may answer once more.
  int status = 0;
  waitpid(server_, &status, WUNTRACED);
  if (!WIFSTOPPED(status))
    Die("nats-server ended instead of pausing, see its log:\n" + ReadAll(folder_ + "/server.log"));
}

void BusFixture::Resume() {
  kill(server_, SIGCONT);
}

bool BusFixture::CanLimitDisk() {
  return std::system("unshare -rm true 2>/dev/null") == 0;
}

// The disk lives as long as the process that holds its namespace, so it outlives a killed server.
void BusFixture::MountSmallDisk() {
  std::filesystem::create_directories(folder_ + "/store");
  const std::string prepare = absl::StrCat(
      "mount -t tmpfs -o size=", options_.disk_mb, "m tmpfs \"$1/store\" && head -c ", options_.disk_mb / 2,
      "M /dev/zero > \"$1/store/filler\" && ", "echo > \"$1/mounted\" && exec sleep infinity");
  disk_holder_ = Spawn({"unshare", "-rm", "sh", "-c", prepare, "sh", folder_}, folder_ + "/disk.log");
  Await("the small disk", [this] { return std::filesystem::exists(folder_ + "/mounted"); });
}

void BusFixture::FreeDisk() {
  std::filesystem::remove(absl::StrCat("/proc/", disk_holder_, "/root", folder_, "/store/filler"));
}

void BusFixture::Restart() {
  Kill();
  Render();  // with the port it had
  if (!Launch()) Die(absl::StrCat("somebody took the port ", port_, " of a killed nats-server"));
}

void BusFixture::SetChangeWindow(bool open) {
  change_window_ = open;
  Render();
  const auto reloads = [this] {
    size_t count = 0;
    const std::string log = ReadAll(folder_ + "/server.log");
    for (size_t at = log.find("Reloaded server configuration"); at != std::string::npos;
         at = log.find("Reloaded server configuration", at + 1)) {
      ++count;
    }
    return count;
  };
  const size_t before = reloads();
  kill(server_, SIGHUP);
  Await("the reload", [&] { return reloads() > before; });
}

BusOptions BusFixture::OptionsFor(const std::string& service) const {
  const std::string certs = folder_ + "/certs/";
  return {.urls = {url()},
          .service = service,
          .ca_file = certs + "ca.pem",
          .cert_file = certs + service + ".pem",
          .key_file = certs + service + ".key"};
}

absl::StatusOr<std::unique_ptr<BusConnection>> BusFixture::TryConnect(const std::string& service) const {
  return BusConnection::Connect(OptionsFor(service));
}

std::shared_ptr<BusConnection> BusFixture::Connect(const std::string& service) const {
  auto connection = TryConnect(service);
  if (!connection.ok())
    Die(absl::StrCat("cannot connect as ", service, ": ", connection.status().ToString()));
  return *std::move(connection);
}

std::unique_ptr<JetStreamEventLog> BusFixture::OpenLog(const std::string& service, StreamKind kind) const {
  return OpenLog(service, JetStreamLogOptions{.association = options_.association, .kind = kind});
}

std::unique_ptr<JetStreamEventLog> BusFixture::OpenLog(const std::string& service,
                                                       JetStreamLogOptions options) const {
  auto log = JetStreamEventLog::Open(Connect(service), Connect(service), std::move(options));
  if (!log.ok()) Die(absl::StrCat("cannot open the log as ", service, ": ", log.status().ToString()));
  return *std::move(log);
}

ProvisionPlan BusFixture::plan() const {
  ProvisionPlan plan{.association = options_.association,
                     .log_origin = "log.test.example/events",
                     .journal_origin = "log.test.example/journal",
                     .test_clock = options_.test_clock};
  for (const char* context : {"intake", "case", "team", "crisis", "audit", "keys"}) {
    const Signer signer = TestSigner(context);
    plan.signers.push_back({context, signer.key_id(), signer.public_key()});
  }
  return plan;
}

StreamTemplates BusFixture::Templates() {
  auto templates = LoadStreamTemplates(FV_SOURCE_DIR "/deploy/nats/streams");
  if (!templates.ok()) Die(templates.status().ToString());
  return *std::move(templates);
}

void BusFixture::Provision() {
  const absl::Status streams =
      MakeStreams(*Connect("prov"), options_.association, Templates(), options_.sizes);
  if (!streams.ok()) Die(streams.ToString());
  const FakeClock begins(options_.begins_at.value_or(absl::Now()));
  const auto done = WriteGenesis(Connect("log"), TestSigner("provisioner"), plan(), begins,
                                 [] { return ToHex(crypto::RandomBytes(16)); });
  if (!done.ok()) Die(done.status().ToString());
  log_identity_ = {StreamKind::kLog, options_.association, done->log_genesis_sha256};
  journal_identity_ = {StreamKind::kJournal, options_.association, done->journal_genesis_sha256};
}

}  // namespace fallverbund::eventlog
