// The sealer as a thread of the audit's program, on a folder and a key of its own.
#ifndef FALLVERBUND_SERVICES_AUDIT_SEALER_SEALING_H_
#define FALLVERBUND_SERVICES_AUDIT_SEALER_SEALING_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/durable_file/durable_file.h"
#include "libs/eventlog/event_log.h"
#include "libs/metrics/page.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/http_witnesses.h"
#include "services/audit/sealer/sealer.h"

namespace fallverbund::audit {

struct SealingOptions {
  std::string
      into;  // folder of tiles and checkpoint, to be published as it is; empty: this instance seals nothing
  std::string key;     // file of the log's key
  std::string policy;  // file: the log, its witnesses with their addresses, and how many of them must cosign
  std::string witness_ca;  // PEM file for https:// witnesses; empty: the machine's
  absl::Duration every = absl::Seconds(1);
  // How old the cosignatures of a tree that does not grow become, such as "60s": one second to a day. What a
  // receipt promises has a minute, so whoever was let down waits for evidence no longer than once more that.
  std::string cosign_every = "60s";
  const Clock* clock = nullptr;  // outlives it; nullptr: the machine's
  bool production = false;       // refuses a policy that allows two histories
  // Log and journal are sealed alike, each into a tree of its own; what each tells Prometheus. The witnesses'
  // silence is told by the log's alone, since they are the same people.
  metrics::Metric sealed = metrics::Metric::kSealed, published = metrics::Metric::kSealPublished;
  std::string stream = "log";
  bool tells_witnesses = true;
};

// For the journal, with the metrics of its own.
SealingOptions JournalSealing();

// When witnesses are asked again. Also after a clock that was set back, and once after each start, since
// nobody knows how long it was down.
class Rhythm {
 public:
  // kInvalidArgument: not a duration of a second to a day.
  static absl::StatusOr<Rhythm> Parse(const std::string& every);

  bool IsDue(absl::Time now) const { return now < asked_ || now - asked_ >= every_; }
  void Asked(absl::Time now) { asked_ = now; }

 private:
  explicit Rhythm(absl::Duration every) : every_(every) {}
  absl::Duration every_;
  absl::Time asked_ = absl::InfinitePast();
};

class Sealing {
 public:
  // `log` outlives it. `on_alarm` is called on its thread, once, when it cannot begin since files are not as
  // they should be, or another seals into the folder. A hole in the log, or another history, ends it for
  // good: that is said as an error and told, and whoever looks can go on looking. What can be tried again is
  // tried again, and said in the log.
  Sealing(SealingOptions options, eventlog::EventLog& log, std::function<void(const absl::Status&)> on_alarm);
  ~Sealing();  // ends the thread, after the step it is in

  void Tell(metrics::Page& page) const;  // any thread

 private:
  void Run();
  absl::Status Go();
  absl::Status Open();
  absl::Status TakeFolder();
  absl::StatusOr<bool> Publish();
  void End(const absl::Status& why);

  const SealingOptions options_;
  eventlog::EventLog& log_;
  const std::function<void(const absl::Status&)> on_alarm_;
  tlog_files::FileTileStore tiles_;
  HttpWitnesses witnesses_;
  const SystemClock system_clock_;
  std::optional<durable_file::FolderLock> folder_;  // its thread's, and
  std::unique_ptr<Sealer> sealer_;                  // this, and
  std::optional<Rhythm> rhythm_;
  mutable absl::Mutex mu_;
  std::optional<SealerCourse> course_ ABSL_GUARDED_BY(mu_);  // none before it has begun
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
  absl::Notification end_;
  std::thread thread_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_SEALING_H_
