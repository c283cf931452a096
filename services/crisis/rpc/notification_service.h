// Streams of notifications: each organisation's own, from where it was.
#ifndef FALLVERBUND_SERVICES_CRISIS_RPC_NOTIFICATION_SERVICE_H_
#define FALLVERBUND_SERVICES_CRISIS_RPC_NOTIFICATION_SERVICE_H_

#include "fallverbund/crisis/v1/notification_service.pb.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/rpc/streaming_service.h"
#include "libs/service/host.h"

namespace fallverbund::crisis {

// In one response. A backlog of any length leaves in such pieces, one after the other.
inline constexpr int kMostNotifications = 100;

// Thread-safe. Host and pipeline outlive it.
class NotificationService final : public rpc::StreamingService {
 public:
  NotificationService(service::Host& host, service::Pipeline& pipeline);

  rpc::StreamReactor* WatchNotifications(grpc::CallbackServerContext* context,
                                         const v1::WatchNotificationsRequest* request);

 private:
  service::Host& host_;
  service::Pipeline& pipeline_;
};

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_RPC_NOTIFICATION_SERVICE_H_
