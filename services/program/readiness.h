// Whether the service is ready, as gRPC health tells it.
#ifndef FALLVERBUND_SERVICES_PROGRAM_READINESS_H_
#define FALLVERBUND_SERVICES_PROGRAM_READINESS_H_

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "libs/eventlog/event_log.h"
#include "libs/rpc/pipeline/module.h"
#include "libs/rpc/server.h"
#include "libs/service/host.h"

namespace fallverbund::program {

// Says SERVING once the head seen at start is read, what we sign counts there, and the bus has shown that it
// syncs; and NOT_SERVING when it stops being one that does, or its log has been without a leader for some
// seconds: with too few servers left nothing can be written. Thread-safe; one thread of its own.
class Readiness {
 public:
  // Once. All four outlive End. `on_ready`: serving for the first time, once. `on_alarm`: started like this
  // we can never be ready. Both on the thread of ours.
  void Watch(service::Host& host, service::Module& module, eventlog::EventLog& log, rpc::Server& server,
             std::function<void()> on_ready, std::function<void(const absl::Status&)> on_alarm);
  // After a reconnect, from any thread, also before Watch. Bad news count at once; good ones are looked up
  // again.
  void Reconnected(const absl::Status& durability);
  // What health says. From any thread.
  bool serving();
  // Once; after it the server is not told anything more.
  void End();

 private:
  absl::Status LookAtLeader(eventlog::EventLog& log);
  void Tell(const absl::Status& bus);

  absl::Notification ended_;
  std::thread thread_;
  absl::Time led_;  // of the thread: when the log's leader last answered
  absl::Mutex mu_;
  rpc::Server* server_ ABSL_GUARDED_BY(mu_) = nullptr;
  bool serving_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status told_ ABSL_GUARDED_BY(mu_);
};

}  // namespace fallverbund::program

#endif  // FALLVERBUND_SERVICES_PROGRAM_READINESS_H_
