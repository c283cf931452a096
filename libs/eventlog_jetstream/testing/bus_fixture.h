// A real nats-server for tests: throw-away authority, the configuration of deploy/nats, a free port, a
// temporary folder; provisioned, and gone when the fixture goes. The server is $NATS_SERVER, else the one
// tools/dev unpacked.
#ifndef FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_TESTING_BUS_FIXTURE_H_
#define FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_TESTING_BUS_FIXTURE_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/bus_connection.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "libs/eventlog_jetstream/provision.h"

namespace fallverbund::eventlog {

// One thread at a time. Stops the process, loudly, when the bus cannot be set up: then no test has a meaning.
class BusFixture {
 public:
  struct Options {
    std::string association = "do";
    bool provision =
        true;  // streams, geneses and one signer per context: TestSigner(context) of signed_log.h
    bool test_clock = false;  // flag of the geneses
    // When the geneses and keys are recorded; nullopt: now. Nothing falls due before the log knows that it is
    // so late, so a test that moves a clock of its own begins its log by that clock.
    std::optional<absl::Time> begins_at = {};
    bool sync_always = true;
    bool own_authority = false;  // else the process's fixtures share one, since making it takes a second
    int disk_mb = 0;  // not 0: the store lies on a full disk of its own, see FreeDisk; needs CanLimitDisk
    StreamSizes sizes = {
        .log_max_bytes = 256 << 20, .journal_max_bytes = 64 << 20, .keys_max_bytes = 16 << 20};
  };
  explicit BusFixture(Options options);
  BusFixture() : BusFixture(Options{}) {}
  ~BusFixture();
  BusFixture(const BusFixture&) = delete;
  BusFixture& operator=(const BusFixture&) = delete;

  std::string url() const;  // tls://127.0.0.1:port, the same after Restart
  const std::string& folder() const { return folder_; }
  // Certificate and key of a service: folder()/certs/<name>.pem and .key; the authority is certs/ca.pem.
  BusOptions OptionsFor(const std::string& service) const;
  absl::StatusOr<std::unique_ptr<BusConnection>> TryConnect(const std::string& service) const;
  std::shared_ptr<BusConnection> Connect(const std::string& service) const;
  // With two connections of its own.
  std::unique_ptr<JetStreamEventLog> OpenLog(const std::string& service,
                                             StreamKind kind = StreamKind::kLog) const;
  std::unique_ptr<JetStreamEventLog> OpenLog(const std::string& service, JetStreamLogOptions options) const;

  // Set when provisioned.
  const LogIdentity& log_identity() const { return log_identity_; }
  const LogIdentity& journal_identity() const { return journal_identity_; }

  // A certificate of the fixture's authority with this one subject alternative name, such as
  // "URI:spiffe://fallverbund.example/svc/case". `valid_days` may be negative: expired.
  void MakeCertificate(const std::string& name, const std::string& alternative_name,
                       int valid_days = 2) const;

  void Kill();   // at once, as kill -9 does
  void End();    // by SIGTERM: it writes down what it knows, and believes that at its next start
  void Pause();  // the server stands still, connections stay open
  void Resume();
  void Restart();              // after Kill or End: the same store and port
  static bool CanLimitDisk();  // whether this machine lets us mount in a namespace of our own
  void FreeDisk();             // makes room on the small disk: the filler that takes half of it goes
  // Lets the provisioner and the log's own signer log in, or no longer; reloads the running server.
  void SetChangeWindow(bool open);

  ProvisionPlan plan() const;
  static StreamTemplates Templates();

 private:
  void EndBy(int signal);
  void Render();
  bool Launch();  // false: its port is taken
  void Provision();
  void MountSmallDisk();

  const Options options_;
  std::string folder_;
  int port_ = -1;
  bool change_window_ = true;
  pid_t server_ = 0;
  pid_t disk_holder_ = 0;
  LogIdentity log_identity_;
  LogIdentity journal_identity_;
};

}  // namespace fallverbund::eventlog

#endif  // FALLVERBUND_LIBS_EVENTLOG_JETSTREAM_TESTING_BUS_FIXTURE_H_
