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
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
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
  // Log and journal are sealed alike, each into a tree of its own; what each tells Prometheus. The witnesses'
  // silence is told by the log's alone, since they are the same people.
  metrics::Metric sealed = metrics::Metric::kSealed, published = metrics::Metric::kSealPublished;
  bool tells_witnesses = true;
};

// For the journal, with the metrics of its own.
SealingOptions JournalSealing();

class Sealing {
 public:
  // `log` outlives it. `on_alarm` is called on its thread, once, when it stops for good: files that are not
  // as they should be, a hole in the log, another history. What can be tried again is tried again, and said
  // in the log.
  Sealing(SealingOptions options, eventlog::EventLog& log, std::function<void(const absl::Status&)> on_alarm);
  ~Sealing();  // ends the thread, after the step it is in

  void Tell(metrics::Page& page) const;  // any thread

 private:
  void Run();
  absl::Status Go();
  absl::Status Open();

  const SealingOptions options_;
  eventlog::EventLog& log_;
  const std::function<void(const absl::Status&)> on_alarm_;
  tlog_files::FileTileStore tiles_;
  HttpWitnesses witnesses_;
  std::unique_ptr<Sealer> sealer_;  // its thread's
  mutable absl::Mutex mu_;
  std::optional<SealerCourse> course_ ABSL_GUARDED_BY(mu_);  // none before it has begun
  absl::Notification end_;
  std::thread thread_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_SEALER_SEALING_H_
