// Watches one organisation's notifications and hands them to one outlet, until asked to stop.
#ifndef FALLVERBUND_TOOLS_RELAY_RELAY_H_
#define FALLVERBUND_TOOLS_RELAY_RELAY_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/access.pb.h"
#include "fallverbund/crisis/v1/notification_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "tools/relay/outlet.h"

namespace fallverbund::relay {

// A call is begun anew so often, so that one that hangs is none for long.
inline constexpr absl::Duration kCallAnewAfter = absl::Minutes(4);
// A stream says something every 15 seconds: who heard nothing for so long does not watch.
inline constexpr absl::Duration kHeardWithin = absl::Seconds(45);

struct Watch {
  std::string organisation_id;
  std::string person_id;
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  // Where the last place that was dealt with stands; missing: from the log's first notification on.
  std::string place_file;
};

// How it goes, for whoever looks after it.
struct Course {
  uint64_t sent = 0;                            // notifications the outlet has taken since the start
  uint64_t not_taken = 0;                       // tries that it has not
  absl::Duration waits = absl::ZeroDuration();  // how long the one it does not take has been tried
  bool watches = false;  // the crisis service has said something within kHeardWithin, or one is being sent
};

// At least once and in order: what the outlet has taken is written down, and nothing is skipped. What it does
// not take is sent again, with pauses up to five minutes, for as long as it takes.
class Relay {
 public:
  // The outlet outlives it.
  Relay(std::shared_ptr<grpc::Channel> channel, Watch watch, Outlet& outlet);

  // Until Stop: OK. kUnauthenticated, kPermissionDenied, kNotFound, kInvalidArgument, kOutOfRange: the
  // service will not say anything else to this caller, or this place is of another log. Others: the place
  // file.
  absl::Status Run();
  void Stop();            // from any thread
  Course course() const;  // from any thread

 private:
  absl::Status Follow(int& failures);
  absl::Status Deliver(const crisis::v1::WatchNotificationsResponse& response);
  absl::Status Send(const crisis::v1::Notification& notification);
  absl::Status Keep(const crisis::v1::NotificationPlace& place);
  bool StoppedWithin(absl::Duration pause);

  const std::unique_ptr<crisis::v1::NotificationService::Stub> stub_;
  const Watch watch_;
  Outlet& outlet_;
  crisis::v1::NotificationPlace place_;  // of the thread that runs
  mutable absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  grpc::ClientContext* call_ ABSL_GUARDED_BY(mu_) = nullptr;  // that is open
  uint64_t sent_ ABSL_GUARDED_BY(mu_) = 0, not_taken_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time heard_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  absl::Time sending_since_ ABSL_GUARDED_BY(mu_) = absl::InfiniteFuture();  // that: nothing is being sent
};

}  // namespace fallverbund::relay

#endif  // FALLVERBUND_TOOLS_RELAY_RELAY_H_
